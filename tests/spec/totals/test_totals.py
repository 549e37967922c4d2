"""What follows from a total where a form may not be printed here?"""

from tests.spec.paragraph import Spec


def test_mood_by_phq_and_gad(spec: Spec) -> None:
    """Screening totals: three of six in the short forms, ten in the long ones."""
    spec.of("phq-2").holds("""
        phq2_score | => | phq-2   | dep
        2          | => | not met | not suggested
        3          | => | met     | consider
        6          | => | met     | consider
    """)
    spec.of("phq-9").holds("""
        phq9_score | => | phq-9        | dep
        9          | => | not met      | not suggested
        10         | => | met          | consider
        27         | => | met          | consider
        -          | => | undetermined | not suggested
    """)
    spec.of("gad-2").holds("""
        gad2_score | => | gad-2   | anx
        2          | => | not met | not suggested
        3          | => | met     | consider
    """)
    spec.of("gad-7").holds("""
        gad7_score | => | gad-7   | anx
        9          | => | not met | not suggested
        10         | => | met     | consider
    """)


def test_the_ninth_question_of_the_phq_outranks_its_total(spec: Spec) -> None:
    """Test vector T30: a total of 3 is far from the cut-off; one point on the ninth question calls for safety now."""
    spec.of("phq-9").holds("""
        phq9_score | phq9_item9 | rf_suicide | => | phq-9        | RF8          | RF8 urgency
        3          | 1          | -          | => | not met      | raised       | same day
        3          | 1          | no         | => | not met      | raised       | same day
        0          | 3          | no         | => | not met      | raised       | same day
        3          | 0          | no         | => | not met      | absent       | same day
        27         | 0          | no         | => | met          | absent       | same day
        27         | -          | no         | => | met          | not excluded | same day
        -          | 1          | -          | => | undetermined | raised       | same day
    """)


def test_fibromyalgia_by_first(spec: Spec) -> None:
    """Five of six. Inside inflammatory disease three of four positives were wrong."""
    spec.of("first-2010").holds("""
        first_score | => | first-2010
        4           | => | not met
        5           | => | met
        6           | => | met
        -           | => | undetermined
    """)


def test_sensitisation_sleep_nerve_pain_and_back_pain(spec: Spec) -> None:
    """Each total raises its condition to consider at its published cut-off and never further."""
    spec.of("csi").holds("""
        csi_score | => | csi     | noci
        39        | => | not met | not suggested
        40        | => | met     | consider
        100       | => | met     | consider
    """)
    spec.of("stop-bang").holds("""
        stop_bang_score | => | stop-bang | osa
        2               | => | not met   | not suggested
        3               | => | met       | consider
        8               | => | met       | consider
    """)
    spec.of("paindetect").holds("""
        paindetect_score | => | paindetect | sfn
        12               | => | not met    | not suggested
        18               | => | not met    | not suggested
        19               | => | met        | consider
    """)


def test_back_pain_risk_by_the_total_or_by_distress(spec: Spec) -> None:
    """Four of nine in all, or four of the five that ask about distress."""
    spec.of("start-back").holds("""
        start_back_score | start_back_distress | => | start-back   | clbp
        3                | 3                   | => | not met      | not suggested
        4                | 0                   | => | met          | consider
        4                | 4                   | => | met          | consider
        3                | -                   | => | undetermined | not suggested
        4                | -                   | => | met          | consider
    """)
