"""Is this installation fit for patients? What `check --deploy` asks beyond Django's own list."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.core.checks import Warning as DeploymentWarning

LOCAL_HOSTS = ("", "localhost", "127.0.0.1", "::1")


@register(Tags.security, deploy=True)
def demo_is_off(**kwargs: Any) -> list[CheckMessage]:
    if not settings.DEMO:
        return []
    return [Error("DEMO=1 is for synthetic patients on one machine.", hint="Unset DEMO.", id="algia.E001")]


@register(Tags.security, deploy=True)
def secret_key_is_set(**kwargs: Any) -> list[CheckMessage]:
    if not settings.SECRET_KEY_IS_TEMPORARY:
        return []
    return [Error("SECRET_KEY is not set.", hint="Set it in the environment.", id="algia.E002")]


@register(Tags.security, deploy=True)
def hosts_are_named(**kwargs: Any) -> list[CheckMessage]:
    if "*" not in settings.ALLOWED_HOSTS:
        return []
    return [Error("ALLOWED_HOSTS allows every host name.", hint="Name the hosts.", id="algia.E003")]


@register(Tags.security, deploy=True)
def database_link_is_verified(**kwargs: Any) -> list[CheckMessage]:
    faults: list[CheckMessage] = []
    for alias, database in settings.DATABASES.items():
        host = database.get("HOST") or database.get("OPTIONS", {}).get("host", "")
        is_local = host in LOCAL_HOSTS or host.startswith("/")
        if not is_local and database.get("OPTIONS", {}).get("sslmode") != "verify-full":
            hint = "Add ?sslmode=verify-full to its URL."
            faults.append(
                Error(f'Database "{alias}" is reached without verified TLS.', hint=hint, id="algia.E004")
            )
    return faults


@register(Tags.security, deploy=True)
def sign_in_limits_are_shared(**kwargs: Any) -> list[CheckMessage]:
    if "LocMem" not in settings.CACHES["default"]["BACKEND"]:
        return []
    hint = "Set CACHE_DIR to a private directory."
    return [
        DeploymentWarning("Sign-in limits are counted in each process alone.", hint=hint, id="algia.W001")
    ]
