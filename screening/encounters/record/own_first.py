"""Must a clinician note what they think of before the list of suggestions opens to them?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from accounts.models import Practice, User
from accounts.requests import practice_of, user_of
from accounts.switches import is_on
from screening.encounters.models import OwnDifferential, Response, ResponseStatus

SWITCH = "own_differential_first"


def may_be_due(response: Response, practice: Practice) -> bool:
    """
    Whether the practice asks for an own differential before the list of this response opens.

    Not for a work-up, whose list its screening has shown; not for an amendment, whose author has seen the
    list; not once the result is signed, amended or taken back.
    """
    if response.is_work_up or response.amends_id or response.status != ResponseStatus.SUBMITTED:
        return False
    return is_on(practice, SWITCH)


def is_due(
    response: Response, user: User, practice: Practice, noted: Sequence[Mapping[str, Any]] | None = None
) -> bool:
    """
    Whether this person has yet to note an own differential, or to say why not.

    The clinician of the encounter and whoever submitted it each owe one; everybody else only while there
    is none at all.

    Args:
        response: with its encounter.
        user: who wants to see the list.
        practice: whose switch decides.
        noted: the rows noted so far, as `rows.own_differential_rows` gives them; else they are asked for.
    """
    if not may_be_due(response, practice):
        return False
    if noted is None:
        authors = set(OwnDifferential.objects.filter(response=response).values_list("by_id", flat=True))
        by = {str(author) for author in authors}
    else:
        by = {str(row["by_id"]) for row in noted}
    if user.pk in (response.encounter.clinician_id, response.submitted_by_id):
        return str(user.pk) not in by
    return not by


def refuse_while_due(request: HttpRequest, response: Response) -> HttpResponse | None:
    """To the result, which asks for it, from every page that would show the list; None where nothing is due."""
    if not is_due(response, user_of(request), practice_of(request)):
        return None
    messages.info(request, _("Note your own differential first, or skip it with a reason."))
    return redirect("encounters:result", response.id)
