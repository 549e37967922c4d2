"""Are sign-in limits still counted when much else is remembered in the same cache?"""

from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache.backends.filebased import FileBasedCache

pytestmark = pytest.mark.security


def test_a_count_of_failed_sign_ins_outlives_many_other_entries(tmp_path: Path) -> None:
    """Django keeps 300 entries unless told otherwise, and forgets a third of them, whichever, for each one more."""
    cache = FileBasedCache(str(tmp_path), {"OPTIONS": settings.CACHE_OPTIONS, "TIMEOUT": 300})
    counts = [f"allauth:rl:login_failed:{number}" for number in range(20)]
    for name in counts:
        cache.set(name, [1, 2, 3])

    for number in range(400):
        cache.set(f"authoring:{number}", "what a check found")

    assert [name for name in counts if cache.get(name) is None] == []


def test_every_cache_is_told_so() -> None:
    assert all(cache["OPTIONS"] == settings.CACHE_OPTIONS for cache in settings.CACHES.values())
