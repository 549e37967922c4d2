"""How are files checked quickly in these tests? In this process, and never out of a cache of another test."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache

from screening.authoring import checking
from screening.authoring.checker import check_cases, check_text


@pytest.fixture
def alone() -> bool:
    """Parametrise with True to check in a process of its own, as outside the tests."""
    return False


@pytest.fixture(autouse=True)
def check_here(monkeypatch: pytest.MonkeyPatch, alone: bool) -> Iterator[None]:
    if not alone:
        monkeypatch.setattr(checking, "check_text_alone", check_text)
        monkeypatch.setattr(checking, "check_cases_alone", check_cases)
    cache.clear()
    yield
    cache.clear()
