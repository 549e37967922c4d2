"""Under which addresses is one told how far a job is, and given what it made?"""

from django.urls import path

from screening.jobs import views, views_practice

app_name = "jobs"
urlpatterns = [
    path("jobs/", views.list_jobs, name="list"),
    path("practice/jobs/", views_practice.practice_jobs, name="practice"),
    path("jobs/<uuid:job_id>/", views.show_job, name="job"),
    path("jobs/<uuid:job_id>/stop/", views.cancel, name="cancel"),
    path("jobs/<uuid:job_id>/again/", views.retry, name="retry"),
    path("jobs/<uuid:job_id>/files/<uuid:file_id>/", views.download, name="file"),
]
