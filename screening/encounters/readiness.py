"""What still keeps a draft from being submitted, and in which words?"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from screening.encounters.carrying import waiting_by_hand
from screening.questionnaires.answering import open_red_flag_groups
from screening.scoring.answers import check_answers, is_answered
from screening.scoring.bundle import Bundle

ADULT_FROM_AGE_YEARS = 18  # the population of every built-in questionnaire (meta.population)


@dataclass(frozen=True)
class Reason:
    """Why something was refused: a code for the page, the item or group meant, and words to show."""

    code: str
    key: str
    message: str


def why_not_submit(bundle: Bundle, answers: Mapping[str, Any], carried: Collection[str] = ()) -> list[Reason]:
    """Every reason there is; nothing that is scored is required, so these are few."""
    faults = [Reason("invalid", fault.item, fault.reason) for fault in check_answers(bundle, answers)]
    return faults or [
        *_age_reasons(answers),
        *_carried_reasons(bundle, answers, carried),
        *_red_flag_reasons(bundle, answers),
    ]


def _age_reasons(answers: Mapping[str, Any]) -> list[Reason]:
    age_years = answers.get("age_years")
    if age_years is None or not is_answered(age_years):
        return [Reason("missing", "age_years", _("The age in years is missing."))]
    if age_years < ADULT_FROM_AGE_YEARS:
        return [Reason("not_an_adult", "age_years", _("Algia is made for adults."))]
    return []


def _carried_reasons(bundle: Bundle, answers: Mapping[str, Any], carried: Collection[str]) -> list[Reason]:
    """An answer given at the screening counts here only once somebody said that it still holds."""
    count = len(waiting_by_hand(bundle, carried, answers))
    if not count:
        return []
    words = ngettext(
        "%(count)s answer is carried from the screening and not confirmed yet.",
        "%(count)s answers are carried from the screening and not confirmed yet.",
        count,
    )
    return [Reason("unconfirmed", "", words % {"count": count})]


def _red_flag_reasons(bundle: Bundle, answers: Mapping[str, Any]) -> list[Reason]:
    labels = {group.key: group.label for section in bundle.sections for group in section.groups.values()}
    words = _("Please answer, or mark as not examined: %(group)s")
    groups = open_red_flag_groups(bundle, answers)
    return [Reason("open_red_flags", group, words % {"group": labels[group]}) for group in groups]
