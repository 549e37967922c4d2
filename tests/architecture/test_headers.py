"""Does every answer carry the headers that keep a page to itself, whatever its status?"""

import pytest
from django.http import HttpResponse
from django.test import Client

pytestmark = [pytest.mark.django_db, pytest.mark.security]

POLICY = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "object-src 'none'",
}
ANSWERS = ["/", "/accounts/login/", "/accounts/signup/", "/no-such-page/", "/livez", "/readyz"]


@pytest.mark.parametrize("address", ANSWERS)
def test_the_policy_is_exactly_this(client: Client, address: str) -> None:
    response = client.get(address)

    assert set(response["Content-Security-Policy"].split("; ")) == POLICY


@pytest.mark.parametrize("address", ANSWERS)
def test_the_other_headers_are_there(client: Client, address: str) -> None:
    response = client.get(address)

    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "same-origin"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in response["Permissions-Policy"]


def test_a_page_cannot_be_framed(client: Client) -> None:
    assert client.get("/accounts/login/")["X-Frame-Options"] == "DENY"


def test_a_form_without_its_token_is_refused() -> None:
    response = Client(enforce_csrf_checks=True).post("/accounts/login/", {"login": "a@b.example"})

    assert response.status_code == 403
    assert set(response["Content-Security-Policy"].split("; ")) == POLICY


def test_cookies_are_for_the_browser_alone(client: Client) -> None:
    client.get("/accounts/login/")

    cookie = client.cookies["csrftoken"]
    assert cookie["httponly"] and cookie["samesite"] == "Lax"


def test_a_stranger_is_sent_to_sign_in(client: Client) -> None:
    response: HttpResponse = client.get("/screenings/")

    assert response.status_code == 302
    assert response["Location"].startswith("/accounts/login/")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("address", ["/accounts/login/", "/about/"])
def test_a_page_that_asks_the_database_nothing_is_served(client: Client, address: str) -> None:
    """Without the test's own transaction around it, a request's transaction begins at its first statement."""
    assert client.get(address).status_code in (200, 302)
