"""Which work of this room runs later, and who may ask for it?"""

from django.utils.translation import gettext_lazy as _

from screening.encounters.checking import recheck
from screening.encounters.exports import download, pdf_job
from screening.jobs.kinds import job_kind
from screening.jobs.work import Publish, Work


@job_kind(recheck.KIND, title=_("Recheck of a result"), permission="screening.view", listed=False)
def recheck_result(work: Work) -> Publish | None:
    return recheck.recheck(work)


@job_kind(
    download.KIND,
    title=_("Download of screenings"),
    permission="screening.download",
    download_event="screenings.download",
    switch=download.SWITCH,
)
def download_screenings(work: Work) -> Publish | None:
    return download.make_files(work)


@job_kind(
    pdf_job.KIND,
    title=_("PDF of a result"),
    permission=pdf_job.PERMISSION,
    download_event="result.export",
)
def file_result(work: Work) -> Publish | None:
    return pdf_job.make_pdf(work)
