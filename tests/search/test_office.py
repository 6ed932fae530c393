"""The office's pages on the search: what people missed, synonyms, files nobody finds; who may what."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone
from tests.agencies.office import logged_in, person

from gongkai.agencies.access import collection_of
from gongkai.agencies.models import Agency, Duty
from gongkai.audit.models import Entry
from gongkai.files.models import FileText, OfficeDocument
from gongkai.files.services import disclose
from gongkai.search.models import QueryCount, SynonymGroup

pytestmark = pytest.mark.django_db
ROOT = "/office/search/"


@pytest.fixture
def leading() -> Agency:
    return Agency.objects.create(full_name="示例市清河区人民政府", short_name="区政府", slug="qinghe")


@pytest.fixture
def below(leading: Agency) -> Agency:
    return Agency.objects.create(
        full_name="示例市清河区司法局", short_name="区司法局", slug="sifa", parent=leading
    )


def asked(words: str, times: int, total: int, days_ago: int = 0) -> None:
    day = timezone.localdate() - timedelta(days=days_ago)
    QueryCount.objects.create(day=day, words=words, times=times, total=total)


def keeper(agency: Agency, duty: Duty = Duty.REVIEWER) -> Client:
    return logged_in(person(f"{agency.slug}-{duty}", agency, duty))


def rows(answer: Any) -> list[list[str]]:
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))[1:]


def test_what_found_nothing_and_what_was_asked_most(leading: Agency) -> None:
    asked("办事大厅", 7, 0)
    asked("预算", 9, 12)
    asked("老早的词", 5, 0, 60)
    asked("=HYPERLINK(1)", 1, 0)
    office = keeper(leading, Duty.OFFICER)
    page = office.get(ROOT).content.decode()
    assert "办事大厅" in page
    assert "预算" not in page
    assert "老早的词" not in page
    assert "synonyms/new" not in page  # an editor does not keep them
    assert "老早的词" in office.get(f"{ROOT}?days=90").content.decode()
    assert "预算" in office.get(f"{ROOT}?which=most").content.decode()
    assert "办事大厅" in office.get(f"{ROOT}?which=none&days=x&p=999").content.decode()
    exported = office.get(f"{ROOT}export/?days=90")
    assert exported["Content-Type"].startswith("text/csv")
    today = timezone.localdate().isoformat()
    found = rows(exported)
    assert found[0] == ["办事大厅", "7", "0", today]
    assert found[-1][0] == "'=HYPERLINK(1)"
    assert rows(office.get(f"{ROOT}export/?which=most"))[0][0] == "预算"


def test_synonyms_are_kept_with_a_trace(leading: Agency) -> None:
    office = keeper(leading)
    form = office.get(f"{ROOT}synonyms/new/?word=办事大厅").content.decode()
    assert "办事大厅" in form
    refused = office.post(f"{ROOT}synonyms/new/", {"words": "办事大厅"})
    assert refused.status_code == 422
    assert "至少要有两个" in refused.content.decode()
    assert "办事大厅" in refused.content.decode()
    office.post(f"{ROOT}synonyms/new/", {"words": "办事大厅、政务服务大厅"})
    group = SynonymGroup.objects.get()
    assert group.as_tuple() == ("办事大厅", "政务服务大厅")
    office.post(f"{ROOT}synonyms/{group.pk}/", {"words": "办事大厅\n政务服务大厅\n政务服务中心"})
    taken = office.post(f"{ROOT}synonyms/new/", {"words": "政务服务中心\n行政审批大厅"})
    assert "已经在另一组同义词里" in taken.content.decode()
    assert "政务服务中心" in office.get(f"{ROOT}synonyms/").content.decode()
    office.post(f"{ROOT}synonyms/{group.pk}/remove/")
    assert not SynonymGroup.objects.exists()
    acts = list(Entry.objects.filter(act__startswith="search.").order_by("pk"))
    assert [one.act for one in acts] == ["search.synonyms", "search.synonyms", "search.synonyms_remove"]
    assert acts[1].details["words"] == ["办事大厅", "政务服务大厅", "政务服务中心"]
    assert office.get(f"{ROOT}synonyms/999/").status_code == 404


@pytest.mark.parametrize("who", ["officer", "below", "nobody", "citizen"])
def test_only_the_leading_agency_keeps_the_synonyms(leading: Agency, below: Agency, who: str) -> None:
    makers: dict[str, Callable[[], Client]] = {
        "officer": lambda: keeper(leading, Duty.OFFICER),
        "below": lambda: keeper(below, Duty.ADMINISTRATOR),
        "nobody": lambda: logged_in(person("former")),
        "citizen": Client,
    }
    client = makers[who]()
    group = SynonymGroup.objects.create(words="甲\n乙")
    client.post(f"{ROOT}synonyms/new/", {"words": "丙\n丁"})
    client.post(f"{ROOT}synonyms/{group.pk}/", {"words": "丙\n丁"})
    client.post(f"{ROOT}synonyms/{group.pk}/remove/")
    assert [one.as_tuple() for one in SynonymGroup.objects.all()] == [("甲", "乙")]
    page = client.get(f"{ROOT}synonyms/")
    if who in ("officer", "below"):
        assert "甲、乙" in page.content.decode()
        assert "增加一组" not in page.content.decode()
    else:
        assert page.status_code == 302
    if who == "below":
        told = client.post(f"{ROOT}synonyms/new/", {"words": "丙\n丁"}, follow=True)
        assert "由区政府统一维护" in told.content.decode()


def test_files_nobody_finds_are_listed_for_their_agency(leading: Agency, below: Agency) -> None:
    for number, state in enumerate(("done", "failed", "none", "waiting")):
        document = OfficeDocument.objects.create(
            title="附件",
            collection=collection_of(below),
            file=ContentFile(b"%d" % number, name=f"附件{state}.txt"),
        )
        disclose(number + 1, [document.pk], [])
        FileText.objects.filter(sha256=document.sha256).update(
            state=state, note="文件设有密码" if number == 1 else ""
        )
    page = keeper(below, Duty.OFFICER).get(f"{ROOT}files/").content.decode()
    assert "附件failed.txt" in page
    assert "读不出：文件设有密码" in page
    assert "附件none.txt" in page
    assert "附件done.txt" not in page
    other = Agency.objects.create(
        full_name="示例市清河区水务局", short_name="区水务局", slug="shuiwu", parent=leading
    )
    assert "附件failed.txt" not in keeper(other, Duty.OFFICER).get(f"{ROOT}files/").content.decode()
