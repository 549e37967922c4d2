"""What is screening to Django? One app, one migration chain; the rooms are plain packages."""

from django.apps import AppConfig


class ScreeningConfig(AppConfig):
    name = "screening"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "Screening"
