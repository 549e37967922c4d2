"""Is a page put together from fragments, letter for letter, the page that crispy draws?"""

from __future__ import annotations

import random
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from crispy_forms.utils import render_crispy_form
from django import forms
from django.http import QueryDict
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from bench.patients import complete, half_unanswered
from bench.visits import sent_by
from screening.encounters.filling import fragments
from screening.encounters.filling.forms import StepForm, build_step_form
from screening.encounters.filling.fragments import Drawn
from screening.encounters.filling.kept import Kept
from screening.questionnaires.catalogue import builtin_bundle, builtin_documents
from screening.scoring.bundle import Bundle
from tests.encounters import every_kind, wide_screen

EVERY_KIND = every_kind.bundle()
BUILT_IN = [builtin_bundle(d["meta"]["key"], d["meta"]["version"]) for d in builtin_documents()]
CARRIED_WORDS = "Carried from the screening of 3 May 2026, to confirm"
AWKWARD = [
    "<script>alert(1)</script>",
    "\"'>",
    "{{ form }}{% csrf_token %}",
    "&amp;",
    "None",
    "null",
    "\0",
    "\u2028",
]


def drawn_by_crispy(form: StepForm) -> str:
    return str(render_crispy_form(form)).strip()


def spliced(form: StepForm) -> str:
    return str(form).strip()


def body(fields: list[tuple[str, str]]) -> QueryDict:
    data = QueryDict(mutable=True)
    for name, value in fields:
        data.appendlist(name, value)
    return data


def forms_of(bundle: Bundle, section: str) -> Iterator[StepForm]:
    """The page blank, half filled in, with carried answers, and sent with and without errors."""
    chance = random.Random(section)
    answers = half_unanswered(complete(bundle, chance), chance)
    other = complete(bundle, chance)
    marks = {"carried": set(answers), "carried_words": CARRIED_WORDS}
    fine = sent_by(bundle, section, other)
    names = [name for name in build_step_form(bundle, section, answers).fields if chance.random() < 0.5]
    wrong = [(name, "no such answer\x01") for name in names]
    yield build_step_form(bundle, section, {})
    yield build_step_form(bundle, section, answers, lock_number=7)
    yield build_step_form(bundle, section, other, **marks)
    yield build_step_form(bundle, section, answers, data=body([*fine, ("lock_number", "4")]))
    yield build_step_form(bundle, section, answers, data=body([*fine, *wrong]), **marks)


@pytest.mark.parametrize("bundle", BUILT_IN, ids=lambda bundle: f"{bundle.key}-{bundle.version}")
def test_every_built_in_page_is_spliced_to_what_crispy_draws(
    bundle: Bundle, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fragments, "draw", _nobody_draws)  # no control of theirs needs crispy each time
    for section in bundle.sections:
        for form in forms_of(bundle, section.key):
            assert spliced(form) == drawn_by_crispy(form)


def test_folds_marks_errors_and_conditions_are_among_the_pages_compared() -> None:
    pages = [spliced(form) for key in ("results", "about-you") for form in forms_of(BUILT_IN_SCREEN, key)]

    for seen in (
        'class="on-demand">',
        'class="on-demand" open',
        CARRIED_WORDS,
        "nhsuk-error-message",
        " checked",
    ):
        assert any(seen in page for page in pages), seen
    assert {page.count('data-conditional="now"') for page in pages[5:]} == {0, 1}


BUILT_IN_SCREEN = builtin_bundle("chronic-pain-screen")


def _nobody_draws(*_: Any) -> str:
    raise AssertionError("crispy was asked to draw a page that is to be spliced")


def test_a_page_is_drawn_once_and_then_only_spliced(monkeypatch: pytest.MonkeyPatch) -> None:
    spliced(build_step_form(EVERY_KIND, "all", {"note": "first"}))
    monkeypatch.setattr(fragments, "draw", _nobody_draws)
    monkeypatch.setattr(fragments, "draw_posed", _nobody_draws)

    page = spliced(build_step_form(EVERY_KIND, "all", {"note": "second", "yes_no": True, "sites": ["neck"]}))

    assert "second" in page
    assert "first" not in page
    assert page.count(" checked") == 2


TYPED = st.text(max_size=30) | st.lists(st.sampled_from(AWKWARD), max_size=3).map("".join)
OPTIONS = st.sampled_from(["true", "0", "none", "neck", "not_assessed", "sign_one", "x", "on"])
FIELDS = sorted(build_step_form(EVERY_KIND, "all", {}).fields)


@given(
    sent=st.dictionaries(st.sampled_from(FIELDS), st.lists(TYPED | OPTIONS, max_size=3)),
    refused=st.dictionaries(st.sampled_from(FIELDS), st.lists(TYPED.filter(bool), min_size=1, max_size=2)),
    words=TYPED,
)
def test_whatever_is_typed_or_said_comes_out_as_crispy_would_write_it(
    sent: dict[str, list[str]], refused: dict[str, list[str]], words: str
) -> None:
    data = body([(name, value) for name, values in sent.items() for value in values])
    carried = {"yes_no", "number", "sites", "note", "sign_one"}
    form = build_step_form(
        EVERY_KIND, "all", {"sign_one": True}, carried=carried, carried_words=words, data=data
    )
    for name, texts in refused.items():
        for text in texts:
            form.add_error(name, text)

    page = spliced(form)

    assert page == drawn_by_crispy(form)
    assert "<script" not in page


@given(note=TYPED, number=st.none() | st.integers(0, 600), sites=st.lists(st.sampled_from(["neck", "chest"])))
def test_whatever_is_stored_comes_out_as_crispy_would_write_it(note: str, number: Any, sites: Any) -> None:
    form = build_step_form(EVERY_KIND, "all", {"note": note, "number": number, "sites": sites})

    assert spliced(form) == drawn_by_crispy(form)


class Loose(forms.Form):
    """A form with a control that no fragments are known for, and one whose look depends on several answers."""

    pick = forms.ChoiceField(choices=[("a", "A"), ("b", "B")])
    said = forms.CharField(widget=forms.TextInput)

    def carried_words(self, name: str) -> str:
        return ""


@pytest.mark.parametrize("answers", [{}, {"pick": "b"}, {"pick": "a", "said": "<b>"}])
def test_a_control_that_cannot_be_cut_is_drawn_by_crispy_each_time(answers: dict[str, str]) -> None:
    drawn = Drawn(Loose().fields, ["pick", "said"])
    form = Loose(initial=answers)

    assert drawn.splice(form) == "".join(fragments.draw(name, form) for name in ("pick", "said"))
    assert (" selected" in drawn.splice(form)) == ("pick" in answers)


class Together:
    """A control that shows how many of its boxes are ticked: none of them has a place of its own."""

    names = ("several",)

    def render(self, form: Any, context: Any, **_: Any) -> str:
        return f"<p>{len(form['several'].value() or [])} of many</p>"


def test_a_control_whose_slots_mind_each_other_is_drawn_by_crispy_each_time() -> None:
    form = build_step_form(EVERY_KIND, "all", {"several": ["x", "y"]})

    assert Drawn(form.fields, [Together()]).splice(form) == "<p>2 of many</p>"


def test_two_questionnaires_under_one_digest_keep_their_own_pages() -> None:
    """Digests are one to one with documents; the pages do not lean on it."""
    mine, yours = EVERY_KIND, wide_screen.bundle()
    assert (mine.digest, mine.sections[0].key) == (yours.digest, yours.sections[0].key)

    for bundle, key in ((mine, "yes_no"), (yours, "taut_band"), (mine, "yes_no")):
        assert f'name="{key}"' in spliced(build_step_form(bundle, "all", {}))


def test_each_language_has_its_own_page() -> None:
    with override("de"):
        page = build_step_form(EVERY_KIND, "all", {}).page

    assert build_step_form(EVERY_KIND, "all", {}).page is not page


def test_many_threads_filling_one_page_all_get_the_same_whole_page() -> None:
    bundle = every_kind.bundle()
    begin = Barrier(8)

    def show(number: int) -> tuple[int, str, Any]:
        begin.wait()
        form = build_step_form(bundle, "all", {"note": f"typed by {number}", "yes_no": number % 2 == 0})
        return number, spliced(form), form.page

    with ThreadPoolExecutor(8) as threads:
        shown = list(threads.map(show, range(8)))

    assert len({id(page) for _, _, page in shown}) == 1
    for number, page, _ in shown:
        own = build_step_form(bundle, "all", {"note": f"typed by {number}", "yes_no": number % 2 == 0})
        assert page == drawn_by_crispy(own)


def test_what_is_kept_is_bounded_and_forgets_what_was_asked_for_longest_ago() -> None:
    kept: Kept[str] = Kept(2)
    made: list[str] = []

    def ask(key: str) -> str:
        return kept.get(key, lambda: made.append(key) or key.upper())

    assert [ask(key) for key in "abacab"] == list("ABACAB")
    assert made == list("abcb")
    assert len(kept) == 2
