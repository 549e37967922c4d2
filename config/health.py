"""Is this process alive, and can it take work? Answers before sessions, so also without a database."""

from collections.abc import Callable

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse

from config.serving import UnfitToServe, check_fit_to_serve


class HealthProbes:
    """/livez: the process answers. /readyz: database, role and migrations are as they must be."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self.was_ready = False

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path_info == "/livez":
            return HttpResponse("alive", content_type="text/plain")
        if request.path_info == "/readyz":
            fault = self._fault()
            return JsonResponse({"ready": not fault, "fault": fault}, status=503 if fault else 200)
        return self.get_response(request)

    def _fault(self) -> str:
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1")
            if not self.was_ready:
                check_fit_to_serve()
                if _is_behind():
                    return "migrations are missing"
        except UnfitToServe:
            return "not fit to serve"
        except DatabaseError:
            return "the database cannot be reached"
        self.was_ready = True
        return ""


def _is_behind() -> bool:
    """Whether a migration of this code is not yet in the database."""
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
