"""What was asked to run later, how far is it, and what did it make?"""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.rows import OfOnePractice, is_allowed, pair
from accounts.scope import ScopedManager

ATTEMPTS_ALLOWED = 3


class JobState(models.TextChoices):
    QUEUED = "queued", _("Waiting to begin")
    RUNNING = "running", _("Running")
    DONE = "done", _("Done")
    FAILED = "failed", _("Failed")
    CANCELLED = "cancelled", _("Cancelled")


class Jobs(ScopedManager["Job"]):
    """The jobs of the practice in scope."""

    def visible_to(self, user: User) -> models.QuerySet["Job"]:
        """What the user asked for; a manager sees that the other jobs of the practice exist, too."""
        return self.get_queryset().filter(Q(asked_by=user) | Q(is_allowed(user, "practice.manage")))


class Job(OfOnePractice):
    """
    One piece of work to be done later, for one practice.

    `kind` names the task. `attempt` counts how often a worker took it; whoever holds an older number has
    lost it, and its result is thrown away. `lease_until`: until when the worker that took it may stay silent.
    `request_key` is made with the form, so that a second click finds the same job.
    """

    kind = models.CharField(max_length=80)
    args = models.JSONField(default=dict)
    state = models.CharField(max_length=9, choices=JobState.choices, default=JobState.QUEUED)
    attempt = models.PositiveSmallIntegerField(default=0)
    attempts_allowed = models.PositiveSmallIntegerField(default=ATTEMPTS_ALLOWED)
    lease_until = models.DateTimeField(null=True, blank=True)
    steps_done = models.PositiveIntegerField(default=0)
    steps_total = models.PositiveIntegerField(default=0)  # 0: not known
    phase = models.CharField(max_length=120, blank=True, default="")
    fault = models.CharField(max_length=300, blank=True, default="")  # fit to be shown to who asked
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )  # null: nobody in person, a schedule or another part of the application
    asked_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    request_key = models.UUIDField()

    objects: ClassVar[Jobs] = Jobs()
    unscoped: ClassVar[models.Manager["Job"]] = models.Manager()

    class Meta:
        constraints = [
            pair("job"),
            models.UniqueConstraint(fields=["practice", "request_key"], name="job_request_key_once"),
            models.CheckConstraint(condition=Q(state__in=JobState.values), name="job_state_known"),
            models.CheckConstraint(
                condition=Q(state=JobState.RUNNING, lease_until__isnull=False)
                | ~Q(state=JobState.RUNNING) & Q(lease_until__isnull=True),
                name="job_leased_while_running",
            ),
        ]
        indexes = [
            models.Index(fields=["practice", "state", "asked_at"], name="job_state_of_practice"),
            models.Index(fields=["practice", "asked_by", "-asked_at"], name="job_asked_by"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.id} ({self.state})"

    @property
    def is_over(self) -> bool:
        return self.state in (JobState.DONE, JobState.FAILED, JobState.CANCELLED)


class Outbox(OfOnePractice):
    """
    A job whose worker has still to be told; written in the transaction that asks for the job.

    It stays until a worker has taken the job, so that no message is lost between here and the broker.
    """

    job = models.ForeignKey(
        Job, on_delete=models.CASCADE, related_name="+", db_constraint=False, db_index=False
    )
    queued_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)  # by the sweep; the first nudge leaves no mark
    not_before = models.DateTimeField()

    objects: ClassVar[ScopedManager["Outbox"]] = ScopedManager()
    unscoped: ClassVar[models.Manager["Outbox"]] = models.Manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["practice", "job"], name="outbox_once_per_job")]
        indexes = [models.Index(fields=["practice", "not_before"], name="outbox_due")]

    def __str__(self) -> str:
        return str(self.job_id)


class JobFile(OfOnePractice):
    """A file that a job published. `place` is its path below the directory of files; after `expires_at` it goes."""

    job = models.ForeignKey(
        Job, on_delete=models.PROTECT, related_name="files", db_constraint=False, db_index=False
    )
    name = models.CharField(max_length=120)
    media_type = models.CharField(max_length=80)
    place = models.CharField(max_length=200)
    size_bytes = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[ScopedManager["JobFile"]] = ScopedManager()
    unscoped: ClassVar[models.Manager["JobFile"]] = models.Manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["practice", "job", "name"], name="jobfile_once_per_name"),
            models.CheckConstraint(condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="jobfile_has_sha256"),
        ]
        indexes = [models.Index(fields=["practice", "expires_at"], name="jobfile_expiry")]

    def __str__(self) -> str:
        return self.name


class ScheduledRun(models.Model):
    """One due moment of a scheduled task; unique, so that two schedulers start it once. Of no practice."""

    name = models.CharField(max_length=80)
    due_at = models.DateTimeField()
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[models.Manager["ScheduledRun"]] = models.Manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["name", "due_at"], name="scheduledrun_once")]

    def __str__(self) -> str:
        return f"{self.name} {self.due_at:%Y-%m-%d %H:%M:%S}"
