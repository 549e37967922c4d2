"""How is something that is costly to make kept for the next who asks, by many threads, in bounded memory?"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

Made = TypeVar("Made")


class Kept(Generic[Made]):
    """
    The things most lately asked for, at most `most` of them.

    Two threads may make the same thing at once; the first to finish is kept and given to both.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._made: dict[Hashable, Made] = {}
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._made)

    def get(
        self, key: Hashable, make: Callable[[], Made], is_fit: Callable[[Made], bool] = lambda _: True
    ) -> Made:
        """What was made for `key`, if it is still fit; else what `make` gives."""
        found = self._found(key, is_fit)
        if found is not None:
            return found
        made = make()
        with self._lock:
            self._made[key] = self._taken(key, is_fit) or made
            while len(self._made) > self._most:
                del self._made[next(iter(self._made))]
            return self._made[key]

    def _found(self, key: Hashable, is_fit: Callable[[Made], bool]) -> Made | None:
        with self._lock:
            found = self._taken(key, is_fit)
            if found is not None:
                self._made[key] = found  # to the end: the one most lately asked for
            return found

    def _taken(self, key: Hashable, is_fit: Callable[[Made], bool]) -> Made | None:
        found = self._made.pop(key, None)
        return found if found is not None and is_fit(found) else None
