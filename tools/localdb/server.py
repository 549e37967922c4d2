"""How is a program of the server run? As the cluster's user, with its output in a file."""

import subprocess

from tools.localdb.binaries import find_binaries, run
from tools.localdb.places import LocalDbError, Places

START_SECONDS = 120  # a long crash recovery is no failure


def start_server(places: Places) -> None:
    if is_running(places):
        return
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
    if not places.has_data():
        return False
    try:
        pg_ctl(places, "status")
    except LocalDbError:
        return False
    return True


def pg_ctl(places: Places, action: str, *arguments: str) -> None:
    run_server_program(places, "pg_ctl", "-D", str(places.data), action, *arguments)


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
