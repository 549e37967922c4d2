"""Which questionnaires are there, what stands in them, and are they sound? Needs no database."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from ruamel.yaml import YAML

from screening.evidence.source import SourceInvalid
from screening.library.compiling import compiled_claims
from screening.library.shelf import COMPILED
from screening.questionnaires.catalogue import (
    RELEASED,
    UnknownQuestionnaire,
    builtin_bundle,
    builtin_document,
    builtin_documents,
)
from screening.questionnaires.digests import canonical_json, digest, rules_digest
from screening.questionnaires.fhir import questionnaire_resource
from screening.questionnaires.loader import load_document
from screening.questionnaires.recipes import recipe_paths
from screening.questionnaires.test_cases import failed_cases


class Command(BaseCommand):
    help = "List, show, validate, test and build questionnaires."
    requires_system_checks: list[str] = []

    def create_parser(self, *args: Any, **kwargs: Any) -> CommandParser:
        """Our --version names a questionnaire's version; Django's own gives way."""
        return super().create_parser(*args, conflict_handler="resolve", **kwargs)

    def add_arguments(self, parser: CommandParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        actions.add_parser("list", help="every built-in questionnaire, a line each")
        show = actions.add_parser("show", help="a whole document")
        show.add_argument("key")
        show.add_argument("--version", dest="questionnaire_version", metavar="V")
        show.add_argument("--format", dest="form", choices=["json", "yaml", "fhir"], default="json")
        validate = actions.add_parser("validate", help="check a file, naming line and reason of each fault")
        validate.add_argument("file", type=Path)
        test = actions.add_parser("test", help="run a questionnaire's own test cases")
        test.add_argument("key")
        test.add_argument("--version", dest="questionnaire_version", metavar="V")
        build = actions.add_parser("build", help="make the released documents from their recipes")
        build.add_argument("--check", action="store_true", help="only say whether they are in step")

    def handle(self, *args: Any, action: str, **options: Any) -> None:
        try:
            getattr(self, f"_{action}")(**options)
        except (SourceInvalid, UnknownQuestionnaire) as error:
            raise CommandError(str(error), returncode=2) from error
        except BrokenPipeError:
            raise SystemExit(0) from None  # the reader has seen enough
        except OSError as error:
            raise CommandError(f"{error.filename} cannot be read: {error.strerror}", returncode=2) from error

    def _list(self, **options: Any) -> None:
        for document in builtin_documents():
            meta = document["meta"]
            self.stdout.write(f"{meta['key']}\t{meta['version']}\t{digest(document)}\t{meta['title']}")

    def _show(self, key: str, questionnaire_version: str | None, form: str, **options: Any) -> None:
        document = builtin_document(key, questionnaire_version)
        if form == "fhir":
            resource = questionnaire_resource(builtin_bundle(key, questionnaire_version))
            self.stdout.write(json.dumps(resource, ensure_ascii=False, indent=2))
        elif form == "json":
            self.stdout.write(json.dumps(document, ensure_ascii=False, indent=2))
        else:
            yaml = YAML(typ="safe", pure=True)
            yaml.default_flow_style = False
            yaml.sort_base_mapping_type_on_output = False  # type: ignore[assignment]
            text = StringIO()
            yaml.dump(document, text)
            self.stdout.write(text.getvalue())

    def _validate(self, file: Path, **options: Any) -> None:
        document = load_document(file)
        cases = len(document.get("test_cases", []))
        self.stdout.write(f"{file}: sound; {cases} test cases hold; {digest(document)}")

    def _test(self, key: str, questionnaire_version: str | None, **options: Any) -> None:
        document = builtin_document(key, questionnaire_version)
        cases = document.get("test_cases", [])
        failures = list(failed_cases(builtin_bundle(key, questionnaire_version), cases))
        for failure in failures:
            self.stderr.write(failure.reason)
        if failures:
            raise CommandError(f"{len(failures)} expectations in {len(cases)} test cases fail", returncode=1)
        self.stdout.write(f"{len(cases)} test cases hold")

    def _build(self, check: bool, **options: Any) -> None:
        stale = [path for path in recipe_paths() if self._write(path, check)]
        if self._put(COMPILED, compiled_claims(), check):
            stale.append(COMPILED)
        if check and stale:
            names = ", ".join(path.name for path in stale)
            raise CommandError(f"run `manage.py questionnaires build`: {names} changed", returncode=1)

    def _write(self, path: Path, check: bool) -> bool:
        """Write one released document; whether it differs from what lies there."""
        document = load_document(path)
        meta = document["meta"]
        target = RELEASED / f"{meta['key']}-{meta['version']}.json"
        differs = self._put(target, canonical_json(document) + b"\n", check)
        if differs and not check:
            self.stdout.write(f"{target.name} {digest(document)} rules {rules_digest(document)}")
        return differs

    def _put(self, target: Path, data: bytes, check: bool) -> bool:
        """Write a compiled file, unless it is only checked; whether it differs from what lies there."""
        differs = not target.exists() or target.read_bytes() != data
        if differs and not check:
            target.parent.mkdir(exist_ok=True)
            target.write_bytes(data)
        return differs
