"""What is best asked, examined or tested next?"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy

from screening.scoring.ask_next import NextView

KIND_WORDS = {
    "ask": gettext_lazy("Ask"),
    "examine": gettext_lazy("Examine"),
    "test": gettext_lazy("Test"),
}


@dataclass(frozen=True)
class Next:
    """What to ask, examine or test next, and what it would change."""

    kind: str
    label: str
    effect: str
    href: str


def next_of(view: NextView, answers: str) -> Next:
    """One of the few answers that would change most; `answers` is the page of all answers."""
    return Next(str(KIND_WORDS[view.kind]), view.label, view.effect, f"{answers}#answer-{view.item}")
