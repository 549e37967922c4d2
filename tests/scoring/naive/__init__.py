"""What do the published tables say of complete answers? A second, plain reading to hold the engine against.

Written from the tables of the evidence brief and from nothing else: no rule of a bundle is read here,
and nothing is shared with `screening.scoring`. Slow and literal on purpose. One module for each family
of sets; `completing` tries every way to fill the gaps of a form.
"""

from tests.scoring.naive.body_map import (
    ALL_SITES,
    Sites,
    aapt_sites,
    alike,
    all_site_sets,
    every_kind_of_site_set,
    quarters_1990,
    regions,
    site_sets,
    wpi,
)
from tests.scoring.naive.completing import Completed, harmless, some_of_each_status, telling_answers
from tests.scoring.naive.outcome import Answers, Outcome, Set
from tests.scoring.naive.roll_call import criteria_sets

__all__ = [
    "ALL_SITES",
    "Answers",
    "Completed",
    "Outcome",
    "Set",
    "Sites",
    "aapt_sites",
    "alike",
    "all_site_sets",
    "criteria_sets",
    "every_kind_of_site_set",
    "harmless",
    "quarters_1990",
    "regions",
    "site_sets",
    "some_of_each_status",
    "telling_answers",
    "wpi",
]
