"""Where does somebody arrive after signing in, and for which practice do they work?"""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.current import NotAMember, choose_practice, practices_of
from accounts.forms import PracticeForm
from accounts.models import Role
from accounts.permissions import permission_required
from accounts.requests import practice_of, roles_of, user_of
from accounts.roles import EXPLANATIONS, first_page
from screening.audit.record import record


@require_safe
@login_required
def home(request: HttpRequest) -> HttpResponse:
    """To where the person's work is; somebody without a role has none yet."""
    page = first_page(roles_of(request))
    return redirect(page) if page else render(request, "accounts/home.html")


def no_addresses_here(request: HttpRequest) -> HttpResponse:
    """allauth's page for one's own e-mail addresses: a sign-in address is the practice manager's affair."""
    raise Http404


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("practice.work")
def switch(request: HttpRequest) -> HttpResponse:
    """Change the practice that everything seen and recorded belongs to."""
    form = PracticeForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        chosen = form.cleaned_data["practice"]
        try:
            choose_practice(user_of(request), request.session, chosen)
        except NotAMember as refusal:
            raise PermissionDenied(str(refusal)) from refusal
        change = {"practice": [str(practice_of(request).id), str(chosen)]}
        record("session.switch", action="E", entity=("practice", chosen, None), change=change)
        messages.success(request, _("The practice was changed."))
        return redirect("accounts:home")
    shown = {"form": form, "practices": practices_of(user_of(request))}
    return render(request, "accounts/switch.html", shown)


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """What Algia is, what it is not, and how a result comes about."""
    roles = [{"label": role.label, "explanation": EXPLANATIONS[role]} for role in Role]
    return render(request, "accounts/about.html", {"roles": roles})
