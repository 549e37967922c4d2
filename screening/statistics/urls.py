"""Under which addresses are anonymised statistics asked for?"""

from django.urls import URLPattern

app_name = "statistics"
urlpatterns: list[URLPattern] = []
