"""What does a clinician see and send, from the start of a screening to its submit?"""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID, uuid5

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.permissions import permission_required
from accounts.requests import practice_of, user_of
from screening.encounters.actions import (
    NotAnAdult,
    NotAScreening,
    ResponseNotInProgress,
    StaleResponse,
    StepRefused,
    SubjectMismatch,
    SubmitRefused,
    VersionNotPublished,
    open_encounter,
    save_step,
    set_mode,
    submit_response,
)
from screening.encounters.carrying import waiting_by_hand
from screening.encounters.filling.answers_page import Blocker, answers_page, blockers, differences
from screening.encounters.filling.autosave import unsaved_questions
from screening.encounters.filling.flags_now import raised_flags
from screening.encounters.filling.forms import StepForm, SubmitForm, build_step_form
from screening.encounters.filling.start_form import ModeForm, StartForm
from screening.encounters.models import Response, ResponseStatus
from screening.encounters.reading import record_view, response_of
from screening.encounters.references import ReferenceUnusable
from screening.encounters.saves import usable_keys
from screening.encounters.visit_words import (
    carried_words,
    notice_of,
    patient_words,
    step_of,
    version_words,
)
from screening.questionnaires.answering import section_by_key, unanswered_by_section
from screening.questionnaires.store import bundle_of, offered_versions
from screening.scoring.bundle import Bundle, Section

INCOMPLETE = _("This page arrived incomplete. Check the answers and send it again.")
CHANGED = _("The answers were changed after you opened this page. Check them again, then submit.")
START_FIELDS = {NotAnAdult: "age_years", SubjectMismatch: "birth_year", ReferenceUnusable: "reference"}


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("screening.fill")
def start(request: HttpRequest) -> HttpResponse:
    """Whom the screening is about, and with which of the published questionnaires."""
    now = timezone.localtime()
    offered = {v.questionnaire.key: v for v in offered_versions(practice_of(request).id)}
    form = StartForm(
        this_year=now.year,
        offered=[(key, version_words(version)) for key, version in offered.items()],
        data=request.POST if request.method == "POST" else None,
    )
    if request.method == "POST" and form.is_valid():
        patient = dict(form.cleaned_data)
        version = offered[patient.pop("questionnaire")]
        try:
            response = open_encounter(
                practice_id=practice_of(request).id,
                clinician=user_of(request),
                version=version,
                at=now,
                **patient,
            )
        except (
            NotAnAdult,
            NotAScreening,
            SubjectMismatch,
            ReferenceUnusable,
            VersionNotPublished,
        ) as refusal:
            form.add_error(START_FIELDS.get(type(refusal)), str(refusal))
        else:
            return redirect("encounters:resume", response.id)
    only = version_words(*offered.values()) if len(offered) == 1 else ""
    return render(request, "encounters/start.html", {"form": form, "offered": offered, "only": only})


@require_safe
@permission_required("screening.fill")
def resume(request: HttpRequest, response_id: UUID) -> HttpResponse:
    """To the first section with anything unanswered; of a submitted screening to its result."""
    response = response_of(request, response_id)
    if not response.is_in_progress:
        return redirect("encounters:result", response.id)
    for section_key, missing in unanswered_by_section(bundle_of(response.version), response.answers).items():
        if missing:
            return redirect("encounters:step", response.id, section_key)
    return redirect("encounters:check", response.id)


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("screening.fill")
def step(request: HttpRequest, response_id: UUID, section_key: str) -> HttpResponse:
    """One section of a draft."""
    response = response_of(request, response_id)
    bundle = bundle_of(response.version)
    section = section_of(bundle, section_key)
    if not response.is_in_progress:
        return _closed(request, response)
    form = build_step_form(
        bundle,
        section_key,
        response.answers,
        set_aside=response.set_aside,
        carried=waiting_by_hand(bundle, response.carried, response.answers),
        carried_words=carried_words(response),
        data=request.POST if request.method == "POST" else None,
        lock_number=response.lock_number,
    )
    if request.method == "POST" and form.is_valid():
        answer = _save(request, response, bundle, section, form)
        if answer is not None:
            return answer
    else:
        record_view(response, [section_key])
    shown = {
        "form": form,
        "step": step_of(bundle, response, section),
        "notice": notice_of(response),
        "flags": raised_flags(bundle, response, section_key),
        "unsaved": unsaved_questions(form) if form.is_bound else [],
    }
    return render(request, "encounters/step.html", shown)


@require_safe
@permission_required("screening.view")
def check(request: HttpRequest, response_id: UUID) -> HttpResponse:
    """All answers, before submitting and ever after."""
    return check_page(request, response_of(request, response_id))


@require_http_methods(["POST"])
@permission_required("screening.fill")
def mode(request: HttpRequest, response_id: UUID) -> HttpResponse:
    """Say how the questions of a draft were put; back to the check page."""
    response = response_of(request, response_id)
    form = ModeForm(request.POST)
    if not form.is_valid():
        return check_page(request, response, [Blocker(str(INCOMPLETE))])
    try:
        set_mode(response_id=response.id, by=user_of(request), at=timezone.now(), **form.cleaned_data)
    except StaleResponse:
        return check_page(request, response, [Blocker(str(CHANGED))], status=409)
    except ResponseNotInProgress:
        return _closed(request, response)
    return redirect("encounters:check", response.id)


@require_http_methods(["POST"])
@permission_required("screening.fill")
def submit(request: HttpRequest, response_id: UUID) -> HttpResponse:
    """Close the draft and decide; sent twice, it leads to the same result twice."""
    response = response_of(request, response_id)
    form = SubmitForm(request.POST)
    if not form.is_valid():
        return check_page(request, response, [Blocker(str(INCOMPLETE))])
    try:
        submit_response(response_id=response.id, by=user_of(request), at=timezone.now(), **form.cleaned_data)
    except SubmitRefused as refusal:
        return check_page(request, response, blockers(bundle_of(response.version), response, refusal.reasons))
    except StaleResponse:
        return check_page(request, response, [Blocker(str(CHANGED))], status=409)
    except ResponseNotInProgress:
        if response.status == ResponseStatus.ENTERED_IN_ERROR:
            return _closed(request, response)
        messages.info(request, _("This screening had already been submitted. This is its result."))
    return redirect("encounters:result", response.id)


def _save(
    request: HttpRequest, response: Response, bundle: Bundle, section: Section, form: StepForm
) -> HttpResponse | None:
    """Where to go after saving; None where the questionnaire refused a value, which then stands in the form."""
    try:
        saved = save_step(
            response_id=response.id,
            section_key=section.key,
            posted=form.posted(),
            lock_number=form.cleaned_data["lock_number"],
            tried=usable_keys(request.POST.getlist("tried")),
            by=user_of(request),
            at=timezone.now(),
        )
    except StaleResponse as stale:
        return _both_versions(request, bundle, section, form, stale)
    except ResponseNotInProgress:
        return _closed(request, response)
    except StepRefused as refusal:
        for reason in refusal.reasons:
            form.add_error(form.field_of(reason.key), reason.message)
        return None
    if request.POST.get("then") == "leave":
        messages.success(request, _("Saved as a draft: %(patient)s.") % {"patient": patient_words(saved)})
        return redirect("encounters:list")
    if request.POST.get("then") == "check":
        return redirect("encounters:check", response.id)
    return redirect(step_of(bundle, response, section).after)


def _both_versions(
    request: HttpRequest, bundle: Bundle, section: Section, form: StepForm, stale: StaleResponse
) -> HttpResponse:
    """What is stored beside what was sent; nothing is overwritten until one is chosen."""
    current = response_of(request, stale.current.id)
    record_view(current, [section.key])
    shown = {
        "step": step_of(bundle, current, section),
        "rows": differences(bundle, section, current, form.posted()),
        "saved_at": current.saved_at,
        "sent": form.sent(),
        "lock_number": current.lock_number,
    }
    return render(request, "encounters/stale.html", shown, status=409)


def _closed(request: HttpRequest, response: Response) -> HttpResponse:
    if request.method == "POST":
        return render(request, "409.html", status=409)
    return redirect("encounters:check", response.id)


def check_page(
    request: HttpRequest, response: Response, blocked: Sequence[Blocker] = (), status: int = 200
) -> HttpResponse:
    """The answers of a draft or of a submitted screening, with why something was refused."""
    record_view(response, [])
    page = answers_page(bundle_of(response.version), response, submission_key=_submission_key(response))
    shown = {"page": page, "blocked": blocked, "notice": notice_of(response), "response": response}
    return render(request, "encounters/check.html", shown, status=status)


def _submission_key(response: Response) -> UUID:
    """The same for every tab and every reload that shows these answers."""
    return uuid5(response.id, str(response.lock_number))


def section_of(bundle: Bundle, section_key: str) -> Section:
    """The section that an address names, else 404."""
    try:
        return section_by_key(bundle, section_key)
    except KeyError as error:
        raise Http404("no such section") from error
