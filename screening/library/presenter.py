"""What stands on the page about popular articles, in which words?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from screening.encounters.results.sources import Source, source_of
from screening.evidence.schema import Reference

JUDGEMENT_WORDS = {
    "supported": _("Well supported"),
    "partly": _("Partly supported"),
    "weak": _("Weakly supported"),
    "contested": _("Contested"),
    "unsupported": _("Not supported"),
    "incorrect": _("Incorrect"),
    "outside": _("Outside Algia’s scope"),
}


@dataclass(frozen=True)
class ClaimRow:
    """One claim with its judgement, the better source, and what Algia makes of it."""

    id: str
    says: str
    judgement: str
    judgement_words: str
    note: str
    used: str
    conditions: tuple[str, ...]
    sources: tuple[Source, ...]
    is_from_memory: bool


@dataclass(frozen=True)
class ArticleBlock:
    """One article with its claims."""

    key: str
    title: str
    kind: str
    claims: tuple[ClaimRow, ...]


@dataclass(frozen=True)
class ArticlesPage:
    """Everything the page shows; `condition` is the name the list is narrowed to, or nothing."""

    articles: tuple[ArticleBlock, ...]
    condition: str
    offered: tuple[tuple[str, str, bool], ...]
    counts: tuple[tuple[str, int], ...]
    total: int
    sources: tuple[Source, ...]
    reviewed_date: date
    overdue_since: date | None


def articles_page(judged: Mapping[str, Any], *, condition: str, today: date) -> ArticlesPage:
    """
    Lay out the judged claims.

    Args:
        judged: the compiled claims.
        condition: only claims that touch this condition; any other key, or nothing, shows all.
        today: the day for which a review is overdue.
    """
    names = judged["conditions"]
    sources = {key: source_of(Reference(**piece)) for key, piece in judged["references"].items()}
    shown = [
        claim for claim in judged["claims"] if condition not in names or condition in claim["conditions"]
    ]
    blocks = [_block(article, shown, names, sources) for article in judged["articles"]]
    counts = Counter(claim["judgement"] for claim in shown)
    cited = {key for claim in shown for key in claim["sources"]}
    due = date.fromisoformat(judged["next_review_date"])
    return ArticlesPage(
        articles=tuple(block for block in blocks if block.claims),
        condition=names.get(condition, ""),
        offered=tuple(
            (key, name, key == condition) for key, name in sorted(names.items(), key=lambda n: n[1])
        ),
        counts=tuple((str(words), counts[key]) for key, words in JUDGEMENT_WORDS.items() if counts[key]),
        total=len(shown),
        sources=tuple(sorted((sources[key] for key in cited), key=lambda source: source.short.casefold())),
        reviewed_date=date.fromisoformat(judged["reviewed_date"]),
        overdue_since=due if due < today else None,
    )


def _block(
    article: Mapping[str, Any],
    claims: list[Mapping[str, Any]],
    names: Mapping[str, str],
    sources: Mapping[str, Source],
) -> ArticleBlock:
    rows = tuple(_row(claim, names, sources) for claim in claims if claim["article"] == article["key"])
    return ArticleBlock(article["key"], article["title"], article["kind"], rows)


def _row(claim: Mapping[str, Any], names: Mapping[str, str], sources: Mapping[str, Source]) -> ClaimRow:
    return ClaimRow(
        id=claim["id"],
        says=claim["says"],
        judgement=claim["judgement"],
        judgement_words=str(JUDGEMENT_WORDS[claim["judgement"]]),
        note=claim["note"],
        used=claim["used"],
        conditions=tuple(names[key] for key in claim["conditions"]),
        sources=tuple(sources[key] for key in claim["sources"]),
        is_from_memory=claim["mark"] == "M",
    )
