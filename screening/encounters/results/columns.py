"""What speaks for a condition, what against, and what is not known, line by line?"""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from screening.encounters.results.kept import made_lately
from screening.encounters.results.sources import Source, cite, cited
from screening.encounters.terms import strength_words
from screening.scoring.bundle import Bundle
from screening.scoring.explanation import ConditionView
from screening.scoring.lines import Line

MOST_OPEN_LINES = {"for": 4, "against": 4, "unknown": 3}
STATE_WORDS = {
    "not_assessed": gettext_lazy("not assessed"),
    "unanswered": gettext_lazy("unanswered"),
    "": "",
}
DOTS = {"weak": "●○○", "moderate": "●●○", "strong": "●●●"}


@dataclass(frozen=True)
class Finding:
    """One line of a column; `dots` is its strength as a sign, `shown` the whole line of the page."""

    text: str
    answer: str
    state: str
    direction: str
    strength: str
    dots: str
    known_from: str
    is_from_memory: bool
    sources: tuple[Source, ...]
    cite: str
    shown: str


@dataclass(frozen=True)
class Column:
    """For, Against or Not assessed: the first lines, and the rest to unfold."""

    kind: str
    title: str
    first: tuple[Finding, ...]
    more: tuple[Finding, ...]
    empty: str
    note: str


def columns_of(bundle: Bundle, view: ConditionView) -> tuple[Column, ...]:
    """The three columns of a card."""
    only = _("Against %(condition)s as the only explanation; several things can be true.")
    note = only % {"condition": view.name} if view.findings_against else ""
    return (
        _column(bundle, "for", _("For"), view.findings_for, _("Nothing entered speaks for it.")),
        _column(
            bundle, "against", _("Against"), view.findings_against, _("Nothing entered against it."), note
        ),
        _column(
            bundle,
            "unknown",
            _("Not assessed"),
            view.not_assessed,
            _("Everything that bears on it is known."),
        ),
    )


def _column(
    bundle: Bundle, kind: str, title: str, lines: tuple[Line, ...], empty: str, note: str = ""
) -> Column:
    findings = tuple(made_lately(bundle, "finding", _finding, line) for line in lines)
    most = MOST_OPEN_LINES[kind]
    return Column(kind, title, findings[:most], findings[most:], empty, note)


def _finding(bundle: Bundle, line: Line) -> Finding:
    said = Finding(
        text=line.text,
        answer=line.answer,
        state=str(STATE_WORDS[line.state]),
        direction=line.direction,
        strength=strength_words(line.strength),
        dots=DOTS[line.strength],
        known_from=_known_from(bundle, line),
        is_from_memory=line.mark == "M",
        sources=cited(bundle, line.citations),
        cite=cite(bundle, line.citations, line.mark == "M"),
        shown="",
    )
    return replace(said, shown=render_to_string("encounters/_finding.html", {"finding": said}))


def _known_from(bundle: Bundle, line: Line) -> str:
    """ "examined" or "result" for a finding that holds and weighs as one; "" for what the patient told."""
    sources = {bundle.items[key].answered_by for key in line.items if key in bundle.items}
    if line.state or not line.observed:
        return ""
    return _("examined") if "clinician_observed" in sources else _("result")
