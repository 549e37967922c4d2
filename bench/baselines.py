"""What would a step cost without its own work, and what if crispy drew its form each time?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

from crispy_forms.utils import render_crispy_form
from django.http import HttpResponse

from bench.urls import NOTHING
from screening.encounters import saves
from screening.encounters.filling import views
from screening.encounters.filling.forms import StepForm, build_step_form
from screening.encounters.filling.pages import boxed_of, make_page, shown_of
from screening.questionnaires.answering import visible_items
from screening.scoring.bundle import Bundle, Section

ADULT_YEARS = 18
YEARS = 60


@contextmanager
def constant_page() -> Iterator[None]:
    """The view and its queries stay; no form is made, no danger sign is weighed and a constant is returned."""
    with ExitStack() as stack:
        for name, stand_in in {
            "build_step_form": _form_that_was_filled_in,
            "step_of": lambda *_: SimpleNamespace(after="/nothing/"),
            "raised_flags": lambda *_: None,
            "render": lambda *_, **__: HttpResponse(NOTHING),
        }.items():
            stack.enter_context(patch.object(views, name, stand_in))
        stack.enter_context(patch.object(saves, "merge_step", _one_year_older))
        stack.enter_context(patch.object(saves, "check_answers", lambda *_: []))
        yield


def drawn_by_crispy(bundle: Bundle, section: Section, answers: Mapping[str, Any]) -> str:
    """The form of a section made of fresh fields and drawn by crispy, with nothing kept from before."""
    visible = visible_items(bundle, answers)
    page = make_page(bundle, section, shown_of(bundle, section, visible), boxed_of(section, answers))
    form = StepForm(page=page, answers=answers, called_for=visible)
    return str(render_crispy_form(form))


def spliced(bundle: Bundle, section: Section, answers: Mapping[str, Any]) -> str:
    """The same as the step page shows it."""
    return str(build_step_form(bundle, section.key, answers))


def _form_that_was_filled_in(*_: Any, lock_number: int, **__: Any) -> SimpleNamespace:
    cleaned = {"lock_number": lock_number}
    return SimpleNamespace(is_bound=False, is_valid=lambda: True, cleaned_data=cleaned, posted=lambda: {})


def _one_year_older(
    bundle: Any, section_key: str, answers: Mapping[str, Any], set_aside: Mapping[str, Any], posted: Any
) -> tuple[dict[str, Any], dict[str, Any]]:
    """The smallest change there is, so that there is something to save."""
    years = ADULT_YEARS + (answers["age_years"] + 1 - ADULT_YEARS) % YEARS
    return {**answers, "age_years": years}, dict(set_aside)
