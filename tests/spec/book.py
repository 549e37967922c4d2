"""In which order do the chapters stand, and how is the whole book told?

`told_by` runs the same paragraphs as the tests and prints them (docs/generated/scoring.md).
"""

from __future__ import annotations

import importlib
import inspect
import re
from collections.abc import Callable, Mapping
from types import ModuleType
from typing import Any

from screening.questionnaires.rule_book import Chapter, Grid, Paragraph, RuleBook, Section
from screening.scoring.bundle import Bundle
from tests.spec.paragraph import Spec

CONTENTS: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = (
    ("The body map", (("Sites and regions", "body_map.test_sites_and_regions"),)),
    (
        "Fibromyalgia",
        (
            ("ACR 1990", "fibromyalgia.test_acr_1990"),
            ("ACR 2010", "fibromyalgia.test_acr_2010"),
            ("ACR 2011 self-report", "fibromyalgia.test_acr_2011"),
            ("ACR 2016", "fibromyalgia.test_acr_2016"),
            ("AAPT 2019", "fibromyalgia.test_aapt_2019"),
            ("The editions side by side", "fibromyalgia.test_editions_side_by_side"),
        ),
    ),
    ("Trigger points", (("Delphi 2018", "trigger_points.test_delphi_2018"),)),
    (
        "Joints",
        (
            ("Rheumatoid arthritis: ACR/EULAR 2010", "rheumatoid_arthritis.test_acr_eular_2010"),
            ("Psoriatic arthritis: CASPAR 2006", "psoriatic_arthritis.test_caspar_2006"),
            ("Hypermobility: 2017", "hypermobility.test_hypermobility_2017"),
        ),
    ),
    (
        "Connective tissue diseases",
        (
            ("Systemic lupus: EULAR/ACR 2019", "connective_tissue.test_lupus_2019"),
            ("Sjögren disease: ACR/EULAR 2016", "connective_tissue.test_sjogren_2016"),
            ("Systemic sclerosis: ACR/EULAR 2013", "connective_tissue.test_systemic_sclerosis_2013"),
            ("Myositis: EULAR/ACR 2017", "connective_tissue.test_myositis_2017"),
        ),
    ),
    (
        "Girdles and arteries",
        (
            ("Polymyalgia rheumatica: EULAR/ACR 2012", "girdles_and_arteries.test_polymyalgia_2012"),
            ("Giant cell arteritis: ACR/EULAR 2022", "girdles_and_arteries.test_giant_cell_arteritis_2022"),
        ),
    ),
    (
        "The spine",
        (
            ("ASAS inflammatory back pain", "spine.test_inflammatory_back_pain"),
            ("Axial spondyloarthritis: ASAS 2009", "spine.test_axial_spondyloarthritis_2009"),
            ("Danger signs of back pain: Finucane 2020", "spine.test_back_pain_flags_2020"),
        ),
    ),
    (
        "Nerves, brain and cord",
        (
            ("Central lesions: when neurology is called for", "nerves.test_central_lesions"),
            ("CIDP: EAN/PNS 2021", "nerves.test_cidp_2021"),
            ("Small fibres: Devigili 2019", "nerves.test_small_fibres_2019"),
        ),
    ),
    (
        "Fatigue and sensitisation",
        (
            ("ME/CFS: IOM 2015", "fatigue_and_sensitisation.test_mecfs_2015"),
            ("Nociplastic pain: IASP 2021", "fatigue_and_sensitisation.test_nociplastic_2021"),
        ),
    ),
    ("Totals of questionnaires", (("Only the total is entered", "totals.test_totals"),)),
    ("What is not known", (("Gaps, stems and tests not done", "not_known.test_not_known_is_not_no"),)),
    (
        "Tiers",
        (
            ("The rules in their order", "tiers.test_tier_rules"),
            ("The order of the list", "tiers.test_order_of_the_list"),
            ("Gates", "tiers.test_gates"),
            ("Several things can be true", "tiers.test_several_things_can_be_true"),
            ("Traps", "tiers.test_traps"),
        ),
    ),
    (
        "Danger signs",
        (
            ("How a danger sign is raised", "red_flags.test_raised_and_excluded"),
            ("Nerves and spine", "red_flags.test_nerves_and_spine"),
            ("Arteries, eyes, joints and organs", "red_flags.test_arteries_joints_and_organs"),
            ("Infection, cancer, blood and safety", "red_flags.test_infection_cancer_and_safety"),
            ("Whatever a score says", "red_flags.test_whatever_a_score_says"),
        ),
    ),
    (
        "Patients",
        (
            ("Widespread and regional pain", "vignettes.test_widespread_and_regional_pain"),
            ("Inflammatory disease", "vignettes.test_inflammatory_disease"),
            ("Connective tissue, girdles and arteries", "vignettes.test_connective_tissue_and_arteries"),
            ("Nerves, brain and cord", "vignettes.test_nerves_brain_and_cord"),
            ("Spine and danger", "vignettes.test_spine_and_danger"),
            ("Metabolism, medicines, mind and sleep", "vignettes.test_metabolism_medicines_and_mind"),
        ),
    ),
)
SPELT = {
    "aapt": "AAPT", "acr": "ACR", "ana": "ANA", "asas": "ASAS", "by first": "by FiRST", "caspar": "CASPAR",
    "cidp": "CIDP", "cns": "CNS", "crp": "CRP", "delphi": "Delphi", "ehlers danlos": "Ehlers-Danlos", "gad": "GAD",
    "guillain barre": "Guillain-Barré", "hepatitis c": "hepatitis C", "hla b27": "HLA-B27", "me cfs": "ME/CFS",
    "mri": "MRI", "ms": "MS", "phq": "PHQ", "raynaud": "Raynaud", r"rf(\d+)": r"RF\1", "sjogren": "Sjögren",
}  # fmt: skip
MARKS = {"consider_first": "●●", "consider": "●", "cannot_tell": "?", "weak": "·"}


def chapter_module(name: str) -> ModuleType:
    """The module of a section, by the name it has in `CONTENTS`."""
    return importlib.import_module(f"tests.spec.{name}")


def told_by(bundle: Bundle) -> RuleBook:
    """Run the whole book against a bundle; raises AssertionError where a row does not hold."""
    chapters = tuple(_chapter(bundle, title, sections) for title, sections in CONTENTS)
    return RuleBook(f"{bundle.title} {bundle.version}", bundle.digest, chapters)


def _chapter(bundle: Bundle, title: str, sections: tuple[tuple[str, str], ...]) -> Chapter:
    run = [(name, _paragraphs(bundle, chapter_module(module))) for name, module in sections]
    patients = [entry for _, paragraphs in run for _, spec in paragraphs for entry in spec.glance]
    overview = (Section("At a glance", (_at_a_glance(bundle, patients),)),) if patients else ()
    told = (Section(name, tuple(paragraph for paragraph, _ in paragraphs)) for name, paragraphs in run)
    return Chapter(title, (*overview, *told))


def _paragraphs(bundle: Bundle, module: ModuleType) -> list[tuple[Paragraph, Spec]]:
    return [_run(bundle, function) for name, function in vars(module).items() if name.startswith("test_")]


def _run(bundle: Bundle, function: Callable[[Spec], Any]) -> tuple[Paragraph, Spec]:
    spec = Spec(bundle)
    function(spec)
    why = " ".join((inspect.getdoc(function) or "").split())
    return Paragraph(_sentence(function.__name__), why, tuple(spec.grids)), spec


def _sentence(name: str) -> str:
    """A name as the sentence it stands for, names of sets and people spelt as they are."""
    words = name.removeprefix("test_").replace("_", " ")
    for plain, spelt in SPELT.items():
        words = re.sub(rf"\b{plain}\b", spelt, words)
    return words[0].upper() + words[1:]


def _at_a_glance(bundle: Bundle, patients: list[tuple[str, Mapping[str, list[str]]]]) -> Paragraph:
    """Every patient against every condition on one table."""
    rows = []
    for story, found in patients:
        marks = {key: mark for tier, mark in MARKS.items() for key in found[tier]}
        rows.append((story, *(marks.get(key, "") for key in bundle.conditions), " ".join(found["flags"])))
    why = (
        "●● consider first, ● consider, ? cannot tell, · weak support only, empty: not suggested. "
        + "; ".join(f"{key} = {condition.name}" for key, condition in bundle.conditions.items())
    )
    return Paragraph(
        "All patients and all conditions",
        why,
        (Grid(("Patient", *bundle.conditions, "Danger signs"), tuple(rows)),),
    )
