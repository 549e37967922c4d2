"""Does a page of a visit read every kind of answer as it was meant, and refuse what it did not offer?"""

from typing import Any

import pytest
from django.http import QueryDict
from django.template import engines
from django.template.loader import render_to_string
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from screening.encounters.filling.forms import StepForm, build_step_form
from screening.encounters.filling.start_form import StartForm
from screening.questionnaires.catalogue import builtin_bundle
from screening.scoring.answers import check_answers
from tests.encounters.every_kind import bundle

EVERY_KIND = bundle()


def sent(**fields: Any) -> QueryDict:
    """A posted body, with the lock number that a page always sends."""
    data = QueryDict(mutable=True)
    for name, value in {"lock_number": "3", **fields}.items():
        data.setlist(name, value if isinstance(value, list) else [value])
    return data


def form(answers: dict[str, Any] | None = None, **fields: Any) -> StepForm:
    return build_step_form(EVERY_KIND, "all", answers or {}, data=sent(**fields))


def answer(item: str, **fields: Any) -> Any:
    filled = form(**fields)
    assert filled.is_valid(), filled.errors
    return filled.posted()[item]


def html(shown: StepForm) -> str:
    template = "{% load crispy_forms_tags %}{% crispy form %}"
    return engines["django"].from_string(template).render({"form": shown}, RequestFactory().get("/"))


@pytest.mark.parametrize(
    ("item", "typed", "expected"),
    [
        ("yes_no", "true", True),
        ("yes_no", "false", False),
        ("yes_no", "not_assessed", "not_assessed"),
        ("scale", "2", 2),
        ("scale", "not_assessed", "not_assessed"),
        ("number", "60", 60),
        ("number", " 60 ", 60),
        ("decimal", "1.5", 1.5),
        ("decimal", "2.0", 2),
        ("choice", "b", "b"),
        ("several", ["y", "x"], ["x", "y"]),
        ("several", ["none"], []),
        ("several", ["not_assessed"], "not_assessed"),
        ("tested", ["negative"], ["negative"]),
        ("sites", ["chest", "neck"], ["neck", "chest"]),
        ("sites", ["none"], []),
        ("note", "some words", "some words"),
        ("note", "two\r\nlines", "two\nlines"),
    ],
)
def test_an_answer_is_read_as_it_was_meant(item: str, typed: Any, expected: Any) -> None:
    assert answer(item, **{item: typed}) == expected
    assert type(answer(item, **{item: typed})) is type(expected)


def test_an_empty_page_leaves_everything_unanswered() -> None:
    filled = form()

    assert filled.is_valid()
    assert set(filled.posted().values()) == {None}
    assert set(filled.posted()) == {item.key for item in EVERY_KIND.sections[0].items}


def test_a_number_can_be_marked_as_not_examined() -> None:
    assert answer("number", number="", number__not="on") == "not_assessed"


def test_a_number_that_is_also_not_examined_is_refused() -> None:
    filled = form(number="5", number__not="on")

    assert "not both" in str(filled.errors["number"])


@pytest.mark.parametrize(
    ("others", "expected"),
    [("false", [True, False]), ("not_assessed", [True, "not_assessed"]), ("", [True, None])],
)
def test_the_closing_answer_of_a_checklist_holds_for_those_not_ticked(others: str, expected: Any) -> None:
    posted = form(group__signs=["sign_one"], group__signs__others=others)

    assert posted.is_valid()
    assert [posted.posted()["sign_one"], posted.posted()["sign_two"]] == expected


def test_unlike_answers_that_no_closing_answer_can_show_stay_as_they_are() -> None:
    """A carried answer must not be lost because somebody saves a page that could not show it."""
    carried = {"sign_one": False, "sign_two": "not_assessed"}

    untouched = form(carried, group__signs__others="")
    ticked = form(carried, group__signs=["sign_one"], group__signs__others="")
    closed = form(carried, group__signs__others="false")

    assert all(each.is_valid() for each in (untouched, ticked, closed))
    assert {item: untouched.posted()[item] for item in carried} == carried
    assert ticked.posted()["sign_one"] is True
    assert ticked.posted()["sign_two"] == "not_assessed"
    assert closed.posted()["sign_two"] is False


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("yes_no", "maybe"),
        ("scale", "3"),
        ("number", "601"),
        ("number", "-1"),
        ("number", "5.5"),
        ("number", "1e2"),
        ("number", "٣"),
        ("number", "9" * 5000),
        ("decimal", "9.6"),
        ("decimal", "1,5"),
        ("decimal", "NaN"),
        ("choice", "c"),
        ("several", ["x", "none"]),
        ("several", ["z"]),
        ("sites", ["neck", "not_assessed"]),
        ("sites", ["foot"]),
        ("note", "a\0b"),
        ("note", "a\x1bb"),
        ("note", "x" * 2001),
        ("group__signs", ["knee_swollen"]),
        ("group__signs__others", "true"),
        ("lock_number", ""),
        ("lock_number", "99999999999999"),
    ],
)
def test_what_was_not_offered_is_refused_and_stays_on_the_page(field: str, typed: Any) -> None:
    filled = form(**{field: typed})

    assert not filled.is_valid()
    assert list(filled.errors) == [field]


def test_typed_text_that_is_refused_is_shown_again() -> None:
    page = html(form(number="sixty", note="kept"))

    assert 'value="sixty"' in page
    assert "kept" in page


@pytest.mark.parametrize(
    "answers",
    [
        {"yes_no": False},
        {"scale": 0},
        {"number": 0},
        {"decimal": 1.5},
        {"choice": "a"},
        {"several": []},
        {"sites": []},
        {"sites": ["neck"]},
        {"tested": ["negative"]},
        {"number": "not_assessed"},
        {"sign_one": True, "sign_two": False},
        {"sign_one": "not_assessed", "sign_two": "not_assessed"},
        {"ask_knee": True, "knee_swollen": False},
    ],
)
def test_a_stored_answer_comes_back_unchanged_when_its_page_is_saved_again(answers: dict[str, Any]) -> None:
    shown = build_step_form(EVERY_KIND, "all", answers, lock_number=3)

    again = build_step_form(EVERY_KIND, "all", answers, data=_as_browser_sends(shown))

    assert again.is_valid(), again.errors
    assert {key: value for key, value in again.posted().items() if value is not None} == answers


def _as_browser_sends(shown: StepForm) -> QueryDict:
    data = QueryDict(mutable=True)
    for bound in shown:
        value = bound.value()
        values = value if isinstance(value, list) else [value]
        data.setlist(bound.html_name, [str(each) for each in values if each not in (None, False, "")])
    for bound in shown:
        if bound.value() == 0 and not isinstance(bound.value(), bool):
            data[bound.html_name] = "0"
    return data


def test_what_a_lead_question_answered_is_not_filled_in_behind_it() -> None:
    shown = build_step_form(
        EVERY_KIND,
        "all",
        {"ask_knee": False, "knee_swollen": False},
        set_aside={"knee_swollen": True},
    )

    assert shown["knee_swollen"].value() == "true"
    assert shown["ask_knee"].value() == "false"


def test_an_item_that_earlier_answers_hide_is_not_on_the_page() -> None:
    hidden = build_step_form(EVERY_KIND, "later", {"yes_no": False})
    visible = build_step_form(EVERY_KIND, "later", {"yes_no": True})

    assert "only_if" not in hidden.fields
    assert "only_if" in visible.fields


def test_nothing_is_chosen_before_somebody_chooses() -> None:
    assert "checked" not in html(build_step_form(EVERY_KIND, "all", {}))


def test_text_in_an_answer_is_shown_as_text() -> None:
    page = html(build_step_form(EVERY_KIND, "all", {"note": '"><img src=x onerror=alert(1)>'}))

    assert "<img" not in page


@pytest.mark.parametrize(
    ("changed", "items"),
    [
        (["yes_no"], {"yes_no"}),
        (["number__not"], {"number"}),
        (["group__signs"], {"sign_one", "sign_two"}),
        (["group__signs__others", "scale"], {"sign_one", "sign_two", "scale"}),
        (["knee_swollen", "no such field"], {"knee_swollen"}),
        ([], set()),
    ],
)
def test_a_form_of_some_fields_reads_their_questions_whole_and_no_others(
    changed: list[str], items: set[str]
) -> None:
    typed = sent(number="not a number" if "number__not" not in changed else "", number__not="on", scale="1")

    some = build_step_form(EVERY_KIND, "all", {"note": "kept"}, data=typed, only=changed)

    assert some.is_valid(), some.errors
    assert set(some.posted()) == items
    assert {item for name in some.question_names() for item in some.items_of(name)} == items


@pytest.mark.parametrize("section", builtin_bundle("chronic-pain-screen").sections, ids=lambda s: s.key)
def test_every_page_of_the_built_in_screen_can_be_shown_and_saved_empty(section: Any) -> None:
    screen = builtin_bundle("chronic-pain-screen")
    page = html(build_step_form(screen, section.key, {}))
    empty = build_step_form(screen, section.key, {}, data=sent())

    assert empty.is_valid(), empty.errors
    assert all(
        f'id="item-{bound.html_name}' in page
        for bound in build_step_form(screen, section.key, {})
        if _has_row(bound)
    )


def _has_row(bound: Any) -> bool:
    return not bound.is_hidden and not bound.html_name.endswith(("__others", "__not"))


@given(
    st.dictionaries(
        st.sampled_from(sorted(build_step_form(EVERY_KIND, "all", {}).fields)),
        st.lists(
            st.text(max_size=20) | st.sampled_from(["true", "0", "none", "neck", "not_assessed"]), max_size=3
        ),
    )
)
def test_whatever_a_page_accepts_the_engine_accepts(body: dict[str, list[str]]) -> None:
    data = QueryDict(mutable=True)
    for name, values in body.items():
        data.setlist(name, values)
    filled = build_step_form(EVERY_KIND, "all", {}, data=data)

    if filled.is_valid():
        assert check_answers(EVERY_KIND, filled.posted()) == []


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"age_years": "17", "birth_year": "2009"}, "age_years"),
        ({"age_years": "52", "birth_year": "1970"}, "age_years"),
        ({"age_years": "fifty"}, "age_years"),
        ({"birth_year": "74"}, "birth_year"),
        ({"birth_year": "1" * 400}, "birth_year"),
        ({"reference": "   "}, "reference"),
        ({"reference": "x" * 65}, "reference"),
        ({"sex": "f"}, "sex"),
    ],
)
def test_a_screening_does_not_start_with_facts_that_cannot_be(changes: dict[str, str], field: str) -> None:
    facts = {"reference": "P-1", "birth_year": "1974", "age_years": "52", "sex": "female", **changes}

    start = StartForm(this_year=2026, offered=[("screen", "A screen")], data=facts)

    assert not start.is_valid()
    assert field in start.errors


@pytest.mark.parametrize("age", ["51", "52"])
def test_age_may_be_a_birthday_away_from_the_birth_year(age: str) -> None:
    facts = {"reference": "P-1", "birth_year": "1974", "age_years": age, "sex": "unknown"}

    start = StartForm(this_year=2026, offered=[("screen", "A screen")], data=facts)

    assert start.is_valid(), start.errors
    assert start.cleaned_data["age_years"] == int(age)


def test_the_error_summary_names_the_field_and_leads_to_it() -> None:
    page = render_to_string("nhsuk/errors.html", {"form": form(number="abc", sites=["neck", "none"])})

    assert 'href="#id_number"' in page
    assert "Label of number: enter a whole number from 0 to 600" in page
    assert 'href="#id_sites_0"' in page
