"""What raises a red flag?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from screening.evidence.schema import RedFlag
from screening.scoring.grounds import Grounds
from screening.scoring.rule import Rule

Known = Mapping[str, Any]


@dataclass(frozen=True)
class FlagRules:
    """
    A red flag's rules: `raised` joins all that raises it, `asked` what a standard visit asks of it.
    """

    flag: RedFlag
    raised: Rule
    asked: Rule
    trigger: Rule
    urgencies: tuple[tuple[str, Rule], ...]

    def raising(self, values: Known) -> list[str]:
        """The known items a raised flag rests on: each belongs to a smallest group that is enough alone."""
        return self.grounds.of(values)

    @cached_property
    def grounds(self) -> Grounds:
        return Grounds(self.raised.variant({}))
