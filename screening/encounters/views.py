"""What does a clinician see and send, from the list of screenings to the result?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from uuid import UUID, uuid5

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import User
from accounts.permissions import may, permission_required
from accounts.requests import practice_of, roles_of, user_of
from screening.audit.record import record
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
    submit_response,
)
from screening.encounters.carrying import waiting_by_hand
from screening.encounters.forms import StepForm, SubmitForm, build_step_form
from screening.encounters.models import Response, ResponseStatus
from screening.encounters.presenter_answers import Blocker, answers_page, blockers, differences
from screening.encounters.presenter_result import SUGGESTED, result_page
from screening.encounters.presenter_visits import (
    carried_words,
    notice_of,
    patient_words,
    step_of,
    version_words,
    visit_of,
)
from screening.encounters.presenter_work_ups import screening_of, work_ups_for
from screening.encounters.references import ReferenceUnusable
from screening.encounters.start_form import StartForm
from screening.questionnaires.answering import section_by_key, unanswered_by_section
from screening.questionnaires.store import bundle_of, offered_versions
from screening.scoring.bundle import Bundle, Section
from screening.scoring.explanation import explain

VISITS_ON_A_PAGE = 25
_NOT_SHOWN_OF_SCREENING = ("work_up_of__answers", "work_up_of__set_aside", "work_up_of__version__bundle")
START_FIELDS = {NotAnAdult: "age_years", SubjectMismatch: "birth_year", ReferenceUnusable: "reference"}


@require_safe
@permission_required("screening.view")
def list_screenings(request: HttpRequest) -> HttpResponse:
    """Screenings with their work-ups: first those with anything still open, then the latest."""
    rows = responses(request)
    page = Paginator(_screenings_in_order(user_of(request)), VISITS_ON_A_PAGE).get_page(
        request.GET.get("page")
    )
    found = rows.in_bulk(list(page))
    screenings = [found[each] for each in page if each in found]
    under = _by_screening(rows.filter(work_up_of__in=found).order_by("started_at", "id"))
    visits = [visit_of(each, under.get(each.id, ())) for each in screenings]
    ids = [str(one.id) for each in screenings for one in (each, *under.get(each.id, ()))]
    record("assessment.list", action="R", fields=ids)
    return render(request, "encounters/list.html", {"page": page, "visits": visits})


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
    section = _section(bundle, section_key)
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
        _record_view(response, [section_key])
    shown = {"form": form, "step": step_of(bundle, response, section), "notice": notice_of(response)}
    return render(request, "encounters/step.html", shown)


@require_safe
@permission_required("screening.view")
def check(request: HttpRequest, response_id: UUID) -> HttpResponse:
    """All answers, before submitting and ever after."""
    return check_page(request, response_of(request, response_id))


@require_http_methods(["POST"])
@permission_required("screening.fill")
def submit(request: HttpRequest, response_id: UUID) -> HttpResponse:
    """Close the draft and decide; sent twice, it leads to the same result twice."""
    response = response_of(request, response_id)
    form = SubmitForm(request.POST)
    if not form.is_valid():
        return check_page(
            request, response, [Blocker("This page arrived incomplete. Check the answers and submit again.")]
        )
    try:
        submit_response(response_id=response.id, by=user_of(request), at=timezone.now(), **form.cleaned_data)
    except SubmitRefused as refusal:
        return check_page(request, response, blockers(bundle_of(response.version), response, refusal.reasons))
    except StaleResponse:
        words = "The answers were changed after you opened this page. Check them again, then submit."
        return check_page(request, response, [Blocker(words)], status=409)
    except ResponseNotInProgress:
        messages.info(request, "This screening had already been submitted. This is its result.")
    return redirect("encounters:result", response.id)


@require_safe
@permission_required("screening.view")
def result(request: HttpRequest, response_id: UUID) -> HttpResponse:
    """What follows from the answers, and why."""
    response = response_of(request, response_id)
    assessment = response.assessments.first()
    if assessment is None:
        return redirect("encounters:resume", response.id)
    bundle = bundle_of(response.version)
    content = {"digest": assessment.digest, "version": bundle.version, "engine": assessment.engine}
    _record_view(response, [], event_type="result.view", content=content)
    found = explain(bundle, response.answers, assessment.decision)
    conditions = assessment.decision.get("conditions", ())
    suggested = [each["condition"] for each in conditions if each["tier"] in SUGGESTED]
    work_ups = work_ups_for(response, suggested, may(roles_of(request), "screening.fill"))
    shown = {
        "page": result_page(bundle, found, response, assessment, timezone.localdate()),
        "notice": notice_of(response),
        "work_ups": work_ups,
        "begun": [each for each in work_ups if each.state != "not_opened"],
        "to_open": [each for each in work_ups if each.state == "not_opened"],
        "screening": screening_of(response),
    }
    return render(request, "encounters/result.html", shown)


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
        messages.success(request, f"Saved as a draft: {patient_words(saved)}.")
        return redirect("encounters:list")
    if request.POST.get("then") == "check":
        return redirect("encounters:check", response.id)
    return redirect(step_of(bundle, response, section).after)


def _both_versions(
    request: HttpRequest, bundle: Bundle, section: Section, form: StepForm, stale: StaleResponse
) -> HttpResponse:
    """What is stored beside what was sent; nothing is overwritten until one is chosen."""
    current = response_of(request, stale.current.id)
    _record_view(current, [section.key])
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
    _record_view(response, [])
    page = answers_page(bundle_of(response.version), response, submission_key=_submission_key(response))
    shown = {"page": page, "blocked": blocked, "notice": notice_of(response)}
    return render(request, "encounters/check.html", shown, status=status)


def _submission_key(response: Response) -> UUID:
    """The same for every tab and every reload that shows these answers."""
    return uuid5(response.id, str(response.lock_number))


def _record_view(
    response: Response,
    fields: Sequence[str],
    event_type: str = "assessment.view",
    content: dict[str, object] | None = None,
) -> None:
    entity = ("response", response.id, response.lock_number)
    subject = response.encounter.subject_id
    record(event_type, action="R", entity=entity, subject=subject, fields=fields, content=content)


def responses(request: HttpRequest) -> QuerySet[Response]:
    """Responses the user may see, with what the pages show of them; the document stays in the database."""
    rows = Response.objects.visible_to(user_of(request))
    return rows.select_related("encounter__subject", "encounter__clinician", "version__questionnaire").defer(
        "version__bundle"
    )


def response_of(request: HttpRequest, response_id: UUID) -> Response:
    """The response that an address names, with the screening that it works up; 404 where the user sees none."""
    rows = responses(request).select_related("work_up_of__version__questionnaire")
    return get_object_or_404(rows.defer("version__bundle", *_NOT_SHOWN_OF_SCREENING), pk=response_id)


def _screenings_in_order(user: User) -> QuerySet[Response, UUID]:
    """
    The ids of the screenings a user may see, those with anything open first, then the latest.

    Ids alone: a practice may have tens of thousands, and only a page of them is then read whole.
    """
    rows = Response.objects.visible_to(user)
    open_work_ups = rows.filter(status=ResponseStatus.IN_PROGRESS, work_up_of__isnull=False)
    is_open = Q(status=ResponseStatus.IN_PROGRESS) | Q(pk__in=open_work_ups.values("work_up_of"))
    open_first = Case(When(is_open, then=Value(0)), default=Value(1), output_field=IntegerField())
    screenings = rows.filter(work_up_of__isnull=True).order_by(open_first, "-saved_at", "id")
    return screenings.values_list("id", flat=True)


def _by_screening(work_ups: Iterable[Response]) -> dict[UUID | None, list[Response]]:
    found: dict[UUID | None, list[Response]] = {}
    for each in work_ups:
        found.setdefault(each.work_up_of_id, []).append(each)
    return found


def _section(bundle: Bundle, section_key: str) -> Section:
    try:
        return section_by_key(bundle, section_key)
    except KeyError as error:
        raise Http404("no such section") from error
