"""What is wrong in an uploaded questionnaire, on which line, and what do its test cases give?

Plain Python without database, settings or clock, so that it can run alone in a process that has
neither (`alone.py`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from screening.authoring.package_text import Fault, clip, lines_of, quote, unseen_values
from screening.authoring.practice_checks import (
    RECIPE,
    Issued,
    item_problems,
    name_problems,
    version_problems,
    work_up_problems,
)
from screening.evidence.source import Sourced, SourceInvalid, parse_yaml, path_words
from screening.questionnaires.checks import unreadable
from screening.questionnaires.digests import digest, rules_digest
from screening.questionnaires.problems import Problem
from screening.questionnaires.rule_checks import rule_problems
from screening.questionnaires.test_cases import CaseOutcome, run_cases
from screening.scoring.bundle import Bundle, bundle_from_document

MOST_FAULTS = 200

_NAME = "file"
_AT_LINE = re.compile(rf"{_NAME}:(\d+): (.*)", re.DOTALL)


@dataclass(frozen=True)
class Case:
    """One test case as it is shown; it passed where nothing failed."""

    id: str
    says: str
    failures: tuple[str, ...] = ()


@dataclass(frozen=True)
class Checked:
    """
    What came of checking a file.

    `document` is None where nothing can be stored. `is_readable` says that shape, names and items are
    right, so that its rules can be shown; `cases` is None where they could not be run.
    """

    faults: tuple[Fault, ...]
    document: dict[str, Any] | None = None
    digest: str = ""
    rules_digest: str = ""
    is_readable: bool = False
    cases: tuple[Case, ...] | None = None

    @property
    def is_sound(self) -> bool:
        return self.document is not None and not self.faults

    @property
    def key(self) -> str:
        return str(self.document["meta"]["key"]) if self.document else ""

    @property
    def version(self) -> str:
        return str(self.document["meta"]["version"]) if self.document else ""


def check_text(text: str, issued: Mapping[str, Sequence[Issued]]) -> Checked:
    """
    Read and check the text of a questionnaire.

    Args:
        text: as `package_text.read_text` gives it.
        issued: questionnaire key -> every version of it that was published at some time.
    """
    try:
        source = parse_yaml(text.encode("utf-8"), _NAME)
    except SourceInvalid as refusal:
        return Checked(_limited(_parse_faults(refusal.faults, text)))
    problems = list(_unstorable(source.value))
    if problems:
        return Checked(_limited(_faults(problems, source, text)))
    return _check(source, text, issued.get(source.value["meta"]["key"], ()))


def check_cases(document: Mapping[str, Any]) -> tuple[Case, ...]:
    """The test cases of a document that is known to be sound."""
    outcomes = run_cases(bundle_from_document(document), document.get("test_cases", []))
    return tuple(_case(outcome) for outcome in outcomes)


def _unstorable(value: Any) -> Iterator[Problem]:
    if not isinstance(value, dict):
        yield Problem((), "a questionnaire is a mapping that begins with meta:")
        return
    for path, reason in unseen_values(value):
        yield Problem(path, reason)
    yield from name_problems(value)


def _check(source: Sourced, text: str, issued: Sequence[Issued]) -> Checked:
    document: dict[str, Any] = source.value
    problems = [] if "use" not in document else [Problem(("use",), RECIPE)]
    problems += version_problems(document, issued)
    unshaped = [p for p in unreadable(document) if p.path != ("use",)]
    is_readable = not unshaped and "use" not in document
    cases: tuple[Case, ...] | None = None
    problems += unshaped
    if is_readable:
        found, cases = _rules(bundle_from_document(document), document)
        problems += [*item_problems(document), *work_up_problems(document), *found]
    return Checked(
        faults=_limited(_faults(problems, source, text)),
        document=document,
        digest=digest(document),
        rules_digest=rules_digest(document),
        is_readable=is_readable,
        cases=cases,
    )


def _rules(bundle: Bundle, document: Mapping[str, Any]) -> tuple[list[Problem], tuple[Case, ...] | None]:
    problems = list(rule_problems(bundle))
    if problems:
        return problems, None
    outcomes = list(run_cases(bundle, document.get("test_cases", [])))
    return [problem for outcome in outcomes for problem in outcome.problems], tuple(map(_case, outcomes))


def _case(outcome: CaseOutcome) -> Case:
    said = tuple(clip(problem.reason.removeprefix(f"{outcome.id}: ")) for problem in outcome.problems)
    return Case(outcome.id, outcome.says, said)


def _faults(problems: Iterable[Problem], source: Sourced, text: str) -> Iterator[Fault]:
    lines = lines_of(text)
    for problem in problems:
        place = source.place(problem.path)
        yield _fault(place.line if place else 0, path_words(problem.path), problem.reason, lines)


def _parse_faults(faults: Iterable[str], text: str) -> Iterator[Fault]:
    """Of "file:12: sections[1].type: reason" the line, and the rest as it stands."""
    lines = lines_of(text)
    for fault in faults:
        found = _AT_LINE.fullmatch(fault)
        line, rest = (int(found[1]), found[2]) if found else (0, fault)
        yield _fault(line, "", rest.removeprefix(": "), lines)


def _fault(line: int, path: str, reason: str, lines: Sequence[str]) -> Fault:
    quoted = quote(lines[line - 1]) if 0 < line <= len(lines) else ""
    return Fault(line, clip(path), clip(reason), quoted)


def _limited(faults: Iterable[Fault]) -> tuple[Fault, ...]:
    found = sorted(faults, key=lambda fault: fault.line)
    more = len(found) - MOST_FAULTS
    return (*found[:MOST_FAULTS], *([Fault(0, "", f"There are {more} more faults.")] if more > 0 else []))
