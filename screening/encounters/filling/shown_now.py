"""Which questions of a page are called for now, and what is to be said when that changes?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from screening.encounters.filling.pages import Page
from screening.encounters.filling.questions import Question
from screening.questionnaires.answering import visible_items
from screening.scoring.bundle import Bundle

Answers = Mapping[str, Any]


def not_called_for(bundle: Bundle, page: Page, answers: Answers) -> list[str]:
    """The names of the questions that no answer calls for; a page without JavaScript shows them all the same."""
    visible = visible_items(bundle, answers)
    return [each.name for each in page.questions if not any(item.key in visible for item in each.items)]


def words_of_change(bundle: Bundle, page: Page, before: Answers, after: Answers) -> str:
    """What a screen reader is told of questions that came or went; "" where none did."""
    was, now = _met(bundle, page, before), _met(bundle, page, after)
    return " ".join(
        words
        for words in (
            _added([each for each in now if each not in was]),
            _taken([each for each in was if each not in now]),
        )
        if words
    )


def _met(bundle: Bundle, page: Page, answers: Answers) -> list[Question]:
    """The questions that stand open on the page: called for, and their lead question answered yes."""
    visible = visible_items(bundle, answers)
    return [
        each
        for each in page.questions
        if any(item.key in visible and _is_open(bundle, item.key, answers) for item in each.items)
    ]


def _is_open(bundle: Bundle, item: str, answers: Answers) -> bool:
    stem = bundle.stem_of.get(item)
    return stem is None or answers.get(stem) is True


def _added(questions: Sequence[Question]) -> str:
    if not questions:
        return ""
    words = ngettext(
        "%(count)d question was added on this page: “%(first)s”.",
        "%(count)d questions were added on this page. The first is: “%(first)s”.",
        len(questions),
    )
    return words % {"count": len(questions), "first": questions[0].fields[questions[0].name].label}


def _taken(questions: Sequence[Question]) -> str:
    if not questions:
        return ""
    words = ngettext(
        "%(count)d question is no longer asked on this page.",
        "%(count)d questions are no longer asked on this page.",
        len(questions),
    )
    kept = _("What was answered there comes back when it is asked again.")
    return f"{words % {'count': len(questions)}} {kept}"
