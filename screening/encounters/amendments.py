"""What becomes of a response once its corrected copy is submitted? It stays readable, and counts no more."""

from __future__ import annotations

from django.utils.translation import gettext as _

from screening.audit.record import Actor, current_context, record
from screening.encounters import month_index
from screening.encounters.models import Response, ResponseStatus

FROM = (ResponseStatus.SUBMITTED, ResponseStatus.SIGNED)


class AmendedElsewhere(RuntimeError):
    """What the draft amends was taken back, or amended by another draft, in the meantime."""


def supersede(amendment: Response) -> None:
    """
    Let a response that was just submitted take the place of the one it amends, in the same transaction.

    Raises:
        AmendedElsewhere.
    """
    rows = Response.objects.filter(amended_by=amendment).select_related("version", "encounter")
    rows = rows.defer("version__bundle", "answers", "set_aside")
    old = rows.select_for_update(of=("self",), no_key=True).get()
    if old.status not in FROM:
        raise AmendedElsewhere(_("What this draft amends was amended or taken back in the meantime."))
    before = old.status
    old.status = ResponseStatus.SUPERSEDED
    old.lock_number += 1
    old.save(update_fields=["status", "lock_number"])
    month_index.hand_over(old, amendment)
    by = amendment.submitted_by
    record(
        "assessment.amend",
        action="U",
        entity=("response", old.id, old.lock_number),
        subject=old.encounter.subject_id,
        practice=old.practice_id,
        actor=current_context().actor or (Actor(by.pk, by.name) if by else None),
        change={"status": [before, old.status], "amended_by": [None, str(amendment.id)]},
        content={"digest": old.version.digest, "version": old.version.version},
    )
