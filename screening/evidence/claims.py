"""What do popular articles claim, and how does each claim stand against better sources?"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from screening.evidence.loader import DATA, frozen_lists, load_evidence, shape_faults
from screening.evidence.schema import Key, Mark, Piece, Reference, ReferenceKey, Reviewed, Text
from screening.evidence.source import Sourced, SourceInvalid, read_yaml

CLAIMS = DATA / "claims.yaml"

Judgement = Literal["supported", "partly", "weak", "contested", "unsupported", "incorrect", "outside"]


class Article(Piece):
    """A popular text whose claims were judged; never evidence itself."""

    key: Key
    title: Text
    kind: Text


class Claim(Piece):
    """One claim in our words, how it stands, the better source, and what Algia makes of it."""

    id: Annotated[str, StringConstraints(pattern=r"^S[0-9]-[1-9][0-9]?$")]
    article: Key
    says: Text
    judgement: Judgement
    note: Text
    used: Text
    conditions: tuple[Key, ...]
    sources: tuple[ReferenceKey, ...] = Field(min_length=1)
    mark: Mark


@dataclass(frozen=True)
class Judged:
    """All articles and claims in the order of the file, with the references they cite and when to read them again."""

    articles: tuple[Article, ...]
    claims: tuple[Claim, ...]
    references: dict[str, Reference]
    reviewed_date: str
    next_review_date: str


def load_claims(path: Path = CLAIMS) -> Judged:
    """
    Read the judged claims.

    Raises:
        SourceInvalid: names file, line and path of everything that has to be mended.
    """
    whole = read_yaml(path)
    references = {piece["key"]: piece for piece in load_evidence().references.value}
    faults = _faults(whole, set(references))
    if faults:
        raise SourceInvalid(faults)
    claims = tuple(Claim.model_validate(frozen_lists(claim)) for claim in whole.value["claims"])
    cited = {key for claim in claims for key in claim.sources}
    return Judged(
        articles=tuple(Article.model_validate(article) for article in whole.value["articles"]),
        claims=claims,
        references={key: Reference.model_validate(references[key]) for key in sorted(cited)},
        reviewed_date=whole.value["reviewed_date"],
        next_review_date=whole.value["next_review_date"],
    )


def _faults(whole: Sourced, known: set[str]) -> list[str]:
    value = whole.value
    lists = [key for key in ("articles", "claims") if not isinstance(value.get(key), list)]
    if lists:
        return [whole.fault((), f"needs a review header and a list {key!r}") for key in lists]
    header = {key: inner for key, inner in value.items() if key not in {"articles", "claims"}}
    faults = shape_faults(whole, (), Reviewed, header)
    for key, shape in (("articles", Article), ("claims", Claim)):
        for place, piece in enumerate(value[key]):
            faults += shape_faults(whole, (key, place), shape, piece)
    return faults or _name_faults(whole, known)


def _name_faults(whole: Sourced, known: set[str]) -> list[str]:
    """Articles and references that are not there, and ids that stand twice."""
    articles = {article["key"] for article in whole.value["articles"]}
    faults, seen = [], set()
    for place, claim in enumerate(whole.value["claims"]):
        path = ("claims", place)
        if claim["article"] not in articles:
            faults.append(whole.fault((*path, "article"), f"unknown article {claim['article']!r}"))
        if claim["id"] in seen:
            faults.append(whole.fault((*path, "id"), f"claim {claim['id']} stands twice"))
        seen.add(claim["id"])
        for at, source in enumerate(claim["sources"]):
            if source not in known:
                faults.append(whole.fault((*path, "sources", at), f"unknown reference {source!r}"))
    return faults
