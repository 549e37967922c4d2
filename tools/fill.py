"""What does the demo's database need? Tables, questionnaires, synthetic patients; in one process, to be quick."""

import os
import sys
from pathlib import Path

import django
from django.core.management import CommandError, call_command

MADE_BY_OTHER_CODE = 3  # the exit code when a stored questionnaire is not the one of this code
SEED = {"practices": 2, "screenings": 1200, "courses": 100, "seed": 1, "demo_users": True}


def fill(sign_ins: Path) -> None:
    """What seed_demo prints about signing in goes into a file, to be shown when the server is up."""
    django.setup()
    call_command("migrate", database="owner", interactive=False)
    try:
        call_command("sync_builtin")
    except CommandError as error:
        print(error, file=sys.stderr)
        sys.exit(MADE_BY_OTHER_CODE)
    with sign_ins.open("w") as file:
        call_command("seed_demo", stdout=file, **SEED)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    fill(Path(sys.argv[1]))
