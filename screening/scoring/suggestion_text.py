"""How are the suggestions of a result without gaps written as JSON?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product
from typing import Any

from screening.scoring import tiers
from screening.scoring.bundle import Bundle
from screening.scoring.code import Form, compile_forms
from screening.scoring.finding_ids import FindingIds, Said
from screening.scoring.in_ids import said_ids, standing_ids
from screening.scoring.json_text import HOLE, form_of, json_text
from screening.scoring.sheet import Outcomes

Values = Mapping[str, Any]


class SuggestionTexts:
    """
    Writes all suggestions of one bundle.

    `_said` fills in the second halves of all by the findings that hold. `_standings` hold for each condition,
    by whether it was known before (2) and whether a raised red flag names it (1), reason -> the number it is
    listed by at no strength, and its first half.
    """

    def __init__(self, bundle: Bundle) -> None:
        rules = bundle.rules
        self._order = rules.shown_order
        self._said = compile_forms(
            map(_form, rules.finding_ids.values()), sum(map(len, rules.findings.values()))
        )
        self._heads = {
            (key, *pair): _head(key, *pair)
            for key in rules.weighed
            for pair in product(tiers.TIERS, repeat=2)
        }
        self._standings = tuple(
            tuple(self._standing(key, known, named) for known, named in product((False, True), repeat=2))
            for key in rules.weighed
        )
        self._alone = [each[0] for each in self._standings]
        self._places = {key: place for place, key in enumerate(rules.weighed)}
        gates = {key: place for place, key in enumerate(rules.gates)}
        partners = [bundle.conditions[key].asks_with for key in rules.asked_together]
        related = rules.asked_together.union(*partners)
        self._related = [
            (place, key, gates.get(key)) for place, key in enumerate(rules.weighed) if key in related
        ]

    def _standing(self, key: str, known: bool, named: bool) -> dict[str, tuple[int, str]]:
        found = {}
        for reason in tiers.TIER_OF:
            tier = tiers.TIER_OF[tiers.with_known(reason, known)]
            found[reason] = (self._order.number(key, tier, 0, known, named), self._heads[key, tier, tier])
        return found

    def of(self, bundle: Bundle, values: Values, found: Outcomes) -> str:
        """Every condition in the order in which it is shown, joined by commas."""
        before, named = values.get("known_conditions", ()), self._order.named(found.raised)
        count, said = self._order.count, self._said(found.findings)
        standings = [*self._alone]
        for key in self._places.keys() & named.union(before):
            place = self._places[key]
            standings[place] = self._standings[place][2 * (key in before) + (key in named)]
        texts: dict[int, str] = {}
        for standing, reason, strength, text in zip(
            standings, found.reasons, found.strengths, said, strict=True
        ):
            first, head = standing[reason]
            texts[first - strength * count] = head + text
        for place, result in self._beside(bundle, values, found):
            del texts[standings[place][found.reasons[place]][0] - found.strengths[place] * count]
            key = result.condition
            number = self._order.number(key, result.tier, result.strength, result.known, key in named)
            texts[number] = self._heads[key, result.tier, result.could_become] + said[place]
        return ",".join([texts[number] for number in sorted(texts)])

    def _beside(
        self, bundle: Bundle, values: Values, found: Outcomes
    ) -> Iterator[tuple[int, tiers.TierResult]]:
        """The conditions that are asked about together, which may stand higher than by themselves."""
        if self._related:
            told = [
                (key, found.reasons[place], found.strengths[place], tiers.gate_at(found, gate))
                for place, key, gate in self._related
            ]
            results = tiers.with_companions(bundle, tiers.weighed_whole(values, told))
            for (place, key, _), result in zip(self._related, results, strict=True):
                if key in bundle.rules.asked_together:
                    yield place, result


def _form(ids: FindingIds) -> Form:
    """The second half of a condition's object, filled in by its findings."""
    hole = (HOLE,)
    lists = [[entry._replace(text=json_text(entry.text)) for entry in entries] for entries in ids.entries()]
    return Form(form_of(said_ids(Said(hole, hole, hole), []))[1:], lists)


class _ConditionText:
    """
    The first half of a suggestion, by the reason why the condition stands where it stands by itself.

    `place` is its place in the order of names.
    """

    def __init__(self, key: str, place: int) -> None:
        self.key, self.place = key, place
        self._heads = {pair: _head(key, *pair) for pair in product(tiers.TIERS, repeat=2)}
        self.heads = {reason: self._heads[tier, tier] for reason, tier in tiers.TIER_OF.items()}

    def head(self, tier: str, could_become: str) -> str:
        return self._heads[tier, could_become]


def _head(key: str, tier: str, could_become: str) -> str:
    """The first half of an object, to which the second is joined without its brace."""
    return f"{json_text(standing_ids(key, tier, could_become))[:-1]},"
