"""Who works here first? Makes a practice and its manager, who adds everybody else on the practice's page."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.founding import CannotFound, found_practice


class Command(BaseCommand):
    help = "Make a practice and its first manager (through DATABASE_MAINT_URL)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", help="of the practice, as it stands at the top of its pages")
        parser.add_argument("email", help="of its manager, with which they sign in")
        parser.add_argument("--person", default="", help="name of the manager")

    def handle(self, *args: Any, name: str, email: str, person: str, **options: Any) -> None:
        try:
            found_practice(name=name, email=email, person_name=person)
        except CannotFound as fault:
            raise CommandError(str(fault)) from fault
        self.stdout.write(
            f'Made "{name}". A new manager gets a password by: manage.py changepassword {email}'
        )
