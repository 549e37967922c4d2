"""What does the compiled file of judged claims hold? Made beside the questionnaires, from the evidence."""

from __future__ import annotations

from typing import Any

from screening.evidence.claims import load_claims
from screening.evidence.loader import load_evidence
from screening.questionnaires.digests import canonical_json


def compiled_claims() -> bytes:
    """
    The judged claims as canonical JSON.

    Raises:
        SourceInvalid: names file, line and path of everything that has to be mended.
    """
    judged = load_claims()
    named = {key for claim in judged.claims for key in claim.conditions}
    names = {card["key"]: card["name"] for card in load_evidence().conditions.value if card["key"] in named}
    document: dict[str, Any] = {
        "reviewed_date": judged.reviewed_date,
        "next_review_date": judged.next_review_date,
        "articles": [article.model_dump() for article in judged.articles],
        "claims": [claim.model_dump(mode="json") for claim in judged.claims],
        "conditions": {key: names[key] for key in sorted(names)},
        "references": {key: reference.model_dump() for key, reference in judged.references.items()},
    }
    return canonical_json(document) + b"\n"
