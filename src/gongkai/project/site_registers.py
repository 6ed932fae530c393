"""The demonstration's registers for 2022: what table 二 of the bureau's report says (行政规范性文件 1/0/1, all else nil), as records."""

from __future__ import annotations

from datetime import date

from gongkai.agencies.models import Agency, User
from gongkai.portal.models import ItemPage
from gongkai.project import lixia
from gongkai.registers.models import Document, NilDeclaration, Register
from gongkai.registers.services import documents, nil

NUMBER = "历司发〔2022〕6号"
_REASON = "演示数据：2022年年报此项为0"


def enter(agency: Agency, officer: User) -> None:
    """Enter what is missing: the one normative document, tied to its page, and nil declarations for the rest."""
    if not Document.objects.for_agency(agency.pk).filter(number=NUMBER).exists():
        page = (
            ItemPage.objects.filter(agency=agency, document_number=NUMBER, live=True).order_by("pk").first()
        )
        title = page.title if page is not None else "历下区行政规范性文件合法性审核工作规程（演示数据）"
        document = documents.enter(
            officer,
            agency,
            documents.Entry(
                facts={
                    "kind": Document.Kind.NORMATIVE,
                    "title": title,
                    "number": NUMBER,
                    "leads": True,
                    "legality_by": "法制科（演示数据）",
                    "legality_on": date(lixia.YEAR, 4, 6),
                },
                events=(documents.Happened("made", date(lixia.YEAR, 4, 12)),),
            ),
        )
        if page is not None:
            documents.link(officer, agency, document, page)
    declared = set(
        NilDeclaration.objects.for_agency(agency.pk)
        .filter(year=lixia.YEAR, withdrawn_at=None)
        .values_list("register", flat=True)
    )
    for register in Register.values:
        if register != Register.NORMATIVE and register not in declared:
            nil.declare(officer, agency, lixia.YEAR, register, _REASON)
