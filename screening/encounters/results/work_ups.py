"""Which work-ups does a result lead to, and how far is each?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import OuterRef, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from screening.encounters.models import Assessment, Response, ResponseStatus
from screening.encounters.terms import urgency_words
from screening.encounters.visit_words import WORK_UP
from screening.encounters.work_ups import is_superseded
from screening.questionnaires.models import QuestionnaireVersion
from screening.questionnaires.store import bundle_of, offered_work_ups
from screening.scoring.flags import URGENCIES

IN_FORCE = (ResponseStatus.SUBMITTED, ResponseStatus.SIGNED)
STATE_WORDS = {
    "not_opened": gettext_lazy("Not opened"),
    "in_progress": gettext_lazy("Draft"),
    "submitted": gettext_lazy("Submitted"),
}
ACT_WORDS = {
    "not_opened": gettext_lazy("Open the work-up"),
    "in_progress": gettext_lazy("Continue"),
    "submitted": gettext_lazy("Result"),
}


@dataclass(frozen=True)
class WorkUpLink:
    """
    One work-up beside a result.

    `what` is the first sentence of its intended use. `conditions` are the names of the suggested conditions
    it is for, `condition_keys` their keys. `state` is "not_opened", "in_progress" or "submitted". `href`
    leads to one that was opened; `opens` is the address that a POST opens it at, "" where it was opened or
    may not be. `raised` are the red flags of its result.
    """

    key: str
    title: str
    what: str
    conditions: tuple[str, ...]
    condition_keys: tuple[str, ...]
    state: str
    state_words: str
    act: str
    href: str
    opens: str
    raised: tuple[str, ...]


@dataclass(frozen=True)
class ScreeningLink:
    """The screening that a work-up belongs to; `raised` are its red flags, which the work-up may not ask about."""

    href: str
    submitted_at: datetime | None
    raised: tuple[str, ...]


def work_ups_for(response: Response, suggested: Iterable[str], may_open: bool) -> tuple[WorkUpLink, ...]:
    """
    The work-ups of a screening: those opened, and those for what its result suggests. Two queries.

    Args:
        response: a submitted screening; a work-up has none of its own.
        suggested: keys of the conditions that its result suggests, in order.
        may_open: whether whoever looks may open and fill in.

    Returns:
        In the order of `suggested`, then by title.
    """
    if response.is_work_up or response.is_in_progress:
        return ()
    order = {condition: place for place, condition in enumerate(suggested)}
    offered = {version.questionnaire.key: version for version in offered_work_ups(response.practice_id)}
    opened = _opened(response, offered.values())
    shown = [
        version for key, version in offered.items() if key in opened or order.keys() & version.work_up_for
    ]
    shown += [other.version for key, other in opened.items() if key not in offered]
    names = {key: condition.name for key, condition in bundle_of(response.version).conditions.items()}
    may_open = may_open and response.status in IN_FORCE
    shown.sort(key=lambda version: (_place(version, order), version.title))
    return tuple(
        _link(response, version, names, order, opened.get(version.questionnaire.key), may_open)
        for version in shown
    )


def by_condition(links: Iterable[WorkUpLink]) -> dict[str, list[WorkUpLink]]:
    """Condition -> the work-ups for it, for the cards."""
    found: dict[str, list[WorkUpLink]] = {}
    for link in links:
        for key in link.condition_keys:
            found.setdefault(key, []).append(link)
    return found


def screening_of(response: Response) -> ScreeningLink | None:
    """Where a work-up came from; None for a screening."""
    screening = response.work_up_of
    if screening is None:
        return None
    href = reverse("encounters:result", args=[screening.id])
    flags = screening.assessments.values_list("decision__red_flags", flat=True).first()
    return ScreeningLink(href, screening.submitted_at, raised_words(screening.version, flags))


def raised_words(version: QuestionnaireVersion, flags: Sequence[Mapping[str, Any]] | None) -> tuple[str, ...]:
    """ "Possible giant cell arteritis (same day)": what was raised, the most urgent first."""
    raised = [flag for flag in flags or () if flag["status"] == "raised"]
    if not raised:
        return ()
    names = {flag.id: flag.name for flag in bundle_of(version).red_flags}
    raised.sort(key=lambda flag: URGENCIES.index(flag["urgency"]))
    return tuple(f"{names[flag['id']]} ({urgency_words(flag['urgency']).lower()})" for flag in raised)


def _opened(response: Response, offered: Iterable[QuestionnaireVersion]) -> dict[str, Any]:
    """
    Key -> the work-up of this encounter that stands, with the `flags` of its result.

    An open one goes before a submitted one.
    """
    offered = tuple(offered)
    flags = Assessment.objects.filter(response=OuterRef("pk")).values("decision__red_flags")
    rows = Response.objects.filter(
        encounter_id=response.encounter_id,
        work_up_of__isnull=False,
        status__in=(ResponseStatus.IN_PROGRESS, *IN_FORCE),
    )
    found = rows.select_related("version__questionnaire").annotate(flags=Subquery(flags[:1]))
    found = found.defer("version__bundle", "answers", "set_aside")
    standing = [each for each in found if not is_superseded(each, offered)]
    latest = sorted(standing, key=lambda each: (each.is_in_progress, each.saved_at))
    return {each.version.questionnaire.key: each for each in latest}


def _place(version: QuestionnaireVersion, order: Mapping[str, int]) -> int:
    return min((order[key] for key in version.work_up_for if key in order), default=len(order))


def _link(
    response: Response,
    version: QuestionnaireVersion,
    names: Mapping[str, str],
    order: Mapping[str, int],
    opened: Any,
    may_open: bool,
) -> WorkUpLink:
    key = version.questionnaire.key
    state = "not_opened" if opened is None else "in_progress" if opened.is_in_progress else "submitted"
    keys = tuple(condition for condition in version.work_up_for if condition in order)
    title = (opened.version if opened else version).title.removeprefix(WORK_UP)
    act = str(ACT_WORDS[state]) if may_open or state != "in_progress" else _("Answers")
    return WorkUpLink(
        key=key,
        title=title[:1].upper() + title[1:],
        what=_first_sentence(version.intended_use),
        conditions=tuple(names.get(condition, condition) for condition in keys),
        condition_keys=keys,
        state=state,
        state_words=str(STATE_WORDS[state]),
        act=act,
        href=_href(opened, may_open) if opened else "",
        opens=reverse("encounters:open_work_up", args=[response.id, key]) if may_open and not opened else "",
        raised=raised_words(opened.version, opened.flags) if opened else (),
    )


def _first_sentence(words: str) -> str:
    first, stop, _ = words.partition(". ")
    return f"{first}." if stop else words


def _href(opened: Response, may_open: bool) -> str:
    page = "result" if not opened.is_in_progress else "resume" if may_open else "check"
    return reverse(f"encounters:{page}", args=[opened.id])
