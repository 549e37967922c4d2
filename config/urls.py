"""Which address leads to which room? /livez and /readyz are answered earlier, in config/health.py."""

from django.urls import include, path

from accounts.views import no_addresses_here

urlpatterns = [
    path("accounts/email/", no_addresses_here, name="account_email"),  # before allauth's own
    path("accounts/", include("allauth.urls")),
    path("", include("accounts.urls")),
    path("", include("screening.urls")),
]
