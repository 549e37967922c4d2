"""Is the rounding keyed by something that nobody can try out?"""

from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from config import checks
from screening.statistics.keys import DERIVED_KEY_ID, current_key

pytestmark = [pytest.mark.disclosure, pytest.mark.security]


@pytest.mark.parametrize("key", ["", "k" * 31])
def test_a_short_key_is_refused_without_being_shown(settings: Any, key: str) -> None:
    settings.STATISTICS_KEYS = {"s1": key}

    with pytest.raises(ImproperlyConfigured, match='"s1" has fewer than 32 characters') as refused:
        current_key()

    assert "kk" not in str(refused.value)


def test_the_first_key_counts_and_without_any_one_is_derived(settings: Any) -> None:
    settings.STATISTICS_KEYS = {"s2": "n" * 32, "s1": "short"}
    assert current_key() == ("s2", b"n" * 32)

    settings.STATISTICS_KEYS = {}
    assert current_key()[0] == DERIVED_KEY_ID and len(current_key()[1]) == 32


def test_a_deployment_with_short_keys_is_refused(settings: Any) -> None:
    settings.STATISTICS_KEYS, settings.AUDIT_MAC_KEYS = {"s1": "n" * 32}, {"a1": "n" * 32}
    assert checks.keys_are_long() == []

    settings.STATISTICS_KEYS, settings.AUDIT_MAC_KEYS = {"s1": ""}, {"a2": "n" * 32, "a1": "old"}
    assert [fault.id for fault in checks.keys_are_long()] == ["algia.E008", "algia.E009"]
