"""Which address leads to which room? /livez and /readyz are answered earlier, in config/health.py."""

from django.urls import include, path

urlpatterns = [
    path("accounts/", include("allauth.urls")),
    path("", include("accounts.urls")),
    path("", include("screening.urls")),
]
