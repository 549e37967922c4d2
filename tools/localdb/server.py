"""How is a program of the server run? As the cluster's user, with its output in a file."""

import subprocess
import time
from pathlib import Path

from tools.localdb.binaries import find_binaries, run
from tools.localdb.client import client_environment
from tools.localdb.places import LocalDbError, Places

START_SECONDS = 120  # a long crash recovery is no failure


def start_server(places: Places) -> None:
    deadline = time.monotonic() + START_SECONDS
    while is_running(places):  # it may be recovering, or about to vanish from the list after a kill
        if _answers(places):
            return
        if time.monotonic() > deadline:
            raise LocalDbError(f"The server runs but does not answer (log: {places.log})")
        time.sleep(0.1)
    if _main_process_is_a_zombie(places):
        # Its lock files would make the new server take it for a living one.
        for lock in (places.data / "postmaster.pid", *places.sockets.glob(".s.PGSQL.*")):
            lock.unlink(missing_ok=True)
    places.make_private(places.sockets)
    options = f"-c unix_socket_directories='{places.sockets}' -c listen_addresses=''"
    pg_ctl(places, "start", "-w", "-l", str(places.log), "-t", str(START_SECONDS), "-o", options)


def stop_server(places: Places) -> bool:
    """Whether there was a running server to stop."""
    if not is_running(places):
        return False
    pg_ctl(places, "stop", "-m", "fast", "-t", str(START_SECONDS))
    return True


def is_running(places: Places) -> bool:
    if not places.has_data() or _main_process_is_a_zombie(places):
        return False
    try:
        pg_ctl(places, "status")
    except LocalDbError:
        return False
    return True


def pg_ctl(places: Places, action: str, *arguments: str) -> None:
    run_server_program(places, "pg_ctl", "-D", str(places.data), action, *arguments)


def _answers(places: Places) -> bool:
    program = find_binaries(places, places.data_major()) / "pg_isready"
    return subprocess.run([program, "-q", "-h", places.sockets], env=client_environment("")).returncode == 0


def _main_process_is_a_zombie(places: Places) -> bool:
    """Killed, but not yet taken off the list by its parent, as in a container without an init process."""
    try:
        number = (places.data / "postmaster.pid").read_text().split()[0]
        state = Path("/proc", number, "stat").read_text().rpartition(") ")[2]
    except (OSError, IndexError):
        return False
    return state.startswith("Z")


def run_server_program(places: Places, name: str, *arguments: str) -> None:
    program = find_binaries(places, places.data_major()) / name
    # Output goes to a file: a server that kept our pipe would keep us waiting for its end.
    output = places.state / f"{name}.out"
    with output.open("w") as sink:
        try:
            run(
                program,
                *arguments,
                run_as=places.run_as,
                capture_output=False,
                stdin=subprocess.DEVNULL,
                stdout=sink,
                stderr=subprocess.STDOUT,
            )
        except subprocess.CalledProcessError:
            tail = " / ".join(output.read_text().strip().splitlines()[-5:])
            raise LocalDbError(f"{name} failed: {tail} (log: {places.log})") from None
