"""What would the step page cost without its own work? The same view with parts of it made constant."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

from crispy_forms.utils import render_crispy_form
from django.http import HttpRequest, HttpResponse
from django.template.context_processors import csrf

from bench.urls import NOTHING
from screening.encounters import actions
from screening.encounters.filling import views

ADULT_YEARS = 18
YEARS = 60


@contextmanager
def constant_page() -> Iterator[None]:
    """The view and its queries stay; no form is made and a constant is returned."""
    with ExitStack() as stack:
        for name, stand_in in {
            "build_step_form": _form_that_was_filled_in,
            "step_of": lambda *_: SimpleNamespace(after="/nothing/"),
            "render": lambda *_, **__: HttpResponse(NOTHING),
        }.items():
            stack.enter_context(patch.object(views, name, stand_in))
        stack.enter_context(patch.object(actions, "merge_step", _one_year_older))
        stack.enter_context(patch.object(actions, "check_answers", lambda *_: []))
        yield


@contextmanager
def crispy_page() -> Iterator[None]:
    """The view, its queries and its form stay; crispy renders the form, and no page is put round it."""
    with patch.object(views, "render", _render_by_crispy):
        yield


def _form_that_was_filled_in(*_: Any, lock_number: int, **__: Any) -> SimpleNamespace:
    cleaned = {"lock_number": lock_number}
    return SimpleNamespace(is_valid=lambda: True, cleaned_data=cleaned, posted=lambda: {})


def _one_year_older(
    bundle: Any, section_key: str, answers: Mapping[str, Any], set_aside: Mapping[str, Any], posted: Any
) -> tuple[dict[str, Any], dict[str, Any]]:
    """The smallest change there is, so that there is something to save."""
    years = ADULT_YEARS + (answers["age_years"] + 1 - ADULT_YEARS) % YEARS
    return {**answers, "age_years": years}, dict(set_aside)


def _render_by_crispy(request: HttpRequest, template: str, shown: Mapping[str, Any]) -> HttpResponse:
    return HttpResponse(render_crispy_form(shown["form"], context=csrf(request)))
