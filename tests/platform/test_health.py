"""Do the probes tell a load balancer what it must know, in time, and nobody anything else?"""

import json
import signal
import socket
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.db import DatabaseError
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from config import checks, gunicorn, health, probes, stopping
from deploy import entrypoint
from screening.jobs.models import ScheduledRun
from tools import provision

PASSWORD = "not-to-be-seen-anywhere"
A_LONG_ONE = "p" * 24


@pytest.fixture(autouse=True)
def _nothing_remembered() -> Iterator[None]:
    for probe in probes.PROBES.values():
        probe.forget()
    yield
    stopping.take_back()


@pytest.fixture
def silent_broker(settings: Settings) -> Iterator[None]:
    """Takes connections and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        settings.CELERY_BROKER_URL = f"redis://:{PASSWORD}@127.0.0.1:{server.getsockname()[1]}/0"
        yield


@pytest.mark.django_db
def test_without_broker_and_schedule_a_process_is_ready_but_degraded(
    client: Client, settings: Settings
) -> None:
    """Screening goes on; only jobs wait."""
    settings.CELERY_BROKER_URL = "redis://127.0.0.1:1/0"  # nobody listens there

    response = client.get("/readyz")

    assert response.status_code == 200
    assert response.json() == {"ready": True, "fault": "", "degraded": ["broker", "schedule"]}


def test_a_place_that_cannot_even_be_looked_for_is_no_reason_to_raise(tmp_path: Path) -> None:
    """`Path.exists` raises where it may not look; a name too long is the one that it refuses to root as well."""
    assert probes.can_write(tmp_path / ("x" * 300) / "files")


@pytest.mark.django_db
def test_a_broker_that_hangs_does_not_hang_the_probe(client: Client, silent_broker: None) -> None:
    begun = time.monotonic()
    first = client.get("/readyz")
    took = time.monotonic() - begun
    asked_at = probes.PROBES["broker"].asked_at
    second = client.get("/readyz")

    assert "broker" in first.json()["degraded"] and "broker" in second.json()["degraded"]
    assert took < probes.BROKER_SECONDS + 3  # a busy machine is given time, a hanging broker is not
    assert probes.PROBES["broker"].asked_at == asked_at  # remembered


@pytest.mark.django_db
@pytest.mark.parametrize(("minutes", "is_degraded"), [(1, False), (6, True)])
def test_the_newest_scheduled_run_tells_whether_anything_sweeps(
    client: Client, minutes: int, is_degraded: bool
) -> None:
    at = timezone.now() - timedelta(minutes=minutes)
    ScheduledRun.objects.create(name="jobs.sweep", due_at=at, started_at=at)

    assert ("schedule" in client.get("/readyz").json()["degraded"]) is is_degraded


@pytest.mark.django_db
def test_a_full_disk_for_files_degrades_and_does_not_stop_the_clinic(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(probes, "LEAST_FREE_BYTES", 2**62)

    response = client.get("/readyz")

    assert (response.status_code, "files" in response.json()["degraded"]) == (200, True)


@pytest.mark.django_db
def test_a_process_that_cannot_write_files_never_becomes_ready(
    client: Client, settings: Settings, tmp_path: Path
) -> None:
    """A mount that was forgotten shows at the start, not with the first download."""
    (tmp_path / "file").touch()
    settings.FILES_DIR = tmp_path / "file" / "below"

    response = client.get("/readyz")

    assert (response.status_code, response.json()["fault"]) == (503, "files cannot be written")


def test_a_server_that_was_told_to_stop_is_alive_and_not_ready(client: Client) -> None:
    stopping.announce()

    assert client.get("/livez").status_code == 200
    assert client.get("/readyz").status_code == 503
    assert client.get("/readyz").json() == {"ready": False, "fault": "stopping", "degraded": []}


@pytest.mark.security
@pytest.mark.django_db
def test_the_answer_names_no_host_version_or_key(client: Client, silent_broker: None) -> None:
    response = client.get("/readyz")

    assert json.loads(response.content).keys() == {"ready", "fault", "degraded"}
    assert PASSWORD not in response.content.decode()
    assert response["Cache-Control"] == "no-store"


def test_the_first_sigterm_announces_and_the_second_stops_at_once() -> None:
    """What gunicorn's own handler does on SIGTERM is only put off."""
    stopped: list[int] = []
    before = signal.signal(signal.SIGTERM, lambda number, frame: stopped.append(number))
    try:
        gunicorn.when_ready(SimpleNamespace())
        signal.raise_signal(signal.SIGTERM)
        assert (stopping.is_announced(), stopped) == (True, [])
        assert 0 < signal.alarm(0) <= gunicorn.DRAIN_SECONDS
        signal.raise_signal(signal.SIGTERM)
        assert stopped == [signal.SIGTERM]
        signal.raise_signal(signal.SIGALRM)
        assert stopped == [signal.SIGTERM, signal.SIGTERM]
    finally:
        signal.signal(signal.SIGTERM, before)
        signal.signal(signal.SIGALRM, signal.SIG_DFL)


def test_an_unknown_step_is_answered_with_the_list(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.argv", ["entrypoint", "nonsense"])

    with pytest.raises(SystemExit, match="web: Serve.*") as refused:
        entrypoint.main()

    assert all(f"{name}: " in str(refused.value) for name in entrypoint.STEPS)


@pytest.mark.django_db
def test_serving_is_refused_while_migrations_are_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "is_behind", lambda: True)

    with pytest.raises(SystemExit, match="Not started: migrations are missing"):
        entrypoint.web()


def test_a_database_that_never_comes_is_named_after_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    """In a container the database may be seconds late; for ever is too late."""
    refused = DatabaseError
    monkeypatch.setattr(entrypoint, "DATABASE_SECONDS", -1)
    monkeypatch.setattr("django.db.OperationalError", refused)

    def refuse() -> None:
        raise refused("connection refused")

    monkeypatch.setattr("django.db.connections", {"default": SimpleNamespace(ensure_connection=refuse)})

    with pytest.raises(SystemExit, match="no database within"):
        entrypoint._wait_for_database("default")


@pytest.mark.security
@pytest.mark.parametrize(
    ("url", "found"),
    [
        ("", ["algia.W002"]),
        ("redis://broker.example:6379/0", ["algia.E005"]),
        ("rediss://user@broker.example:6379/0", ["algia.E005"]),
        ("redis://:secret@broker.example:6379/0", []),
        ("redis://127.0.0.1:6379/0", []),
        ("redis+socket:///run/broker.sock", []),
    ],
)
def test_a_broker_elsewhere_needs_a_password(settings: Settings, url: str, found: list[str]) -> None:
    """Whoever reaches the broker can hand the workers tasks."""
    settings.REDIS_URL = url

    assert [fault.id for fault in checks.broker_is_guarded()] == found


def test_files_lie_outside_the_program_where_they_can_be_written(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    found = []
    for place in (tmp_path / "files", settings.BASE_DIR / ".local" / "files", tmp_path / "file" / "below"):
        settings.FILES_DIR = place
        found.append([fault.id for fault in checks.files_have_a_place()])

    assert found == [[], ["algia.W003"], ["algia.E006"]]


@pytest.mark.security
def test_derived_keys_and_pickled_messages_are_named(settings: Settings) -> None:
    settings.AUDIT_MAC_KEYS, settings.STATISTICS_KEYS = {}, {}
    settings.CELERY_ACCEPT_CONTENT = ["json", "pickle"]

    assert [fault.id for fault in checks.keys_are_their_own()] == ["algia.W004", "algia.W005"]
    assert [fault.id for fault in checks.messages_are_json()] == ["algia.E007"]


@pytest.mark.security
@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"DATABASE_AUDITOR_URL": ""}, "DATABASE_AUDITOR_URL must be set"),
        ({"DATABASE_URL": f"postgres://postgres:{A_LONG_ONE}@/algia"}, 'signs in as "postgres"'),
        ({"DATABASE_URL": "postgres://algia_app:short@/algia"}, "must be 16 or more"),
        ({"DATABASE_URL": f"postgres://algia_app:{A_LONG_ONE}'; DROP@/algia"}, "must be 16 or more"),
    ],
)
def test_roles_are_not_made_from_what_does_not_fit(changed: dict[str, str], reason: str) -> None:
    """The passwords stand between quotes in SQL: what could end the quotes is refused before."""
    fine = {
        "DATABASE_SUPERUSER_URL": "postgres://postgres:x@/postgres",
        "DATABASE_URL": f"postgres://algia_app:{A_LONG_ONE}@/algia",
        "DATABASE_OWNER_URL": f"postgres://algia_owner:{A_LONG_ONE}@/algia",
        "DATABASE_MAINT_URL": f"postgres://algia_maint:{A_LONG_ONE}@/algia",
        "DATABASE_AUDITOR_URL": f"postgres://algia_auditor:{A_LONG_ONE}@/algia",
    }

    with pytest.raises(provision.NotProvisioned, match=reason):
        provision.provision(fine | changed)
