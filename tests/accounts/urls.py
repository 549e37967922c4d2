"""Which addresses does the middleware meet in its tests? One view for each way a request can end."""

from contextlib import suppress

from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.template import engines
from django.template.response import TemplateResponse
from django.urls import include, path

from accounts.models import Practice
from accounts.permissions import permission_required
from accounts.scope import current_practice_id
from screening.audit.record import record
from screening.encounters.models import Subject
from tests.factories import SubjectFactory

COUNT = "{{ subjects.count }} in scope, {{ one_more }}"


def _write(request: HttpRequest) -> None:
    SubjectFactory(practice=request.practice, reference="written by the view")  # type: ignore[attr-defined]
    record("assessment.view", action="R")


def where(request: HttpRequest) -> JsonResponse:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('algia.practice', true), current_setting('algia.user', true)")
        practice, user = cursor.fetchone()
    return JsonResponse({"practice": practice, "user": user, "roles": sorted(request.roles)})  # type: ignore[attr-defined]


def deferred(request: HttpRequest) -> TemplateResponse:
    def one_more() -> str:
        _write(request)
        return "one written while rendering"

    template = engines["django"].from_string(COUNT)
    return TemplateResponse(request, template, {"subjects": Subject.objects.all(), "one_more": one_more})


def ends(request: HttpRequest, status: int) -> HttpResponse:
    _write(request)
    return HttpResponse(f"ended with {status}", status=status)


def raises_404(request: HttpRequest, response_id: object) -> HttpResponse:
    _write(request)
    raise Http404("no such screening")


def raises_403(request: HttpRequest) -> HttpResponse:
    _write(request)
    raise PermissionDenied("not yours")


def breaks(request: HttpRequest) -> HttpResponse:
    _write(request)
    raise RuntimeError("broken on purpose")


def breaks_while_rendering(request: HttpRequest) -> TemplateResponse:
    def one_more() -> str:
        _write(request)
        raise RuntimeError("broken on purpose")

    template = engines["django"].from_string(COUNT)
    return TemplateResponse(request, template, {"one_more": one_more})


def is_missing_its_audit_row(request: HttpRequest) -> HttpResponse:
    record("assessment.view", action="R", practice=Practice().id)
    return HttpResponse("patient data that nobody is known to have seen")


def swallows_a_database_error(request: HttpRequest) -> HttpResponse:
    _write(request)
    with suppress(DatabaseError), connection.cursor() as cursor:
        cursor.execute("SELECT 1 / 0")
    return HttpResponse("all is well, says the view")


def swallows_a_broken_block(request: HttpRequest) -> HttpResponse:
    _write(request)
    with suppress(ZeroDivisionError), transaction.atomic(savepoint=False):
        _ = 1 / 0
    return HttpResponse("all is well, says the view")


def is_in_a_transaction(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"in_transaction": transaction.get_connection().in_atomic_block})


@permission_required("screening.fill")
def clinicians_only(request: HttpRequest) -> HttpResponse:
    return HttpResponse(str(current_practice_id()))


urlpatterns = [
    path("accounts/", include("allauth.urls")),
    path("where/", where),
    path("deferred/", deferred),
    path("ends/<int:status>/", ends),
    path("screenings/<uuid:response_id>/", raises_404, name="one"),
    path("forbidden/", raises_403),
    path("breaks/", breaks),
    path("breaks-while-rendering/", breaks_while_rendering),
    path("unaudited/", is_missing_its_audit_row),
    path("swallows/", swallows_a_database_error),
    path("swallows-block/", swallows_a_broken_block),
    path("transaction/", is_in_a_transaction),
    path("clinicians/", clinicians_only, name="clinicians"),
]


def plain_refusal(request: HttpRequest, exception: Exception) -> HttpResponse:
    return HttpResponse("refused", status=403 if isinstance(exception, PermissionDenied) else 404)


handler403 = handler404 = plain_refusal
