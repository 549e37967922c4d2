"""What must a piece of evidence say about itself before we believe it?

Shapes of references, conditions, weights, criteria, discriminators and red flags as people write them. Every piece
names its source and whether the figure was seen on a looked-up page (`V`) or is from memory (`M`).
"""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

Mark = Literal["V", "M"]
Strength = Literal["weak", "moderate", "strong"]
Urgency = Literal["emergency", "same_day", "urgent", "soon"]
Sign = Literal["++", "+", "o", "-", "--"]


def _plain_text(value: str) -> str:
    if re.search(r"<\s*/?\s*[a-zA-Z!]", value):
        raise ValueError("HTML is not allowed in text")
    if any(ord(letter) < 32 and letter != "\n" for letter in value):
        raise ValueError("control characters are not allowed in text")
    return value


def _real_day(value: str) -> str:
    date.fromisoformat(value)
    return value


Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1), AfterValidator(_plain_text)]
OptionalText = Annotated[str, StringConstraints(strip_whitespace=True), AfterValidator(_plain_text)]
Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=80)]
ReferenceKey = Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9_]*$", max_length=80)]
CriterionId = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$", max_length=80)]
Expression = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000)]
Day = Annotated[str, StringConstraints(pattern=r"^\d{4}-\d{2}-\d{2}$"), AfterValidator(_real_day)]
Points = int | Annotated[str, StringConstraints(pattern=r"^-?\d+(\.\d+)?$")]


class Piece(BaseModel):
    """A strict piece of a document: unknown keys, floats and coercions are refused."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Reference(Piece):
    """One published source; `doi_verified` only where a looked-up page showed the DOI."""

    key: ReferenceKey
    authors: Text
    year: int | None = None
    title: Text
    journal: OptionalText = ""
    doi: str | None = None
    doi_verified: bool
    note: OptionalText = ""


class Performance(Piece):
    """A published accuracy figure; never without population, number, setting and comparator."""

    sensitivity: Points | None = None
    specificity: Points | None = None
    figure: OptionalText = ""
    population: Text
    n: Text
    setting: Text
    comparator: Text
    source: ReferenceKey
    mark: Mark


class Part(Piece):
    """A named part of a criteria set; its points are shown whatever the whole says."""

    id: Key
    name: Text
    expression: Expression
    maximum: Points | None = None
    threshold: Points | None = None
    source: ReferenceKey


class Threshold(Piece):
    """A published cut-off on a part or on the score, in words, with its source."""

    on: Key
    says: Text
    source: ReferenceKey


class Criterion(Piece):
    """
    One published set of criteria as expressions over items, derived values and its own parts.

    `assessed_by` says in words who fills the set in; without it, whoever answers its items.
    """

    id: CriterionId
    name: Text
    edition: Text
    condition: Key
    kind: Literal["diagnostic", "classification", "screening"]
    assessed_by: OptionalText = ""
    entry: Expression | None = None
    entry_says: OptionalText = ""
    parts: tuple[Part, ...] = ()
    score: Expression | None = None
    unit: OptionalText = ""
    maximum: Points | None = None
    threshold: Points | None = None
    met: Expression
    says: Text
    thresholds: tuple[Threshold, ...] = Field(min_length=1)
    cautions: tuple[Text, ...] = ()
    performance: tuple[Performance, ...] = ()
    source: ReferenceKey
    mark: Mark


class Bearing(Piece):
    """How strongly a finding speaks for or against one condition as the sole explanation."""

    condition: Key
    direction: Literal["for", "against"]
    strength: Strength
    source: ReferenceKey
    mark: Mark
    only_if: Expression | None = None


class Finding(Piece):
    """A rule over answers and the conditions it bears on. Strengths are ordinal proposals."""

    id: Key
    says: Text
    when: Expression
    bears_on: tuple[Bearing, ...] = Field(min_length=1)


class Discriminator(Piece):
    """
    One row of the discriminator matrix: how usual a finding is in each of several conditions.

    "++" expected, "+" common, "o" possible or not specific, "-" unusual, "--" argues against the condition
    as the sole explanation. `words` holds cells that say something else, such as "delayed".
    """

    id: Key
    says: Text
    when: Expression
    cells: dict[Key, Sign] = Field(min_length=2)
    words: dict[Key, Text] = {}
    source: ReferenceKey
    mark: Mark

    def cell(self, condition: str) -> str:
        """What the row says of a condition, or nothing where it does not speak of it."""
        return self.words[condition] if condition in self.words else self.cells.get(condition, "")


class ConditionalUrgency(Piece):
    """An urgency that holds only while its expression is true; the highest true one wins."""

    urgency: Urgency
    when: Expression
    says: Text


class RedFlag(Piece):
    """
    A danger sign outside every score: a derived trigger or a direct answer raises it.

    `raised_too` names results that raise it as well but are not needed to exclude it, because a
    standard visit does not ask for them.
    """

    id: Annotated[str, StringConstraints(pattern=r"^RF[1-9][0-9]?$")]
    name: Text
    trigger: Expression
    raised_too: Expression | None = None
    says: Text
    direct: Key
    urgency: Urgency
    urgency_when: tuple[ConditionalUrgency, ...] = ()
    names: Key | None = None
    action: Text
    weakness: Text
    source: ReferenceKey
    mark: Mark


class Gate(Piece):
    """What must not be false for a condition to be suggested at all."""

    when: Expression
    says: Text
    source: ReferenceKey
    mark: Mark


class Neighbour(Piece):
    """A condition that is mistaken for this one, and what tells them apart."""

    condition: Key
    says: Text
    source: ReferenceKey
    mark: Mark


class Coexistence(Piece):
    """How often two conditions were found together, always with who was counted."""

    condition: Key
    figure: Text
    population: Text
    n: Text
    setting: Text
    comparator: Text
    source: ReferenceKey
    mark: Mark


class Condition(Piece):
    """
    A condition the screen may suggest. It carries next steps, never treatment.

    `suffices` names the strength of a single finding that is enough to consider it, where the first step is a
    short questionnaire; otherwise one strong or two moderate findings are.
    """

    key: Key
    name: Text
    one_line: Text
    gate: Gate | None = None
    lowers: OptionalText = ""
    neighbours: tuple[Neighbour, ...] = ()
    coexists: tuple[Coexistence, ...] = ()
    cautions: tuple[Text, ...] = ()
    next_steps: tuple[Text, ...] = Field(min_length=1)
    suffices: Literal["moderate"] | None = None
    asks_with: tuple[Key, ...] = ()
    sources: tuple[ReferenceKey, ...] = Field(min_length=1)
    mark: Mark


class Derived(Piece):
    """A value computed from answers; accepted as input when its sources are absent."""

    key: Key
    label: Text
    type: Literal["integer", "boolean"]
    minimum: int | None = None
    maximum: int | None = None
    unit: OptionalText = ""
    expression: Expression | None = None
    source: ReferenceKey
    mark: Mark


class Reviewed(Piece):
    """Who wrote and who checked a data file, and when it must be read again."""

    authored_by: Text
    checked_by: Text
    reviewed_date: Day
    next_review_date: Day
