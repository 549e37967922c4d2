"""How are passwords and URLs kept? In files that only their owner can read, replaced as a whole."""

import json
import os
from pathlib import Path


def write_private(path: Path, text: str) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    scratch = path.with_name(f"{path.name}.{os.getpid()}")
    with os.fdopen(os.open(scratch, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(text)
    scratch.rename(path)


def read_passwords(path: Path) -> dict[str, str]:
    return dict(json.loads(path.read_text())) if path.exists() else {}


def write_passwords(path: Path, passwords: dict[str, str]) -> None:
    write_private(path, json.dumps(passwords))


def write_urls(path: Path, by_variable: dict[str, str]) -> None:
    write_private(path, "".join(f"{name}={url}\n" for name, url in by_variable.items()))


def read_urls(path: Path) -> dict[str, str]:
    return dict(line.split("=", 1) for line in path.read_text().splitlines() if "=" in line)
