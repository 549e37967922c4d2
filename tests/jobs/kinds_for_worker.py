"""What does the worker of the tests have to do? Write one file in many small steps, long enough to be killed."""

import hashlib
import os
import time
from collections.abc import Sequence
from pathlib import Path

from screening.audit.record import record
from screening.jobs.kinds import job_kind
from screening.jobs.models import JobFile
from screening.jobs.work import Publish, Work

KIND = "tests.writes_slowly"
STEPS = 40
PIECE = b"0123456789abcdef" * 4096
SHA256 = hashlib.sha256(PIECE * STEPS).hexdigest()


@job_kind(KIND, title="A slow file", permission="screening.download", download_event="screenings.download")
def writes_slowly(work: Work) -> Publish:
    """`args`: seconds between the steps, and a file to note the process in, so that it can be killed."""
    Path(work.args["noted"]).write_text(str(os.getpid()))
    with work.file("slow.bin", "application/octet-stream") as file:
        for step in range(STEPS):
            file.write(PIECE)
            work.progress(step + 1, STEPS, "Writing")
            time.sleep(work.args["pause"])
    return _write_an_event


def _write_an_event(files: Sequence[JobFile]) -> None:
    record("screenings.export", action="E", entity=("job", files[0].job_id, None))
