"""Which addresses do the rooms offer? The roll call that config/urls.py includes."""

from django.urls import include, path

urlpatterns = [
    path("", include("screening.encounters.urls")),
    path("", include("screening.jobs.urls")),
    path("", include("screening.authoring.urls")),
    path("", include("screening.statistics.urls")),
]
