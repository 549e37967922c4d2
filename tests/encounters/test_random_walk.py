"""
Is anything typed ever lost, mixed up or overwritten, whatever two tabs and two patients do?

A random walk over the pages as browsers see them: type, autosave, lose the line before or after the save
arrives, save, go back, reload, hide and show, in several tabs; against a model that is only dictionaries.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    rule,
    run_state_machine_as_test,
)

from screening.encounters.models import Response
from screening.encounters.saves import MOST_TRIED
from screening.questionnaires.store import bundle_of
from screening.scoring.stems import is_by_stem
from tests.encounters.every_kind import DOCUMENT
from tests.factories import ResponseFactory, VersionFactory, at_work, clinic

pytestmark = pytest.mark.django_db

Page = dict[str, list[str]]  # field -> what the browser would send of it
SECTIONS = ("all", "later")
STEPS = 12
ACTS = [("answer", 10), ("try again", 3), ("save", 2), ("open", 2), ("back", 2), ("choose", 2)]
FATES = ["heard", "unheard", "never sent", "not yet"]
TRUTH = {"true": True, "false": False, "not_assessed": "not_assessed"}
TYPED: dict[str, list[list[str]]] = {
    "yes_no": [["true"], ["false"], ["not_assessed"], []],
    "scale": [["0"], ["2"], ["not_assessed"], []],
    "number": [["7"], ["600"], ["no number"], [""]],
    "number__not": [["on"], []],
    "several": [["x"], ["x", "y"], ["none"], []],
    "sites": [["neck"], ["neck", "jaw_left"], ["none"], []],
    "note": [["as told"], ["two\nlines"], ["<b>&amp;"], [""]],
    "group__signs": [["sign_one"], ["sign_one", "sign_two"], []],
    "group__signs__others": [["false"], ["not_assessed"], []],
    "ask_knee": [["true"], ["false"], []],
    "knee_swollen": [["true"], ["false"], []],
    "only_if": [["true"], ["false"], []],
}


@dataclass
class Patient:
    """The model: what was typed, and how often that changed."""

    response: Response
    typed: dict[str, Any]
    revision: int = 0


@dataclass
class Tab:
    """A page as a browser holds it: what it shows, what it knows to be stored, and upon which version."""

    patient: Patient
    section: str
    page: Page
    stored: Page
    lock: int
    revision: int
    tried: list[str] = field(default_factory=list)
    lost: int | None = None  # the revision that its own unheard save made

    def may_save(self) -> bool:
        return self.patient.revision in (self.revision, self.lost)

    def copy(self) -> Tab:
        page, stored = (
            {name: list(sent) for name, sent in held.items()} for held in (self.page, self.stored)
        )
        return Tab(
            self.patient, self.section, page, stored, self.lock, self.revision, list(self.tried), self.lost
        )


def question_of(name: str) -> str:
    return name.removesuffix("__not").removesuffix("__others")


def meaning(page: Page, question: str) -> dict[str, Any] | None:
    """The answers that a question of a page gives, by plain reading; None where it is not to be taken."""
    sent = page.get(question, [])
    if question == "number":
        text, is_not = (sent or [""])[0].strip(), bool(page.get("number__not"))
        if text and (not text.isdigit() or is_not):
            return None
        return {"number": "not_assessed" if is_not else int(text) if text else None}
    if question == "group__signs":
        closing = page.get("group__signs__others", [])
        others = TRUTH[closing[0]] if closing else None
        return {sign: True if sign in sent else others for sign in ("sign_one", "sign_two")}
    if question in ("several", "sites"):
        chosen: Any = [] if sent == ["none"] else sent or None
        return {question: chosen}
    if question == "note":
        return {"note": (sent or [""])[0].strip() or None}
    if question in ("scale",) and sent and sent[0].isdigit():
        return {question: int(sent[0])}
    if question in ("age_years", "decimal"):
        return {question: int(sent[0]) if sent and sent[0] else None}
    if question in ("choice", "tested"):
        return {question: None}
    return {question: TRUTH[sent[0]] if sent else None}


class Walk(RuleBasedStateMachine):
    """Two patients, three tabs."""

    place: Any
    client: Client

    def __init__(self) -> None:
        super().__init__()
        self.savepoint = transaction.savepoint()
        version = VersionFactory(practice=self.place.practice, bundle=DOCUMENT)
        self.patients = [
            Patient(
                ResponseFactory(
                    practice=self.place.practice,
                    version=version,
                    encounter__practice=self.place.practice,
                    encounter__clinician=self.place.user,
                    answers={"age_years": 50 + number},
                ),
                {"age_years": 50 + number},
            )
            for number in range(2)
        ]
        self.tabs = [self._opened(self.patients[n % 2], "all") for n in range(3)]
        self.past: list[list[Tab]] = [[], [], []]

    def teardown(self) -> None:
        transaction.savepoint_rollback(self.savepoint)

    @rule(seed=st.integers(0, 2**32 - 1))
    def wander(self, seed: int) -> None:
        """Some steps; one draw of Hypothesis for each choice would walk on the spot."""
        chance = Random(seed)
        for _ in range(STEPS):
            n, act = chance.randrange(3), chance.choices(*zip(*ACTS, strict=True))[0]
            if act == "answer":
                self.answer(n, chance.randrange(99), chance.randrange(99), chance.choice(FATES))
            elif act == "try again":
                self._autosave(self.tabs[n], chance.choice(FATES[:3]))
            elif act == "open":
                section = chance.choices(SECTIONS, (4, 1))[0]
                self.open_page(n, chance.randrange(2), section)
            elif act == "choose":
                self.choose_after_a_conflict(n, chance.random() < 0.5)
            else:
                {"save": self.save, "back": self.go_back}[act](n)
            self.nothing_is_lost_and_nothing_mixed()

    def open_page(self, n: int, p: int, section: str) -> None:
        """Also what a reload does."""
        self._leave(n)
        self.tabs[n] = self._opened(self.patients[p], section)

    def answer(self, n: int, where: int, what: int, fate: str) -> None:
        """Give another answer somewhere on a page, after which it saves by itself or has no time to."""
        page = self.tabs[n].page
        names = sorted(set(TYPED) & set(page))
        if names:
            name = names[where % len(names)]
            others = [sent for sent in TYPED[name] if sent != page[name]]
            page[name] = list(others[what % len(others)])
        if fate != "not yet":
            self._autosave(self.tabs[n], fate)

    def _autosave(self, tab: Tab, fate: str) -> None:
        changed, key = self._changed(tab), secrets.token_hex(12)
        if not changed:
            return
        may_save, answer = tab.may_save(), None
        if fate != "never sent":
            answer = self._send(tab, key, changed)
            assert answer.status_code == (200 if may_save else 409)
        if answer and may_save:
            self._took(tab, changed)
        if fate != "heard":
            tab.tried = [*tab.tried, key][-MOST_TRIED:]
            tab.lost = tab.patient.revision if answer and may_save else tab.lost
        elif may_save:
            self._heard(tab, changed, answer)

    def save(self, n: int) -> None:
        """The button of the page; twice, as an impatient person clicks it."""
        tab = self.tabs[n]
        questions = {question_of(name) for name in tab.page}
        if any(meaning(tab.page, question) is None for question in questions):
            assert self._post(tab).status_code == 200  # the page again, with its error; nothing stored
            return
        takes, changes = tab.may_save(), self._would_change(tab, questions)
        answers = [self._post(tab), self._post(tab)]
        if takes or not changes:
            assert [answer.status_code for answer in answers] == [302, 302]
            self._took(tab, questions)
            self._leave(n)
            self.tabs[n] = self._opened(tab.patient, tab.section)
        else:
            assert answers[-1].status_code == 409

    def choose_after_a_conflict(self, n: int, keeps_mine: bool) -> None:
        tab = self.tabs[n]
        answer = self._post(tab) if not tab.may_save() else None
        if answer is None or answer.status_code != 409:
            self._follow_up(n, answer)
            return
        if keeps_mine:
            sent: Page = {}
            for name, value in answer.context["sent"]:
                sent.setdefault(name, []).append(value)
            body = {**sent, "lock_number": answer.context["lock_number"]}
            assert self.client.post(self._url("step", tab), body).status_code == 302
            self._took(tab, {question_of(name) for name in tab.page})
        self._leave(n)
        self.tabs[n] = self._opened(tab.patient, tab.section)

    def go_back(self, n: int) -> None:
        """To a page as the browser had kept it, with its old version number and what was typed there."""
        if self.past[n]:
            self.tabs[n] = self.past[n].pop()

    def nothing_is_lost_and_nothing_mixed(self) -> None:
        for patient in self.patients:
            with at_work(self.place):
                stored = Response.objects.get(pk=patient.response.pk)
                bundle = bundle_of(stored.version)
            by_hand = {
                key: value
                for key, value in stored.answers.items()
                if not is_by_stem(bundle, stored.answers, key)
            }
            assert {**stored.set_aside, **by_hand} == patient.typed

    def _follow_up(self, n: int, answer: Any) -> None:
        """A stale page that differs in nothing was let through: it leads on."""
        if answer is not None and answer.status_code == 302:
            self.tabs[n] = self._opened(self.tabs[n].patient, self.tabs[n].section)

    def _leave(self, n: int) -> None:
        self.past[n] = [*self.past[n], self.tabs[n].copy()][-3:]

    def _opened(self, patient: Patient, section: str) -> Tab:
        address = reverse("encounters:step", args=[patient.response.id, section])
        form = self.client.get(address).context["form"]
        page = {name: _sent(form[name].value()) for name in form.fields if name != "lock_number"}
        for name in ("number", "decimal", "note", "age_years"):
            if name in page and not page[name]:
                page[name] = [""]
        lock = form["lock_number"].value()
        for question in {question_of(name) for name in page}:
            shown = meaning(page, question) or {}
            assert {k: v for k, v in shown.items() if v is not None}.items() <= patient.typed.items()
            assert all(patient.typed.get(key) == value for key, value in shown.items())
        return Tab(patient, section, page, {k: list(v) for k, v in page.items()}, lock, patient.revision)

    def _changed(self, tab: Tab) -> set[str]:
        return {question_of(name) for name in tab.page if tab.page[name] != tab.stored[name]}

    def _would_change(self, tab: Tab, questions: set[str]) -> bool:
        said = {key: value for each in questions for key, value in (meaning(tab.page, each) or {}).items()}
        return any(tab.patient.typed.get(key) != value for key, value in said.items())

    def _took(self, tab: Tab, questions: set[str]) -> None:
        """The model follows a save that the server took."""
        patient = tab.patient
        if self._would_change(tab, questions):
            patient.revision += 1
        for question in questions:
            patient.typed |= meaning(tab.page, question) or {}
        patient.typed = {key: value for key, value in patient.typed.items() if value is not None}

    def _heard(self, tab: Tab, questions: set[str], answer: Any) -> None:
        tab.lock = answer.context["response"].lock_number
        tab.revision, tab.tried, tab.lost = tab.patient.revision, [], None
        for name in tab.page:
            if question_of(name) in questions and meaning(tab.page, question_of(name)) is not None:
                tab.stored[name] = list(tab.page[name])

    def _send(self, tab: Tab, key: str, changed: set[str]) -> Any:
        fields = {name: sent for name, sent in tab.page.items() if question_of(name) in changed}
        how = {"lock_number": tab.lock, "save_key": key, "tried": tab.tried, "changed": sorted(changed)}
        return self.client.post(self._url("autosave", tab), {**fields, **how}, headers={"HX-Request": "true"})

    def _post(self, tab: Tab) -> Any:
        return self.client.post(
            self._url("step", tab), {**tab.page, "lock_number": tab.lock, "tried": tab.tried}
        )

    def _url(self, name: str, tab: Tab) -> str:
        return reverse(f"encounters:{name}", args=[tab.patient.response.id, tab.section])


def _sent(value: Any) -> list[str]:
    """A value that a form shows, as the browser sends it."""
    if value in (None, "", False):
        return []
    if value is True:
        return ["on"]
    return [str(each) for each in value] if isinstance(value, list) else [str(value)]


@pytest.fixture
def walk(client: Client) -> Iterator[type[Walk]]:
    Walk.place, Walk.client = clinic(), client
    client.force_login(Walk.place.user)
    yield Walk


@pytest.mark.parametrize("walks", [5, pytest.param(40, marks=pytest.mark.slow)])
def test_a_random_walk_loses_nothing(walk: type[Walk], walks: int) -> None:
    run_state_machine_as_test(
        walk,
        settings=settings(
            max_examples=walks,
            stateful_step_count=5,
            deadline=None,
            phases=[Phase.generate],  # a shorter walk is no clearer than its seed
            suppress_health_check=list(HealthCheck),
        ),
    )
