"""Do the files of an export hold sums of frozen counts, in one order, and nothing else?"""

import csv
import io
import json
from collections.abc import Callable
from dataclasses import replace
from random import Random
from typing import Any

import pytest

from screening.statistics.export import NothingToExport, files_of
from screening.statistics.frozen import CubeDamaged, FrozenMonth, groups_from_json, table_from_json
from screening.statistics.gate import GateClosed, examine
from screening.statistics.months import MonthsRefused, check_months, parse_month, plus_months
from tests.statistics.counted_people import IN_JUNE, MARCH, MAY
from tests.statistics.simulated import protected, true_month

pytestmark = pytest.mark.disclosure


@pytest.fixture(scope="module")
def months() -> list[FrozenMonth]:
    chance = Random(3)
    return [protected(true_month(f"2026-{n:02}", people, chance), b"key") for n, people in ((3, 200), (4, 0))]


def rows(files: dict[str, bytes]) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(files["statistics.csv"].decode(), newline="")))


def test_every_number_is_a_sum_of_frozen_cells(months: list[FrozenMonth]) -> None:
    """Added up here once more, from the cells that each row's words name."""
    tables = {(month.month, table.id): table for month in months for table in month.tables}

    for row in rows(files_of(months)):
        table = tables[row["month"], row["table"]]
        asked = [row[name] for name in table.dimensions]
        expected = sum(
            count
            for cell, count in table.counts.items()
            if all(word in ("_T", category) for word, category in zip(asked, cell, strict=True))
        )
        assert int(row["value"]) == expected


def test_the_long_form_is_the_agreed_one(months: list[FrozenMonth]) -> None:
    files = files_of(months)
    found = rows(files)

    assert sorted(files) == ["metadata.json", "statistics.csv"]
    assert list(found[0]) == ["table", "month", "age_band", "sex", "tier", "measure", "value", "flag"]
    assert {row["measure"] for row in found} == {"count"} and {row["flag"] for row in found} == {""}
    assert len(found) == 2 * (5 * 8 + 6 * 5 * 5 * 8)  # bands and sexes with their totals; and for each tier
    assert files["statistics.csv"].isascii()


def test_a_month_without_anybody_has_all_its_rows(months: list[FrozenMonth]) -> None:
    """A row left out would tell that it is truly empty."""
    found = rows(files_of(months))
    keys = [
        {
            tuple(row[name] for name in ("table", "age_band", "sex", "tier"))
            for row in found
            if row["month"] == m
        }
        for m in ("2026-03", "2026-04")
    ]

    assert keys[0] == keys[1]


def test_metadata_tells_how_to_read_it_and_no_key(months: list[FrozenMonth]) -> None:
    metadata = json.loads(files_of(months)["metadata.json"])

    assert metadata["method"] == "cube" and metadata["threshold"] == 8
    assert metadata["population"] == {"month": ["2026-03", "2026-04"]}
    assert metadata["domains"]["tier"][-1] == "not_in_questionnaire"
    assert metadata["sensitive_dims"] == ["tier"] and metadata["row_level"] is None
    assert any("0 stands for 0 to 7" in note for note in metadata["notes"])
    assert "key" not in metadata


def test_notes_hold_for_the_month_with_the_highest_threshold(months: list[FrozenMonth]) -> None:
    """Else "0 stands for 0 to 7" would be said of a month in which it stands for up to 10."""
    metadata = json.loads(files_of([months[0], replace(months[1], threshold=11)])["metadata.json"])

    assert metadata["threshold"] == 8, "no count in the file is below it"
    assert metadata["months"]["2026-04"]["threshold"] == 11
    assert any("0 stands for 0 to 10, 11 for 1 to 11" in note for note in metadata["notes"])
    assert any("fewer than 11 patients" in note for note in metadata["notes"])


def test_metadata_tells_whose_counts_are_rounded_together(months: list[FrozenMonth]) -> None:
    """And the gate asks for it: a reader would else take a sum of rounded counts for an exact one."""
    files = files_of(months)
    metadata = json.loads(files["metadata.json"])

    assert len(metadata["months"]["2026-03"]["condition_sets"]) == 3
    del metadata["months"]["2026-03"]["condition_sets"]
    with pytest.raises(GateClosed, match="asked about the same conditions"):
        examine({**files, "metadata.json": json.dumps(metadata).encode()}, months)


def test_fifty_exports_are_the_same_bytes(months: list[FrozenMonth]) -> None:
    two_tables = [replace(months[0], tables=months[0].tables[:2])]
    first = files_of(two_tables)

    assert all(files_of(list(two_tables)) == first for _ in range(50))


def test_where_all_is_zero_there_is_nothing_to_export(months: list[FrozenMonth]) -> None:
    with pytest.raises(NothingToExport, match="nothing to export: too few patients"):
        files_of(months[1:])


def change_value(lines: list[str]) -> None:
    """The first count, whatever it was."""
    fields = lines[1].split(",")
    lines[1] = ",".join([*fields[:6], str(int(fields[6]) + 8), ""])


def small_value(lines: list[str]) -> None:
    fields = lines[1].split(",")
    lines[1] = ",".join([*fields[:6], "3", ""])


def drop_a_row(lines: list[str]) -> None:
    del lines[5]


def drop_the_zeros(lines: list[str]) -> None:
    lines[:] = [line for line in lines if not line.endswith(",0,")]


def repeat_a_row(lines: list[str]) -> None:
    lines.insert(5, lines[5])


def add_a_percentage(lines: list[str]) -> None:
    lines.insert(5, lines[5].replace(",count,", ",percent,"))


def add_a_column(lines: list[str]) -> None:
    lines[0] += ",mean"


def another_month(lines: list[str]) -> None:
    lines[1] = lines[1].replace("2026-03", "2026-05")


LEAKS = [
    change_value, small_value, drop_a_row, drop_the_zeros, repeat_a_row, add_a_percentage, add_a_column,
]  # fmt: skip


@pytest.mark.parametrize("leak", LEAKS, ids=lambda leak: leak.__name__)
def test_a_leak_closes_the_gate(months: list[FrozenMonth], leak: Callable[[list[str]], None]) -> None:
    files = files_of(months)
    lines = files["statistics.csv"].decode().split("\r\n")
    leak(lines)

    with pytest.raises(GateClosed, match="own checks") as closed:
        examine({**files, "statistics.csv": "\r\n".join(lines).encode()}, months)

    assert not any(character.isdigit() for character in str(closed.value)), "no count in the message"


def test_a_further_file_closes_the_gate(months: list[FrozenMonth]) -> None:
    with pytest.raises(GateClosed):
        examine({**files_of(months), "debug.log": b""}, months)


def test_unrounded_counts_close_the_gate() -> None:
    """Also where the file agrees with what is stored: protection itself was forgotten."""
    from tests.statistics.simulated import as_frozen

    naive = [as_frozen(true_month("2026-03", 300, Random(1)))]

    with pytest.raises(GateClosed, match="at least the threshold"):
        examine(files_of(naive), naive)


def test_the_report_says_what_was_not_checked(months: list[FrozenMonth]) -> None:
    report = examine(files_of(months), months)

    assert report["passed"] and all(report["checks"].values())
    assert "not part of this version" in report["not_checked"][0]
    assert report["narrowest_interval_of_a_small_count"] == 7


def test_a_table_survives_being_stored(months: list[FrozenMonth]) -> None:
    table = months[0].tables[1]

    assert table_from_json(table.id, table.month, json.loads(json.dumps(table.as_json()))) == table
    with pytest.raises(CubeDamaged):
        table_from_json(table.id, table.month, {**table.as_json(), "counts": [8]})


def test_groups_survive_being_stored(months: list[FrozenMonth]) -> None:
    base, groups = months[0].tables[0], months[0].groups
    stored = json.loads(json.dumps([group.as_json() for group in groups]))

    assert groups_from_json(base, stored) == groups
    with pytest.raises(CubeDamaged, match="groups"):
        groups_from_json(base, [{**stored[0], "counts": [8]}])


@pytest.mark.parametrize(
    ("first", "last", "field", "words"),
    [
        (MAY, MARCH, "last", "not be before"),
        (MARCH, plus_months(MAY, 1), "last", "must have ended"),
        (plus_months(MAY, -120), MAY, "last", "at most 120 months"),
        (plus_months(MARCH, -200), plus_months(MARCH, -190), "first", "no statistics before 2016-06"),
    ],
)
def test_months_that_cannot_be_exported_are_refused_with_the_reason(
    first: Any, last: Any, field: str, words: str
) -> None:
    with pytest.raises(MonthsRefused, match=words) as refused:
        check_months(first, last, kept_since=IN_JUNE, at=IN_JUNE)

    assert refused.value.field == field


def test_the_window_may_be_exactly_as_long_as_allowed() -> None:
    check_months(plus_months(MAY, -119), MAY, kept_since=IN_JUNE, at=IN_JUNE)


@pytest.mark.parametrize(
    "text", ["", "2026", "2026-13", "2026-00", "26-03", "2026-3", "2026-03-01", "٢٠٢٦-٠٣", "0000-01"]
)
def test_what_is_not_a_month_is_none(text: str) -> None:
    assert parse_month(text) is None
