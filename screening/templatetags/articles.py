"""How many judged claims of popular articles touch a condition? For the link from its card."""

from __future__ import annotations

from django import template

from screening.library.shelf import judged_claims

register = template.Library()


@register.filter
def claims_about(condition: str) -> int:
    """The number of claims that the page of articles lists under this condition."""
    return sum(condition in claim["conditions"] for claim in judged_claims()["claims"])
