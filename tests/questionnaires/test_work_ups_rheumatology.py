"""When are the published sets for arthritis and connective tissue diseases reached, and is each work-up one set?"""

from __future__ import annotations

import pytest

from tests.questionnaires.worked_up import (
    MET,
    NOT,
    NOT_APPLICABLE,
    OPEN,
    bundle,
    decided,
    decided_from,
    standing,
)
from tests.spec.words import parsed

# The short run has the same sets in the rule book, in the second readings and in the recipes' own cases.
pytestmark = pytest.mark.slow

WORK_UPS = {
    "acr-eular-2010-ra": "ra",
    "eular-acr-2019-sle": "sle ctd",
    "acr-eular-2016-sjogren": "ss",
    "acr-eular-2013-ssc": "ssc ctd",
    "eular-acr-2017-iim": "iim",
    "eular-acr-2012-pmr": "pmr",
    "acr-eular-2022-gca": "gca pmr",
    "asas-2009-axspa": "axspa clbp",
    "asas-ibp": "axspa clbp",
    "caspar-2006-psa": "psa",
    "ean-pns-2021-cidp": "cidp lfpn",
    "mcdonald-referral": "ms cns",
    "finucane-2020": "clbp malig spinf fx mm",
}


@pytest.mark.parametrize("key", WORK_UPS)
def test_a_work_up_is_one_set_opened_from_its_conditions(key: str) -> None:
    (criterion,) = bundle(key).criteria
    meta = bundle(key).meta

    assert (criterion.id, meta["key"], meta["version"]) == (key, key, "1.0.0")
    assert " ".join(meta["work_up_for"]) == WORK_UPS[key]


@pytest.mark.parametrize("key", WORK_UPS)
def test_nothing_found_reaches_nothing_and_nothing_asked_settles_nothing(key: str) -> None:
    none, empty = decided(key, ""), decided_from(key, {})

    assert none["status"] in {NOT, NOT_APPLICABLE}
    assert set(none["flags"].values()) <= {"absent"}
    assert set(none["tiers"].values()) == {"not_suggested"}
    assert empty["status"] == OPEN
    assert set(empty["flags"].values()) <= {"not_excluded"}


@pytest.mark.parametrize(
    ("small", "large", "antibodies", "crp", "weeks", "status", "points"),
    [
        (2, 0, "high", "normal", 8, MET, 6),  # T13
        (0, 1, "neg", "normal", 8, NOT, 1),  # T14
        (2, 0, "high", "normal", 5, NOT, 5),
        (0, 2, "high", "raised", 6, MET, 6),
        (3, 0, "low", "raised", 6, MET, 6),
        (4, 0, "low", "normal", 6, MET, 6),
        (3, 7, "low", "normal", 6, NOT, 5),  # ten joints
        (3, 8, "neg", "normal", 6, MET, 6),  # eleven
        (0, 11, "high", "raised", 6, MET, 6),  # eleven, none of them small
    ],
)
def test_rheumatoid_arthritis_wants_six_of_ten(
    small: int, large: int, antibodies: str, crp: str, weeks: int, status: str, points: int
) -> None:
    counted = f"involved_small_joints {small}; involved_large_joints {large}; joint_symptom_weeks {weeks}"
    tests = f"rf_acpa {antibodies}; crp_esr {crp}"

    assert standing("acr-eular-2010-ra", f"swollen_joint_count_large 1; {counted}; {tests}") == (
        status,
        points,
    )
    assert standing("acr-eular-2010-ra", f"{counted}; {tests}")[0] == NOT_APPLICABLE  # T15: none swollen


LUPUS = "ana_titre titre_80"


@pytest.mark.parametrize(
    ("findings", "status", "points"),
    [
        ("sle_oral_ulcers yes; sle_alopecia yes; sle_synovitis yes", NOT, 8),  # T17
        ("sle_synovitis yes; sle_leucopenia yes; specific_autoantibody apl", MET, 11),  # T18
        ("specific_autoantibody dsdna_sm; sle_complement c3_and_c4_low", NOT, 10),  # T19
        ("specific_autoantibody dsdna_sm apl; sle_fever yes", MET, 10),
        ("specific_autoantibody dsdna_sm; sle_complement c3_or_c4_low", NOT, 9),
        ("sle_nephritis class_3_or_4; sle_proteinuria yes", MET, 10),
        ("sle_nephritis class_2_or_5; sle_proteinuria yes", NOT, 8),
        ("sle_psychosis yes; sle_seizure yes; sle_effusion yes", MET, 10),
        ("sle_thrombocytopenia yes; sle_haemolysis yes; sle_acute_cutaneous yes; sle_alopecia yes", MET, 10),
        ("sle_delirium yes; sle_subacute_or_discoid yes; sle_leucopenia yes", NOT, 9),
        ("sle_pericarditis yes; sle_effusion yes; sle_proteinuria yes", MET, 10),
    ],
)
def test_lupus_wants_ten_points_and_a_clinical_item(findings: str, status: str, points: int) -> None:
    assert standing("eular-acr-2019-sle", f"{LUPUS}; {findings}") == (status, points)
    assert standing("eular-acr-2019-sle", f"ana_titre neg; {findings}") == (NOT_APPLICABLE, points)  # T16


@pytest.mark.parametrize(
    ("joints", "points"),
    [
        ("sle_tender_stiff_joints yes", 0),
        ("sle_tender_stiff_joints yes; sle_tender_stiff_attributed yes", 6),
        ("sle_tender_stiff_attributed yes", 0),
        ("sle_synovitis yes", 6),
        ("sle_synovitis yes; sle_tender_stiff_joints yes; sle_tender_stiff_attributed yes", 6),
    ],
)
def test_tender_stiff_joints_count_for_lupus_only_where_you_attribute_them(joints: str, points: int) -> None:
    """Fibromyalgia gives the same picture."""
    assert standing("eular-acr-2019-sle", f"{LUPUS}; {joints}") == (NOT, points)


def test_every_item_of_the_lupus_set_makes_51() -> None:
    every = {item.key: True for item in bundle("eular-acr-2019-sle").items.values() if item.type == "boolean"}
    tests = f"{LUPUS}; sle_nephritis class_3_or_4; specific_autoantibody apl dsdna_sm; sle_complement c3_and_c4_low"

    found = decided_from("eular-acr-2019-sle", {**every, **parsed(bundle("eular-acr-2019-sle"), tests)})

    assert found["score"] == [51, 51]


@pytest.mark.parametrize(
    ("findings", "status", "points"),
    [
        ("specific_autoantibody ssa; sjogren_schirmer yes", MET, 4),  # T27
        ("specific_autoantibody ssa", NOT, 3),
        ("sjogren_gland_biopsy yes; sjogren_saliva_flow yes", MET, 4),
        ("sjogren_schirmer yes; sjogren_saliva_flow yes; sjogren_ocular_staining yes", NOT, 3),
    ],
)
def test_sjogren_wants_four_with_dryness_or_an_organ(findings: str, status: str, points: int) -> None:
    for suspicion in ("dry_eyes_3mo", "dry_mouth_3mo", "sjogren_fluids_to_swallow", "sjogren_essdai_domain"):
        assert standing("acr-eular-2016-sjogren", f"{suspicion} yes; {findings}") == (status, points)
    assert standing("acr-eular-2016-sjogren", findings) == (NOT_APPLICABLE, points)


@pytest.mark.parametrize(
    ("exclusion", "status"),
    [
        *((each, NOT_APPLICABLE) for each in ("neck_radiation", "hepatitis_c_active", "aids", "sarcoidosis")),
        *((each, NOT_APPLICABLE) for each in ("amyloidosis", "gvhd", "igg4")),
        ("none", MET),
        ("?", OPEN),
    ],
)
def test_other_diseases_exclude_the_sjogren_set(exclusion: str, status: str) -> None:
    suspected = "dry_eyes_3mo yes; specific_autoantibody ssa; sjogren_schirmer yes"

    assert standing("acr-eular-2016-sjogren", f"{suspected}; sjogren_exclusions {exclusion}")[0] == status


EARLY = "raynaud yes; puffy_fingers_sclerodactyly puffy; specific_autoantibody centromere_scl70_rnap3"
THICK = "puffy_fingers_sclerodactyly sclerodactyly"


@pytest.mark.parametrize(
    ("findings", "status", "points"),
    [
        (EARLY, NOT, 8),  # T26
        (f"{EARLY}; telangiectasia yes", MET, 10),
        ("puffy_fingers_sclerodactyly proximal_to_mcp", MET, 9),
        (f"{THICK}; ssc_fingertip_lesions pitting_scars; ssc_pah_or_ild yes", MET, 9),
        (f"{THICK}; ssc_fingertip_lesions ulcers; nailfold_capillary_abnormal yes", NOT, 8),
    ],
)
def test_systemic_sclerosis_wants_nine(findings: str, status: str, points: int) -> None:
    assert standing("acr-eular-2013-ssc", findings) == (status, points)
    assert standing("acr-eular-2013-ssc", f"ssc_spares_fingers yes; {findings}")[0] == NOT_APPLICABLE


@pytest.mark.parametrize(
    ("finding", "without", "with_biopsy"),
    [
        ("onset_age 17", 0, 0),
        ("onset_age 18", 1.3, 1.5),
        ("onset_age 39", 1.3, 1.5),
        ("onset_age 40", 2.1, 2.2),
        ("iim_arm_weakness yes", 0.7, 0.7),
        ("iim_leg_weakness yes", 0.8, 0.5),
        ("neck_flexor_weakness yes", 1.9, 1.6),
        ("iim_leg_proximal_weaker yes", 0.9, 1.2),
        ("iim_heliotrope yes", 3.1, 3.2),
        ("iim_gottron_papules yes", 2.1, 2.7),
        ("iim_gottron_sign yes", 3.3, 3.7),
        ("iim_dysphagia yes", 0.7, 0.6),
        ("specific_autoantibody jo1", 3.9, 3.8),
        ("iim_enzymes_raised yes", 1.3, 1.4),
        ("iim_biopsy_endomysial yes", 0, 1.7),
        ("iim_biopsy_perimysial yes", 0, 1.2),
        ("iim_biopsy_perifascicular yes", 0, 1.9),
        ("iim_biopsy_rimmed_vacuoles yes", 0, 3.1),
    ],
)
def test_each_myositis_item_has_its_points_in_both_columns(
    finding: str, without: float, with_biopsy: float
) -> None:
    alone = f"onset_age 17; {finding}"

    assert standing("eular-acr-2017-iim", alone)[1] == without
    assert standing("eular-acr-2017-iim", f"{alone}; iim_biopsy_done yes")[1] == with_biopsy


@pytest.mark.parametrize(
    ("findings", "biopsy", "status", "points"),
    [
        (
            "onset_age 45; iim_arm_weakness yes; iim_leg_weakness yes; iim_gottron_sign yes",
            "no",
            MET,
            6.9,
        ),  # T25
        ("onset_age 45; iim_gottron_sign yes", "no", NOT, 5.4),
        ("onset_age 45; iim_gottron_papules yes; iim_enzymes_raised yes", "no", MET, 5.5),
        ("onset_age 45; iim_gottron_papules yes; iim_enzymes_raised yes", "yes", NOT, 6.3),
        ("onset_age 45; iim_arm_weakness yes; iim_gottron_sign yes", "yes", NOT, 6.6),
        ("onset_age 45; iim_arm_weakness yes; specific_autoantibody jo1", "yes", MET, 6.7),
    ],
)
def test_probable_myositis_begins_at_5_5_or_with_biopsy_at_6_7(
    findings: str, biopsy: str, status: str, points: float
) -> None:
    assert standing("eular-acr-2017-iim", f"{findings}; iim_biopsy_done {biopsy}") == (status, points)
