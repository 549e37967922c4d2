"""What may stand in one questionnaire version?

The pydantic shape of the document that is checked, sealed by a digest and stored. A document is
self-contained: it carries its items, criteria, rules, red flags, conditions, references and tests.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from screening.evidence.schema import (
    Condition,
    Criterion,
    Derived,
    Discriminator,
    Expression,
    Finding,
    Key,
    Mark,
    OptionalText,
    Piece,
    Points,
    RedFlag,
    Reference,
    ReferenceKey,
    Reviewed,
    Text,
)

ItemType = Literal["boolean", "ordinal", "integer", "decimal", "choice", "multi_choice", "body_sites", "text"]
OptionValue = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_]*$", max_length=80)]


class Option(Piece):
    """One offered answer. For an ordinal item the value is its number as text."""

    value: OptionValue
    label: Text
    means: Literal["not_assessed"] | None = None


class Item(Piece):
    """One thing asked, examined or measured. `negative` is what a stem's "no" makes of it."""

    key: Key
    type: ItemType
    label: Text
    help: OptionalText = ""
    unit: OptionalText = ""
    minimum: Points | None = None
    maximum: Points | None = None
    options: tuple[Option, ...] = ()
    ask: Literal["core", "on_demand"] = "core"
    answered_by: Literal["patient_reported", "clinician_observed", "result"]
    covers: tuple[Key, ...] = ()
    negative: bool | int | str | tuple[str, ...] | None = None
    group: Key | None = None
    enable_when: Expression | None = None
    source: ReferenceKey
    mark: Mark


class Group(Piece):
    """Items asked as one checklist; the closing radio says what the unticked ones mean."""

    key: Key
    label: Text
    help: OptionalText = ""
    red_flags: bool = False


class Section(Piece):
    """One page of the visit."""

    key: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]*$", max_length=60)]
    title: Text
    help: OptionalText = ""
    groups: tuple[Group, ...] = ()
    items: tuple[Item, ...] = Field(min_length=1)


class Licence(Piece):
    """What may be done with an instrument whose facts the questionnaire uses."""

    instrument: Text
    status: Text
    source: ReferenceKey
    mark: Mark


class Meta(Reviewed):
    """
    Which version this is, for whom it is meant, and for whom it is not.

    `work_up_for` names the conditions whose suggestion opens it from a result; a questionnaire that names
    any is a work-up, is not offered at the start of a visit, and is not counted in statistics.
    """

    key: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$", max_length=80)]
    version: Annotated[str, StringConstraints(pattern=r"^\d+\.\d+\.\d+$")]
    title: Text
    language: Annotated[str, StringConstraints(pattern=r"^[a-z]{2}(-[A-Z]{2})?$")]
    intended_use: Text
    population: Text
    exclusions: tuple[Text, ...] = Field(min_length=1)
    licences: tuple[Licence, ...] = ()
    work_up_for: tuple[Key, ...] = ()


AnswerValue = bool | int | str | tuple[str, ...] | None


class ExpectedCriterion(Piece):
    """What a test case expects of one criteria set; only what is written is compared."""

    status: Literal["met", "not_met", "undetermined", "not_applicable"] | None = None
    low: Points | None = None
    high: Points | None = None
    parts: dict[Key, Points] = {}


class TestCase(Piece):
    """Answers with the criteria, tiers and flags they must give; a version is published only if they do."""

    __test__ = False

    id: Text
    says: Text
    answers: dict[Key, AnswerValue]
    criteria: dict[str, ExpectedCriterion] = {}
    tiers: dict[Key, Literal["consider_first", "consider", "cannot_tell", "not_suggested"]] = {}
    red_flags: dict[str, Literal["raised", "not_excluded", "absent"]] = {}


class Document(Piece):
    """One whole questionnaire version."""

    meta: Meta
    sections: tuple[Section, ...] = Field(min_length=1)
    derived: tuple[Derived, ...] = ()
    criteria: tuple[Criterion, ...] = ()
    findings_for: tuple[Finding, ...] = ()
    red_flags: tuple[RedFlag, ...] = ()
    discriminators: tuple[Discriminator, ...] = ()
    conditions: tuple[Condition, ...] = ()
    references: tuple[Reference, ...] = ()
    test_cases: tuple[TestCase, ...] = ()
