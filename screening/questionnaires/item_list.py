"""Which ids are there, what may be answered to each, and who answers? The page authors look ids up in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from screening.evidence.schema import Derived
from screening.questionnaires.catalogue import builtin_bundle, builtin_documents
from screening.questionnaires.rule_book import Grid, grid_lines
from screening.scoring.bundle import Bundle, Item

WHO = {"patient_reported": "patient", "clinician_observed": "clinician", "result": "result"}


def builtin_items_page(screen_key: str) -> str:
    """Every id of the newest built-in questionnaires, the screen first."""
    keys = dict.fromkeys(document["meta"]["key"] for document in builtin_documents())
    work_ups = [builtin_bundle(key) for key in keys if key != screen_key]
    return items_page(builtin_bundle(screen_key), work_ups)


def items_page(screen: Bundle, work_ups: Sequence[Bundle] = ()) -> str:
    """Every id of the screen and of the work-ups as one Markdown page."""
    lines = [*_lines(screen), *(line for bundle in work_ups for line in _work_up_lines(bundle, screen))]
    return "\n".join(lines).rstrip() + "\n"


def _lines(bundle: Bundle) -> Iterator[str]:
    yield "# Item ids"
    yield ""
    yield "Made by `manage.py write_docs`. A released id never changes its meaning, its type or its options."
    yield "First the ids of the screen, then what each work-up asks beside them."
    yield ""
    yield (
        "Every item also takes `not_assessed`; an absent item is unanswered. Options marked * say that nothing is "
        "known. Items marked (on demand) are offered but not put to everybody."
    )
    yield ""
    yield f"# {_title(bundle)}"
    for section in bundle.sections:
        yield from ("", f"## {section.title} (`{section.key}`)", "")
        yield from _table(bundle, section.items)
    yield from ("", "## Derived, never asked", "")
    yield "Taken as input where their sources are absent; given beside their sources and different: a fault."
    yield ""
    yield from _derived_table(bundle)


def _work_up_lines(bundle: Bundle, screen: Bundle) -> Iterator[str]:
    """A work-up's own items, its shared ones by name, and the parts that its set prints."""
    yield from ("", f"# {_title(bundle)}", "")
    shared = [key for key in bundle.items if key in screen.items]
    yield f"Shared with the screen, and carried over from it: {', '.join(f'`{key}`' for key in shared)}."
    own = [item for item in bundle.items.values() if item.key not in screen.items]
    if own:
        yield ""
        yield from _table(bundle, own)
    given = [piece for piece in bundle.derived.values() if piece != screen.derived.get(piece.key)]
    if given:
        yield from ("", "Derived as this set reads them:", "")
        yield from grid_lines(Grid(DERIVED_HEAD, tuple(_derived_row(piece) for piece in given)))
    for criterion in bundle.criteria:
        if criterion.parts:
            yield ""
            yield f"Parts of the score line: {', '.join(f'`{part.id}`' for part in criterion.parts)}."


ITEM_HEAD = ("id", "type", "range or options", "who", "behind stem", "asked")
DERIVED_HEAD = ("id", "type", "range", "what", "made of")


def _title(bundle: Bundle) -> str:
    return f"{bundle.title} (`{bundle.key}` {bundle.version}, `{bundle.digest}`)"


def _table(bundle: Bundle, items: Iterable[Item]) -> Iterator[str]:
    yield from grid_lines(Grid(ITEM_HEAD, tuple(_row(bundle, item) for item in items)))


def _derived_table(bundle: Bundle) -> Iterator[str]:
    yield from grid_lines(Grid(DERIVED_HEAD, tuple(_derived_row(piece) for piece in bundle.derived.values())))


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
