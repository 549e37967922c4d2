"""What is kept of a screening: for whom, what was answered, what followed, what the clinician said?"""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.rows import OfOnePractice, VisibleManager, pair
from screening.questionnaires.models import QuestionnaireVersion

YEARS = (1900, 2200)


class Sex(models.TextChoices):
    FEMALE = "female"
    MALE = "male"
    OTHER = "other"
    UNKNOWN = "unknown"


class Subject(OfOnePractice):
    """A pseudonymous patient; `references.py` alone reads and writes the reference."""

    reference_ciphertext = models.BinaryField()
    reference_index = models.BinaryField()
    birth_year = models.PositiveSmallIntegerField()
    sex = models.CharField(max_length=7, choices=Sex.choices)
    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[VisibleManager["Subject"]] = VisibleManager("screening.view")
    unscoped: ClassVar[models.Manager["Subject"]] = models.Manager()

    class Meta:
        constraints = [
            pair("subject"),
            models.UniqueConstraint(
                fields=["practice", "reference_index"], name="subject_once_per_reference"
            ),
            models.CheckConstraint(condition=Q(birth_year__range=YEARS), name="subject_birth_year_plausible"),
            models.CheckConstraint(condition=Q(sex__in=Sex.values), name="subject_sex_known"),
        ]

    def __str__(self) -> str:
        return str(self.id)


class Encounter(OfOnePractice):
    """One meeting of a clinician and a patient; a work-up is a second response of the same meeting."""

    subject = models.ForeignKey(
        Subject, on_delete=models.PROTECT, related_name="encounters", db_constraint=False, db_index=False
    )
    clinician = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[VisibleManager["Encounter"]] = VisibleManager("screening.view")
    unscoped: ClassVar[models.Manager["Encounter"]] = models.Manager()

    class Meta:
        constraints = [pair("encounter")]
        indexes = [models.Index(fields=["practice", "subject"], name="encounter_subject_of_practice")]

    def __str__(self) -> str:
        return str(self.id)


class ResponseStatus(models.TextChoices):
    IN_PROGRESS = "in_progress"
    SUBMITTED = "submitted"
    SIGNED = "signed"
    SUPERSEDED = "superseded"
    ENTERED_IN_ERROR = "entered_in_error"


class Response(OfOnePractice):
    """
    The answers to one questionnaire version: a screening, or a work-up that was opened from its result.

    `set_aside` keeps what was typed into items that are hidden now. `sitting` and `sitting_steps` say
    which steps of a draft the audit trail already holds for this sign-in. `carried` names the items of a
    work-up whose answers come from its screening and were not yet confirmed.
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
        ]
        indexes = [
            models.Index(fields=["practice", "status", "-saved_at"], name="response_list_of_practice"),
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


class Judgement(models.TextChoices):
    AGREE = "agree"
    DISAGREE = "disagree"
    ALREADY_KNOWN = "already_known"


class Verdict(OfOnePractice):
    """What the clinician thinks of one suggestion; the latest counts, the earlier ones stay."""

    assessment = models.ForeignKey(
        Assessment, on_delete=models.PROTECT, related_name="verdicts", db_constraint=False, db_index=False
    )
    condition = models.CharField(max_length=20)
    judgement = models.CharField(max_length=13, choices=Judgement.choices)
    reason = models.TextField(blank=True, default="")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects: ClassVar[VisibleManager["Verdict"]] = VisibleManager("screening.view")
    unscoped: ClassVar[models.Manager["Verdict"]] = models.Manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(judgement__in=Judgement.values), name="verdict_judgement_known"
            )
        ]
        indexes = [models.Index(fields=["practice", "assessment"], name="verdict_assessment")]

    def __str__(self) -> str:
        return f"{self.condition}: {self.judgement}"


class OwnDifferential(OfOnePractice):
    """What the clinician thought of before seeing the result."""

    response = models.ForeignKey(
        Response,
        on_delete=models.PROTECT,
        related_name="own_differentials",
        db_constraint=False,
        db_index=False,
    )
    conditions = models.JSONField(default=list)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects: ClassVar[VisibleManager["OwnDifferential"]] = VisibleManager("screening.view")
    unscoped: ClassVar[models.Manager["OwnDifferential"]] = models.Manager()

    class Meta:
        indexes = [models.Index(fields=["practice", "response"], name="owndifferential_response")]

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
