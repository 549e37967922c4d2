"""What must be known before the first request? Registers the project's own deployment checks."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "config"
    label = "config"
    verbose_name = "Installation"

    def ready(self) -> None:
        from config import celery, checks  # noqa: F401
