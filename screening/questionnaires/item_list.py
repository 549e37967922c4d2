"""Which ids are there, what may be answered to each, and who answers? The page authors look ids up in."""

from __future__ import annotations

from collections.abc import Iterator

from screening.evidence.schema import Derived
from screening.questionnaires.rule_book import Grid, grid_lines
from screening.scoring.bundle import Bundle, Item

WHO = {"patient_reported": "patient", "clinician_observed": "clinician", "result": "result"}


def items_page(bundle: Bundle) -> str:
    """Every id of a questionnaire as one Markdown page."""
    return "\n".join(_lines(bundle)).rstrip() + "\n"


def _lines(bundle: Bundle) -> Iterator[str]:
    yield "# Item ids"
    yield ""
    yield "Made by `manage.py write_docs`. A released id never changes its meaning, its type or its options."
    yield f"These are the ids of {bundle.title} ({bundle.key} {bundle.version}, `{bundle.digest}`)."
    yield ""
    yield (
        "Every item also takes `not_assessed`; an absent item is unanswered. Options marked * say that nothing is "
        "known. Items marked (on demand) are offered but not put to everybody."
    )
    for section in bundle.sections:
        yield from ("", f"## {section.title} (`{section.key}`)", "")
        rows = tuple(_row(bundle, item) for item in section.items)
        yield from grid_lines(Grid(("id", "type", "range or options", "who", "behind stem", "asked"), rows))
    yield from ("", "## Derived, never asked", "")
    yield "Taken as input where their sources are absent; given beside their sources and different: a fault."
    yield ""
    derived = tuple(_derived_row(piece) for piece in bundle.derived.values())
    yield from grid_lines(Grid(("id", "type", "range", "what", "made of"), derived))


def _row(bundle: Bundle, item: Item) -> tuple[str, ...]:
    stem = bundle.stem_of.get(item.key)
    when = " (on demand)" if item.ask == "on_demand" else ""
    behind = f"`{stem}`, no means {_value(item.negative)}" if stem else ""
    if item.is_stem:
        behind = "is a stem"
    return f"`{item.key}`", item.type, _offered(item), WHO[item.answered_by], behind, item.label + when


def _derived_row(piece: Derived) -> tuple[str, ...]:
    made_of = f"`{' '.join(piece.expression.split())}`" if piece.expression else "given only"
    return (
        f"`{piece.key}`",
        piece.type,
        _range(piece.minimum, piece.maximum, piece.unit),
        piece.label,
        made_of,
    )


def _offered(item: Item) -> str:
    if item.type == "boolean":
        return "true, false"
    if item.type in {"choice", "multi_choice", "body_sites"}:
        return ", ".join(f"`{option.value}`{'*' if option.means else ''}" for option in item.options)
    return _range(item.minimum, item.maximum, item.unit)


def _range(minimum: object, maximum: object, unit: str) -> str:
    return f"{minimum} to {maximum} {unit}".strip() if maximum is not None else "true, false"


def _value(negative: object) -> str:
    if isinstance(negative, tuple | list):
        return "`[" + ", ".join(map(str, negative)) + "]`"
    return f"`{str(negative).lower()}`"
