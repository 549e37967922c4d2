"""How is a stored result written as the line of `manage.py score --explain`?"""

from __future__ import annotations

from screening.encounters.models import Assessment, Response
from screening.scoring.bundle import Bundle
from screening.scoring.reporting import stored_text


def score_json(bundle: Bundle, response: Response, assessment: Assessment) -> str:
    """
    What the command writes for the stored answers; `id` is the screening's random one.

    It tells the decision as it was stored: where an earlier engine made it, the command may say something
    else today.
    """
    return stored_text(bundle, str(response.id), response.answers, assessment.decision) + "\n"
