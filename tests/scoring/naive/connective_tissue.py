"""What do the sets for connective tissue disease say of complete answers? (brief 3.2 to 3.4)"""

from __future__ import annotations

from tests.scoring.naive.outcome import Answers, Outcome, Set, booleans, outcome, several, yes

SLE_BOOLEANS = (
    "sle_fever", "sle_leucopenia", "sle_thrombocytopenia", "sle_haemolysis", "sle_delirium",
    "sle_psychosis", "sle_seizure", "sle_alopecia", "sle_oral_ulcers", "sle_subacute_or_discoid",
    "sle_acute_cutaneous", "sle_effusion", "sle_pericarditis", "sle_synovitis",
    "sle_tender_stiff_joints", "sle_tender_stiff_attributed", "sle_proteinuria",
)  # fmt: skip
SLE_CLINICAL = (
    "constitutional", "haematologic", "neuropsychiatric", "mucocutaneous", "serosal", "musculoskeletal",
    "renal",
)  # fmt: skip


def _highest(answers: Answers, **weights: int) -> int:
    """Only the highest of a domain's items counts."""
    return max((weight for key, weight in weights.items() if answers[key]), default=0)


def eular_acr_2019_sle(answers: Answers) -> Outcome:
    """ANA from 1:80 to enter; ten points, the highest of each domain, at least one of them clinical."""
    antibodies = answers["specific_autoantibody"]
    joints = answers["sle_synovitis"] or (
        answers["sle_tender_stiff_joints"] and answers["sle_tender_stiff_attributed"]
    )
    nephritis = {"none": 0, "class_2_or_5": 8, "class_3_or_4": 10}[answers["sle_nephritis"]]
    parts = {
        "constitutional": _highest(answers, sle_fever=2),
        "haematologic": _highest(answers, sle_leucopenia=3, sle_thrombocytopenia=4, sle_haemolysis=4),
        "neuropsychiatric": _highest(answers, sle_delirium=2, sle_psychosis=3, sle_seizure=5),
        "mucocutaneous": _highest(
            answers, sle_alopecia=2, sle_oral_ulcers=2, sle_subacute_or_discoid=4, sle_acute_cutaneous=6
        ),
        "serosal": _highest(answers, sle_effusion=5, sle_pericarditis=6),
        "musculoskeletal": 6 if joints else 0,
        "renal": max(_highest(answers, sle_proteinuria=4), nephritis),
        "antiphospholipid": 2 if "apl" in antibodies else 0,
        "complement": {"normal": 0, "c3_or_c4_low": 3, "c3_and_c4_low": 4}[answers["sle_complement"]],
        "specific": 6 if "dsdna_sm" in antibodies else 0,
    }
    total = sum(parts.values())
    is_clinical = any(parts[domain] > 0 for domain in SLE_CLINICAL)
    entry = answers["ana_titre"] in ("titre_80", "titre_160", "titre_320_or_more")
    return outcome(total >= 10 and is_clinical, total, parts, entry)


SJOGREN_ENTRY = (
    "dry_eyes_3mo", "dry_mouth_3mo", "sjogren_eye_foreign_body", "sjogren_artificial_tears",
    "sjogren_fluids_to_swallow", "sjogren_essdai_domain",
)  # fmt: skip
SJOGREN_EXCLUSIONS = (
    "neck_radiation", "hepatitis_c_active", "aids", "sarcoidosis", "amyloidosis", "gvhd", "igg4",
)  # fmt: skip
SJOGREN_TESTS = (
    "sjogren_gland_biopsy", "sjogren_ocular_staining", "sjogren_schirmer", "sjogren_saliva_flow",
)  # fmt: skip


def acr_eular_2016_sjogren(answers: Answers) -> Outcome:
    """Dryness or suspicion to enter, and nothing that excludes; four points."""
    parts = {
        "gland_biopsy": 3 if answers["sjogren_gland_biopsy"] else 0,
        "anti_ssa": 3 if "ssa" in answers["specific_autoantibody"] else 0,
        "ocular_staining": 1 if answers["sjogren_ocular_staining"] else 0,
        "schirmer": 1 if answers["sjogren_schirmer"] else 0,
        "saliva_flow": 1 if answers["sjogren_saliva_flow"] else 0,
    }
    total = sum(parts.values())
    is_excluded = any(reason in answers["sjogren_exclusions"] for reason in SJOGREN_EXCLUSIONS)
    entry = yes(answers, *SJOGREN_ENTRY) >= 1 and not is_excluded
    return outcome(total >= 4, total, parts, entry)


def acr_eular_2013_ssc(answers: Answers) -> Outcome:
    """Not where thickened skin spares the fingers; nine points, the highest of each category."""
    parts = {
        "skin": {"none": 0, "puffy": 2, "sclerodactyly": 4, "proximal_to_mcp": 9}[
            answers["puffy_fingers_sclerodactyly"]
        ],
        "fingertips": {"none": 0, "ulcers": 2, "pitting_scars": 3}[answers["ssc_fingertip_lesions"]],
        "telangiectasia_points": 2 if answers["telangiectasia"] else 0,
        "nailfold": 2 if answers["nailfold_capillary_abnormal"] else 0,
        "lung": 2 if answers["ssc_pah_or_ild"] else 0,
        "raynaud_points": 3 if answers["raynaud"] else 0,
        "antibodies": 3 if "centromere_scl70_rnap3" in answers["specific_autoantibody"] else 0,
    }
    total = sum(parts.values())
    return outcome(total >= 9, total, parts, not answers["ssc_spares_fingers"])


def sets() -> dict[str, Set]:
    """The sets for connective tissue disease by id."""
    other_antibodies = {
        "specific_autoantibody": several(
            "", "hmgcr", "jo1 ssa", "dsdna_sm ssa apl", "centromere_scl70_rnap3 ssa", "jo1 hmgcr"
        )
    }
    return {
        "eular-acr-2019-sle": Set(
            eular_acr_2019_sle,
            {"ana_titre": ("neg", "titre_80", "titre_160", "titre_320_or_more"), **booleans(*SLE_BOOLEANS),
             "sle_nephritis": ("none", "class_2_or_5", "class_3_or_4"),
             "sle_complement": ("normal", "c3_or_c4_low", "c3_and_c4_low"),
             "specific_autoantibody": several("negative", "apl", "dsdna_sm", "apl dsdna_sm")},
            other_antibodies,
        ),
        "acr-eular-2016-sjogren": Set(
            acr_eular_2016_sjogren,
            {**booleans(*SJOGREN_ENTRY, *SJOGREN_TESTS), "sjogren_exclusions": several("none", "aids"),
             "specific_autoantibody": several("negative", "ssa")},
            {"sjogren_exclusions": several("", *SJOGREN_EXCLUSIONS, "hepatitis_c_active igg4"),
             **other_antibodies},
        ),
        "acr-eular-2013-ssc": Set(
            acr_eular_2013_ssc,
            {"puffy_fingers_sclerodactyly": ("none", "puffy", "sclerodactyly", "proximal_to_mcp"),
             "ssc_fingertip_lesions": ("none", "ulcers", "pitting_scars"),
             **booleans("ssc_spares_fingers", "telangiectasia", "nailfold_capillary_abnormal",
                        "ssc_pah_or_ild", "raynaud"),
             "specific_autoantibody": several("negative", "centromere_scl70_rnap3")},
            other_antibodies,
        ),
    }  # fmt: skip
