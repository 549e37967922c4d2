"""How do many rows get into the database at once? By COPY, which row-level security allows to maint alone."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connections, models

from screening.audit.models import AuditEvent
from screening.audit.record import COLUMNS
from screening.encounters.models import Assessment, Encounter, Response, StatisticsIndex, Subject


@dataclass
class Rows:
    """One batch on its way into the tables; events as `screening.audit.record.event_row` makes them."""

    subjects: list[Subject] = field(default_factory=list)
    encounters: list[Encounter] = field(default_factory=list)
    responses: list[Response] = field(default_factory=list)
    assessments: list[Assessment] = field(default_factory=list)
    months: list[StatisticsIndex] = field(default_factory=list)
    events: list[tuple[Any, ...]] = field(default_factory=list)


def copy_rows(rows: Rows, *, using: str) -> None:
    """Write the batch, parents before children."""
    for model, instances in (
        (Subject, rows.subjects),
        (Encounter, rows.encounters),
        (Response, rows.responses),
        (Assessment, rows.assessments),
        (StatisticsIndex, rows.months),
    ):
        copy_models(model, instances, using=using)
    _copy(AuditEvent._meta.db_table, COLUMNS, rows.events, using)


def copy_models(model: type[models.Model], instances: Iterable[models.Model], *, using: str) -> None:
    """As bulk_create, but by COPY: the values that Django would insert, without its statements."""
    columns = [column for column in model._meta.concrete_fields if not column.generated]
    values = (
        [
            _for_copy(column.get_db_prep_save(column.pre_save(one, True), connections[using]))
            for column in columns
        ]
        for one in instances
    )
    _copy(model._meta.db_table, [str(column.column) for column in columns], values, using)


def _for_copy(value: Any) -> Any:
    return bytes(value) if isinstance(value, memoryview) else value


def _copy(table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]], using: str) -> None:
    quote = connections[using].ops.quote_name
    names = ", ".join(quote(column) for column in columns)
    with (
        connections[using].cursor() as cursor,
        cursor.copy(f"COPY {quote(table)} ({names}) FROM STDIN") as copy,
    ):
        for row in rows:
            copy.write_row(row)
