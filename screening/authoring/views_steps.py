"""How are the steps of a version taken: a page that says what will happen, then one press?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from accounts.permissions import permission_required
from accounts.requests import practice_of, user_of
from screening.authoring import actions
from screening.authoring.alone import CheckFailed
from screening.authoring.forms import ReasonForm, SeenForm
from screening.authoring.shelf import Usage, usages
from screening.authoring.step_rows import ChangedMeanwhile, StepNotPossible
from screening.authoring.views import changed_page, head_of, own_text_page, stored_version
from screening.questionnaires.models import QuestionnaireVersion


@dataclass(frozen=True)
class Step:
    """One step: its name among the acts, its heading, the words on its button, the words when done."""

    act: str
    title: str | Promise
    button: str | Promise
    done: str | Promise
    form: type[SeenForm] = SeenForm
    is_warning: bool = False


PUBLISH = Step(
    "publish",
    gettext_lazy("Publish"),
    gettext_lazy("Publish this version"),
    gettext_lazy("Published. New screenings begin on it."),
)
SEND_BACK = Step(
    "send_back",
    gettext_lazy("Send back"),
    gettext_lazy("Send back to its author"),
    gettext_lazy("Sent back to its author."),
    ReasonForm,
)
RETIRE = Step(
    "retire",
    gettext_lazy("Retire"),
    gettext_lazy("Retire this version"),
    gettext_lazy("Retired. No new screening begins on it."),
    ReasonForm,
    True,
)
WITHDRAW = Step(
    "withdraw",
    gettext_lazy("Withdraw"),
    gettext_lazy("Withdraw this version"),
    gettext_lazy("Withdrawn. No new screening begins on it."),
    ReasonForm,
    True,
)
DELETE = Step(
    "delete",
    gettext_lazy("Delete"),
    gettext_lazy("Delete this draft"),
    gettext_lazy("The draft was deleted."),
    SeenForm,
    True,
)


@require_http_methods(["POST"])
@permission_required("questionnaire.write")
def draft(request: HttpRequest, version_id: UUID) -> HttpResponse:
    """The next version, begun from this one."""
    source = stored_version(version_id)
    try:
        made = actions.make_draft(
            source_id=source.id, practice_id=practice_of(request).id, by=user_of(request), at=timezone.now()
        )
    except StepNotPossible as refusal:
        messages.error(request, str(refusal))
        return redirect("authoring:version", source.id)
    messages.success(
        request,
        _("Draft %(version)s was made. Download its file, change it, and upload it from here.")
        % {"version": made.version},
    )
    return redirect("authoring:version", made.id)


@require_http_methods(["POST"])
@permission_required("questionnaire.write")
def review(request: HttpRequest, version_id: UUID) -> HttpResponse:
    """From the author to the publishers."""
    found = stored_version(version_id)
    form = SeenForm(request.POST)
    if not form.is_valid():
        return changed_page(request, _("The page arrived incomplete. Nothing was done."), found.id)
    return _take(
        request, found, _("Sent to review. Somebody else with the publisher role can publish it."), form,
        actions.send_to_review,
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("questionnaire.publish")
def publish(request: HttpRequest, version_id: UUID) -> HttpResponse:
    return _step(request, version_id, PUBLISH, actions.publish)


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("questionnaire.publish")
def send_back(request: HttpRequest, version_id: UUID) -> HttpResponse:
    return _step(request, version_id, SEND_BACK, actions.send_back)


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("questionnaire.publish")
def retire(request: HttpRequest, version_id: UUID) -> HttpResponse:
    return _step(request, version_id, RETIRE, actions.retire)


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("questionnaire.publish")
def withdraw(request: HttpRequest, version_id: UUID) -> HttpResponse:
    return _step(request, version_id, WITHDRAW, actions.withdraw)


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("questionnaire.write")
def delete(request: HttpRequest, version_id: UUID) -> HttpResponse:
    return _step(request, version_id, DELETE, _delete)


def _delete(*, at: Any, **asked: Any) -> None:
    actions.delete_draft(**asked)


def _step(request: HttpRequest, version_id: UUID, step: Step, take: Callable[..., Any]) -> HttpResponse:
    """Ask first; then take the step on what was shown when asking."""
    found = stored_version(version_id)
    if found.practice_id is None:
        raise Http404("a built-in version belongs to no practice")
    form = step.form(request.POST if request.method == "POST" else None, initial={"seen": found.digest})
    if request.method == "POST" and form.is_valid():
        return _take(request, found, str(step.done), form, take)
    head = head_of(request, found)
    if step.act not in head.acts and request.method != "POST":
        messages.info(
            request,
            _("This version is %(state)s; this step is not possible now.") % {"state": head.state.lower()},
        )
        return redirect("authoring:version", found.id)
    used = usages([found.id]).get(found.id, Usage())
    shown = {"head": head, "step": step, "form": form, "usage": used}
    return render(request, "authoring/step.html", shown)


def _take(
    request: HttpRequest, found: QuestionnaireVersion, done: str, form: SeenForm, take: Callable[..., Any]
) -> HttpResponse:
    try:
        take(version_id=found.id, by=user_of(request), at=timezone.now(), **form.cleaned_data)
    except QuestionnaireVersion.DoesNotExist as error:
        raise Http404("no such draft") from error
    except ChangedMeanwhile as change:
        return changed_page(request, str(change), found.id)
    except actions.OwnText as refusal:
        return own_text_page(request, str(refusal), found.id)
    except (StepNotPossible, CheckFailed) as refusal:
        messages.error(request, str(refusal))
        return redirect("authoring:version", found.id)
    messages.success(request, done)
    return redirect("authoring:list") if take is _delete else redirect("authoring:version", found.id)
