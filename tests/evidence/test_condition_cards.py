"""Does every condition's card say what the brief says, and say it on both sides?

The figures and the matrix are written out here from the brief's sections 4 and 5, not read from the data.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from screening.questionnaires.recipes import pantry

KEYS = """fm mps ra sle ss ssc iim pmr gca axspa psa ctd ms cns cidp sfn lfpn mecfs noci clbp dep anx osa
    hypothy hpt vitd drugmyo aia oih hsd mm malig infx fx spinf oa"""

GATES = {
    "fm": "symptoms_similar_level_3mo",
    "noci": "pain_duration_months >= 3",
    "axspa": "pain_duration_months >= 3",
    "pmr": "age_years >= 50",
    "gca": "age_years >= 50",
    "mecfs": "activity_reduction_6mo",
}

FOUND_TOGETHER = [
    ("fm", "ra", "21% pooled (4.9 to 52.4%)", "duffield2018", "V"),
    ("fm", "ra", "18 to 24%", "zhao2019", "V"),
    ("fm", "axspa", "16.4% (12.3 to 20.5)", "jones2020", "V"),
    ("fm", "axspa", "13.8% in ankylosing spondylitis, 20.3% in MRI-positive", "jones2020", "V"),
    ("fm", "psa", "18% pooled (9.6 to 27.2)", "duffield2018", "V"),
    ("fm", "sle", "15.8% (13.4 to 18.5); odds ratio 3.7", "mistry2024", "V"),
    ("fm", "sle", "22%", "middleton1994", "V"),
    ("fm", "ss", "12 to 31%", "algia_brief", "M"),
    ("fm", "ms", "6.82% against 3.04%; incidence rate ratio 1.44", "marrie2012", "V"),
    ("fm", "ms", "11.7%", "thomas2023", "V"),
    ("fm", "sfn", "49% (38 to 60)", "grayston2019", "V"),
    ("fm", "sfn", "49% (39 to 60)", "galosi2022", "V"),
    ("fm", "sfn", "63% against 10% and 18%", "evdokimov2019", "V"),
    ("fm", "sfn", "5.8 against 7.4", "caro2014", "V"),
    ("fm", "mps", "no reliable pooled figure", "bourgaize2018", "V"),
    ("fm", "mps", "reproduced the whole pain pattern", "ge2011", "V"),
    ("fm", "mecfs", "20 to 70%", "algia_brief", "M"),
    ("fm", "clbp", "42%", "brummett2013", "M"),
    ("fm", "dep", "25% now, about 65% in a lifetime", "algia_brief", "M"),
]
"""Every pair of section 5 and of the cards: what is found with what, figure, source, mark."""

SAID_IN_CAUTIONS = [
    ("fm", "14.8% with type 2 diabetes, 12.9% with irritable bowel syndrome and 6.3% on haemodialysis"),
    ("fm", "20.4% with none, 55.2% with four or more (databank of Wolfe, n 12 215"),
    ("fm", "self-report form alone does not diagnose an individual"),
    ("aia", "45.9% (39.7 to 52.0) of people on an aromatase inhibitor (21 studies, n 13 177"),
    *((key, "have not been validated inside inflammatory arthritis") for key in ("fm", "ra", "axspa", "psa")),
    *((key, "contested and have not been repeated") for key in ("fm", "cidp")),
    *((key, "Classification criteria") for key in ("ra", "sle", "ss", "ssc", "iim", "axspa", "psa")),
    *((key, "not for diagnosis") for key in ("pmr", "gca")),
    ("mps", "kappa 0.452 (0.364 to 0.540) over six studies with 363 patients"),
    ("mps", "(23 people studied)"),
    ("noci", "does not measure central sensitization"),
    ("ctd", "very low predictive value"),
    ("drugmyo", "Most muscle pain on a statin in blinded trials was not caused by it"),
    ("infx", "advises against testing for Lyme disease"),
    ("vitd", "common and usually incidental"),
    ("osa", "sensitive but poorly specific"),
    ("axspa", "over-diagnosed in people with fibromyalgia"),
    ("hsd", "revision of the 2017 criteria has been announced"),
    ("ms", "The 2024 McDonald criteria"),
    ("dep", "suicide risk in the same contact"),
]
"""Figures that belong to no pair, and how far each card can be trusted."""

TREATMENT = re.compile(
    r"prednis|methotrexate|ibuprofen| mg\b|exercise|physiotherap|inject|\bdose|\btreat|therap(y|ies)|tablet"
    r"|prescribe[^r]|\bstop |taper|rotat|supplement|replace|massage|needl|\bCPAP\b|antidepress|steroids?\b",
    re.IGNORECASE,
)

COLUMNS = "fm mps ra sle pmr axspa iim ms cidp sfn mecfs hypothy"
MATRIX = """
four_regions                | ++ | -  | o  | o  | o  | o  | o  | o  | o  | o  | +  | o
known_pain_from_taut_band   | o  | ++ | o  | o  | o  | o  | o  | o  | o  | o  | o  | o
objective_synovitis         | -- | -- | ++ | +  | o  | +  | o  | -  | -  | -  | -  | o
long_morning_stiffness      | +  | o  | ++ | +  | ++ | +  | o  | o  | o  | -  | o  | o
raised_crp_esr              | -- | -- | +  | o  | ++ | +  | o  | -  | -  | -  | -  | -
objective_proximal_weakness | -- | -- | o  | o  | -  | -  | ++ | o  | ++ | -  | -  | o
brisk_reflexes              | -- | -- | -  | o  | -  | -  | -  | ++ | -- | -- | -  | -
absent_reflexes             | -- | -- | -  | -  | -  | -  | o  | o  | ++ | -  | -  | delayed
distal_pin_or_thermal_loss  | o  | -  | o  | o  | -  | -  | -  | o  | o  | ++ | -  | o
marked_fatigue              | ++ | o  | +  | +  | +  | +  | +  | +  | o  | o  | ++ | +
unrefreshing_sleep          | ++ | o  | o  | o  | +  | +  | o  | o  | o  | o  | ++ | o
post_exertional_malaise     | o  | -  | o  | o  | -  | -  | o  | o  | -  | -  | ++ | -
rash_ulcers_serositis       | -- | -- | o  | ++ | -  | o  | +  | -  | -  | -  | -  | -
onset_from_50               | o  | o  | +  | o  | ++ | -- | +  | -  | +  | +  | o  | +
raised_ck                   | -- | -- | -  | o  | -  | -  | ++ | -  | -  | -  | -  | +
"""


@cache
def cards() -> dict[str, dict[str, Any]]:
    return {card["key"]: card for card in pantry().evidence.conditions.value}


def test_all_conditions_are_there_each_with_neighbours_and_a_next_step() -> None:
    assert sorted(cards()) == sorted(KEYS.split())
    assert [key for key, card in cards().items() if len(card["neighbours"]) < 2] == []


def test_only_the_gates_of_the_brief_close_a_condition() -> None:
    gates = {key: card["gate"]["when"] for key, card in cards().items() if "gate" in card}

    assert gates == GATES
    assert {key: card["asks_with"] for key, card in cards().items() if "asks_with" in card} == {
        "gca": ["pmr"]
    }


def test_no_card_advises_a_treatment() -> None:
    steps = [(key, step) for key, card in cards().items() for step in card["next_steps"]]

    assert [(key, step) for key, step in steps if TREATMENT.search(step)] == []


def test_who_is_mistaken_for_whom_stands_on_both_cards() -> None:
    near = [(key, entry["condition"]) for key, card in cards().items() for entry in card["neighbours"]]

    assert len(near) == len(set(near))
    assert {(there, here) for here, there in near} == set(near)


def test_what_is_found_together_stands_alike_on_both_cards() -> None:
    """A figure read from either side must be the same figure, with the same people counted."""
    told = {
        (key, entry["condition"], *(value for name, value in sorted(entry.items()) if name != "condition"))
        for key, card in cards().items()
        for entry in card.get("coexists", [])
    }

    assert {(there, here, *rest) for here, there, *rest in told} == told


def test_every_pair_of_the_brief_is_told_with_its_figure_source_and_mark() -> None:
    for key, other, figure, source, mark in FOUND_TOGETHER:
        told = [entry for entry in cards()[key]["coexists"] if entry["condition"] == other]

        assert [
            entry
            for entry in told
            if figure in entry["figure"] and (entry["source"], entry["mark"]) == (source, mark)
        ], (key, other, figure)


def test_no_figure_is_told_that_the_brief_has_not() -> None:
    listed = {(key, other, source) for key, other, _, source, _ in FOUND_TOGETHER}

    assert {
        (key, entry["condition"], entry["source"])
        for key, card in cards().items()
        for entry in card.get("coexists", [])
    } == listed | {(other, key, source) for key, other, source in listed}


def test_cards_say_how_far_they_can_be_trusted() -> None:
    missing = [
        (key, words) for key, words in SAID_IN_CAUTIONS if words not in " ".join(cards()[key]["cautions"])
    ]

    assert missing == []


def test_the_matrix_is_the_table_of_the_brief() -> None:
    rows = {row["id"]: row for row in pantry().evidence.discriminators.value}
    written = {
        line.split("|")[0].strip(): [cell.strip() for cell in line.split("|")[1:]]
        for line in MATRIX.strip().splitlines()
    }

    assert list(rows) == list(written)
    for name, row in rows.items():
        cells = row["cells"] | row.get("words", {})
        assert [cells[column] for column in COLUMNS.split()] == written[name], name
        assert (len(cells), row["source"], row["mark"]) == (12, "algia_brief", "M")
