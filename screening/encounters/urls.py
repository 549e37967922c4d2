"""Under which addresses does a visit happen? No address carries a patient reference."""

from django.urls import path

from screening.encounters import views, views_contrast, views_download, views_work_up

app_name = "encounters"
urlpatterns = [
    path("screenings/", views.list_screenings, name="list"),
    path("screenings/new/", views.start, name="start"),
    path("screenings/download/", views_download.download, name="download"),
    path("screenings/<uuid:response_id>/", views.resume, name="resume"),
    path("screenings/<uuid:response_id>/steps/<slug:section_key>/", views.step, name="step"),
    path("screenings/<uuid:response_id>/check/", views.check, name="check"),
    path("screenings/<uuid:response_id>/submit/", views.submit, name="submit"),
    path("screenings/<uuid:response_id>/result/", views.result, name="result"),
    path("screenings/<uuid:response_id>/compare/", views_contrast.compare, name="contrast"),
    path("screenings/<uuid:response_id>/findings/", views_contrast.findings, name="findings"),
    path(
        "screenings/<uuid:response_id>/work-ups/<slug:questionnaire_key>/",
        views_work_up.open_one,
        name="open_work_up",
    ),
    path("screenings/<uuid:response_id>/carried/", views_work_up.confirm, name="confirm_carried"),
]
