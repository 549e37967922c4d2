"""Which laws hold for the whole decision, whatever is answered?"""

from __future__ import annotations

import random
from collections.abc import Mapping
from functools import cache
from itertools import product
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from screening.questionnaires.digests import canonical_json
from screening.scoring import flags, tiers
from screening.scoring.answers import NOT_ASSESSED, known_values
from screening.scoring.code import compile_rule
from screening.scoring.engine import assess
from screening.scoring.polarity import DOWN, EITHER, UP, Component, components
from screening.scoring.tiers import TIERS
from tests.scoring.given import (
    SCREEN,
    Answers,
    harmless,
    nearly_complete,
    offered,
    one_answer,
    some_answers,
)

FEW, SOME = (settings(max_examples=count, deadline=None) for count in (10, 25))


def rank(tier: str) -> int:
    """0 for the highest tier; a larger number is a lower tier."""
    return TIERS.index(tier)


def by_condition(answers: Mapping[str, Any]) -> dict[str, tiers.TierResult]:
    results = tiers.evaluate(SCREEN, known_values(SCREEN, answers))
    return {result.condition: result for result in results}


def by_flag(answers: Mapping[str, Any]) -> dict[str, flags.FlagResult]:
    values = known_values(SCREEN, answers)
    return {rules.flag.id: flags.evaluate(rules, values) for rules in SCREEN.rules.flags}


@FEW
@given(answers=some_answers(), seed=st.integers(0, 1000))
def test_the_order_of_answers_is_irrelevant(answers: Answers, seed: int) -> None:
    pairs = list(answers.items())
    random.Random(seed).shuffle(pairs)

    assert assess(SCREEN, dict(pairs)).decision == assess(SCREEN, answers).decision


@FEW
@given(answers=some_answers(), left_open=st.sampled_from(sorted(offered())))
def test_not_assessed_null_and_absent_decide_alike(answers: Answers, left_open: str) -> None:
    """They are told apart in the explanation only; none of them is ever a no."""
    absent = {key: value for key, value in answers.items() if key != left_open}

    decision = assess(SCREEN, absent).decision

    assert assess(SCREEN, {**absent, left_open: None}).decision == decision
    assert assess(SCREEN, {**absent, left_open: NOT_ASSESSED}).decision == decision


def test_an_empty_form_scores_nothing() -> None:
    decision = assess(SCREEN, {}).decision

    assert {result["status"] for result in decision["criteria"]} == {"undetermined"}
    assert {result["tier"] for result in decision["conditions"]} == {"not_suggested"}
    assert {result["strength"] for result in decision["conditions"]} == {0}
    assert {result["status"] for result in decision["red_flags"]} == {"not_excluded"}


def test_a_form_of_harmless_answers_suggests_nothing() -> None:
    decision = assess(SCREEN, harmless()).decision

    assert {result["tier"] for result in decision["conditions"]} == {"not_suggested"}
    assert {result["could_become"] for result in decision["conditions"]} == {"not_suggested"}
    assert {result["status"] for result in decision["red_flags"]} == {"absent"}
    assert "met" not in {result["status"] for result in decision["criteria"]}


@SOME
@given(answers=some_answers(), more=one_answer())
def test_answering_an_unknown_item_only_narrows(answers: Answers, more: tuple[str, Any]) -> None:
    """What was settled stays settled; intervals shrink; nothing reaches what was said to be out of reach."""
    item, value = more
    assume(item != "known_conditions")
    before = assess(SCREEN, {key: v for key, v in answers.items() if key != item}).decision
    after = assess(SCREEN, {**answers, item: value}).decision

    for was, now in zip(before["criteria"], after["criteria"], strict=True):
        assert was["status"] in ("undetermined", now["status"])
        assert was["score"][0] <= now["score"][0] <= now["score"][1] <= was["score"][1]
        for part, (low, high) in now["parts"].items():
            assert was["parts"][part][0] <= low <= high <= was["parts"][part][1]
    for was, now in zip(before["red_flags"], after["red_flags"], strict=True):
        assert was["status"] in ("not_excluded", now["status"])
    reached = {result["condition"]: result for result in before["conditions"]}
    for now in after["conditions"]:
        assert rank(now["tier"]) >= rank(reached[now["condition"]]["could_become"])
        assert rank(now["could_become"]) >= rank(reached[now["condition"]]["could_become"])


@SOME
@given(answers=some_answers(), more=one_answer())
def test_a_raised_flag_stays_raised_whatever_else_is_answered(
    answers: Answers, more: tuple[str, Any]
) -> None:
    """Changing any answer that a raised flag does not rest on leaves it standing, direct no's included."""
    before = by_flag(answers)
    for rules in SCREEN.rules.flags:
        if before[rules.flag.id].status != flags.RAISED:
            continue
        item, value = more
        if item not in rules.raised.items:
            assert by_flag({**answers, item: value})[rules.flag.id].status == flags.RAISED
        if rules.trigger.truth(known_values(SCREEN, answers)):
            told_no = by_flag({**answers, rules.flag.direct: False})[rules.flag.id]
            assert told_no.status == flags.RAISED
            assert told_no.contradiction


@SOME
@given(answers=nearly_complete())
def test_could_become_is_the_tier_of_the_best_completion(answers: Answers) -> None:
    missing = [item for item in offered() if item not in answers and item != "known_conditions"]
    answers = {"known_conditions": [], **answers}
    assume(len(list(product(*(offered()[item] for item in missing)))) <= 40)
    now = by_condition(answers)
    best = {key: len(TIERS) for key in now}

    for chosen in product(*(offered()[item] for item in missing)):
        complete = {**answers, **dict(zip(missing, chosen, strict=True))}
        for key, result in by_condition(complete).items():
            best[key] = min(best[key], rank(result.tier))

    for key, result in now.items():
        assert rank(result.could_become) == min(rank(result.tier), best[key]), key


@SOME
@given(answers=nearly_complete(unknown=0, changed=25), data=st.data())
def test_removing_a_supporting_finding_never_raises_a_condition(
    answers: Answers, data: st.DataObject
) -> None:
    """Taken back to no, or to unknown: for each condition the items that only ever speak for it."""
    before = by_condition(answers)

    for condition in SCREEN.conditions:
        supporting = [item for item in _speak_only_for(condition) if answers.get(item) is True]
        if not supporting:
            continue
        item = data.draw(st.sampled_from(supporting))
        unknown = by_condition({k: v for k, v in answers.items() if k != item})[condition]
        told_no = by_condition({**answers, item: False})[condition]
        assert rank(told_no.tier) >= rank(before[condition].tier)
        assert told_no.strength <= before[condition].strength
        assert rank(unknown.tier) >= rank(before[condition].tier)
        assert unknown.strength <= before[condition].strength


@cache
def _speak_only_for(condition: str) -> tuple[str, ...]:
    """The yes-or-no items of which a yes can only raise the condition, or the companions it follows."""
    pulls: dict[str, set[int]] = {}
    for key in (condition, *SCREEN.conditions[condition].asks_with):
        weighed = [(r.rule, UP if r.bearing.direction == "for" else DOWN) for r in SCREEN.rules.findings[key]]
        for rule, direction in (*weighed, *SCREEN.rules.movers[key].directed):
            for part in components(rule.variant({}).node, direction):
                if SCREEN.rules.domains[part.name].type == "boolean":
                    pulls.setdefault(part.name, set()).add(_pull_of_yes(part))
    return tuple(sorted(item for item, found in pulls.items() if found <= {UP, 0}))


def _pull_of_yes(part: Component) -> int:
    """+1 where a yes raises what the part stands in, -1 where it lowers it, 0 where neither."""
    call = compile_rule(part.node, [part.name])
    turned = int(call(True)) - int(call(False))
    return turned * part.direction if part.direction != EITHER else -abs(turned)


FM_SYMPTOMS = {
    "fatigue_severity": 3, "waking_unrefreshed_severity": 3, "cognitive_severity": 3, "headache_6mo": True,
    "lower_abdominal_pain_6mo": True, "depression_symptom_6mo": True, "symptoms_similar_level_3mo": True,
    "sleep_problem_severity": 3, "sensory_overload": True,
}  # fmt: skip
WHOLE_BODY = {"pain_sites_wpi": list(offered()["pain_sites_wpi"][-1])}
AUTOIMMUNE = {
    "swollen_joint_count_small": 4, "involved_small_joints": 4, "rf_acpa": "high", "crp_esr": "raised",
    "joint_symptom_weeks": 10, "photosensitive_malar_rash": True, "ana_titre": "titre_320_or_more",
    "mri_brain_cord": "demyelinating", "visual_loss_monocular_painful": True,
}  # fmt: skip


@SOME
@given(answers=nearly_complete(unknown=4, changed=20))
def test_fibromyalgia_findings_never_lower_another_condition(answers: Answers) -> None:
    """Rule 0.4 of the brief: a high fibromyalgia score subtracts from nothing."""
    without = dict(answers)
    without.update({key: harmless()[key] for key in FM_SYMPTOMS})
    before = by_condition(without)
    after = by_condition({**without, **FM_SYMPTOMS})
    known = by_condition({**without, "known_conditions": ["fm"]})
    unknown = by_condition({**without, "known_conditions": []})

    for key in set(before) - {"fm"}:
        assert rank(after[key].tier) <= rank(before[key].tier)
        assert after[key].strength >= before[key].strength
        assert known[key].tier == unknown[key].tier


@SOME
@given(answers=nearly_complete(unknown=4, changed=20))
def test_pain_everywhere_lowers_nothing_but_regional_pain(answers: Answers) -> None:
    """The body map itself speaks for regional conditions; the systemic and neurological ones ignore it."""
    regional = {"fm", "mps", "clbp"}
    before = by_condition({**answers, "pain_sites_wpi": []})
    after = by_condition({**answers, **WHOLE_BODY})

    for key in set(before) - regional:
        assert rank(after[key].tier) <= rank(before[key].tier), key


@SOME
@given(answers=nearly_complete(unknown=4, changed=20), kept=st.sets(st.sampled_from(sorted(AUTOIMMUNE))))
def test_autoimmune_and_demyelinating_findings_never_lower_fibromyalgia(
    answers: Answers, kept: set[str]
) -> None:
    """The other half of rule 0.4: the 2016 set is valid irrespective of other diagnoses."""
    before = by_condition({**answers, **{key: harmless()[key] for key in AUTOIMMUNE}})["fm"]
    after = by_condition({**answers, **{key: AUTOIMMUNE[key] for key in kept}})["fm"]

    assert rank(after.tier) <= rank(before.tier)


@SOME
@given(answers=some_answers(60))
def test_a_closed_gate_closes_and_a_known_condition_is_never_hidden(answers: Answers) -> None:
    known = {**answers, "known_conditions": sorted(set(SCREEN.conditions))}
    for key, result in by_condition(answers).items():
        if result.gate == "closed" and not result.known:
            assert result.tier == result.could_become == "not_suggested", key
    for key, result in by_condition(known).items():
        assert rank(result.tier) <= rank("consider"), key


@FEW
@given(answers=some_answers(60))
def test_new_suggestions_stand_first_then_by_tier_danger_strength_and_name(answers: Answers) -> None:
    """ADR 0014: what was known before stands behind what is new; what a raised flag names, first in its tier."""
    decision = assess(SCREEN, answers).decision
    results = decision["conditions"]
    raised = {flag["id"] for flag in decision["red_flags"] if flag["status"] == "raised"}
    named = {flag.names for flag in SCREEN.red_flags if flag.id in raised}
    places = [
        (
            int(r["known"]) if rank(r["tier"]) <= rank("consider") else 2,
            rank(r["tier"]),
            r["condition"] not in named,
            -r["strength"],
            SCREEN.conditions[r["condition"]].name,
        )
        for r in results
    ]

    assert places == sorted(places)
    assert {r["condition"] for r in results} == set(SCREEN.conditions)


@FEW
@given(answers=some_answers(60))
def test_a_decision_is_json_and_never_holds_words(answers: Answers) -> None:
    """The decision is sealed by a digest and compared years later; wording may change in between."""
    decision = assess(SCREEN, answers).decision

    labels = {item.label for item in SCREEN.items.values()} | {c.name for c in SCREEN.conditions.values()}
    assert canonical_json(decision)
    assert not labels & set(_texts(decision))


def _texts(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [text for inner in value.values() for text in _texts(inner)]
    if isinstance(value, list):
        return [text for inner in value for text in _texts(inner)]
    return [value] if isinstance(value, str) else []


@pytest.mark.parametrize("kind", ["screening"])
def test_a_screening_set_alone_never_makes_consider_first(kind: str) -> None:
    """Architecture section 5: only a diagnostic or classification set for the condition does."""
    for criterion in SCREEN.criteria:
        if criterion.kind != kind:
            continue
        answers = {key: value for key, value in harmless().items() if key not in _items_of(criterion.id)}
        met = {**answers, **_meeting(criterion.id)}
        values = known_values(SCREEN, met)
        assert SCREEN.rules.criteria[criterion.id].met.truth(values)
        if not any(rule.truth(values) for rule in SCREEN.rules.movers[criterion.condition].decisive):
            assert by_condition(met)[criterion.condition].reason != "criteria_met"


def _items_of(criterion: str) -> frozenset[str]:
    return SCREEN.rules.criteria[criterion].met.items


def _meeting(criterion: str) -> Answers:
    rule = SCREEN.rules.criteria[criterion].met
    variant = rule.variant({})
    for chosen in product(*(variant.axis(name).highest for name in variant.names)):
        found = dict(zip(variant.names, chosen, strict=True))
        if rule.truth(found):
            return {k: sorted(v) if isinstance(v, frozenset) else v for k, v in found.items()}
    raise AssertionError(f"{criterion} can never be met")
