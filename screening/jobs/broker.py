"""How is a worker told that a job waits, without ever keeping a request waiting?"""

import time
from threading import Thread
from uuid import UUID

import structlog
from celery import current_app

log = structlog.get_logger(__name__)

PATIENCE_SECONDS = 0.5
SILENCE_SECONDS = 30.0  # after a failure this process leaves the broker alone for so long
_silent_until = 0.0


def nudge(kind: str, practice_id: UUID, job_id: UUID) -> bool:
    """
    Try to hand the job to the broker; whether that is known to have worked.

    Never raises, and takes no longer than PATIENCE_SECONDS: in a thread, because looking up the broker's
    name has no time limit of its own. What is not sent now, the sweep sends later.
    """
    global _silent_until
    if time.monotonic() < _silent_until:
        return False
    sent: list[bool] = []
    sender = Thread(target=_send, args=(kind, practice_id, job_id, sent), daemon=True)
    sender.start()
    sender.join(PATIENCE_SECONDS)
    if not sent:
        _silent_until = time.monotonic() + SILENCE_SECONDS
        log.warning("broker unreachable: the sweep will send the job", job=str(job_id))
    return bool(sent)


def forget_failures() -> None:
    """Try the broker again at once."""
    global _silent_until
    _silent_until = 0.0


def _send(kind: str, practice_id: UUID, job_id: UUID, sent: list[bool]) -> None:
    try:
        current_app.send_task(kind, args=[str(practice_id), str(job_id)], retry=False, ignore_result=True)
    except Exception as error:
        log.info("the broker refused a message", error=type(error).__name__)
    else:
        sent.append(True)
