"""Is the search for open items, with all its short cuts, the plain one it was released with?"""

from __future__ import annotations

import random

import pytest

from screening.questionnaires.catalogue import builtin_bundle, builtin_documents
from screening.scoring import pivotal
from screening.scoring.answers import known_values
from tests.scoring import plain_search
from tests.scoring.given import SCREEN, offered

KEYS = {document["meta"]["key"] for document in builtin_documents()}
WITH_CRITERIA = sorted(key for key in KEYS if builtin_bundle(key).criteria)
RA = SCREEN.rules.criteria["acr-eular-2010-ra"].standing


@pytest.mark.parametrize(
    "patients", [pytest.param(2, id="few"), pytest.param(40, id="many", marks=pytest.mark.slow)]
)
@pytest.mark.parametrize("key", WITH_CRITERIA)
def test_open_items_are_those_of_the_plain_search(key: str, patients: int) -> None:
    bundle, chance = builtin_bundle(key), random.Random(key)
    for _ in range(patients):
        share = chance.choice((0.2, 0.5, 0.8))
        answers = {item: chance.choice(values) for item, values in offered(key).items()}
        kept = {item: value for item, value in answers.items() if chance.random() >= share}
        values = known_values(bundle, kept)
        for rules in bundle.rules.criteria.values():
            expected = plain_search.open_items(rules.standing, values)

            assert pivotal.open_items(rules.standing, values) == expected, (rules.id, values)


def test_an_item_stays_open_where_the_search_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """With eleven small joints the large ones add nothing; released engines call them open all the same."""
    values = {"involved_small_joints": 11}

    assert "involved_large_joints" in pivotal.open_items(RA, values)
    assert pivotal.open_items(RA, values) == plain_search.open_items(RA, values)

    monkeypatch.setattr(pivotal, "MOST_SEARCHED", 50_000)
    assert "involved_large_joints" not in pivotal.open_items(RA, values)
