"""Is everything that is committed ours, and free of the machine it was written on?"""

import json
import re
import subprocess
import tomllib
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
# Put together here, so that this file does not name what it forbids.
REGISTRIES = ["py" + "pi.org", "files.python" + "hosted", "registry.npm" + "js", "deb.deb" + "ian.org"]
MACHINE_PATHS = ["/wo" + "rk/", "/ro" + "ot/", "/tmp/bash" + "_jobs", "/home/[a-z]"]
PICTURES = (".png", ".svg", ".ico", ".webp")
THIRD_PARTY = re.compile(
    r"\.min\.(js|css)$|(^|/)node_modules/|(^|/)(bootstrap|htmx|nhsuk-frontend)[^/]*\.(js|css)$"
)


def tracked() -> list[Path]:
    listing = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    return [ROOT / name for name in listing.stdout.split("\0") if name and (ROOT / name).is_file()]


def test_no_file_names_a_registry_or_a_path_of_a_machine() -> None:
    pattern = re.compile("|".join([*map(re.escape, REGISTRIES), *MACHINE_PATHS]))

    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in tracked()
        if path.suffix not in PICTURES
        for number, line in enumerate(path.read_text(errors="replace").splitlines(), start=1)
        if pattern.search(line)
    ]

    assert found == []


def test_nothing_third_party_is_committed() -> None:
    assert [path.name for path in tracked() if THIRD_PARTY.search(path.relative_to(ROOT).as_posix())] == []


def test_every_dependency_says_what_it_is_for() -> None:
    project = (ROOT / "pyproject.toml").read_text()
    wanted = tomllib.loads(project)
    lists = [
        wanted["project"]["dependencies"],
        *wanted["project"]["optional-dependencies"].values(),
        *wanted["dependency-groups"].values(),
    ]
    for requirement in (each for group in lists for each in group):
        line = next(line for line in project.splitlines() if f'"{requirement}"' in line)
        assert "# " in line, requirement


@pytest.mark.parametrize("name", ["base", "local", "dev"])
def test_a_lock_holds_hashes_and_no_address(name: str) -> None:
    text = (ROOT / "requirements" / f"{name}.txt").read_text()
    packages = [line for line in text.splitlines() if line and not line.startswith((" ", "#", "-"))]

    assert "://" not in text
    assert packages and all("==" in line and line.endswith("\\") for line in packages)


def test_the_locks_agree_and_hold_what_the_project_asks_for() -> None:
    versions = {name: _versions(name) for name in ("base", "local", "dev")}
    asked = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["dependencies"]

    assert versions["base"].items() <= versions["local"].items() <= versions["dev"].items()
    names = {re.split(r"[\[<>=]", each)[0].replace(".", "-") for each in asked}
    assert names <= versions["base"].keys()


def test_the_front_end_lock_holds_integrity_and_no_address() -> None:
    lock = json.loads((ROOT / "package-lock.json").read_text())
    packages = {name: facts for name, facts in lock["packages"].items() if name}

    assert packages
    assert all("integrity" in facts and "resolved" not in facts for facts in packages.values())


def test_every_name_that_settings_read_is_explained() -> None:
    """`.env.example` is the list that an administrator works from."""
    read = set(re.findall(r'env\.\w+\(\s*"(\w+)"', (ROOT / "config" / "settings.py").read_text()))
    read |= set(re.findall(r'_database\("(\w+)"', (ROOT / "config" / "settings.py").read_text()))
    explained = set(re.findall(r"^(\w+)=", (ROOT / ".env.example").read_text(), flags=re.MULTILINE))

    assert read <= explained


def test_only_the_test_command_runs_in_ci() -> None:
    lines = (ROOT / ".ci" / "run").read_text().splitlines()

    assert [line for line in lines if "make" in line] == ["make test"]


def _versions(name: str) -> dict[str, str]:
    lines = (ROOT / "requirements" / f"{name}.txt").read_text().splitlines()
    pairs = (
        tuple(line.split(" ")[0].split("==")) for line in lines if "==" in line and not line.startswith(" ")
    )
    return dict(pairs)
