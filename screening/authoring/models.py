"""What did people write, and who let it pass at which step?"""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.rows import OfOnePractice, VisibleManager
from screening.questionnaires.models import QuestionnaireVersion


class Package(OfOnePractice):
    """The YAML file of a version exactly as it was uploaded, comments and all; replaced while it is a draft."""

    version = models.OneToOneField(
        QuestionnaireVersion,
        on_delete=models.PROTECT,
        related_name="package",
        db_constraint=False,
    )
    text = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects: ClassVar[VisibleManager["Package"]] = VisibleManager("questionnaire.view")
    unscoped: ClassVar[models.Manager["Package"]] = models.Manager()

    def __str__(self) -> str:
        return str(self.version_id)


class StepKind(models.TextChoices):
    UPLOADED = "uploaded", _("uploaded")
    SENT_TO_REVIEW = "sent_to_review", _("sent to review")
    SENT_BACK = "sent_back", _("sent back to its author")
    PUBLISHED = "published", _("published")
    RETIRED = "retired", _("retired")
    WITHDRAWN = "withdrawn", _("withdrawn")


class ReviewStep(OfOnePractice):
    """One step of a version from draft to retirement; append-only. `digest` is what the person had before them."""

    version = models.ForeignKey(
        QuestionnaireVersion,
        on_delete=models.PROTECT,
        related_name="review_steps",
        db_constraint=False,
        db_index=False,
    )
    kind = models.CharField(max_length=14, choices=StepKind.choices)
    digest = models.CharField(max_length=71)
    reason = models.TextField(blank=True, default="")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects: ClassVar[VisibleManager["ReviewStep"]] = VisibleManager("questionnaire.view")
    unscoped: ClassVar[models.Manager["ReviewStep"]] = models.Manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=StepKind.values), name="reviewstep_kind_known"),
            models.CheckConstraint(
                condition=~Q(kind__in=["sent_back", "retired", "withdrawn"]) | ~Q(reason=""),
                name="reviewstep_has_a_reason",
            ),
        ]
        indexes = [models.Index(fields=["practice", "version", "at"], name="reviewstep_version")]

    def __str__(self) -> str:
        return f"{self.version_id} {self.kind}"
