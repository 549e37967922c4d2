"""What do authors, publishers and their readers see of the questionnaires, and how does a file come in?"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_safe

from accounts.permissions import may, permission_required
from accounts.requests import practice_of, roles_of, user_of
from accounts.switches import is_on
from screening.audit.record import record
from screening.authoring.actions import SWITCH, PackageRefused, upload_package
from screening.authoring.alone import CheckFailed
from screening.authoring.body_size import TooLargeIsDropped, is_too_large
from screening.authoring.checker import Checked
from screening.authoring.checking import yaml_kept
from screening.authoring.forms import SeenForm, UploadForm
from screening.authoring.package_text import Fault
from screening.authoring.presenter_difference import difference as difference_of
from screening.authoring.presenter_rules import rules_page
from screening.authoring.presenter_version import VersionHead, version_head
from screening.authoring.shelf import (
    Usage,
    books,
    builtin_versions,
    check_of,
    followed_version,
    own_versions,
    steps_of,
    text_of,
    usages,
    versions,
)
from screening.authoring.step_rows import STATE_WORDS, ChangedMeanwhile, StepNotPossible
from screening.questionnaires.models import QuestionnaireVersion, VersionStatus
from screening.scoring.bundle import bundle_from_document

VERSIONS_ON_A_PAGE = 25


@require_safe
@permission_required("questionnaire.view")
def list_questionnaires(request: HttpRequest) -> HttpResponse:
    """The practice's own, then the built-in ones."""
    own = own_versions(practice_of(request).id)
    page = Paginator(own, VERSIONS_ON_A_PAGE).get_page(request.GET.get("page"))
    user = user_of(request)
    shown = {
        "page": page,
        "own": books(page.object_list, user),  # type: ignore[arg-type]
        "builtin": books(builtin_versions(), user),
        "writes": may(roles_of(request), "questionnaire.write") and is_on(practice_of(request), SWITCH),
        "is_switched_on": is_on(practice_of(request), SWITCH),
    }
    seen = [str(book.version.id) for group in ("own", "builtin") for book in shown[group]]  # type: ignore[attr-defined]
    record("questionnaire.view", action="R", fields=seen)
    return render(request, "authoring/list.html", shown)


@csrf_exempt  # the token is asked for by `_upload`, after the handler is set that drops what is too large
@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("questionnaire.write")
def upload(request: HttpRequest) -> HttpResponse:
    """A file becomes a draft, with whatever faults it has."""
    request.upload_handlers.insert(0, TooLargeIsDropped(request))
    return _upload(request)


@csrf_protect
def _upload(request: HttpRequest) -> HttpResponse:
    if not is_on(practice_of(request), SWITCH):
        messages.error(request, _("The practice has turned questionnaires of its own off."))
        return redirect("authoring:list")
    draft = _draft_to_replace(request)
    if request.method != "POST":
        form = UploadForm(initial={"replaces": draft.digest if draft else ""})
        return _upload_page(request, form, draft)
    form = UploadForm(request.POST, request.FILES)
    if is_too_large(request):
        form.add_error("file", _("The file is larger than 1 MiB; nothing was stored"))
    elif form.is_valid():
        return _keep(request, form, draft)
    return _upload_page(request, form, draft, form.faults)


@require_safe
@permission_required("questionnaire.view")
def version(request: HttpRequest, version_id: UUID) -> HttpResponse:
    """State, steps and faults."""
    found = stored_version(version_id)
    head = head_of(request, found)
    checked = _checked(request, found) if head.is_unpublished else None
    _record_view(found, "faults")
    shown = {
        "head": head,
        "checked": checked,
        "usage": usages([found.id]).get(found.id, Usage()),
        "form": SeenForm(initial={"seen": found.digest}),
    }
    return render(request, "authoring/version.html", shown)


@require_safe
@permission_required("questionnaire.view")
def rules(request: HttpRequest, version_id: UUID) -> HttpResponse:
    """Every rule in plain words, with what it reads and where it is from."""
    found = stored_version(version_id)
    head = head_of(request, found)
    is_readable = head.is_issued or _checked(request, found).is_readable
    page = rules_page(bundle_from_document(found.bundle)) if is_readable else None
    _record_view(found, "rules")
    return render(request, "authoring/rules.html", {"head": head, "page": page})


@require_safe
@permission_required("questionnaire.view")
def cases(request: HttpRequest, version_id: UUID) -> HttpResponse:
    """What each test case expects, and whether the rules give it."""
    found = stored_version(version_id)
    checked = _checked(request, found)
    _record_view(found, "test_cases")
    failed = sum(bool(case.failures) for case in checked.cases or ())
    shown = {"head": head_of(request, found), "checked": checked, "failed": failed}
    return render(request, "authoring/cases.html", shown)


@require_safe
@permission_required("questionnaire.view")
def difference(request: HttpRequest, version_id: UUID) -> HttpResponse:
    """What changed against the version before, line by line."""
    found = stored_version(version_id)
    before = followed_version(found, practice_of(request).id)
    _record_view(found, "difference")
    shown: dict[str, Any] = {"head": head_of(request, found), "before": before}
    if before is not None:
        old, new = yaml_kept(before.bundle, before.digest), yaml_kept(found.bundle, found.digest)
        shown["difference"] = difference_of(old, new)
        shown["is_before_own"] = before.practice_id is not None
        shown["are_rules_changed"] = before.rules_digest != found.rules_digest
    return render(request, "authoring/difference.html", shown)


@require_safe
@permission_required("questionnaire.view")
def download(request: HttpRequest, version_id: UUID) -> HttpResponse:
    """The file as it was uploaded; of a built-in version its document as YAML."""
    found = stored_version(version_id)
    record("questionnaire.download", action="R", entity=_entity(found), content=_content(found))
    answer = HttpResponse(text_of(found), content_type="application/yaml; charset=utf-8")
    name = f"{found.questionnaire.key}-{found.version}.yaml"
    answer["Content-Disposition"] = content_disposition_header(True, name)
    return answer


def stored_version(version_id: UUID) -> QuestionnaireVersion:
    """One that the practice in scope may see: its own or a built-in one."""
    found = versions().filter(pk=version_id).first()
    if found is None:
        raise Http404("no such questionnaire version")
    return found


def head_of(request: HttpRequest, found: QuestionnaireVersion) -> VersionHead:
    user = user_of(request)
    return version_head(
        found,
        steps_of(found, user),
        roles=roles_of(request),
        user_id=user.pk,
        is_switched_on=is_on(practice_of(request), SWITCH),
    )


def changed_page(request: HttpRequest, words: str, version_id: UUID | None = None) -> HttpResponse:
    """What was asked for would have overwritten somebody's work; nothing was done."""
    return _refused(request, _("This was changed in the meantime"), words, version_id, status=409)


def own_text_page(request: HttpRequest, words: str, version_id: UUID) -> HttpResponse:
    """Four eyes: the middleware records the refusal by its status."""
    return _refused(request, _("Somebody else must publish this"), words, version_id, status=403)


def _refused(
    request: HttpRequest, title: str, words: str, version_id: UUID | None, status: int
) -> HttpResponse:
    shown = {"title": title, "words": words, "version_id": version_id}
    return render(request, "authoring/refused.html", shown, status=status)


def _draft_to_replace(request: HttpRequest) -> QuestionnaireVersion | None:
    asked = request.GET.get("draft", "")
    try:
        found = stored_version(UUID(asked)) if asked else None
    except ValueError as error:
        raise Http404("no such draft") from error
    return found if found and found.practice_id and not found.published_at else None


def _keep(request: HttpRequest, form: UploadForm, draft: QuestionnaireVersion | None) -> HttpResponse:
    try:
        kept = upload_package(
            practice_id=practice_of(request).id,
            text=form.text,
            replaces=form.cleaned_data["replaces"],
            by=user_of(request),
            at=timezone.now(),
        )
    except PackageRefused as refusal:
        form.add_error("file", _("The file was not stored; see below what must be mended first"))
        return _upload_page(request, form, draft, refusal.faults)
    except CheckFailed as failure:
        form.add_error("file", f"{failure} {_('Nothing was stored.')}")
        return _upload_page(request, form, draft)
    except ChangedMeanwhile as change:
        return changed_page(request, str(change), draft.id if draft else None)
    except StepNotPossible as refusal:
        messages.error(request, str(refusal))
        return redirect("authoring:list")
    name = f"{kept.questionnaire.key} {kept.version}"
    if kept.status == VersionStatus.DRAFT:
        messages.success(request, _("Stored as a draft: %(name)s.") % {"name": name})
    else:
        facts = {"name": name, "state": str(STATE_WORDS[kept.status]).lower()}
        words = _("This is the text of %(name)s, which is %(state)s. Nothing was changed.")
        messages.info(request, words % facts)
    return redirect("authoring:version", kept.id)


def _upload_page(
    request: HttpRequest,
    form: UploadForm,
    draft: QuestionnaireVersion | None,
    faults: list[Fault] | tuple[Fault, ...] = (),
) -> HttpResponse:
    return render(request, "authoring/upload.html", {"form": form, "draft": draft, "faults": faults})


def _checked(request: HttpRequest, found: QuestionnaireVersion) -> Checked:
    try:
        return check_of(found, practice_of(request).id)
    except CheckFailed as failure:
        return Checked((Fault(0, "", str(failure)),))


def _record_view(found: QuestionnaireVersion, part: str) -> None:
    record("questionnaire.view", action="R", entity=_entity(found), content=_content(found), fields=[part])


def _entity(found: QuestionnaireVersion) -> tuple[str, UUID, str]:
    return ("questionnaire_version", found.id, found.version)


def _content(found: QuestionnaireVersion) -> dict[str, str]:
    return {"key": found.questionnaire.key, "digest": found.digest}
