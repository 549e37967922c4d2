"""How does the web server run? Read by `gunicorn -c python:config.gunicorn`; WEB_CONCURRENCY sets its processes."""

import signal
from functools import partial
from pathlib import Path
from types import FrameType
from typing import Any

from config import stopping

wsgi_app = "config.wsgi:application"
bind = "0.0.0.0:8000"
preload_app = True  # loaded once and shared; config/wsgi.py closes its connection before the fork
worker_class = "gthread"
threads = 4  # a slow download holds a thread, not a process
timeout = 30
graceful_timeout = 30
keepalive = 5
max_requests = 5000
max_requests_jitter = 500
limit_request_line = 4094
control_socket_disable = True  # it would be made below $HOME
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # a heartbeat must not wait for a disk
accesslog = "-"
# The path without its query, no address and no referer: what is typed or searched for stays out of the log.
access_log_format = '{"method": "%(m)s", "path": "%(U)s", "status": %(s)s, "bytes": %(B)s, "ms": %(M)s}'
DRAIN_SECONDS = 5  # time for a load balancer to see the 503 before connections are refused


def when_ready(server: Any) -> None:
    """Put the announcement before what SIGTERM does already."""
    stop = signal.getsignal(signal.SIGTERM)
    signal.signal(signal.SIGTERM, partial(_announce_and_stop_soon, stop))


def _announce_and_stop_soon(stop: Any, number: int, frame: FrameType | None) -> None:
    """The first SIGTERM turns /readyz to 503 and stops after DRAIN_SECONDS, a second one stops at once."""
    if stopping.is_announced():
        stop(number, frame)
        return
    stopping.announce()
    signal.signal(signal.SIGALRM, lambda *_: stop(signal.SIGTERM, None))
    signal.alarm(DRAIN_SECONDS)
