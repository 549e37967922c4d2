"""Do the demo's broker and processes come up, and go without leaving anything behind?"""

import os
import time
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from redis import Redis

from tools import broker, processes
from tools.broker import PrivateBroker, broker_url
from tools.processes import Process, started, wait_for_an_end, wait_until
from tools.say import Failure

PARENT = ["sh", "-c", "sleep 600 & echo $! && exec sleep 600"]


@pytest.fixture(autouse=True)
def logs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(broker, "LOGS", tmp_path)
    monkeypatch.setattr(processes, "LOGS", tmp_path)
    monkeypatch.delenv("REDIS_URL", raising=False)


def is_alive(number: int) -> bool:
    """A zombie that nobody has taken off the list yet is dead."""
    try:
        return Path(f"/proc/{number}/stat").read_text().rpartition(") ")[2][0] != "Z"
    except OSError:
        return False


def is_soon_dead(number: int) -> bool:
    """The kernel takes a moment over a kill."""
    deadline = time.monotonic() + 5
    while is_alive(number) and time.monotonic() < deadline:
        time.sleep(0.01)
    return not is_alive(number)


def child_of(process: Process) -> int:
    while not (written := process.log.read_text()):
        time.sleep(0.01)
    return int(written)


@pytest.mark.parametrize("on_path", [broker.ON_PATH, ()], ids=["whatever is there", "from the wheel"])
def test_a_private_broker_is_reached_by_its_socket_alone_and_vanishes(
    monkeypatch: pytest.MonkeyPatch, on_path: tuple[str, ...]
) -> None:
    monkeypatch.setattr(broker, "ON_PATH", on_path)
    with broker_url() as env:
        socket = Path(urlsplit(env["REDIS_URL"]).path)
        with Redis(unix_socket_path=str(socket)) as client:
            assert client.set("key", "value")
            assert [int(port) for port in client.config_get("port").values()] == [0]
        assert socket.parent.stat().st_mode & 0o777 == 0o700
        assert len(os.fsencode(socket)) <= 107

    assert not socket.parent.exists()


def test_a_broker_that_is_handed_in_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REDIS_URL", "rediss://broker.example:6380/1")

    with broker_url() as env:
        assert env == {"REDIS_URL": "rediss://broker.example:6380/1"}


def test_a_broker_that_does_not_start_is_a_failure_that_names_its_log(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(broker, "_program", lambda: "/bin/false")

    with pytest.raises(Failure, match=r"broker\.log"):
        PrivateBroker(tmp_path).start()


def test_a_process_and_its_children_end_with_the_block() -> None:
    with started("parent", PARENT, os.environ) as process:  # noqa: TID251
        child = child_of(process)
        assert is_alive(child)

    assert not is_alive(process.running.pid)
    assert is_soon_dead(child)


def test_when_one_process_dies_it_is_said_which() -> None:
    with (
        pytest.raises(Failure, match=r"no more[\s\S]*'short'.*exit code 3"),
        started("long", PARENT, os.environ) as long,  # noqa: TID251
        started("short", ["sh", "-c", "echo no more; exit 3"], os.environ) as short,  # noqa: TID251
    ):
        wait_for_an_end((long, short))

    assert long.running.poll() is not None


def test_waiting_for_what_never_comes_has_an_end() -> None:
    with started("parent", PARENT, os.environ) as process, pytest.raises(Failure, match="not ready"):  # noqa: TID251
        wait_until((process,), lambda: False, 0.3)
