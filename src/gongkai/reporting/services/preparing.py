"""Write the files readers may take of a published report before the first of them asks."""

from __future__ import annotations

import logging

from gongkai.report.writing import WriteError
from gongkai.reporting.models import Edition
from gongkai.reporting.public.downloads import FILES, forget, prepare
from gongkai.tasks.services import task

_log = logging.getLogger(__name__)


@task()
def prepare_downloads(number: int) -> None:
    """Write all files of the edition of this row, in the background; none of one that was withdrawn meanwhile.

    What cannot be written here, such as a PDF without Chinese fonts, does not keep the others waiting; who asks for it is
    told why.
    """
    edition = Edition.everything.select_related("agency").filter(pk=number, withdrawn_at=None).first()
    if edition is None:
        return
    for file in FILES:
        try:
            prepare(edition, file.ending)
        except WriteError as error:
            _log.warning("file %s of edition %s not written: %s", file.ending, number, error.code)
    if not Edition.everything.filter(pk=number, withdrawn_at=None).exists():
        forget(edition)
