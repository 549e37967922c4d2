"""How is it shown what separates two conditions, or several, with this patient's answers filled in?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from screening.encounters.models import Response
from screening.encounters.results.coexistence import Both, both_of
from screening.encounters.results.sources import Source, cited, overdue_since, sources_in
from screening.encounters.results.suggestions import STANDING
from screening.encounters.visit_words import patient_words
from screening.evidence.schema import Discriminator
from screening.scoring.answers import known_values
from screening.scoring.bundle import STRENGTHS, Bundle
from screening.scoring.contrast import ContrastLine, contrast
from screening.scoring.expressions import parse
from screening.scoring.stems import to_ask
from screening.scoring.wording import label_of

MOST_COLUMNS = 6
STATE_WORDS = {
    "holds": gettext_lazy("Holds"),
    "does_not_hold": gettext_lazy("Does not hold"),
    "not_known": gettext_lazy("Not known"),
}
STRENGTH_WORDS = {points: word for word, points in STRENGTHS.items()}
WEIGHT_WORDS = {
    ("weak", "for"): gettext_lazy("weak for"),
    ("moderate", "for"): gettext_lazy("moderate for"),
    ("strong", "for"): gettext_lazy("strong for"),
    ("weak", "against"): gettext_lazy("weak against"),
    ("moderate", "against"): gettext_lazy("moderate against"),
    ("strong", "against"): gettext_lazy("strong against"),
}
GUARD_WORDS = {
    False: gettext_lazy("what it counts under is not met here"),
    None: gettext_lazy("whether it counts here is not known"),
    True: "",
}
SIGNS = {
    "++": gettext_lazy("expected"),
    "+": gettext_lazy("common"),
    "o": gettext_lazy("possible, tells little"),
    "-": gettext_lazy("unusual"),
    "--": gettext_lazy("argues against it as the only explanation"),
}
ANSWERS = {True: gettext_lazy("Yes"), False: gettext_lazy("No"), None: gettext_lazy("Not known")}


@dataclass(frozen=True)
class Ask:
    """What would settle a line, and where its answer stands."""

    label: str
    href: str


@dataclass(frozen=True)
class Weight:
    """What a finding means for one condition; `kind` is for, against or none."""

    kind: str
    words: str
    dots: tuple[bool, ...]
    guard: str


@dataclass(frozen=True)
class Row:
    """One finding that separates two conditions."""

    says: str
    state: str
    state_words: str
    ask: tuple[Ask, ...]
    weights: tuple[Weight, Weight]
    sources: tuple[Source, ...]
    is_from_memory: bool


@dataclass(frozen=True)
class Told:
    """What the card of the other condition says marks this one."""

    name: str
    says: str
    sources: tuple[Source, ...]
    is_from_memory: bool


@dataclass(frozen=True)
class Side:
    """One of the two conditions."""

    key: str
    name: str
    one_line: str
    cautions: tuple[str, ...]


@dataclass(frozen=True)
class ContrastPage:
    """What separates two conditions for one patient; without `sides` nothing was chosen yet."""

    patient: str
    questionnaire: str
    result: str
    findings: str
    sides: tuple[Side, ...]
    counted: str
    rows: tuple[Row, ...]
    told: tuple[Told, ...]
    both: Both | None
    review_due: date | None
    sources: tuple[Source, ...]


@dataclass(frozen=True)
class Cell:
    """One cell of the matrix: a sign for the eye, words for everybody."""

    sign: str
    words: str


@dataclass(frozen=True)
class MatrixRow:
    """One finding with this patient's answer and its place in each condition."""

    says: str
    state: str
    answer: str
    ask: tuple[Ask, ...]
    cells: tuple[Cell, ...]
    sources: tuple[Source, ...]
    is_from_memory: bool


@dataclass(frozen=True)
class MatrixPage:
    """The findings that tell conditions apart; `all_from` is the source where all rows have the same."""

    patient: str
    questionnaire: str
    result: str
    compare: str
    columns: tuple[str, ...]
    rows: tuple[MatrixRow, ...]
    all_from: tuple[Source, ...]
    total: int
    is_whole: bool
    legend: tuple[Cell, ...]
    review_due: date | None
    sources: tuple[Source, ...]


def contrast_page(
    bundle: Bundle, response: Response, pair: tuple[str, str] | None, today: date
) -> ContrastPage:
    """
    Lay out what separates a pair of conditions of the bundle; without a pair, only the frame to choose in.

    Args:
        bundle: the version that was filled in.
        response: the submitted response, with its encounter and subject.
        pair: two condition keys of the bundle, or None.
        today: the day by which the evidence may be overdue for review.
    """
    lines = contrast(bundle, *pair, response.answers) if pair else ()
    told = _told(bundle, *pair) if pair else ()
    both = both_of(bundle, *pair) if pair else None
    answers = reverse("encounters:check", args=[response.id])
    rows = tuple(_row(bundle, line, answers) for line in lines)
    return ContrastPage(
        patient=patient_words(response),
        questionnaire=f"{bundle.title} {bundle.version}",
        result=reverse("encounters:result", args=[response.id]),
        findings=reverse("encounters:findings", args=[response.id]) if bundle.discriminators else "",
        sides=tuple(_side(bundle, key) for key in pair or ()),
        counted=_counted(lines),
        rows=rows,
        told=told,
        both=both,
        review_due=overdue_since(bundle, today),
        sources=sources_in(rows, told, both),
    )


def matrix_page(
    bundle: Bundle, response: Response, decision: Mapping[str, Any], *, whole: bool, today: date
) -> MatrixPage:
    """
    Lay out the discriminator matrix.

    Args:
        bundle: the version that was filled in.
        response: the submitted response, with its encounter and subject.
        decision: the stored decision.
        whole: all conditions of the matrix, not only the first few that are suggested.
        today: the day by which the evidence may be overdue for review.
    """
    suggested = [r["condition"] for r in decision["conditions"] if r["tier"] in STANDING]
    every = _in_matrix(bundle, suggested)
    few = [key for key in every if key in suggested][:MOST_COLUMNS]
    shown = every if whole or len(few) < 2 else few
    values = known_values(bundle, response.answers)
    answers = reverse("encounters:check", args=[response.id])
    rows = tuple(_matrix_row(bundle, row, shown, values, answers) for row in bundle.discriminators)
    return MatrixPage(
        patient=patient_words(response),
        questionnaire=f"{bundle.title} {bundle.version}",
        result=reverse("encounters:result", args=[response.id]),
        compare=reverse("encounters:contrast", args=[response.id]),
        columns=tuple(bundle.conditions[key].name for key in shown),
        rows=rows,
        all_from=rows[0].sources if len({row.sources for row in rows}) == 1 else (),
        total=len(every),
        is_whole=len(shown) == len(every),
        legend=tuple(_cell(sign, "") for sign in SIGNS),
        review_due=overdue_since(bundle, today),
        sources=sources_in(rows),
    )


def _side(bundle: Bundle, key: str) -> Side:
    condition = bundle.conditions[key]
    return Side(key, condition.name, condition.one_line, condition.cautions)


def _counted(lines: Sequence[ContrastLine]) -> str:
    """ "24 findings separate them: 5 hold, 8 do not, 11 are not known"."""
    states = Counter(line.state for line in lines)
    if not lines:
        return ""
    words = ngettext(
        "%(count)s finding separates them: %(holds)s hold, %(fails)s do not hold, %(unknown)s not known.",
        "%(count)s findings separate them: %(holds)s hold, %(fails)s do not hold, %(unknown)s not known.",
        len(lines),
    )
    found = {"holds": states["holds"], "fails": states["does_not_hold"], "unknown": states["not_known"]}
    return words % {"count": len(lines), **found}


def _row(bundle: Bundle, line: ContrastLine, answers: str) -> Row:
    return Row(
        says=line.says,
        state=line.state,
        state_words=str(STATE_WORDS[line.state]),
        ask=_asks(bundle, line.ask, answers),
        weights=(_weight(line.first, line.counts[0]), _weight(line.second, line.counts[1])),
        sources=cited(bundle, line.citations),
        is_from_memory=line.mark == "M",
    )


def _asks(bundle: Bundle, items: Iterable[str], answers: str) -> tuple[Ask, ...]:
    return tuple(Ask(label_of(bundle, item), f"{answers}#answer-{item}") for item in items)


def _weight(points: int, counts: bool | None) -> Weight:
    dots = tuple(dot < abs(points) for dot in range(len(STRENGTHS)))
    if not points:
        return Weight("none", _("no bearing"), (), "")
    kind = "for" if points > 0 else "against"
    words = WEIGHT_WORDS[STRENGTH_WORDS[abs(points)], kind]
    return Weight(kind, str(words), dots, str(GUARD_WORDS[counts]))


def _told(bundle: Bundle, first: str, second: str) -> tuple[Told, ...]:
    """What each card says tells the two apart."""
    return tuple(
        Told(
            name=bundle.conditions[other].name,
            says=near.says,
            sources=cited(bundle, (near.source,)),
            is_from_memory=near.mark == "M",
        )
        for mine, other in ((first, second), (second, first))
        for near in bundle.conditions[mine].neighbours
        if near.condition == other
    )


def _in_matrix(bundle: Bundle, suggested: Sequence[str]) -> list[str]:
    """The conditions that any row speaks of: the suggested ones in their order, then the others."""
    found = {key for row in bundle.discriminators for key in (*row.cells, *row.words)}
    return [key for key in dict.fromkeys([*suggested, *bundle.conditions]) if key in found]


def _matrix_row(
    bundle: Bundle, row: Discriminator, shown: Sequence[str], values: Mapping[str, Any], answers: str
) -> MatrixRow:
    rule = bundle.rules.rule(parse(row.when))
    truth = rule.truth(values)
    items = to_ask(bundle, values, rule.unknown(values)) if truth is None else []
    return MatrixRow(
        says=row.says,
        state={True: "yes", False: "no", None: "unknown"}[truth],
        answer=str(ANSWERS[truth]),
        ask=_asks(bundle, items, answers),
        cells=tuple(_cell(row.cells.get(key, ""), row.words.get(key, "")) for key in shown),
        sources=cited(bundle, (row.source,)),
        is_from_memory=row.mark == "M",
    )


def _cell(sign: str, words: str) -> Cell:
    """A sign with its meaning; a cell with words of its own shows those."""
    if words:
        return Cell("", words)
    return Cell(sign.replace("-", "−"), str(SIGNS.get(sign, _("not said"))))
