"""How does a clinician say something to a result: a verdict, an acknowledgement, a note?"""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.permissions import permission_required
from accounts.requests import user_of
from screening.encounters.models import Response
from screening.encounters.reading import record_view, response_of
from screening.encounters.record.actions import (
    Locked,
    NotOnTheResult,
    acknowledge_flag,
    give_verdict,
    write_note,
)
from screening.encounters.record.forms import AcknowledgeForm, NoteForm, VerdictForm
from screening.encounters.record.own_first import refuse_while_due
from screening.encounters.record.presenter import FlagBlock, OwnPart, VerdictBlock, own_part
from screening.encounters.record.rows import assessment_with_own_part
from screening.questionnaires.store import bundle_of


@require_http_methods(["POST"])
@permission_required("screening.fill")
def verdict(request: HttpRequest, response_id: UUID, condition: str) -> HttpResponse:
    """Back to the suggestion, where the verdict now stands."""
    response = response_of(request, response_id)
    refused = refuse_while_due(request, response)
    if refused is not None:
        return refused
    form = VerdictForm(request.POST, auto_id=f"verdict-{condition}-%s")
    if not form.is_valid():
        return _again(request, response, "verdict", condition, form)
    try:
        give_verdict(
            response_id=response.id,
            condition=condition,
            by=user_of(request),
            at=timezone.now(),
            **form.cleaned_data,
        )
    except Locked:
        return render(request, "409.html", status=409)
    except NotOnTheResult as error:
        raise Http404("no such suggestion") from error
    return _said(request, response, "verdict", condition)


@require_http_methods(["POST"])
@permission_required("screening.fill")
def acknowledge(request: HttpRequest, response_id: UUID, flag: str) -> HttpResponse:
    """Back to the red flag, which then says who saw it; never refused while an own differential is due."""
    response = response_of(request, response_id)
    form = AcknowledgeForm(request.POST, auto_id=f"acknowledge-{flag}-%s")
    if not form.is_valid():
        return _again(request, response, "acknowledge", flag, form)
    try:
        acknowledge_flag(
            response_id=response.id, flag=flag, by=user_of(request), at=timezone.now(), **form.cleaned_data
        )
    except Locked:
        return render(request, "409.html", status=409)
    except NotOnTheResult as error:
        raise Http404("no such flag was raised") from error
    return _said(request, response, "acknowledge", flag)


@require_http_methods(["POST"])
@permission_required("screening.fill")
def note(request: HttpRequest, response_id: UUID) -> HttpResponse:
    """Back to the notes, the new one first."""
    response = response_of(request, response_id)
    refused = refuse_while_due(request, response)
    if refused is not None:
        return refused
    form = NoteForm(request.POST, auto_id="note-%s")
    if not form.is_valid():
        part = _part(request, response)
        record_view(response, ["notes"], event_type="result.view")
        shown = {"response": response, "part": part, "form": form, "back": _place(response, "notes")}
        return render(request, "record/note.html", shown)
    try:
        write_note(response_id=response.id, by=user_of(request), at=timezone.now(), **form.cleaned_data)
    except Locked:
        return render(request, "409.html", status=409)
    return redirect(_place(response, "notes"))


def _said(request: HttpRequest, response: Response, kind: str, key: str) -> HttpResponse:
    """The page, where the browser stands at the place; for htmx the block alone."""
    if not request.htmx:  # type: ignore[attr-defined]
        return redirect(_place(response, f"{kind}-{key}"))
    record_view(response, [f"{kind}:{key}"], event_type="result.view")
    shown = {_NAMES[kind]: _block(_part(request, response), kind, key), "part": True, "is_swapped": True}
    return render(request, f"record/_{kind}.html", shown)


def _again(request: HttpRequest, response: Response, kind: str, key: str, form: forms.Form) -> HttpResponse:
    """What was sent, with what is wrong with it; on a page of its own where there is no htmx."""
    block = replace(_block(_part(request, response), kind, key), form=form)
    if not block.action:
        return render(request, "409.html", status=409)
    record_view(response, [f"{kind}:{key}"], event_type="result.view")
    shown: dict[str, Any] = {_NAMES[kind]: block, "part": True, "form": form, "kind": kind}
    if request.htmx:  # type: ignore[attr-defined]
        return render(request, f"record/_{kind}.html", shown | {"is_swapped": True})
    shown |= {"back": _place(response, f"{kind}-{key}"), "about": block}
    return render(request, "record/say_again.html", shown)


_NAMES = {"verdict": "verdict", "acknowledge": "seen"}


def _block(part: OwnPart, kind: str, key: str) -> Any:
    blocks: dict[str, VerdictBlock] | dict[str, FlagBlock]
    blocks = dict(part.verdicts) if kind == "verdict" else dict(part.flags)
    if key not in blocks:
        raise Http404("not on this result")
    return blocks[key]


def _part(request: HttpRequest, response: Response) -> OwnPart:
    response.refresh_from_db(fields=["status", "lock_number"])
    assessment = assessment_with_own_part(response)
    if assessment is None:
        raise Http404("no result yet")
    return own_part(bundle_of(response.version), response, assessment, user=user_of(request), may_fill=True)


def _place(response: Response, place: str) -> str:
    return f"{reverse('encounters:result', args=[response.id])}#{place}"
