"""How does a paragraph of the rule book run its tables, and what does it leave for the printed page?

A paragraph is a test: its name is a sentence, its docstring says why the rule matters, its tables are
text. Left of `=>` stand answers, right of it what the rules must make of them. `told_by` runs the same
paragraphs and prints them (docs/generated/scoring.md).
"""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Callable, Mapping
from typing import Any

from screening.questionnaires.catalogue import builtin_bundle
from screening.questionnaires.digests import canonical_json
from screening.questionnaires.rule_book import Chapter, Grid, Paragraph, RuleBook, Section
from screening.scoring.answers import known_values
from screening.scoring.bundle import Bundle
from screening.scoring.engine import assess
from screening.scoring.stems import expand_stems
from screening.scoring.wording import label_of
from tests.spec.words import parsed, said

Answers = Mapping[str, Any]
ARROW = "=>"
TIERS = ("consider_first", "consider", "cannot_tell", "not_suggested")

CONTENTS: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = (
    ("The body map", (("Sites and regions", "body_map.test_sites_and_regions"),)),
    (
        "Fibromyalgia",
        (
            ("ACR 2016", "fibromyalgia.test_acr_2016"),
            ("ACR 2011 self-report", "fibromyalgia.test_acr_2011"),
            ("AAPT 2019", "fibromyalgia.test_aapt_2019"),
        ),
    ),
    ("Trigger points", (("Delphi 2018", "trigger_points.test_delphi_2018"),)),
    ("Rheumatoid arthritis", (("ACR/EULAR 2010", "rheumatoid_arthritis.test_acr_eular_2010"),)),
    ("The inflammatory spine", (("ASAS inflammatory back pain", "spine.test_inflammatory_back_pain"),)),
    ("What is not known", (("Gaps, stems and tests not done", "not_known.test_not_known_is_not_no"),)),
    (
        "Tiers",
        (
            ("The rules in their order", "tiers.test_tier_rules"),
            ("Gates", "tiers.test_gates"),
            ("Several things can be true", "tiers.test_several_things_can_be_true"),
        ),
    ),
    ("Danger signs", (("Each danger sign", "red_flags.test_each_danger_sign"),)),
    ("Patients", (("Short vignettes with their whole tier table", "vignettes.test_vignettes"),)),
)


class Spec:
    """Runs the tables of one paragraph against a bundle and keeps them for the page."""

    def __init__(self, bundle: Bundle) -> None:
        self.bundle = bundle
        self.grids: list[Grid] = []
        self.glance: list[tuple[str, Mapping[str, list[str]]]] = []

    def holds(self, table: str, **always: Any) -> None:
        """
        Run a text table: every row must give what stands right of the arrow.

        Args:
            table: a head and rows, cells apart by "|". Input columns are item or derived keys, or
                `answers` for a cell of "key value; key value". Outcome columns are named as `outcome` says.
            always: answers given in every row.
        """
        head, *rows = [_cells(line) for line in table.strip().splitlines() if line.strip()]
        arrow = head.index(ARROW)
        printed = []
        for row in rows:
            assert len(row) == len(head), f"cells do not fit the head: {row}"
            answers = {**always, **self._answers(head[:arrow], row[:arrow])}
            decision = decided(self.bundle, answers)
            found = [outcome(self.bundle, decision, answers, name) for name in head[arrow + 1 :]]
            assert found == row[arrow + 1 :], f"{' | '.join(row)}: the rules give {' | '.join(found)}"
            printed.append((*self._said(head[:arrow], answers, always), *found))
        self.grids.append(Grid(self._head(head, arrow), tuple(printed)))

    def of(self, key: str) -> Spec:
        """The same paragraph with the rules of a work-up."""
        other = Spec(builtin_bundle(key))
        other.grids = self.grids
        return other

    def vignette(self, story: str, answers: str, **told: str) -> None:
        """
        Run a short patient story: a visit in which all else was asked and is normal.

        Args:
            story: the patient in one or two sentences.
            answers: "key value; key value": what is not normal.
            told: the whole outcome, each a list of ids: consider_first, consider, cannot_tell, weak
                (named in one line), flags.
        """
        given = normal_visit(self.bundle, parsed(self.bundle, answers))
        decision = decided(self.bundle, given)
        found = whole_outcome(decision)
        expected = {key: set(told.get(key, "").split()) for key in found}
        assert {key: set(ids) for key, ids in found.items()} == expected, "; ".join(
            f"{key}={' '.join(ids)}" for key, ids in found.items()
        )
        self.glance.append((story, found))
        self.grids.append(self._story(story, parsed(self.bundle, answers), decision, found))

    def _answers(self, head: list[str], row: list[str]) -> dict[str, Any]:
        answers: dict[str, Any] = {}
        for name, cell in zip(head, row, strict=True):
            if cell == "-":
                continue
            text = cell if name == "answers" else f"{name} {cell}"
            answers |= parsed(self.bundle, text)
        return answers

    def _head(self, head: list[str], arrow: int) -> tuple[str, ...]:
        asked = ["Answers" if name == "answers" else label_of(self.bundle, name) for name in head[:arrow]]
        return (*asked, *(f"→ {self._named(name)}" for name in head[arrow + 1 :]))

    def _named(self, name: str) -> str:
        key, _, aspect = name.partition(" ")
        if key in self.bundle.conditions:
            named = self.bundle.conditions[key].name
        elif key in self.bundle.derived:
            named = self.bundle.derived[key].label
        else:
            flags = {flag.id: f"{flag.id} {flag.name}" for flag in self.bundle.red_flags}
            named = flags.get(key, key)
        return f"{named} {aspect}".strip()

    def _said(self, head: list[str], answers: Answers, always: Answers) -> list[str]:
        if head != ["answers"]:
            return [said(self.bundle, name, answers.get(name)) for name in head]
        return [self._words({key: value for key, value in answers.items() if key not in always})]

    def _words(self, answers: Answers) -> str:
        told = (f"{label_of(self.bundle, key)}: {said(self.bundle, key, answers[key])}" for key in answers)
        return "; ".join(told) or "nothing"

    def _story(
        self, story: str, answers: Answers, decision: Mapping[str, Any], found: Mapping[str, list[str]]
    ) -> Grid:
        results = {result["condition"]: result for result in decision["conditions"]}
        flags = {flag["id"]: flag for flag in decision["red_flags"]}
        names = {flag.id: flag.name for flag in self.bundle.red_flags}
        rows = [("What is not normal", self._words(answers))]
        met = [c["id"] for c in decision["criteria"] if c["status"] == "met"]
        rows.append(("Sets met", ", ".join(met) or "none"))
        for tier in ("consider_first", "consider", "cannot_tell"):
            said = [f"{self.bundle.conditions[key].name} ({_why(results[key])})" for key in found[tier]]
            rows.append((tier.replace("_", " ").capitalize(), "; ".join(said) or "none"))
        weak = [f"{self.bundle.conditions[key].name} ({results[key]['strength']})" for key in found["weak"]]
        rows.append(("Weak support only", "; ".join(weak) or "none"))
        raised = [f"{names[key]} ({flags[key]['urgency'].replace('_', ' ')})" for key in found["flags"]]
        rows.append(("Danger signs raised", "; ".join(raised) or "none"))
        return Grid((story, " "), tuple(rows))


_DECIDED: dict[tuple[str, bytes], dict[str, Any]] = {}


def decided(bundle: Bundle, answers: Answers) -> dict[str, Any]:
    """The decision, made once for the test and the printed page."""
    key = (bundle.digest, canonical_json(dict(answers)))
    if key not in _DECIDED:
        _DECIDED[key] = assess(bundle, answers).decision
    return _DECIDED[key]


def _why(result: Mapping[str, Any]) -> str:
    companions = f" of {', '.join(result['companion_of'])}" if result["reason"] == "companion" else ""
    return f"{result['reason'].replace('_', ' ')}{companions}, strength {result['strength']}"


def outcome(bundle: Bundle, decision: Mapping[str, Any], answers: Answers, name: str) -> str:
    """
    One outcome in words.

    Args:
        name: "<set>" or "<set> score|deciding|open"; "<condition>" or "<condition> could become|why|strength";
            "<flag>" or "<flag> urgency|contradiction"; a derived value.
    """
    key, _, aspect = name.partition(" ")
    if key in bundle.derived:
        bounds = bundle.rules.derived[key].bounds(known_values(bundle, answers))
        return _span([bounds.low, bounds.high])
    for kind, identity, main in (
        ("criteria", "id", "status"), ("conditions", "condition", "tier"), ("red_flags", "id", "status"),
    ):  # fmt: skip
        for result in decision[kind]:
            if result[identity] == key:
                return _worded(result[{"why": "reason"}.get(aspect, aspect.replace(" ", "_")) or main])
    raise AssertionError(f"there is no outcome {name}")


def _worded(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list) and value and not isinstance(value[0], str):
        return _span(value)
    if isinstance(value, list):
        return " ".join(value) or "none"
    return str(value).replace("_", " ")


def _span(bounds: list[Any]) -> str:
    low, high = ("yes" if b is True else "no" if b is False else str(b) for b in bounds)
    return low if low == high else f"{low} to {high}"


def whole_outcome(decision: Mapping[str, Any]) -> dict[str, list[str]]:
    """Every condition by tier, those with weak support apart, and the raised flags."""
    found: dict[str, list[str]] = {tier: [] for tier in (*TIERS[:3], "weak")}
    for result in decision["conditions"]:
        if result["tier"] in found:
            found[result["tier"]].append(result["condition"])
        elif result["strength"] >= 2:
            found["weak"].append(result["condition"])
    found["flags"] = [flag["id"] for flag in decision["red_flags"] if flag["status"] == "raised"]
    return found


def normal_visit(bundle: Bundle, answers: Answers) -> dict[str, Any]:
    """
    A whole visit: what is given, and all else that is asked of everybody answered as normal.

    Tests that are not given were not done. A stem is opened when something behind it is given.
    """
    given = {key: value for key, value in answers.items() if value is not None}
    visit = {**_normal(bundle), **given}
    for item in bundle.items.values():
        if item.is_stem and item.key not in given:
            visit[item.key] = any(key in given for key in item.covers)
    if "neuro_exam_normal" not in given:
        visit["neuro_exam_normal"] = visit.get("ask_neuro_signs") is False
    left_out = {key for key, value in answers.items() if value is None}
    return {key: value for key, value in expand_stems(bundle, visit).items() if key not in left_out}


def _normal(bundle: Bundle) -> dict[str, Any]:
    """The normal answer of each item that is asked of everybody and is not a test."""
    usual = {
        "sex": "female",
        "pain_duration_months": 24,
        "onset_mode": "insidious",
        "morning_stiffness_minutes": 0,
    }
    found: dict[str, Any] = {}
    for item in bundle.items.values():
        if item.ask != "core" or item.answered_by == "result" or item.is_stem:
            continue
        if item.negative is not None:
            found[item.key] = list(item.negative) if isinstance(item.negative, tuple) else item.negative
        elif item.type == "ordinal":
            found[item.key] = 0
        elif item.key in usual:
            found[item.key] = usual[item.key]
    return found


def told_by(bundle: Bundle) -> RuleBook:
    """Run the whole book against a bundle; raises AssertionError where a row does not hold."""
    chapters = tuple(
        Chapter(title, tuple(Section(name, _paragraphs(bundle, module)) for name, module in sections))
        for title, sections in CONTENTS
    )
    return RuleBook(f"{bundle.title} {bundle.version}", bundle.digest, chapters)


def _paragraphs(bundle: Bundle, module: str) -> tuple[Paragraph, ...]:
    functions = vars(importlib.import_module(f"tests.spec.{module}")).items()
    run = [_run(bundle, function) for name, function in functions if name.startswith("test_")]
    patients = [entry for _, spec in run for entry in spec.glance]
    overview = (_at_a_glance(bundle, patients),) if patients else ()
    return (*overview, *(paragraph for paragraph, _ in run))


def _run(bundle: Bundle, function: Callable[[Spec], None]) -> tuple[Paragraph, Spec]:
    spec = Spec(bundle)
    function(spec)
    sentence = function.__name__.removeprefix("test_").replace("_", " ")
    why = " ".join((inspect.getdoc(function) or "").split())
    return Paragraph(sentence[0].upper() + sentence[1:], why, tuple(spec.grids)), spec


MARKS = {"consider_first": "●●", "consider": "●", "cannot_tell": "?", "weak": "·"}


def _at_a_glance(bundle: Bundle, patients: list[tuple[str, Mapping[str, list[str]]]]) -> Paragraph:
    """Every patient against every condition on one table."""
    rows = []
    for story, found in patients:
        marks = {key: mark for tier, mark in MARKS.items() for key in found[tier]}
        rows.append((story, *(marks.get(key, "") for key in bundle.conditions), " ".join(found["flags"])))
    why = (
        "●● consider first, ● consider, ? cannot tell, · weak support only, empty: not suggested. "
        + "; ".join(f"{key} = {condition.name}" for key, condition in bundle.conditions.items())
    )
    return Paragraph(
        "All patients at a glance", why, (Grid(("Patient", *bundle.conditions, "Danger signs"), tuple(rows)),)
    )


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.split("|")]
