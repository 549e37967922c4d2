"""Which addresses do the rooms offer? The roll call that config/urls.py includes."""

from django.urls import include, path

from accounts.permissions import permission_required
from screening.audit import views as audit

# The audit room knows nobody's roles: who may look at it is said here.
audit_urls = ([path("audit/", permission_required("audit.view")(audit.events), name="events")], "audit")

urlpatterns = [
    path("", include("screening.encounters.urls")),
    path("", include("screening.jobs.urls")),
    path("", include("screening.authoring.urls")),
    path("", include("screening.statistics.urls")),
    path("", include("screening.library.urls")),
    path("", include(audit_urls)),
]
