"""What does the page of a section send by itself while it is filled in, and what does it hear back?"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.permissions import permission_required
from accounts.requests import user_of
from screening.encounters.actions import ResponseNotInProgress, StaleResponse
from screening.encounters.filling.autosave import autosave, by_hand, read_changed
from screening.encounters.filling.flags_now import raised_flags
from screening.encounters.filling.forms import StepForm, build_step_form
from screening.encounters.filling.pages import LARGEST_LOCK_NUMBER
from screening.encounters.filling.shown_now import not_called_for, words_of_change
from screening.encounters.filling.views import section_of
from screening.encounters.models import Response
from screening.encounters.reading import response_of
from screening.encounters.saves import KEY, usable_keys
from screening.encounters.visit_words import saved_words
from screening.questionnaires.store import bundle_of


class SentForm(forms.Form):
    """How a page says upon which version it saves, and under which name."""

    lock_number = forms.IntegerField(min_value=0, max_value=LARGEST_LOCK_NUMBER)
    save_key = forms.RegexField(rf"\A{KEY.pattern}\Z", strip=False)


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("screening.fill")
def autosave_step(request: HttpRequest, response_id: UUID, section_key: str) -> HttpResponse:
    """
    POST keeps the answers that changed. GET says to a page which version is stored now, and gives it a token
    to save with; a person who comes by is told that they are signed in again.
    """
    response = response_of(request, response_id)
    section_of(bundle_of(response.version), section_key)
    if request.method == "POST":
        return _save(request, response, section_key)
    if request.htmx:  # type: ignore[attr-defined]
        return _answer(request, response, "closed" if not response.is_in_progress else "here")
    return render(request, "encounters/signed_in_again.html")


def _save(request: HttpRequest, response: Response, section_key: str) -> HttpResponse:
    bundle = bundle_of(response.version)
    sent, changed = SentForm(request.POST), request.POST.getlist("changed")
    if not sent.is_valid():
        return _answer(request, response, "incomplete", status=400)
    if not response.is_in_progress:
        return _answer(request, response, "closed", status=409)
    form = build_step_form(
        bundle,
        section_key,
        response.answers,
        set_aside=response.set_aside,
        data=request.POST,
        only=changed,
    )
    read = read_changed(form)
    try:
        saved, faults = autosave(
            response_id=response.id,
            section_key=section_key,
            read=read,
            confirmed=by_hand(form, read.posted),
            tried=usable_keys(request.POST.getlist("tried")),
            by=user_of(request),
            at=timezone.now(),
            **sent.cleaned_data,
        )
    except StaleResponse as stale:
        return _answer(request, stale.current, "stale", status=409)
    except ResponseNotInProgress:
        return _answer(request, response, "closed", status=409)
    refused = {**read.refused, **{form.field_of(key) or key: words for key, words in faults}}
    return _answer(request, saved, "saved", **_news(form, response, saved, section_key), refused=refused)


def _news(form: StepForm, before: Response, saved: Response, section_key: str) -> dict[str, Any]:
    """What the page is to show differently now."""
    bundle = bundle_of(saved.version)
    return {
        "not_called_for": not_called_for(bundle, form.page, saved.answers),
        "said": words_of_change(bundle, form.page, before.answers, saved.answers),
        "flags": raised_flags(bundle, saved, section_key),
    }


def _answer(
    request: HttpRequest, response: Response, state: str, *, status: int = 200, **news: Any
) -> HttpResponse:
    """A fragment; `state` is saved, here, stale, closed or incomplete."""
    at = timezone.now() if state == "saved" else response.saved_at
    shown = {"state": state, "response": response, "time": saved_words(at), **news}
    return render(request, "encounters/_autosave_answer.html", shown, status=status)
