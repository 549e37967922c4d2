"""Is a patient's reference kept so that it is found again, and by nobody else?"""

from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from screening.encounters.models import Subject
from screening.encounters.references import (
    LONGEST_REFERENCE,
    ReferenceUnreadable,
    ReferenceUnusable,
    check_reference,
    open_reference,
    reference_index,
    seal_reference,
)

PRACTICE = uuid4()


@settings(deadline=None, max_examples=50)
@given(st.text(max_size=LONGEST_REFERENCE + 10))
def test_whatever_is_typed_is_kept_as_typed_but_for_blanks_or_refused(reference: str) -> None:
    try:
        ciphertext, _ = seal_reference(PRACTICE, uuid4(), reference)
    except ReferenceUnusable:
        return

    assert open_reference(Subject(reference_ciphertext=ciphertext)) == " ".join(reference.split())


@pytest.mark.parametrize(("first", "second"), [("ab 1", "AB  1"), (" x ", "x"), ("１２", "12"), ("ß", "SS")])
def test_ways_of_typing_the_same_reference_have_one_index(first: str, second: str) -> None:
    assert reference_index(PRACTICE, first) == reference_index(PRACTICE, second)


def test_two_practices_and_two_references_have_different_indexes() -> None:
    assert reference_index(PRACTICE, "P-1") != reference_index(uuid4(), "P-1")
    assert reference_index(PRACTICE, "P-1") != reference_index(PRACTICE, "P-2")


def test_the_stored_form_does_not_show_the_reference() -> None:
    ciphertext, index = seal_reference(PRACTICE, uuid4(), "Mustermann")

    assert b"Muster" not in ciphertext + index


@pytest.mark.parametrize("reference", ["", " \t ", "x" * 65, "line\x00break", "\u202egnp"])
def test_what_cannot_be_printed_or_is_too_long_is_refused(reference: str) -> None:
    with pytest.raises(ReferenceUnusable):
        check_reference(reference)


def test_a_reference_of_an_unknown_form_is_not_guessed_at() -> None:
    with pytest.raises(ReferenceUnreadable):
        open_reference(Subject(reference_ciphertext=b"v9|secret"))
