"""What did the clinician say to a result? Rows that nobody changes: the latest counts."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.rows import OfOnePractice, VisibleManager
from screening.encounters.models.responses import Assessment, Response


class Judgement(models.TextChoices):
    AGREE = "agree"
    DISAGREE = "disagree"
    ALREADY_KNOWN = "already_known"


class VerdictReason(models.TextChoices):
    """Why a clinician agrees with a suggestion or not, coded so that it can be counted."""

    FITS = "fits", _("Fits the whole picture")
    WORKING = "working", _("Is my working diagnosis")
    EXPLAINED = "explained", _("Another condition explains it better")
    EXCLUDED = "excluded", _("Already excluded by examination or tests")
    ANSWER = "answer", _("An answer it rests on is wrong or in doubt")
    RULE = "rule", _("I do not share the rule or its source")
    RECORD = "record", _("Stands in the record already")
    OTHER = "other", _("Another reason")


class Verdict(OfOnePractice):
    """What the clinician thinks of one suggestion; insert-only: the latest counts, the earlier ones stay."""

    assessment = models.ForeignKey(
        Assessment, on_delete=models.PROTECT, related_name="verdicts", db_constraint=False, db_index=False
    )
    condition = models.CharField(max_length=20)
    judgement = models.CharField(max_length=13, choices=Judgement.choices)
    reason_code = models.CharField(max_length=9, choices=VerdictReason.choices, blank=True, default="")
    reason = models.TextField(blank=True, default="")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects: ClassVar[VisibleManager["Verdict"]] = VisibleManager("screening.view")
    unscoped: ClassVar[models.Manager["Verdict"]] = models.Manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(judgement__in=Judgement.values), name="verdict_judgement_known"
            ),
            models.CheckConstraint(
                condition=Q(reason_code__in=["", *VerdictReason.values]), name="verdict_reason_known"
            ),
        ]
        indexes = [models.Index(fields=["practice", "assessment"], name="verdict_assessment")]

    def __str__(self) -> str:
        return f"{self.condition}: {self.judgement}"


class FlagReason(models.TextChoices):
    """What a clinician did about a raised red flag, or why nothing was to be done."""

    ACTED = "acted", _("Acted on now")
    REFERRED = "referred", _("Referred or arranged already")
    KNOWN = "known", _("Known and looked into before")
    MISTAKEN = "mistaken", _("The answer behind it is wrong")
    OTHER = "other", _("Another reason")


class FlagAcknowledgement(OfOnePractice):
    """That a clinician saw a raised red flag, and what follows; insert-only, the latest counts."""

    assessment = models.ForeignKey(
        Assessment,
        on_delete=models.PROTECT,
        related_name="acknowledgements",
        db_constraint=False,
        db_index=False,
    )
    flag = models.CharField(max_length=20)
    reason_code = models.CharField(max_length=9, choices=FlagReason.choices)
    reason = models.TextField(blank=True, default="")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects: ClassVar[VisibleManager["FlagAcknowledgement"]] = VisibleManager("screening.view")
    unscoped: ClassVar[models.Manager["FlagAcknowledgement"]] = models.Manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(reason_code__in=FlagReason.values), name="flagacknowledgement_reason_known"
            )
        ]
        indexes = [models.Index(fields=["practice", "assessment"], name="flagacknowledgement_assessment")]

    def __str__(self) -> str:
        return f"{self.flag}: {self.reason_code}"


class SkipReason(models.TextChoices):
    """Why a clinician opened the list without noting a differential first."""

    NONE_YET = "none_yet", _("I have no differential yet")
    URGENT = "urgent", _("There is no time: this patient is urgent")
    NOT_MINE = "not_mine", _("I only read this result for somebody else")
    OTHER = "other", _("Another reason")


class OwnDifferential(OfOnePractice):
    """
    What the clinician thought of before seeing the result; insert-only.

    `conditions` are the bundle's condition keys in the clinician's order, `other` what it has no key for;
    with `skip_code` nothing was noted and the list was opened all the same.
    """

    response = models.ForeignKey(
        Response,
        on_delete=models.PROTECT,
        related_name="own_differentials",
        db_constraint=False,
        db_index=False,
    )
    conditions = models.JSONField(default=list)
    other = models.TextField(blank=True, default="")
    skip_code = models.CharField(max_length=9, choices=SkipReason.choices, blank=True, default="")
    skip_reason = models.TextField(blank=True, default="")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects: ClassVar[VisibleManager["OwnDifferential"]] = VisibleManager("screening.view")
    unscoped: ClassVar[models.Manager["OwnDifferential"]] = models.Manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(skip_code__in=["", *SkipReason.values]), name="owndifferential_skip_known"
            )
        ]
        indexes = [models.Index(fields=["practice", "response"], name="owndifferential_response")]

    def __str__(self) -> str:
        return str(self.id)


class Note(OfOnePractice):
    """A clinician's free words on a response; they enter no score and no statistics. Insert-only."""

    response = models.ForeignKey(
        Response, on_delete=models.PROTECT, related_name="notes", db_constraint=False, db_index=False
    )
    text = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects: ClassVar[VisibleManager["Note"]] = VisibleManager("screening.view")
    unscoped: ClassVar[models.Manager["Note"]] = models.Manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="note_says_something")]
        indexes = [models.Index(fields=["practice", "response"], name="note_response")]

    def __str__(self) -> str:
        return str(self.id)
