"""Is this process alive, and can it take work? Answers before sessions, so also without a database."""

from collections.abc import Callable

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse

from config import probes, stopping
from config.serving import UnfitToServe, check_fit_to_serve


class HealthProbes:
    """
    /livez: the process answers.

    /readyz: 503 with a fault while it must get no requests; 200 while it may, naming what is degraded.
    Neither names a host, a version or a key: anybody may ask.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self.was_ready = False

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path_info == "/livez":
            return HttpResponse("alive", content_type="text/plain")
        if request.path_info == "/readyz":
            return self._readiness()
        return self.get_response(request)

    def _readiness(self) -> JsonResponse:
        fault = "stopping" if stopping.is_announced() else self._fault()
        answer = {"ready": not fault, "fault": fault, "degraded": [] if fault else probes.degraded()}
        return JsonResponse(answer, status=503 if fault else 200, headers={"Cache-Control": "no-store"})

    def _fault(self) -> str:
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1")
            if not self.was_ready:
                check_fit_to_serve()
                if is_behind():
                    return "migrations are missing"
                if not probes.can_write(settings.FILES_DIR):
                    return "files cannot be written"
        except UnfitToServe:
            return "not fit to serve"
        except DatabaseError:
            return "the database cannot be reached"
        self.was_ready = True
        return ""


def is_behind() -> bool:
    """Whether a migration of this code is not yet in the database."""
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
