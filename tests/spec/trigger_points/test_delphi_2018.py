"""When are the Delphi signs of a trigger point there, and what do they raise?"""

# ruff: noqa: E501  (a table is as wide as its row)

from tests.spec.paragraph import Spec


def test_two_of_band_spot_and_referral(spec: Spec) -> None:
    """Sixty experts named three signs; two of them is the reading used here, from memory of the paper."""
    spec.of("delphi-2018-mps").holds("""
        taut_band | hypersensitive_spot_in_band | referred_pain_on_pressure | => | delphi-2018-mps | delphi-2018-mps score
        yes       | yes                         | no                        | => | met             | 2
        yes       | no                          | yes                       | => | met             | 2
        no        | yes                         | yes                       | => | met             | 2
        yes       | yes                         | yes                       | => | met             | 3
        yes       | no                          | no                        | => | not met         | 1
        yes       | yes                         | -                         | => | met             | 2 to 3
        yes       | no                          | -                         | => | undetermined    | 1 to 2
        yes       | -                           | not_assessed              | => | undetermined    | 1 to 3
        no        | no                          | -                         | => | not met         | 0 to 1
    """)


def test_a_band_a_lump_or_a_twitch_alone_raises_nothing(spec: Spec) -> None:
    """Bands and twitches were found as often in healthy people (wolfe1992)."""
    spec.holds("""
        answers                                                       | => | mps           | mps strength
        taut_band yes                                                 | => | not suggested | 1
        taut_band yes; palpable_nodule yes; local_twitch_response yes | => | cannot tell   | 3
        pain_recognition yes                                          | => | consider      | 3
        hypersensitive_spot_in_band yes; referred_pain_on_pressure yes | => | consider     | 4
    """)


def test_no_finding_of_the_fingers_makes_it_consider_first(spec: Spec) -> None:
    """There is no reference standard, so the set is a screening set."""
    spec.holds("""
        answers | => | delphi-2018-mps | mps | mps could become
        taut_band yes; hypersensitive_spot_in_band yes; referred_pain_on_pressure yes; pain_recognition yes | => | met | consider | consider
    """)
