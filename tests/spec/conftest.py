"""Against which bundle is the rule book run? The released screen."""

import pytest

from screening.questionnaires.catalogue import builtin_bundle
from tests.spec.paragraph import Spec


@pytest.fixture
def spec() -> Spec:
    return Spec(builtin_bundle("chronic-pain-screen"))
