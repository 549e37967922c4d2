"""How is a stored result written as the line of `manage.py score --explain`?"""

from __future__ import annotations

import json

from screening.encounters.models import Assessment, Response
from screening.scoring.bundle import Bundle
from screening.scoring.engine import ENGINE
from screening.scoring.reporting import score_line


class EarlierEngine(LookupError):
    """The result was made by an engine that `manage.py score` no longer runs."""


def score_json(bundle: Bundle, response: Response, assessment: Assessment) -> str:
    """
    What `manage.py score --explain` writes for the stored answers; `id` is the screening's random one.

    Raises:
        EarlierEngine: what would be written is not what was decided then.
    """
    if assessment.engine != ENGINE:
        raise EarlierEngine(str(assessment.engine))
    line = json.dumps({"id": str(response.id), "answers": response.answers})
    result = score_line(bundle, line.encode(), explain=True)
    return json.dumps(result, ensure_ascii=False, separators=(",", ":")) + "\n"
