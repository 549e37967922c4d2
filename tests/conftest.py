"""What does every test stand on? A cloned database reached as algia_app, and a wipe past its guards."""

from collections.abc import Iterator

import hypothesis
import pytest
from django.test import TransactionTestCase

from tests.database import database_for_tests, wipe

# The same examples in every run, so that a failure is the change's; --hypothesis-profile=explore looks further.
hypothesis.settings.register_profile("same", derandomize=True, deadline=None)
hypothesis.settings.register_profile("explore", deadline=None)
hypothesis.settings.load_profile("same")


@pytest.fixture(scope="session")
def django_db_setup(
    request: pytest.FixtureRequest, django_test_environment: None, django_db_blocker: pytest.FixtureRequest
) -> Iterator[None]:
    worker = getattr(request.config, "workerinput", {}).get("workerid", "alone")
    with django_db_blocker.unblock(), database_for_tests(worker):
        yield


def _fixture_teardown(self: TransactionTestCase) -> None:
    """Django would TRUNCATE as algia_app, which may not, and which triggers refuse for the audit trail."""
    wipe()


TransactionTestCase._fixture_teardown = _fixture_teardown
