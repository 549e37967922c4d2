"""Which questionnaires and versions are stored, and which of them may be used?"""

import uuid
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Func, Q

from accounts.rows import pair
from accounts.scope import SharedManager


class Questionnaire(models.Model):
    """A questionnaire by its key; one without a practice is built in and shown to everybody."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    practice = models.ForeignKey(
        "accounts.Practice", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    key = models.SlugField(max_length=80)
    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[SharedManager["Questionnaire"]] = SharedManager()
    unscoped: ClassVar[models.Manager["Questionnaire"]] = models.Manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["practice", "key"], nulls_distinct=False, name="questionnaire_key_once"
            )
        ]

    def __str__(self) -> str:
        return self.key


class VersionStatus(models.TextChoices):
    DRAFT = "draft"
    IN_REVIEW = "in_review"
    PUBLISHED = "published"
    RETIRED = "retired"
    WITHDRAWN = "withdrawn"


def _from_meta(key: str, kind: "models.Field[Any, Any]", missing: str) -> models.GeneratedField:
    """A column that the database takes from the document, so that lists need not read all of it."""
    arrow = "#>" if isinstance(kind, models.JSONField) else "#>>"
    template = f"coalesce(%(expressions)s {arrow} '{{meta,{key}}}', {missing})"
    return models.GeneratedField(
        expression=Func(F("bundle"), template=template), output_field=kind, db_persist=True
    )


class QuestionnaireVersion(models.Model):
    """
    One bundle. From publication on a trigger keeps everything but its status as it is.

    `title`, `intended_use` and `work_up_for` are those of the document.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    practice = models.ForeignKey(
        "accounts.Practice", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    questionnaire = models.ForeignKey(Questionnaire, on_delete=models.PROTECT, related_name="versions")
    version = models.CharField(max_length=40)
    status = models.CharField(max_length=12, choices=VersionStatus.choices, default=VersionStatus.DRAFT)
    bundle = models.JSONField()
    title = _from_meta("title", models.TextField(), "''")
    intended_use = _from_meta("intended_use", models.TextField(), "''")
    work_up_for = _from_meta("work_up_for", models.JSONField(), "'[]'::jsonb")
    digest = models.CharField(max_length=71)
    rules_digest = models.CharField(max_length=71)
    created_at = models.DateTimeField(auto_now_add=True)
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects: ClassVar[SharedManager["QuestionnaireVersion"]] = SharedManager()
    unscoped: ClassVar[models.Manager["QuestionnaireVersion"]] = models.Manager()

    class Meta:
        constraints = [
            pair("questionnaireversion"),
            models.UniqueConstraint(fields=["questionnaire", "version"], name="version_once"),
            models.CheckConstraint(condition=Q(status__in=VersionStatus.values), name="version_status_known"),
            models.CheckConstraint(
                condition=Q(status__in=["draft", "in_review"]) | Q(published_at__isnull=False),
                name="version_published_at_some_time",
            ),
            models.CheckConstraint(
                condition=Q(digest__regex=r"^sha256:[0-9a-f]{64}$")
                & Q(rules_digest__regex=r"^sha256:[0-9a-f]{64}$"),
                name="version_has_digests",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.questionnaire_id} {self.version} ({self.status})"

    @property
    def is_published(self) -> bool:
        return self.status == VersionStatus.PUBLISHED

    @property
    def is_work_up(self) -> bool:
        """Whether it is opened from the result of a screening, never at the start of a visit."""
        return bool(self.work_up_for)
