"""Which reasons can be chosen from? The options are drawn once per language: a result holds them many times."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import get_language, gettext_lazy

from screening.encounters.models import FlagReason, Judgement, VerdictReason
from screening.encounters.record.forms import REASONS

REASONS_FOR: Mapping[str, Any] = {
    Judgement.AGREE: gettext_lazy("If you agree"),
    Judgement.DISAGREE: gettext_lazy("If you disagree"),
    Judgement.ALREADY_KNOWN: gettext_lazy("If it was known"),
}


def verdict_options(chosen: str = "") -> str:
    """The options of a verdict's reason, grouped by the judgement they go with."""
    return _verdict_options(get_language() or "", chosen if chosen in VerdictReason.values else "")


def flag_options(chosen: str = "") -> str:
    """The options of what follows from a red flag."""
    return _flag_options(get_language() or "", chosen if chosen in FlagReason.values else "")


@cache
def _verdict_options(language: str, chosen: str) -> str:
    groups = [(words, [VerdictReason(code) for code in REASONS[key]]) for key, words in REASONS_FOR.items()]
    return render_to_string("record/_verdict_options.html", {"groups": groups, "chosen": chosen})


@cache
def _flag_options(language: str, chosen: str) -> str:
    return render_to_string("record/_flag_options.html", {"codes": list(FlagReason), "chosen": chosen})
