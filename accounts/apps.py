"""What must accounts know before the first sign-in? Connects the sign-in signals to the audit trail."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "Practices and people"

    def ready(self) -> None:
        from accounts import idle, sign_in

        sign_in.connect()
        idle.connect()
