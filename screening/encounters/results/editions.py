"""How is it shown that published sets for one condition disagree about a patient, and why?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from screening.encounters.results.sources import Source, cited
from screening.scoring.bundle import Bundle
from screening.scoring.criteria_words import CriterionView
from screening.scoring.editions import (
    DECIDED,
    Edition,
    Editions,
    Line,
    Reason,
    editions,
    reasons,
    short_name,
)

COLUMNS = {
    "pain": gettext_lazy("Pain"),
    "symptoms": gettext_lazy("Symptoms and findings"),
    "duration": gettext_lazy("Duration"),
    "exclusion": gettext_lazy("Exclusion"),
}
STATUS_WORDS = {
    "met": gettext_lazy("Reached"),
    "not_met": gettext_lazy("Not reached"),
    "undetermined": gettext_lazy("Cannot tell yet"),
    "not_applicable": gettext_lazy("Does not apply"),
}
STATE_WORDS = {True: gettext_lazy("holds"), False: gettext_lazy("fails"), None: gettext_lazy("not settled")}
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
    groups: dict[str, list[CriterionView]] = {}
    for view in views:
        groups.setdefault(view.condition, []).append(view)
    said = {key: {v.status for v in group if v.status in DECIDED} for key, group in groups.items()}
    disputed = [view for key, group in groups.items() if len(said[key]) > 1 for view in group]
    suggested = set(suggested)
    agreeing = [
        group
        for key, group in groups.items()
        if key in suggested and len(said[key]) == 1 and sum(v.status in DECIDED for v in group) > 1
    ]
    return EditionsShown(
        tuple(_disagreement(bundle, each) for each in editions(bundle, disputed, answers)),
        tuple(_agreement(bundle, group) for group in agreeing),
    )


def _disagreement(bundle: Bundle, found: Editions) -> Disagreement:
    used = {line.about for each in found.sets for line in each.lines}
    shown = [about for about in COLUMNS if about in used]
    return Disagreement(
        key=found.condition,
        condition=_name(bundle, found.condition),
        headings=tuple(str(COLUMNS[about]) for about in shown),
        rows=tuple(_row(bundle, each, shown) for each in found.sets),
        why=tuple(_why(reason) for reason in reasons(found)),
    )


def _row(bundle: Bundle, each: Edition, shown: Sequence[str]) -> EditionRow:
    return EditionRow(
        name=each.name,
        status=each.status,
        status_words=str(STATUS_WORDS[each.status]),
        cells=tuple(
            EditionCell(str(COLUMNS[about]), tuple(_line(line) for line in each.lines if line.about == about))
            for about in shown
        ),
        assessed_by=each.assessed_by[:1].upper() + each.assessed_by[1:],
        deciding="; ".join(each.deciding),
        sources=cited(bundle, each.citations),
        is_from_memory=each.mark == "M",
    )


def _line(line: Line) -> EditionLine:
    state = str(STATE_WORDS[line.holds])
    if line.together and line.holds is False:
        state = _("%(state)s together with the other part") % {"state": state}
    return EditionLine(line.asks, line.value, state, MARKS[line.holds])


def _why(reason: Reason) -> str:
    """ "ACR 2016 asks “At least four of five regions” (Regions with pain 3), ACR 2010 does not ask for it"."""
    line = reason.line
    said = [f"{_asks(reason.failing)} “{line.asks}” ({line.value})"]
    for theirs, who in reason.others:
        value = f" ({theirs.value})" if theirs.value != line.value else ""
        said.append(_("%(asking)s, which holds") % {"asking": f"{_asks(who)} “{theirs.asks}”{value}"})
    if reason.silent:
        words = ngettext("%(sets)s does not ask for it", "%(sets)s do not ask for it", len(reason.silent))
        said.append(words % {"sets": _list(reason.silent)})
    return "; ".join(said) + "."


def _agreement(bundle: Bundle, group: Sequence[CriterionView]) -> str:
    names = {view.id: short_name(bundle.rules.criteria[view.id].criterion) for view in group}
    decided = [view for view in group if view.status in DECIDED]
    words = (
        _("%(condition)s: %(sets)s agree, reached.")
        if decided[0].status == "met"
        else _("%(condition)s: %(sets)s agree, not reached.")
    )
    said = words % {
        "condition": _name(bundle, group[0].condition),
        "sets": _list([names[view.id] for view in decided]),
    }
    undecided = [names[view.id] for view in group if view.status == "undetermined"]
    if not undecided:
        return said
    return f"{said} {_('%(sets)s cannot be told yet.') % {'sets': _list(undecided)}}"


def _asks(names: Sequence[str]) -> str:
    words = ngettext("%(sets)s asks", "%(sets)s ask", len(names))
    return words % {"sets": _list(names)}


def _list(names: Sequence[str]) -> str:
    rest = ", ".join(names[:-1])
    return _("%(rest)s and %(final)s") % {"rest": rest, "final": names[-1]} if rest else names[-1]


def _name(bundle: Bundle, key: str) -> str:
    return bundle.conditions[key].name if key in bundle.conditions else key.upper()
