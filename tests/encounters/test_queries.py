"""Does a page ask the database no more often than it may, however many questions it shows?"""

import pytest

from bench.queries import page_queries


@pytest.mark.django_db(transaction=True)
def test_pages_of_25_and_of_250_items_ask_equally_often_and_within_their_budgets() -> None:
    """In transactions that end as they do when serving."""
    counted = {found.name: (found.low, found.value, found.holds) for found in page_queries()}

    assert all(holds for *_, holds in counted.values()), counted
    assert counted["step_get_queries"][1] <= 8
    assert counted["step_post_queries"][1] <= 14
