"""Under which addresses are questionnaires written, reviewed and published?"""

from django.urls import URLPattern

app_name = "authoring"
urlpatterns: list[URLPattern] = []
