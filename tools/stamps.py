"""Has a step been done for these inputs already? Each leaves the hash of what it was made from."""

import hashlib
from collections.abc import Iterable
from pathlib import Path

from tools.localdb.places import ROOT

STAMPS = ROOT / ".local" / "stamps"


def hash_of(paths: Iterable[Path], *facts: str) -> str:
    digest = hashlib.sha256("\0".join(facts).encode())
    for path in paths:
        for file in (
            [path] if path.is_file() else sorted(entry for entry in path.rglob("*") if entry.is_file())
        ):
            digest.update(str(file.relative_to(ROOT)).encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()


def is_done(name: str, inputs: str) -> bool:
    stamp = STAMPS / name
    return stamp.exists() and stamp.read_text() == inputs


def mark_done(name: str, inputs: str) -> None:
    STAMPS.mkdir(parents=True, exist_ok=True)
    (STAMPS / name).write_text(inputs)


def forget(name: str) -> None:
    (STAMPS / name).unlink(missing_ok=True)
