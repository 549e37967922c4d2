"""Under which addresses does a visit happen? No address carries a patient reference."""

from django.urls import path

from screening.encounters.exports import download_views
from screening.encounters.filling import views as filling
from screening.encounters.filling import work_up_views
from screening.encounters.lists import views as lists
from screening.encounters.results import contrast_views
from screening.encounters.results import views as results

ONE = "screenings/<uuid:response_id>/"

app_name = "encounters"
urlpatterns = [
    path("screenings/", lists.list_screenings, name="list"),
    path("screenings/new/", filling.start, name="start"),
    path("screenings/download/", download_views.download, name="download"),
    path(ONE, filling.resume, name="resume"),
    path(f"{ONE}steps/<slug:section_key>/", filling.step, name="step"),
    path(f"{ONE}check/", filling.check, name="check"),
    path(f"{ONE}submit/", filling.submit, name="submit"),
    path(f"{ONE}result/", results.result, name="result"),
    path(f"{ONE}compare/", contrast_views.compare, name="contrast"),
    path(f"{ONE}findings/", contrast_views.findings, name="findings"),
    path(f"{ONE}work-ups/<slug:questionnaire_key>/", work_up_views.open_one, name="open_work_up"),
    path(f"{ONE}carried/", work_up_views.confirm, name="confirm_carried"),
]
