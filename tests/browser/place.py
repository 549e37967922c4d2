"""For whom, and on how wide a screen, is a page tried?"""

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from accounts.models import Membership, Practice, Role, User
from tests.browser.tab import Tab
from tests.factories import MembershipFactory

DESKTOP, TABLET, PHONE = 1280, 820, 390
# Each width and each way without the other: together they meet every page wide, narrow, with scripts and without.
WAYS = [
    pytest.param(PHONE, True, id="390-scripts"),
    pytest.param(DESKTOP, False, id="1280-no-scripts"),
    pytest.param(DESKTOP, True, id="1280-scripts", marks=pytest.mark.slow),
    pytest.param(PHONE, False, id="390-no-scripts", marks=pytest.mark.slow),
]

# For long walks: one way in each run, the others in the long one.
NARROW_FIRST = [
    pytest.param(*way.values, id=way.id, marks=() if way.id == "390-scripts" else pytest.mark.slow)
    for way in WAYS
]

OpenTab = Callable[..., Tab]


@dataclass(frozen=True)
class Place:
    """A practice and the person who works in it."""

    practice: Practice
    user: User


def new_place(practice: str, name: str, role: str = Role.CLINICIAN) -> Place:
    membership: Membership = MembershipFactory(practice__name=practice, user__name=name, role=role)
    return Place(membership.practice, membership.user)
