"""May this process serve patients? Not with a temporary key or a role above row-level security."""

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection


class UnfitToServe(ImproperlyConfigured):
    """The process would serve, but not safely; the message says what to change."""


def check_fit_to_serve() -> None:
    """Raises UnfitToServe, or OperationalError while the database cannot be reached."""
    if settings.SECRET_KEY_IS_TEMPORARY:
        raise UnfitToServe(
            "SECRET_KEY is not set: sessions would end with this process. Set it, see .env.example."
        )
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolname, rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user")
        role, is_privileged = cursor.fetchone()
    if is_privileged:
        raise UnfitToServe(
            f'DATABASE_URL signs in as "{role}", a superuser or a role with BYPASSRLS, for whom the walls '
            "between practices do not stand. Serve as algia_app; `make demo` makes that role and its URL."
        )
