"""Under which addresses are questionnaires written, reviewed and published?"""

from django.urls import path

from screening.authoring import views, views_steps

app_name = "authoring"
urlpatterns = [
    path("questionnaires/", views.list_questionnaires, name="list"),
    path("questionnaires/upload/", views.upload, name="upload"),
    path("questionnaires/<uuid:version_id>/", views.version, name="version"),
    path("questionnaires/<uuid:version_id>/rules/", views.rules, name="rules"),
    path("questionnaires/<uuid:version_id>/test-cases/", views.cases, name="cases"),
    path("questionnaires/<uuid:version_id>/difference/", views.difference, name="difference"),
    path("questionnaires/<uuid:version_id>/download/", views.download, name="download"),
    path("questionnaires/<uuid:version_id>/draft/", views_steps.draft, name="draft"),
    path("questionnaires/<uuid:version_id>/review/", views_steps.review, name="review"),
    path("questionnaires/<uuid:version_id>/publish/", views_steps.publish, name="publish"),
    path("questionnaires/<uuid:version_id>/send-back/", views_steps.send_back, name="send_back"),
    path("questionnaires/<uuid:version_id>/retire/", views_steps.retire, name="retire"),
    path("questionnaires/<uuid:version_id>/withdraw/", views_steps.withdraw, name="withdraw"),
    path("questionnaires/<uuid:version_id>/delete/", views_steps.delete, name="delete"),
]
