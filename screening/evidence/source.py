"""What stands in a YAML file that people write, and on which line?

YAML 1.2 rules: no yes/no surprises. Anchors, aliases, tags, duplicate keys, floats and anything
deeper or larger than a questionnaire needs are refused, each with file and line.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import AliasEvent, Event, NodeEvent
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

LARGEST_BYTES = 1024 * 1024
DEEPEST = 20
MOST_NODES = 60_000
DocPath = tuple[str | int, ...]

_PREFIX = "tag:yaml.org,2002:"
_KINDS_OF_KEYS = {"str", "int", "float", "bool", "null", "timestamp", "merge", "value"}  # all taken as text
_WORDS: Mapping[str, Any] = {"true": True, "false": False, "null": None, "~": None, "": None}


@dataclass(frozen=True)
class Place:
    """Where something stands: a file and a line, counted from 1."""

    file: str
    line: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


class SourceInvalid(ValueError):
    """A file that cannot be used; `faults` lists "file:line: path: reason", one for each."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


@dataclass
class Sourced:
    """Plain values and the place of each of them, by its path from the top."""

    value: Any
    places: dict[DocPath, Place] = field(default_factory=dict)

    def place(self, path: DocPath) -> Place | None:
        """The place of a path, or of the nearest thing around it that has one."""
        for length in range(len(path), -1, -1):
            if path[:length] in self.places:
                return self.places[path[:length]]
        return None

    def fault(self, path: DocPath, reason: str) -> str:
        """ "file:line: path: reason"."""
        place = self.place(path)
        where = f"{place}: " if place else ""
        return f"{where}{path_words(path)}: {reason}" if path else f"{where}{reason}"

    def part(self, *path: str | int) -> Sourced:
        """The value at a path with its places."""
        value = self.value
        for step in path:
            value = value[step]
        places = {key[len(path) :]: place for key, place in self.places.items() if key[: len(path)] == path}
        return Sourced(value, places)

    def pieces(self) -> list[Sourced]:
        """The entries of a list, each with its places."""
        found = [Sourced(value) for value in self.value]
        for path, place in self.places.items():
            if path and isinstance(path[0], int):
                found[path[0]].places[path[1:]] = place
        return found


def path_words(path: DocPath) -> str:
    """A path as people write it: `criteria[3].source`."""
    words = ""
    for step in path:
        words += f"[{step}]" if isinstance(step, int) else f".{step}" if words else str(step)
    return words


def read_yaml(path: Path, name: str | None = None) -> Sourced:
    """Read a YAML file; see `parse_yaml`."""
    return parse_yaml(path.read_bytes(), name or path.name)


def parse_yaml(data: bytes, name: str) -> Sourced:
    """
    Parse YAML written by people.

    Args:
        data: UTF-8 text of at most `LARGEST_BYTES`.
        name: the file's name for messages.

    Raises:
        SourceInvalid: not YAML, or one of the refused features; names file and line.
    """
    if len(data) > LARGEST_BYTES:
        raise SourceInvalid([f"{name}:1: larger than {LARGEST_BYTES} bytes"])
    try:
        text = data.decode("utf-8")
        node = _tree(_sound_events(text, name))
    except SourceInvalid:
        raise
    except UnicodeDecodeError as error:
        raise SourceInvalid([f"{name}:1: is not UTF-8 text"]) from error
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise SourceInvalid([f"{name}:{line}: {error.problem or 'is not YAML'}"]) from error
    except (YAMLError, RecursionError, ValueError) as error:
        raise SourceInvalid([f"{name}:1: is not YAML that can be read"]) from error
    if node is None:
        raise SourceInvalid([f"{name}:1: is empty"])
    return _Reading(name).read(node)


def _sound_events(text: str, name: str) -> list[Event]:
    """Walk the events, which cost no recursion, before anything is built from them."""
    depth = nodes = 0
    events = []
    for event in YAML(typ="safe", pure=True).parse(text):
        line = event.start_mark.line + 1
        if isinstance(event, AliasEvent) or (isinstance(event, NodeEvent) and event.anchor):
            raise SourceInvalid([f"{name}:{line}: anchors and aliases are not allowed"])
        kind = type(event).__name__
        nodes += kind in {"ScalarEvent", "MappingStartEvent", "SequenceStartEvent"}
        depth += kind in {"MappingStartEvent", "SequenceStartEvent"}
        depth -= kind in {"MappingEndEvent", "SequenceEndEvent"}
        if depth > DEEPEST:
            raise SourceInvalid([f"{name}:{line}: nested deeper than {DEEPEST} levels"])
        if nodes > MOST_NODES:
            raise SourceInvalid([f"{name}:{line}: more than {MOST_NODES} entries"])
        events.append(event)
    return events


def _tree(events: list[Event]) -> Node | None:
    """The node tree of a document; made from its events, because reading the text twice takes twice as long."""
    yaml = YAML(typ="safe", pure=True)
    yaml._parser = _Replay(events)  # type: ignore[attr-defined]
    node: Node | None = yaml.composer.get_single_node()
    return node


class _Replay:
    """A parser that has parsed already."""

    def __init__(self, events: list[Event]) -> None:
        self.events = events
        self.at = 0

    def check_event(self, *kinds: type[Event]) -> bool:
        return self.at < len(self.events) and (not kinds or isinstance(self.events[self.at], kinds))

    def peek_event(self) -> Event:
        return self.events[self.at]

    def get_event(self) -> Event:
        self.at += 1
        return self.events[self.at - 1]


class _Reading:
    """One walk over a node tree that makes plain values and notes their lines."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.places: dict[DocPath, Place] = {}
        self.faults: list[str] = []

    def read(self, node: Node) -> Sourced:
        value = self._value(node, ())
        if self.faults:
            raise SourceInvalid(self.faults)
        return Sourced(value, self.places)

    def _value(self, node: Node, path: DocPath) -> Any:
        self.places[path] = Place(self.name, node.start_mark.line + 1)
        if isinstance(node, MappingNode) and self._has_no_tag(node, "map", path):
            return self._mapping(node, path)
        if isinstance(node, SequenceNode) and self._has_no_tag(node, "seq", path):
            return [self._value(child, (*path, place)) for place, child in enumerate(node.value)]
        return self._scalar(node, path) if isinstance(node, ScalarNode) else None

    def _has_no_tag(self, node: Node, kind: str, path: DocPath) -> bool:
        """Beside the one that stands for the shape itself, which the parser gives it."""
        if str(node.tag) == _PREFIX + kind:
            return True
        self._refuse(node, path, f"tag {node.tag} is not allowed")
        return False

    def _mapping(self, node: MappingNode, path: DocPath) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = key_node.value
            if not isinstance(key_node, ScalarNode) or not isinstance(key, str):
                self._refuse(key_node, path, "a key must be text")
            elif str(key_node.tag).removeprefix(_PREFIX) not in _KINDS_OF_KEYS:
                self._refuse(key_node, path, f"tag {key_node.tag} is not allowed")
            elif key in found:
                self._refuse(key_node, (*path, key), "duplicate key")
            else:
                found[key] = self._value(value_node, (*path, key))
                self.places[(*path, key)] = Place(self.name, key_node.start_mark.line + 1)
        return found

    def _scalar(self, node: ScalarNode, path: DocPath) -> Any:
        tag = str(node.tag or "")
        kind = tag.removeprefix(_PREFIX)
        if kind in {"str", "timestamp"}:  # also what stands in quotes, unless a tag says otherwise
            return node.value
        if kind == "int":
            return self._whole(node, path)
        if kind in {"bool", "null"} and node.value.lower() in _WORDS:
            return _WORDS[node.value.lower()]
        reason = "write a decimal as quoted text" if kind == "float" else f"tag {tag} is not allowed"
        self._refuse(node, path, reason)
        return None

    def _whole(self, node: ScalarNode, path: DocPath) -> int | None:
        digits = node.value.lstrip("+-")
        if digits.isdigit() and len(digits) <= 15 and (digits == "0" or not digits.startswith("0")):
            return int(node.value)
        self._refuse(node, path, "write a whole number with plain digits")
        return None

    def _refuse(self, node: Node, path: DocPath, reason: str) -> None:
        self.faults.append(f"{self.name}:{node.start_mark.line + 1}: {path_words(path)}: {reason}")
