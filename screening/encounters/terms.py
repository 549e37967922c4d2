"""What are the codes of a decision called? Tiers, urgencies and strengths, in the language of the interface."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

#: As screening/scoring/wording.py has them in English, for texts that are made without Django.
TIER_NAMES: Mapping[str, Any] = {
    "consider_first": _("Consider first"),
    "consider": _("Consider"),
    "cannot_tell": _("Cannot tell yet"),
    "not_suggested": _("Not suggested by what was entered"),
}
URGENCY_NAMES: Mapping[str, Any] = {
    "emergency": _("Emergency"),
    "same_day": _("Same day"),
    "urgent": _("Urgent"),
    "soon": _("Soon"),
}
STRENGTH_NAMES: Mapping[str, Any] = {"weak": _("weak"), "moderate": _("moderate"), "strong": _("strong")}


def tier_words(tier: str) -> str:
    """ "Consider first"."""
    return str(TIER_NAMES[tier])


def urgency_words(urgency: str) -> str:
    """ "Same day"."""
    return str(URGENCY_NAMES[urgency])


def strength_words(strength: str) -> str:
    """ "moderate"."""
    return str(STRENGTH_NAMES[strength])
