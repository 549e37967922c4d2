"""Whom is a screening about, and at which meeting?"""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.rows import OfOnePractice, VisibleManager, pair

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
        indexes = [
            models.Index(fields=["practice", "subject"], name="encounter_subject_of_practice"),
            models.Index(fields=["practice", "-opened_at", "id"], name="encounter_latest"),
            models.Index(
                fields=["practice", "clinician", "-opened_at", "id"], name="encounter_latest_of_clinician"
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)
