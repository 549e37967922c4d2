"""What was answered, and what followed from it?"""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.rows import OfOnePractice, VisibleManager, pair
from screening.encounters.models.patients import Encounter, Subject
from screening.questionnaires.models import QuestionnaireVersion


class ResponseStatus(models.TextChoices):
    IN_PROGRESS = "in_progress"
    SUBMITTED = "submitted"
    SIGNED = "signed"
    SUPERSEDED = "superseded"
    ENTERED_IN_ERROR = "entered_in_error"


class Mode(models.TextChoices):
    """How the questions were put; self-report by paper and by interview do not score quite alike."""

    INTERVIEW = "interview", _("Asked by the clinician")
    SELF = "self", _("Filled in by the patient, then entered")
    TELEPHONE = "telephone", _("By telephone or video")
    PROXY = "proxy", _("Answered by somebody else for the patient")
    NOT_RECORDED = "", _("Not recorded")


class Response(OfOnePractice):
    """
    The answers to one questionnaire version: a screening, or a work-up that was opened from its result.

    `mode` says how it was administered. `set_aside` keeps what was typed into items that are hidden now.
    `sitting` and `sitting_steps` say which steps of a draft the audit trail already holds for this sign-in;
    the latter also names the latest autosave (`encounters.saves`).
    `carried` names the items of a work-up whose answers come from its screening and were not yet confirmed.
    `amends` is the response that this one is a corrected copy of, `amendment` why; `voided_*` says who
    marked it as entered in error, when and why.
    """

    encounter = models.ForeignKey(
        Encounter, on_delete=models.PROTECT, related_name="responses", db_constraint=False
    )
    version = models.ForeignKey(QuestionnaireVersion, on_delete=models.PROTECT, related_name="+")
    status = models.CharField(
        max_length=16, choices=ResponseStatus.choices, default=ResponseStatus.IN_PROGRESS
    )
    answers = models.JSONField(default=dict)
    set_aside = models.JSONField(default=dict)
    work_up_of = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="work_ups",
        db_constraint=False,
        db_index=False,
    )
    carried = models.JSONField(default=list, blank=True)
    mode = models.CharField(max_length=9, choices=Mode.choices, blank=True, default=Mode.NOT_RECORDED)
    lock_number = models.PositiveIntegerField(default=1)
    started_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    sitting = models.CharField(max_length=16, blank=True, default="")
    sitting_steps = models.JSONField(default=list)
    submission_key = models.UUIDField(null=True, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    signed_at = models.DateTimeField(null=True, blank=True)
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    amends = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="amended_by",
        db_constraint=False,
    )
    amendment = models.TextField(blank=True, default="")
    voided_at = models.DateTimeField(null=True, blank=True)
    voided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    void_reason = models.TextField(blank=True, default="")

    objects: ClassVar[VisibleManager["Response"]] = VisibleManager("screening.view")
    unscoped: ClassVar[models.Manager["Response"]] = models.Manager()

    class Meta:
        constraints = [
            pair("response"),
            models.UniqueConstraint(
                fields=["practice", "submission_key"], name="response_submission_key_once"
            ),
            models.CheckConstraint(
                condition=Q(status__in=ResponseStatus.values), name="response_status_known"
            ),
            models.CheckConstraint(
                condition=Q(status__in=["in_progress", "entered_in_error"])
                | Q(submission_key__isnull=False, submitted_at__isnull=False),
                name="response_submitted_with_a_key",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["in_progress", "entered_in_error"]) | Q(carried=[]),
                name="response_submitted_confirmed",
            ),
            models.UniqueConstraint(
                fields=["practice", "work_up_of", "version"],
                condition=Q(status="in_progress", work_up_of__isnull=False),
                name="response_one_open_work_up",
            ),
            models.UniqueConstraint(
                fields=["practice", "amends"],
                condition=Q(status="in_progress", amends__isnull=False),
                name="response_one_open_amendment",
            ),
            models.CheckConstraint(condition=Q(mode__in=Mode.values), name="response_mode_known"),
            models.CheckConstraint(
                condition=~Q(status="signed") | Q(signed_at__isnull=False, signed_by__isnull=False),
                name="response_signed_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(status="entered_in_error")
                | (Q(voided_at__isnull=False, voided_by__isnull=False) & ~Q(void_reason="")),
                name="response_voided_with_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(amends__isnull=True) | ~Q(amendment=""), name="response_amended_with_a_reason"
            ),
        ]
        indexes = [
            models.Index(fields=["practice", "status", "-saved_at"], name="response_list_of_practice"),
            models.Index(
                fields=["practice", "-saved_at", "id"],
                condition=Q(status="in_progress"),
                name="response_drafts",
            ),
            models.Index(
                fields=["practice", "work_up_of"],
                condition=Q(work_up_of__isnull=False),
                name="response_work_ups",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.id} ({self.status})"

    @property
    def is_in_progress(self) -> bool:
        return self.status == ResponseStatus.IN_PROGRESS

    @property
    def is_work_up(self) -> bool:
        return self.work_up_of_id is not None


class Assessment(OfOnePractice):
    """What followed from a submitted response; insert-only, held by triggers and grants."""

    response = models.ForeignKey(
        Response, on_delete=models.PROTECT, related_name="assessments", db_constraint=False, db_index=False
    )
    engine = models.PositiveSmallIntegerField()
    digest = models.CharField(max_length=71)
    inputs_digest = models.CharField(max_length=71)
    decision = models.JSONField()
    decision_digest = models.CharField(max_length=71)
    made_at = models.DateTimeField()

    objects: ClassVar[VisibleManager["Assessment"]] = VisibleManager("screening.view")
    unscoped: ClassVar[models.Manager["Assessment"]] = models.Manager()

    class Meta:
        constraints = [
            pair("assessment"),
            models.UniqueConstraint(fields=["practice", "response"], name="assessment_once_per_response"),
        ]

    def __str__(self) -> str:
        return str(self.id)


class StatisticsIndex(OfOnePractice):
    """
    Which screening stands for a patient in a month (UTC): the first one submitted in it.

    `statistics` counts these rows and nothing else, so that nobody weighs more than one in a month.
    A trigger moves a row that arrives after its month was closed to the next open one.
    """

    subject = models.ForeignKey(
        Subject, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    month = models.DateField()  # its first day
    response = models.ForeignKey(
        Response, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )

    objects: ClassVar[VisibleManager["StatisticsIndex"]] = VisibleManager("statistics.export")
    unscoped: ClassVar[models.Manager["StatisticsIndex"]] = models.Manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["practice", "subject", "month"], name="statisticsindex_once_a_month"
            ),
            models.CheckConstraint(condition=Q(month__day=1), name="statisticsindex_month_is_its_first_day"),
        ]
        indexes = [
            models.Index(fields=["practice", "month"], name="statisticsindex_month"),
            models.Index(fields=["practice", "response"], name="statisticsindex_response"),
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"
