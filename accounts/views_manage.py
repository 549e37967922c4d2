"""What does the manager of a practice see and send? Its people, their roles, and its switches."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.actions import (
    LastManager,
    NoLongerManager,
    RolesChanged,
    add_colleague,
    check_keeps_a_manager,
    set_roles,
    set_switch,
)
from accounts.forms import ColleagueForm, RolesForm, SwitchForm
from accounts.members import Member, UnknownMember, member, members
from accounts.models import Role
from accounts.permissions import permission_required
from accounts.requests import practice_of, user_of
from accounts.switches import SWITCHES, UnknownSwitch, is_on
from screening.audit.record import record

FORM_METHODS = ["GET", "HEAD", "POST"]


@require_safe
@permission_required("practice.manage")
def manage(request: HttpRequest) -> HttpResponse:
    """The members and the switches, with the way to the jobs."""
    people = members()
    practice = practice_of(request)
    switches = [{"switch": each, "is_on": is_on(practice, each.key)} for each in SWITCHES.values()]
    _record_view(request, [str(person.user.id) for person in people])
    return render(request, "accounts/manage.html", {"people": people, "switches": switches})


@require_http_methods(FORM_METHODS)
@permission_required("practice.manage")
def person(request: HttpRequest, user_id: UUID) -> HttpResponse:
    """The roles of one member."""
    who = _member(user_id)
    form = RolesForm(member=who, data=request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        answer = _save_roles(request, form)
        if answer is not None:
            return answer
    return _page(request, "accounts/person.html", form)


@require_http_methods(FORM_METHODS)
@permission_required("practice.manage")
def add(request: HttpRequest) -> HttpResponse:
    """Somebody new; the answer is the same whether Algia knew the e-mail address or not."""
    form = ColleagueForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            add_colleague(practice_id=practice_of(request).id, by=user_of(request), **form.cleaned_data)
        except NoLongerManager as refusal:
            raise PermissionDenied(str(refusal)) from refusal
        messages.success(
            request,
            _(
                "%(email)s belongs to the practice."
                " Somebody who has no password yet gets one as the note below the list says."
            )
            % {"email": form.cleaned_data["email"]},
        )
        return redirect("accounts:manage")
    return render(request, "accounts/add.html", {"form": form})


@require_POST
@permission_required("practice.manage")
def switch_feature(request: HttpRequest, key: str) -> HttpResponse:
    """Turn one thing on or off."""
    form = SwitchForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Nothing was changed: the page arrived incomplete."))
        return redirect("accounts:manage")
    on = form.cleaned_data["on"]
    try:
        set_switch(practice_id=practice_of(request).id, key=key, on=on, by=user_of(request))
    except UnknownSwitch as error:
        raise Http404(f"no switch {error}") from error
    except NoLongerManager as refusal:
        raise PermissionDenied(str(refusal)) from refusal
    words = _("%(switch)s: turned on.") if on else _("%(switch)s: turned off.")
    messages.success(request, words % {"switch": SWITCHES[key].title})
    return redirect("accounts:manage")


def _save_roles(request: HttpRequest, form: RolesForm) -> HttpResponse | None:
    """The answer to valid roles; None where the form, with its new error, is to be shown again."""
    who, roles = form.member, form.wanted
    try:
        check_keeps_a_manager(who, roles)
        if form.must_be_confirmed(user_of(request)):
            return _page(request, "accounts/confirm_roles.html", form)
        _set_roles(request, form)
    except LastManager as refusal:
        form.add_error("roles", str(refusal))
        return None
    except RolesChanged as refusal:
        messages.error(request, _("%(why)s Nothing was changed. These are the roles now.") % {"why": refusal})
        return _page(request, "accounts/person.html", RolesForm(member=who), status=409)
    has_left_this_page = who.user == request.user and Role.MANAGER not in roles
    words = _("%(name)s: the roles were saved.") if roles else _("%(name)s: removed from the practice.")
    messages.success(request, words % {"name": who.called})
    return redirect("accounts:home" if has_left_this_page else "accounts:manage")


def _set_roles(request: HttpRequest, form: RolesForm) -> None:
    try:
        set_roles(
            practice_id=practice_of(request).id,
            user_id=form.member.user.id,
            roles=form.wanted,
            seen=form.shown_before,
            by=user_of(request),
        )
    except NoLongerManager as refusal:
        raise PermissionDenied(str(refusal)) from refusal
    except UnknownMember as error:
        raise Http404(str(error)) from error


def _page(request: HttpRequest, template: str, form: RolesForm, status: int = 200) -> HttpResponse:
    """One of the two pages about a member; that it was looked at is on record."""
    who = form.member
    _record_view(request, [str(who.user.id)])
    shown = {"form": form, "member": who, "is_self": who.user == request.user}
    return render(request, template, shown, status=status)


def _member(user_id: UUID) -> Member:
    try:
        return member(user_id)
    except UnknownMember as error:
        raise Http404(str(error)) from error


def _record_view(request: HttpRequest, ids: list[str]) -> None:
    record("practice.view", action="R", entity=("practice", practice_of(request).id, None), fields=ids)
