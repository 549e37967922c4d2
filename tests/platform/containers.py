"""What do Dockerfile and docker-compose.yml say? Read as far as these two files go."""

import json
import re
import shlex
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from deploy.new_environment import new_environment
from tools.localdb.places import ROOT

VARIABLE = re.compile(r"\$\$|\$\{(?P<name>\w+)(?:(?P<kind>:[?-])(?P<rest>[^}]*))?\}")


@dataclass(frozen=True)
class Stage:
    """One FROM of the Dockerfile and the instructions below it, in order."""

    name: str
    base: str
    instructions: tuple[tuple[str, str], ...]

    def all(self, instruction: str) -> list[str]:
        return [rest for word, rest in self.instructions if word == instruction]

    def environment(self) -> dict[str, str]:
        pairs = [pair for line in self.all("ENV") for pair in shlex.split(line)]
        return dict(pair.split("=", 1) for pair in pairs)

    def copies(self) -> list[tuple[str, list[str], str]]:
        """(stage or "" for the checkout, sources, target) of each COPY."""
        found = []
        for line in self.all("COPY"):
            words = line.split()
            origin = words.pop(0).removeprefix("--from=") if words[0].startswith("--from=") else ""
            found.append((origin, words[:-1], words[-1]))
        return found


def stages() -> list[Stage]:
    text = re.sub(
        r"\\\n\s*", "", re.sub(r"^#.*\n", "", (ROOT / "Dockerfile").read_text(), flags=re.MULTILINE)
    )
    lines = [line.split(maxsplit=1) for line in text.splitlines() if line.strip()]
    arguments = dict(rest.split("=", 1) for word, rest in lines if word == "ARG")
    found: list[Stage] = []
    for word, rest in lines:
        if word == "FROM":
            base, _, name = rest.partition(" AS ")
            base = re.sub(r"\$\{(\w+)\}", lambda match: arguments[match[1]], base)
            found.append(Stage(name, base, ()))
        elif found:
            last = found[-1]
            found[-1] = Stage(last.name, last.base, (*last.instructions, (word, rest)))
    return found


def compose() -> dict[str, Any]:
    """The file as it stands, with its anchors followed and its variables not yet filled in."""
    return dict(YAML(typ="safe").load((ROOT / "docker-compose.yml").read_text()))


def services(environment: Mapping[str, str]) -> dict[str, dict[str, Any]]:
    """What compose would start, given what .env holds."""
    filled = json.loads(json.dumps(compose()["services"]), object_hook=None)
    return {name: _filled(service, environment) for name, service in filled.items()}


def fresh_environment() -> dict[str, str]:
    return new_environment("algia.example")


def lay_out_image(target: Path) -> None:
    """What the Dockerfile's second stage copies below /app, with the style sheet that `make setup` made."""
    build = next(stage for stage in stages() if stage.name == "build")
    for origin, sources, place in build.copies():
        if place.startswith("/"):
            continue
        for source in sources:
            found = ROOT / (source.removeprefix("/app/") if origin else source)
            into = target / place / ("" if found.is_dir() else found.name)
            if found.is_dir():
                shutil.copytree(found, into, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                into.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(found, into)


def _filled(value: Any, environment: Mapping[str, str]) -> Any:
    if isinstance(value, dict):
        return {name: _filled(each, environment) for name, each in value.items()}
    if isinstance(value, list):
        return [_filled(each, environment) for each in value]
    return VARIABLE.sub(lambda match: _value(match, environment), value) if isinstance(value, str) else value


def _value(match: re.Match[str], environment: Mapping[str, str]) -> str:
    if match[0] == "$$":
        return "$"
    known = environment.get(match["name"], "")
    if match["kind"] == ":?" and not known:
        raise KeyError(f"{match['name']}: {match['rest']}")
    return known or (match["rest"] if match["kind"] == ":-" else "")
