"""How many people were screened in a month? The true counts, which are never stored, logged or shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection

from screening.encounters.models import ResponseStatus
from screening.statistics.catalogue import (
    ConditionSet,
    age_bands,
    base_cells,
    condition_sets,
    group_of,
    lowest_ages,
    sexes,
    tiers,
)
from screening.statistics.cube import Cell, Split

COUNTED = [ResponseStatus.SUBMITTED.value, ResponseStatus.SIGNED.value]
NOT_WEIGHED = "cannot_tell"

# One statement, so that base and tiers are counted in one and the same state of the database.
_COUNT = """
WITH screened AS MATERIALIZED (
    SELECT greatest(1, width_bucket(
            CASE WHEN jsonb_typeof(r.answers->'age_years') = 'number' THEN (r.answers->>'age_years')::numeric
            ELSE extract(year FROM i.month) - s.birth_year END, %(lowest_ages)s::numeric[])) AS band,
        CASE WHEN r.answers->>'sex' = ANY(%(sexes)s) THEN r.answers->>'sex' ELSE 'unknown' END AS sex,
        r.version_id AS version,
        CASE WHEN jsonb_typeof(a.decision->'conditions') = 'array'
            THEN a.decision->'conditions' ELSE '[]' END AS conditions
    FROM screening_statisticsindex AS i
    JOIN screening_response AS r ON (r.practice_id, r.id) = (i.practice_id, i.response_id)
    JOIN screening_subject AS s ON (s.practice_id, s.id) = (i.practice_id, i.subject_id)
    LEFT JOIN screening_assessment AS a ON (a.practice_id, a.response_id) = (r.practice_id, r.id)
    WHERE i.practice_id = %(practice)s AND i.month = %(month)s AND r.status = ANY(%(counted)s)
)
SELECT band, sex, version, NULL AS condition, NULL AS tier, count(*) FROM screened GROUP BY band, sex, version
UNION ALL
SELECT band, sex, version, weighed->>'condition', weighed->>'tier', count(*)
FROM screened, jsonb_array_elements(conditions) AS weighed
GROUP BY 1, 2, 3, 4, 5
"""


@dataclass(frozen=True, repr=False)
class TrueCounts:
    """People of one month by age band, sex and group, and by tier of each condition. Shows nothing of itself."""

    base: Mapping[Cell, int]
    groups: Mapping[str, ConditionSet]
    _by_tier: Mapping[tuple[str, str, Cell], int]

    def of_condition(self, condition: str) -> dict[Cell, Split]:
        """The cells of the groups that were asked, by tier; of whom nothing was weighed, nothing can be told."""
        found = {}
        for cell, people in self.base.items():
            if condition in self.groups[cell[-1]]:
                counts = {tier: self._by_tier.get((condition, tier, cell), 0) for tier in tiers()}
                counts[NOT_WEIGHED] += people - sum(counts.values())
                found[cell] = tuple(counts.values())
        return found


def count_month(practice_id: UUID, month: date) -> TrueCounts:
    """Count in the database; the practice must be in scope."""
    values: dict[str, Any] = {"practice": practice_id, "month": month, "counted": COUNTED}
    values |= {"sexes": list(sexes()), "lowest_ages": list(lowest_ages())}
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, values)
        return _counts(cursor.fetchall())


def _counts(rows: Sequence[tuple[int, str, UUID, str | None, str | None, int]]) -> TrueCounts:
    sets = condition_sets()
    groups = {group_of(conditions): conditions for conditions in sets.values()}
    base: Counter[Cell] = Counter({(*cell, group): 0 for cell in base_cells() for group in sorted(groups)})
    by_tier: Counter[tuple[str, str, Cell]] = Counter()
    for band, sex, version, condition, tier, people in rows:
        cell = (age_bands()[band - 1], sex, group_of(sets[version]))
        if condition is None:
            base[cell] += people
        else:
            by_tier[condition, tier or "", cell] += people
    return TrueCounts(base, groups, by_tier)
