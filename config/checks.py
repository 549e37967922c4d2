"""Is this installation fit for patients? What `check --deploy` asks beyond Django's own list."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.core.checks import Warning as DeploymentWarning

from config.probes import can_write

SHORTEST_KEY = 32
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
        is_local = all(each in LOCAL_HOSTS or each.startswith("/") for each in host.split(","))
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


@register(Tags.security, deploy=True)
def broker_is_guarded(**kwargs: Any) -> list[CheckMessage]:
    """Who reaches the broker can hand the workers tasks."""
    if not settings.REDIS_URL:
        return [
            DeploymentWarning(
                "REDIS_URL is not set: downloads and exports wait.", hint="Name a broker.", id="algia.W002"
            )
        ]
    address = urlsplit(settings.REDIS_URL)
    if "socket" in address.scheme or (address.hostname or "") in LOCAL_HOSTS or address.password:
        return []
    return [Error("The broker takes no password.", hint="redis://:PASSWORD@host/0", id="algia.E005")]


@register(Tags.security, deploy=True)
def messages_are_json(**kwargs: Any) -> list[CheckMessage]:
    if settings.CELERY_ACCEPT_CONTENT == ["json"]:
        return []
    return [Error("Workers unpack more than JSON.", hint="CELERY_ACCEPT_CONTENT = ['json']", id="algia.E007")]


@register(Tags.security, deploy=True)
def files_have_a_place(**kwargs: Any) -> list[CheckMessage]:
    faults: list[CheckMessage] = []
    if not can_write(settings.FILES_DIR):
        hint = "Make the directory and give it to the user of the web processes and workers."
        faults.append(Error("FILES_DIR cannot be written.", hint=hint, id="algia.E006"))
    if settings.FILES_DIR.resolve().is_relative_to(settings.BASE_DIR):
        hint = "Set FILES_DIR to a private directory that web processes and workers share."
        fault = DeploymentWarning("FILES_DIR lies inside the program.", hint=hint, id="algia.W003")
        faults.append(fault)
    return faults


@register(Tags.security, deploy=True)
def keys_are_their_own(**kwargs: Any) -> list[CheckMessage]:
    """Derived ones hang on SECRET_KEY, and change with it."""
    faults: list[CheckMessage] = []
    if not settings.AUDIT_MAC_KEYS:
        words = (
            "AUDIT_MAC_KEYS is not set: with another SECRET_KEY old audit events cannot be proved genuine."
        )
        faults.append(DeploymentWarning(words, hint="See .env.example.", id="algia.W004"))
    if not settings.STATISTICS_KEYS:
        words = "STATISTICS_KEY is not set: whoever knows SECRET_KEY can take the rounding off exports."
        faults.append(DeploymentWarning(words, hint="See .env.example.", id="algia.W005"))
    return faults


@register(Tags.security, deploy=True)
def keys_are_long(**kwargs: Any) -> list[CheckMessage]:
    """A short key is found by trying all, and then the counts or the proofs made with it are anybody's."""
    asked = (
        ("STATISTICS_KEY", settings.STATISTICS_KEYS, "algia.E008"),
        ("AUDIT_MAC_KEYS", settings.AUDIT_MAC_KEYS, "algia.E009"),
    )
    return [
        Error(
            f'{name} "{key_id}" has fewer than {SHORTEST_KEY} characters.', hint="See .env.example.", id=fault
        )
        for name, keys, fault in asked
        for key_id, key in keys.items()
        if len(key) < SHORTEST_KEY
    ]
