"""Under which addresses does a visit happen? No address carries a patient reference."""

from django.urls import path

from screening.encounters.exports import download_views, take_away_views
from screening.encounters.filling import autosave_views
from screening.encounters.filling import views as filling
from screening.encounters.filling import work_up_views as carried
from screening.encounters.lists import views as lists
from screening.encounters.record import closing_views as closing
from screening.encounters.record import views as own_part
from screening.encounters.results import contrast_views, history_views, own_first
from screening.encounters.results import views as results
from screening.encounters.results import work_up_views as work_ups

ONE = "screenings/<uuid:response_id>/"

app_name = "encounters"
urlpatterns = [
    path("screenings/", lists.list_screenings, name="list"),
    path("screenings/search/", lists.search, name="search"),
    path("screenings/patients/<uuid:subject_id>/", lists.list_of_patient, name="patient"),
    path("screenings/new/", filling.start, name="start"),
    path("screenings/download/", download_views.download, name="download"),
    path(ONE, filling.resume, name="resume"),
    path(f"{ONE}steps/<slug:section_key>/", filling.step, name="step"),
    path(f"{ONE}steps/<slug:section_key>/autosave/", autosave_views.autosave_step, name="autosave"),
    path(f"{ONE}check/", filling.check, name="check"),
    path(f"{ONE}mode/", filling.mode, name="mode"),
    path(f"{ONE}submit/", filling.submit, name="submit"),
    path(f"{ONE}result/", results.result, name="result"),
    path(f"{ONE}take-away/", take_away_views.take_away, name="take_away"),
    path(f"{ONE}take-away/summary.txt", take_away_views.summary, name="summary"),
    path(f"{ONE}take-away/result.json", take_away_views.result_json, name="result_json"),
    path(f"{ONE}take-away/fhir.json", take_away_views.fhir, name="fhir"),
    path(f"{ONE}take-away/pdf/", take_away_views.pdf, name="pdf"),
    path(f"{ONE}take-away/printed/", take_away_views.printed, name="printed"),
    path(f"{ONE}compare/", contrast_views.compare, name="contrast"),
    path(f"{ONE}findings/", contrast_views.findings, name="findings"),
    path(f"{ONE}history/", history_views.history, name="history"),
    path(f"{ONE}work-ups/<slug:questionnaire_key>/", work_ups.open_one, name="open_work_up"),
    path(f"{ONE}carried/", carried.confirm, name="confirm_carried"),
    path(f"{ONE}own-differential/", own_first.own_differential, name="own_differential"),
    path(f"{ONE}verdicts/<slug:condition>/", own_part.verdict, name="verdict"),
    path(f"{ONE}flags/<slug:flag>/", own_part.acknowledge, name="acknowledge"),
    path(f"{ONE}notes/", own_part.note, name="note"),
    path(f"{ONE}sign/", closing.sign, name="sign"),
    path(f"{ONE}amend/", closing.amend, name="amend"),
    path(f"{ONE}entered-in-error/", closing.take_back, name="enter_in_error"),
]
