"""Which addresses are measured? All of the application's, and a view that does nothing."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path
from django.views.decorators.csrf import csrf_exempt

NOTHING = b"nothing"


@csrf_exempt
def nothing(request: HttpRequest) -> HttpResponse:
    """A constant, through the same middleware: what a request costs before any view does anything."""
    return HttpResponse(NOTHING)


urlpatterns = [path("nothing/", nothing, name="nothing"), path("", include("config.urls"))]
