"""How are files checked quickly in these tests? In this process, and never out of a cache of another test."""

from collections.abc import Iterator, Mapping, Sequence

import pytest
from django.core.cache import cache

from screening.authoring import checking
from screening.authoring.checker import Checked, check_cases, check_text
from screening.authoring.practice_checks import Issued

_CHECKED: dict[tuple[str, str], Checked] = {}


@pytest.fixture
def alone() -> bool:
    """Parametrise with True to check in a process of its own, as outside the tests."""
    return False


def check_once(text: str, issued: Mapping[str, Sequence[Issued]]) -> Checked:
    """Most tests begin with the same small file; what its check says is tested by itself."""
    asked = (text, str(sorted(issued.items())))
    if asked not in _CHECKED:
        _CHECKED[asked] = check_text(text, issued)
    return _CHECKED[asked]


@pytest.fixture(autouse=True)
def check_here(monkeypatch: pytest.MonkeyPatch, alone: bool) -> Iterator[None]:
    if not alone:
        monkeypatch.setattr(checking, "check_text_alone", check_once)
        monkeypatch.setattr(checking, "check_cases_alone", check_cases)
    cache.clear()
    yield
    cache.clear()
