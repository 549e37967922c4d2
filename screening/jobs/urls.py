"""Under which addresses is one told how far a job is, and given what it made?"""

from django.urls import URLPattern

app_name = "jobs"
urlpatterns: list[URLPattern] = []
