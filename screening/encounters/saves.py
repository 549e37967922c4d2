"""What does saving some answers of one page change, and was it saved already?"""

from __future__ import annotations

import re
from collections.abc import Collection, Container, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from screening.encounters.carrying import after_saving
from screening.encounters.models import Response
from screening.encounters.readiness import Reason
from screening.questionnaires.answering import merge_step
from screening.scoring.answers import check_answers
from screening.scoring.bundle import Bundle

SAVED = "saved:"
KEY = re.compile(r"[0-9a-f]{16,32}")
MOST_TRIED = 16


@dataclass(frozen=True)
class Change:
    """What a response holds after a save."""

    answers: dict[str, Any]
    set_aside: dict[str, Any]
    carried: list[str]

    def is_in(self, response: Response) -> bool:
        """Whether the response holds exactly this already."""
        return (self.answers, self.set_aside, self.carried) == (
            response.answers,
            response.set_aside,
            response.carried,
        )

    def put_into(self, response: Response) -> None:
        response.answers, response.set_aside, response.carried = self.answers, self.set_aside, self.carried


def change_of(
    bundle: Bundle,
    response: Response,
    section_key: str,
    posted: Mapping[str, Any],
    confirmed: Container[str],
) -> Change:
    """
    What saving `posted` makes of a response; the carried answers among `confirmed` wait no longer.

    Raises:
        KeyError: the bundle has no such section.
    """
    answers, set_aside = merge_step(bundle, section_key, response.answers, response.set_aside, posted)
    return Change(answers, set_aside, after_saving(bundle, response.carried, section_key, confirmed))


def faults_in(bundle: Bundle, change: Change, posted: Collection[str]) -> list[Reason]:
    """What was posted and does not fit; unknown items are never merged."""
    held = {**change.set_aside, **change.answers}
    saved = {key: value for key, value in held.items() if key in posted}
    return [Reason("invalid", fault.item, fault.reason) for fault in check_answers(bundle, saved)]


def usable_keys(keys: Iterable[str]) -> tuple[str, ...]:
    """The well-formed among the keys that a browser says it tried to save under, the latest ones."""
    return tuple(key for key in keys if KEY.fullmatch(key))[-MOST_TRIED:]


def was_last_saved_by(response: Response, keys: Iterable[str]) -> bool:
    """
    Whether the latest change was one of these saves, whose answers may have been lost on the way.

    A browser that sends it again, or more upon it, has then missed nothing of what is stored.
    """
    return any(_mark(response, key) in response.sitting_steps for key in keys)


def remember_save(response: Response, key: str) -> None:
    """Keep the key of the save that gave the response its lock number; that of the one before goes."""
    steps = [step for step in response.sitting_steps if not step.startswith(SAVED)]
    response.sitting_steps = [*steps, _mark(response, key)] if key else steps


def _mark(response: Response, key: str) -> str:
    return f"{SAVED}{response.lock_number}:{key}"
