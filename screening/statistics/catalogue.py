"""What is counted, by which categories, and from which count on may it be told?"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from itertools import pairwise, product
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings

from screening.evidence.source import read_yaml
from screening.questionnaires.catalogue import builtin_documents
from screening.questionnaires.models import QuestionnaireVersion, VersionStatus
from screening.statistics.cube import Cell

DATA = Path(__file__).parent / "data" / "protection.yaml"
BASE = "patients"
LONGEST_TABLE_ID = 60
EVER_PUBLISHED = (VersionStatus.PUBLISHED, VersionStatus.RETIRED, VersionStatus.WITHDRAWN)


class ThresholdTooLow(ValueError):
    """The threshold can be raised, never lowered."""


ConditionSet = tuple[str, ...]
"""The keys of the conditions that a version weighs, sorted."""


@dataclass(frozen=True)
class Table:
    """One condition's tier. `name` only where it is built in: what a practice wrote is not handed out."""

    id: str
    condition: str
    name: str


def threshold() -> int:
    """
    The smallest count that is told, for months yet to be closed.

    Raises:
        ThresholdTooLow: the settings ask for less than the catalogue.
    """
    least: int = _data()["threshold"]["value"]
    asked = settings.STATISTICS_THRESHOLD or least
    if asked < least:
        raise ThresholdTooLow(f"STATISTICS_THRESHOLD is {asked}, but must be at least {least}.")
    return asked


def lowest_ages() -> tuple[int, ...]:
    return tuple(_data()["age_bands"]["lowest_ages"])


def age_bands() -> tuple[str, ...]:
    """The bands in order: 18-29, 30-39 ... 80+."""
    lowest = lowest_ages()
    return (*(f"{low}-{next_low - 1}" for low, next_low in pairwise(lowest)), f"{lowest[-1]}+")


def sexes() -> tuple[str, ...]:
    return tuple(_data()["sexes"]["values"])


def tiers() -> tuple[str, ...]:
    return tuple(_data()["tiers"]["values"])


def outcomes() -> tuple[str, ...]:
    """The tiers, and last the category of those whose questionnaire does not weigh the condition."""
    return (*tiers(), str(_data()["tiers"]["without_the_condition"]))


def base_cells() -> tuple[Cell, ...]:
    return tuple(product(age_bands(), sexes()))


def versions_offered() -> list[dict[str, str]]:
    """
    Key, version and digest of every questionnaire version that the practice in scope could ever screen with.

    Work-ups are not among them: nobody is counted by one. From the catalogue, not from what was used: a version
    that nobody used this month stands here as well.
    """
    rows = _versions().values("questionnaire__key", "version", "digest")
    found = [
        {"key": row["questionnaire__key"], "version": row["version"], "digest": row["digest"]} for row in rows
    ]
    return sorted(found, key=lambda each: (each["key"], each["version"], each["digest"]))


def tier_tables() -> list[Table]:
    """One for each condition of those versions, by key; once there, a table never vanishes again."""
    keys = {key for conditions in condition_sets().values() for key in conditions}
    names = _builtin_names()
    return [Table(_table_id(key), key, names.get(key, "")) for key in sorted(keys)]


def condition_sets() -> dict[UUID, ConditionSet]:
    """
    Which conditions each of those versions weighs.

    People who were asked about the same ones are a group, whatever the version: they are missing from the same
    tables.
    """
    rows = _versions().values_list("id", "bundle__conditions")
    return {version: tuple(sorted(one["key"] for one in weighed or ())) for version, weighed in rows}


def group_of(conditions: ConditionSet) -> str:
    """The category of such a group in a cell; the same in every month."""
    return hashlib.sha256(" ".join(conditions).encode()).hexdigest()[:16]


def _versions() -> Any:
    return QuestionnaireVersion.objects.filter(status__in=EVER_PUBLISHED, work_up_for=[])


def _table_id(condition: str) -> str:
    whole = f"tier_{condition}"
    if len(whole) <= LONGEST_TABLE_ID:
        return whole
    mark = hashlib.sha256(condition.encode()).hexdigest()[:12]
    return f"{whole[: LONGEST_TABLE_ID - 13]}_{mark}"


@cache
def _builtin_names() -> Mapping[str, str]:
    return {one["key"]: one["name"] for document in builtin_documents() for one in document["conditions"]}


@cache
def _data() -> Mapping[str, Any]:
    data: Mapping[str, Any] = read_yaml(DATA).value
    return data
