"""What stands in a line of the downloaded files: one screening as JSON, and as cells of a table?"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Self

from screening.encounters.models import Assessment, Response
from screening.encounters.references import open_reference
from screening.jobs.spreadsheet import safe_cell
from screening.scoring.bundle import Bundle

FACTS = (
    "screening",
    "subject",
    "opened_at",
    "submitted_at",
    "status",
    "clinician",
    "questionnaire",
    "version",
    "digest",
    "engine",
    "work_up_of",
)
WITHHELD = "withheld"  # who asked for the file has yet to note an own differential
NONE_OF_THEM = "none"  # asked, and no site or option chosen; an empty cell was not answered


@dataclass(frozen=True)
class Columns:
    """The columns of the table: the same for every row, whichever version it was answered with."""

    facts_shown: tuple[str, ...]
    items: tuple[str, ...]
    conditions: tuple[str, ...]
    criteria: tuple[str, ...]

    @classmethod
    def of(cls, bundles: Iterable[Bundle], *, with_references: bool) -> Self:
        """Items, conditions and criteria of all versions, each once, in the order of the versions."""
        met = list(bundles)
        return cls(
            ("screening", "reference", *FACTS[1:]) if with_references else FACTS,
            tuple(dict.fromkeys(key for bundle in met for key in bundle.items)),
            tuple(dict.fromkeys(key for bundle in met for key in bundle.conditions)),
            tuple(dict.fromkeys(criterion.id for bundle in met for criterion in bundle.criteria)),
        )

    @property
    def names(self) -> list[str]:
        """The head of the table."""
        tiers = [f"tier_{condition}" for condition in self.conditions]
        statuses = [f"status_{criterion}" for criterion in self.criteria]
        return [*self.facts_shown, *self.items, "raised_flags", *tiers, *statuses]

    def facts(self, response: Response, bundle: Bundle) -> dict[str, Any]:
        """
        What both files say of a screening or work-up beside its answers.

        A work-up names its screening; the reference stands there only where it was asked for.
        """
        assessment = _assessment(response)
        known = {
            "screening": str(response.id),
            "work_up_of": str(response.work_up_of_id) if response.is_work_up else None,
            "subject": str(response.encounter.subject_id),
            "opened_at": _moment(response.started_at),
            "submitted_at": _moment(response.submitted_at),
            "status": response.status,
            "clinician": response.encounter.clinician.name,
            "questionnaire": bundle.key,
            "version": bundle.version,
            "digest": bundle.digest,
            "engine": assessment.engine if assessment else None,
        }
        if "reference" in self.facts_shown:
            known["reference"] = open_reference(response.encounter.subject)
        return {name: known[name] for name in self.facts_shown}

    def cells(self, facts: Mapping[str, Any], response: Response, is_withheld: bool = False) -> list[Any]:
        """One row of the table; what another version asks or weighs stays empty. Flags are never withheld."""
        decision = _decision(response)
        tiers = {found["condition"]: found["tier"] for found in decision.get("conditions", ())}
        statuses = {found["id"]: found["status"] for found in decision.get("criteria", ())}
        flags = [flag["id"] for flag in decision.get("red_flags", ()) if flag["status"] == "raised"]
        return [
            *facts.values(),
            *(_answer(response.answers.get(item)) for item in self.items),
            ";".join(flags),
            *(_or_withheld(tiers.get(condition), is_withheld) for condition in self.conditions),
            *(_or_withheld(statuses.get(criterion), is_withheld) for criterion in self.criteria),
        ]


def json_line(facts: Mapping[str, Any], response: Response, is_withheld: bool = False) -> str:
    """One JSON object and a line break; in ASCII, so that nobody takes a character of a text for a break."""
    decision = _decision(response)
    if is_withheld:
        decision = {WITHHELD: "own differential", "red_flags": decision.get("red_flags", [])}
    return json.dumps({**facts, "answers": response.answers, "decision": decision}) + "\n"


def csv_line(cells: Sequence[Any]) -> str:
    """One row as RFC 4180 has it, every cell quoted and made harmless for spreadsheets."""
    line = io.StringIO()
    csv.writer(line, quoting=csv.QUOTE_ALL, lineterminator="\r\n").writerow(map(safe_cell, cells))
    return line.getvalue()


def _or_withheld(said: str | None, is_withheld: bool) -> str | None:
    return WITHHELD if is_withheld and said else said


def _answer(value: Any) -> Any:
    if isinstance(value, list):
        return ";".join(map(str, value)) or NONE_OF_THEM
    return value


def _assessment(response: Response) -> Assessment | None:
    """From what was fetched with the batch."""
    return next(iter(response.assessments.all()), None)


def _decision(response: Response) -> Mapping[str, Any]:
    assessment = _assessment(response)
    return assessment.decision if assessment else {}


def _moment(at: datetime | None) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z") if at else ""
