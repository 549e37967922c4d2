"""What of a result is the same for many patients of a version, and made only once?"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from functools import lru_cache
from typing import Any, TypeVar

from django.template.loader import render_to_string
from django.utils.translation import get_language

from screening.scoring.bundle import Bundle

Made = TypeVar("Made")
STORE = "_kept_by_results"
MOST_STATES = 2048  # of one kind, for what differs between patients but comes again


def kept(bundle: Bundle) -> dict[Any, Any]:
    """A place for what is made of one compiled version; it goes when the version goes."""
    found: dict[Any, Any] = vars(bundle).setdefault(STORE, {})
    return found


def made_once(bundle: Bundle, name: Hashable, make: Callable[[], Made]) -> Made:
    """What `make` gives for this version and the language of the moment; one for each name."""
    store, key = kept(bundle), (name, get_language())
    if key not in store:
        store[key] = make()
    found: Made = store[key]
    return found


def made_lately(
    bundle: Bundle, kind: str, make: Callable[[Bundle, Any], Made], state: Hashable, most: int = MOST_STATES
) -> Made:
    """
    What `make` gives of this version for one state, the states asked for lately being remembered.

    Args:
        bundle: the version.
        kind: names what is made.
        make: called with the version and the state; its answer hangs on nothing else but the language.
        state: everything that it reads of a patient.
        most: how many states are remembered.
    """

    def remember() -> Callable[[Any], Made]:
        return lru_cache(maxsize=most)(lambda state: make(bundle, state))

    return made_once(bundle, ("lately", kind), remember)(state)


def rendered_once(
    bundle: Bundle, template: str, name: Hashable, context: Callable[[], Mapping[str, Any]]
) -> str:
    """
    A template filled with what only the version says, escaped as in any page.

    Args:
        bundle: the version.
        template: its path.
        name: what tells this filling from the others of the same template.
        context: gives the values, asked once.
    """
    return made_once(bundle, (template, name), lambda: render_to_string(template, dict(context())))
