"""Under which addresses is the evidence read?"""

from django.urls import path

from screening.library import views

app_name = "library"
urlpatterns = [path("articles/", views.articles, name="articles")]
