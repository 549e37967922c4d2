"""Under which addresses are anonymised statistics asked for?"""

from django.urls import path

from screening.statistics import views

app_name = "statistics"
urlpatterns = [path("statistics/", views.exports, name="exports")]
