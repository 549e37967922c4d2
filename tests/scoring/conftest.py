"""Which bundle do the laws of the engine hold for? The released screen, compiled once for the run."""

import pytest

from screening.questionnaires.catalogue import builtin_bundle
from screening.scoring.bundle import Bundle


@pytest.fixture(scope="session")
def screen() -> Bundle:
    return builtin_bundle("chronic-pain-screen")
