"""How is it shown that published sets for one condition disagree about a patient, and why?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from screening.encounters.results.sources import Source, cited
from screening.scoring.bundle import Bundle
from screening.scoring.criteria_words import CriterionView
from screening.scoring.editions import Edition, Editions, Line, Reason, editions, reasons

COLUMNS = {
    "pain": "Pain",
    "symptoms": "Symptoms and findings",
    "duration": "Duration",
    "exclusion": "Exclusion",
}
STATUS_WORDS = {
    "met": "Reached",
    "not_met": "Not reached",
    "undetermined": "Cannot tell yet",
    "not_applicable": "Does not apply",
}
STATE_WORDS = {True: "holds", False: "fails", None: "not settled"}
MARKS = {True: "for", False: "against", None: "unknown"}


@dataclass(frozen=True)
class EditionLine:
    """One thing a set asks for, and how this patient stands; `mark` names the sign before it."""

    asks: str
    value: str
    state: str
    mark: str


@dataclass(frozen=True)
class EditionCell:
    """What a set asks for under one heading; nothing where it does not ask."""

    heading: str
    lines: tuple[EditionLine, ...]


@dataclass(frozen=True)
class EditionRow:
    """One set."""

    name: str
    status: str
    status_words: str
    cells: tuple[EditionCell, ...]
    assessed_by: str
    deciding: str
    sources: tuple[Source, ...]
    is_from_memory: bool


@dataclass(frozen=True)
class Disagreement:
    """The sets of one condition side by side; `why` has one sentence for each line that fails."""

    key: str
    condition: str
    headings: tuple[str, ...]
    rows: tuple[EditionRow, ...]
    why: tuple[str, ...]


@dataclass(frozen=True)
class EditionsShown:
    """What of it stands on a result: the disagreements, and one line for each agreement."""

    disagreements: tuple[Disagreement, ...]
    agreements: tuple[str, ...]


def editions_shown(
    bundle: Bundle, views: Iterable[CriterionView], answers: Mapping[str, Any], suggested: Iterable[str]
) -> EditionsShown:
    """Every disagreement; agreement of two decided sets or more only for what is suggested."""
    found = editions(bundle, views, answers)
    suggested = set(suggested)
    agreeing = [
        each for each in found if not each.disagree and len(each.decided) > 1 and each.condition in suggested
    ]
    return EditionsShown(
        tuple(_disagreement(bundle, each) for each in found if each.disagree),
        tuple(_agreement(bundle, each) for each in agreeing),
    )


def _disagreement(bundle: Bundle, found: Editions) -> Disagreement:
    used = {line.about for each in found.sets for line in each.lines}
    shown = [about for about in COLUMNS if about in used]
    return Disagreement(
        key=found.condition,
        condition=_name(bundle, found.condition),
        headings=tuple(COLUMNS[about] for about in shown),
        rows=tuple(_row(bundle, each, shown) for each in found.sets),
        why=tuple(_why(reason) for reason in reasons(found)),
    )


def _row(bundle: Bundle, each: Edition, shown: Sequence[str]) -> EditionRow:
    return EditionRow(
        name=each.name,
        status=each.status,
        status_words=STATUS_WORDS[each.status],
        cells=tuple(
            EditionCell(COLUMNS[about], tuple(_line(line) for line in each.lines if line.about == about))
            for about in shown
        ),
        assessed_by=each.assessed_by[:1].upper() + each.assessed_by[1:],
        deciding="; ".join(each.deciding),
        sources=cited(bundle, each.citations),
        is_from_memory=each.mark == "M",
    )


def _line(line: Line) -> EditionLine:
    together = " together with the other part" if line.together and line.holds is False else ""
    return EditionLine(line.asks, line.value, STATE_WORDS[line.holds] + together, MARKS[line.holds])


def _why(reason: Reason) -> str:
    """ "ACR 2016 asks “At least four of five regions” (Regions with pain 3), ACR 2010 does not ask for it"."""
    line = reason.line
    said = [f"{_asks(reason.failing)} “{line.asks}” ({line.value})"]
    for theirs, who in reason.others:
        value = f" ({theirs.value})" if theirs.value != line.value else ""
        said.append(f"{_asks(who)} “{theirs.asks}”{value}, which holds")
    if reason.silent:
        said.append(f"{_list(reason.silent)} {'does' if len(reason.silent) == 1 else 'do'} not ask for it")
    return "; ".join(said) + "."


def _agreement(bundle: Bundle, found: Editions) -> str:
    is_met = found.decided[0].status == "met"
    names = _list([each.name for each in found.decided])
    open_names = [each.name for each in found.sets if each.status == "undetermined"]
    still = f" {_list(open_names)} cannot be told yet." if open_names else ""
    standing = "reached" if is_met else "not reached"
    return f"{_name(bundle, found.condition)}: {names} agree, {standing}.{still}"


def _asks(names: Sequence[str]) -> str:
    return f"{_list(names)} {'asks' if len(names) == 1 else 'ask'}"


def _list(names: Sequence[str]) -> str:
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))


def _name(bundle: Bundle, key: str) -> str:
    return bundle.conditions[key].name if key in bundle.conditions else key.upper()
