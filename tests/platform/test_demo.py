"""Does a fresh clone come up with one command, and stop when told?"""

import os
import re
import signal
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tools.localdb import cluster
from tools.localdb.places import ROOT, places

pytestmark = pytest.mark.slow
FIRST_RUN_SECONDS = 300
SECOND_RUN_SECONDS = 60  # under 10 on a machine that does nothing else


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    target = tmp_path_factory.mktemp("a fresh") / "clone of it"
    subprocess.run(["git", "clone", "--quiet", str(ROOT), str(target)], check=True)
    yield target
    cluster.remove(places(target))


@contextmanager
def demo(clone: Path, within: float) -> Iterator[str]:
    """The address of a running demo."""
    env = {name: value for name, value in os.environ.items() if not name.startswith("DATABASE")}  # noqa: TID251
    output = clone / "demo.out"
    with output.open("w") as sink:
        process = subprocess.Popen(
            ["make", "demo"], cwd=clone, env=env, stdout=sink, stderr=sink, start_new_session=True
        )
    deadline = time.monotonic() + within
    try:
        while not (found := re.search(r"ready: (http://localhost:\d+)", output.read_text())):
            assert process.poll() is None and time.monotonic() < deadline, output.read_text()
            time.sleep(0.1)
        yield found[1]
    finally:
        os.killpg(process.pid, signal.SIGINT)
        process.wait(timeout=30)


def test_a_fresh_clone_serves_with_one_command_stops_and_serves_again(clone: Path) -> None:
    with demo(clone, FIRST_RUN_SECONDS) as address:
        with urllib.request.urlopen(f"{address}/accounts/login/") as page:
            assert page.status == 200
        assert "@" in (clone / "demo.out").read_text(), "the sign-ins are printed"

    with pytest.raises(OSError, match="refused"):
        urllib.request.urlopen(f"{address}/livez")
    assert not cluster.describe(places(clone)).startswith("running")

    with demo(clone, SECOND_RUN_SECONDS) as address, urllib.request.urlopen(f"{address}/readyz") as page:
        assert page.status == 200
