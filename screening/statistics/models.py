"""Which months are closed, what may be told of them, and what was handed out?"""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.rows import OfOnePractice, VisibleManager, pair


class StatisticsPeriod(OfOnePractice):
    """A closed month of a practice; append-only. From here on its patients are counted no more."""

    month = models.DateField()  # its first day, UTC
    closed_at = models.DateTimeField()
    threshold = models.PositiveSmallIntegerField()
    key_id = models.CharField(max_length=16)
    software = models.CharField(max_length=40)

    objects: ClassVar[VisibleManager["StatisticsPeriod"]] = VisibleManager("statistics.export")
    unscoped: ClassVar[models.Manager["StatisticsPeriod"]] = models.Manager()

    class Meta:
        constraints = [
            pair("statisticsperiod"),
            models.UniqueConstraint(fields=["practice", "month"], name="statisticsperiod_once"),
            models.CheckConstraint(condition=Q(month__day=1), name="statisticsperiod_month_is_its_first_day"),
            models.CheckConstraint(
                condition=Q(threshold__gte=8), name="statisticsperiod_threshold_at_least_8"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"


class ProtectedCube(OfOnePractice):
    """The rounded counts of one table in one closed month; append-only, and all that is ever published."""

    period = models.ForeignKey(
        StatisticsPeriod, on_delete=models.PROTECT, related_name="cubes", db_constraint=False, db_index=False
    )
    table = models.CharField(max_length=60)
    cells = models.JSONField()
    digest = models.CharField(max_length=71)

    objects: ClassVar[VisibleManager["ProtectedCube"]] = VisibleManager("statistics.export")
    unscoped: ClassVar[models.Manager["ProtectedCube"]] = models.Manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["practice", "period", "table"], name="protectedcube_once"),
            models.CheckConstraint(
                condition=Q(digest__regex=r"^sha256:[0-9a-f]{64}$"), name="protectedcube_has_digest"
            ),
        ]

    def __str__(self) -> str:
        return self.table


class StatisticsExport(OfOnePractice):
    """One export that left the cubes: who, which months, why, and the digests of its files; append-only."""

    job_id = models.UUIDField(null=True, blank=True)  # null: made by the command
    from_month = models.DateField()
    to_month = models.DateField()
    reason = models.TextField(blank=True, default="")
    files = models.JSONField()  # name -> sha256
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField()

    objects: ClassVar[VisibleManager["StatisticsExport"]] = VisibleManager("statistics.export")
    unscoped: ClassVar[models.Manager["StatisticsExport"]] = models.Manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(from_month__lte=models.F("to_month")), name="statisticsexport_months_in_order"
            )
        ]
        indexes = [models.Index(fields=["practice", "-at"], name="statisticsexport_latest")]

    def __str__(self) -> str:
        return f"{self.from_month:%Y-%m} to {self.to_month:%Y-%m}"
