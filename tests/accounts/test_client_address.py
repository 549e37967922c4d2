"""Whose address does the audit trail keep: the person's, the proxy's, or one that somebody made up?"""

import pytest
from django.test import Client
from pytest_django import Settings

from tests.accounts.managing import managed, trail

pytestmark = [pytest.mark.django_db, pytest.mark.security, pytest.mark.audit]
PROXY, PERSON = "172.18.0.5", "192.0.2.7"


def kept(client: Client, forwarded: str | None) -> str:
    """The address in the event of looking at a page, which came by way of the proxy."""
    place = managed()
    client.force_login(place.user)
    headers = {} if forwarded is None else {"X-Forwarded-For": forwarded}
    client.get("/practice/manage/", headers=headers, REMOTE_ADDR=PROXY)
    (event,) = trail(place, "practice.view")
    return str(event["request"]["ip"])


@pytest.mark.parametrize("forwarded", [PERSON, f"203.0.113.66, {PERSON}", f" 203.0.113.66 ,{PERSON} "])
def test_behind_a_trusted_proxy_it_is_what_the_proxy_saw(
    client: Client, settings: Settings, forwarded: str
) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1

    assert kept(client, forwarded) == PERSON


def test_without_a_trusted_proxy_nobody_is_believed(client: Client, settings: Settings) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 0

    assert kept(client, "203.0.113.66") == PROXY


@pytest.mark.parametrize("forwarded", [None, "", "nobody", "192.0.2.7\x1b[31m", "203.0.113.66,"])
def test_where_the_proxy_says_nothing_it_is_the_proxys(
    client: Client, settings: Settings, forwarded: str | None
) -> None:
    """Also past some of the proxies: fewer addresses than proxies were not written by them."""
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1

    assert kept(client, forwarded) == PROXY
