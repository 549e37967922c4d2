"""When is the typical picture of CIDP there, and what is reason enough for nerve conduction?"""

# ruff: noqa: E501  (a table is as wide as its row)

from tests.spec.paragraph import Spec

CIDP = "ean-pns-2021-cidp"
TYPICAL = {
    "objective_weakness_pattern": "proximal_and_distal", "weakness_symmetric": True, "cidp_sensory_two_limbs": True,
    "weakness_weeks": 12, "reflexes": "absent", "vibration_proprioception_loss": False,
}  # fmt: skip


def test_all_five_features_make_the_typical_picture(spec: Spec) -> None:
    """Weak near and far, on both sides alike, with lost feeling, over eight weeks, without reflexes."""
    spec.of(CIDP).holds(
        """
        answers                                      | => | ean-pns-2021-cidp | ean-pns-2021-cidp score
        weakness_weeks 12                            | => | met               | 5
        weakness_weeks 8                             | => | met               | 5
        weakness_weeks 7                             | => | not met           | 4
        reflexes reduced                             | => | met               | 5
        reflexes normal                              | => | not met           | 4
        reflexes brisk                               | => | not met           | 4
        objective_weakness_pattern distal            | => | not met           | 4
        objective_weakness_pattern proximal          | => | not met           | 4
        weakness_symmetric no                        | => | not met           | 4
        cidp_sensory_two_limbs no                    | => | not met           | 4
        """,
        **TYPICAL,
    )


def test_weakness_or_lost_reflexes_or_lost_vibration_calls_for_nerve_conduction(spec: Spec) -> None:
    """Fibromyalgia alone does not; an objective sign does, even when the typical picture is not whole."""
    spec.of(CIDP).holds(
        """
        objective_weakness_pattern | reflexes | vibration_proprioception_loss | => | ean-pns-2021-cidp nerve_conduction | ean-pns-2021-cidp
        none                       | normal   | no                            | => | 0                                  | not met
        distal                     | normal   | no                            | => | 1                                  | not met
        none                       | absent   | no                            | => | 1                                  | not met
        none                       | reduced  | no                            | => | 1                                  | not met
        none                       | normal   | yes                           | => | 1                                  | not met
        none                       | brisk    | no                            | => | 0                                  | not met
        """,
        weakness_symmetric=False, cidp_sensory_two_limbs=False, weakness_weeks=0,
    )  # fmt: skip


def test_one_thing_not_examined_leaves_the_picture_open(spec: Spec) -> None:
    """The open item is named; with one feature missing for certain nothing is open any more."""
    spec.of(CIDP).holds("""
        answers | => | ean-pns-2021-cidp | ean-pns-2021-cidp score | ean-pns-2021-cidp deciding
        objective_weakness_pattern proximal_and_distal; weakness_symmetric yes; cidp_sensory_two_limbs yes; weakness_weeks 12 | => | undetermined | 4 to 5 | reflexes
        objective_weakness_pattern proximal_and_distal; weakness_symmetric no; cidp_sensory_two_limbs yes; weakness_weeks 12 | => | not met | 3 to 4 | none
    """)


def test_weakness_within_days_is_no_cidp_and_an_emergency(spec: Spec) -> None:
    """Under four weeks without reflexes it may be Guillain-Barré syndrome; breathing comes first."""
    spec.of(CIDP).holds(
        """
        answers                                    | => | RF3    | RF3 urgency | ean-pns-2021-cidp
        weakness_weeks 2                           | => | raised | emergency   | not met
        weakness_weeks 12; weakness_progression days | => | raised | emergency | met
        weakness_weeks 12; breathing_weakness yes  | => | raised | emergency   | met
        weakness_weeks 12; bulbar_symptoms yes     | => | raised | emergency   | met
        """,
        **TYPICAL,
    )
