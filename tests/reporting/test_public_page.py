"""The report's page: editions, files, what was withdrawn."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from datetime import datetime
from typing import Any
from urllib.parse import unquote

import pytest
from django.core.cache import cache
from django.core.files.storage import default_storage
from django.test import Client
from tests.once import once
from tests.portal.sites import BEIJING, Page, a_platform, published

from gongkai.portal import gate
from gongkai.report.jsonform import from_json
from gongkai.report.reading import read_bytes
from gongkai.report.sample import sample, sample_previous
from gongkai.report.writing import FontsMissing
from gongkai.reporting.models import Edition
from gongkai.reporting.public import downloads

pytestmark = pytest.mark.django_db

ADDRESS = "/reports/2023/"


built, site = once(a_platform)


@pytest.fixture
def report(site: Any) -> Edition:
    published(site, sample_previous())
    return published(site, sample())


@pytest.fixture
def corrected(site: Any, report: Edition) -> Edition:
    return published(site, sample(), number=2, reason="表三“部分公开”漏计1件")


def withdraw(edition: Edition) -> None:
    edition.withdrawn_at = datetime(2024, 5, 6, 7, 8, tzinfo=BEIJING)
    edition.withdrawn_reason = "数据有误，正在核对"
    edition.save()


class TestPage:
    def test_what_the_reader_asks_comes_first(self, report: Edition, client: Client) -> None:
        page = Page(client.get(ADDRESS))
        ids = [one["id"] for _, one in page.elements if "id" in one]
        order = ("answers", "answer-received", "charts", "overview", "applications", "other", "comparison")
        places = [ids.index(one) for one in order]
        assert places == sorted(places)
        assert page.html.index("download/docx/") < page.html.index('id="answers"')
        assert "收到多少申请？\n41件" in page.words

    def test_charts_have_their_tables_and_say_what_they_show(self, report: Edition, client: Client) -> None:
        page = Page(client.get(ADDRESS))
        assert len(page.all("figure")) == len(page.all("svg")) == 6
        assert all(one.get("role") == "img" and "aria-labelledby" in one for one in page.all("svg"))
        assert page.words.count("查看数据表") == 6

    def test_every_figure_of_the_tables_names_its_row_and_column(
        self, report: Edition, client: Client
    ) -> None:
        page = Page(client.get(ADDRESS))
        ids = {one["id"] for one in page.all("th") if "id" in one}
        cells = [one for one in page.all("td") if "headers" in one]
        assert len(cells) == len(sample().figures)
        assert all(set(one["headers"].split()) <= ids for one in cells)
        assert all(one.get("scope") or one.get("class") == "corner" for one in page.all("th"))

    def test_the_page_can_be_read_back(self, report: Edition, client: Client) -> None:
        content = client.get(ADDRESS).content
        assert read_bytes(content, "page.html").figures["applications.granted.person"] == 9

    def test_last_year_beside_this_only_where_there_is_one(self, site: Any, client: Client) -> None:
        published(site, sample())
        words = Page(client.get(ADDRESS)).words
        assert "与上一年对照" not in words
        assert "2022年" not in words.replace("2022年1", "")
        withdraw(published(site, sample_previous()))
        assert "与上一年对照" not in Page(client.get(ADDRESS)).words, (
            "what was withdrawn is not compared with"
        )

    def test_the_years_lead_to_each_other(self, report: Edition, client: Client) -> None:
        assert "/reports/2022/" in Page(client.get(ADDRESS)).links
        assert ADDRESS in Page(client.get("/reports/2022/")).links

    def test_words_of_the_report_are_words(self, site: Any, client: Client) -> None:
        from dataclasses import replace

        published(
            site, replace(sample(), sections={"overview": "<img src=x onerror=alert(1)>\n{{ 7|add:7 }}"})
        )
        html = client.get(ADDRESS).content.decode()
        assert "<img src=x" not in html
        assert "{{ 7|add:7 }}" in html

    def test_the_number_of_queries_is_fixed(
        self, corrected: Edition, client: Client, django_assert_num_queries: Callable[..., Any]
    ) -> None:
        def count(number: int) -> None:
            cache.clear()
            client.get("/mistakes/")
            client.get(ADDRESS, {"first": 1})  # the body of an edition is made once
            with django_assert_num_queries(number):
                client.get(ADDRESS)

        count(9)
        for number in range(3, 9):
            published(corrected.agency, sample(), number=number, reason="再次更正")
        count(9)


class TestEditions:
    def test_a_correction_gives_its_reason_and_links_the_old_edition(
        self, corrected: Edition, client: Client
    ) -> None:
        page = Page(client.get(ADDRESS))
        assert "更正版（第2版）" in page.words
        assert "表三“部分公开”漏计1件" in page.words
        assert f"{ADDRESS}edition/1/" in page.links

    def test_an_old_edition_stays_and_says_that_it_was_corrected(
        self, corrected: Edition, client: Client
    ) -> None:
        page = Page(client.get(f"{ADDRESS}edition/1/"))
        assert "这一版已经更正" in page.words
        assert ADDRESS in page.links
        assert f"{ADDRESS}edition/1/download/docx/" in page.links
        assert "第1版" in page.words

    @pytest.mark.parametrize(
        "path", ["edition/", "edition/3/", "edition/0/", "edition/x/", "edition/99999/", "x/", "download/"]
    )
    def test_what_is_not_there(self, corrected: Edition, client: Client, path: str) -> None:
        assert client.get(ADDRESS + path).status_code == 404

    def test_a_page_without_edition_is_not_there(self, report: Edition, client: Client) -> None:
        Edition.everything.filter(year=2023).delete()
        assert client.get(ADDRESS).status_code == 404

    @pytest.mark.parametrize("path", ["", "edition/2/", "download/docx/", "edition/2/download/json/"])
    def test_what_was_withdrawn_says_why(self, corrected: Edition, client: Client, path: str) -> None:
        client.get(ADDRESS + path)
        withdraw(corrected)
        response = client.get(ADDRESS + path)
        assert response.status_code == 410
        words = Page(response).words
        assert "2024-05-06 07:08撤回" in words
        assert "数据有误，正在核对" in words
        assert "41件" not in words

    def test_the_older_edition_does_not_come_back(self, corrected: Edition, client: Client) -> None:
        withdraw(corrected)
        assert "更正版后来已撤回" in Page(client.get(f"{ADDRESS}edition/1/")).words

    def test_a_withdrawn_page_taken_offline_still_answers(self, report: Edition, client: Client) -> None:
        withdraw(report)
        report.page.live = False
        with gate.opened():
            report.page.save()
        assert client.get(ADDRESS).status_code == 410


class TestDownloads:
    @pytest.mark.parametrize("ending", ["docx", "xlsx", "json", "pdf"])
    def test_files_say_what_the_page_says(
        self, report: Edition, client: Client, ending: str, require: Callable[..., None]
    ) -> None:
        if ending == "pdf":
            require("cjk-font")
        response = client.get(f"{ADDRESS}download/{ending}/")
        assert response.status_code == 200
        data = b"".join(response.streaming_content)
        name = f"示例市清河区自然资源局2023年政府信息公开工作年度报告.{ending}"
        assert unquote(response["Content-Disposition"]).endswith(f"''{name}")
        assert response["Content-Type"] == downloads.file_of(ending).media_type  # type: ignore[union-attr]
        found = from_json(json.loads(data)) if ending == "json" else read_bytes(data, name)
        assert found.figures == sample().figures

    def test_a_file_is_written_once(
        self, report: Edition, client: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        first = b"".join(client.get(f"{ADDRESS}download/docx/").streaming_content)  # type: ignore[attr-defined]
        monkeypatch.setattr(downloads, "render", None)
        again = client.get(f"{ADDRESS}download/docx/")
        assert b"".join(again.streaming_content) == first  # type: ignore[attr-defined]
        assert zipfile.is_zipfile(io.BytesIO(first))
        known = client.get(f"{ADDRESS}download/docx/", headers={"if-none-match": again["ETag"]})
        assert known.status_code == 304

    def test_each_edition_has_its_own(self, corrected: Edition, client: Client) -> None:
        names = [
            client.get(f"{ADDRESS}{path}download/json/")["Content-Disposition"] for path in ("", "edition/1/")
        ]
        assert "第2版" in unquote(names[0])
        assert "第2版" not in unquote(names[1])

    def test_without_fonts_the_pdf_is_refused_in_words(
        self, report: Edition, client: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def refuse(*_: Any) -> bytes:
            raise FontsMissing("这台机器没有中文字体，不能生成PDF。")

        monkeypatch.setattr(downloads, "render", refuse)
        response = client.get(f"{ADDRESS}download/pdf/")
        assert response.status_code == 503
        page = Page(response)
        assert "这台机器没有中文字体" in page.words
        assert f"{ADDRESS}download/docx/" in page.links

    @pytest.mark.parametrize("ending", ["html", "doc", "exe", "DOCX"])
    def test_other_endings_are_not_there(self, report: Edition, client: Client, ending: str) -> None:
        assert client.get(f"{ADDRESS}download/{ending}/").status_code == 404

    def test_files_of_a_withdrawn_edition_can_be_removed(self, report: Edition) -> None:
        name = downloads.prepare(report, "json")
        assert default_storage.exists(name)
        downloads.forget(report)
        assert not default_storage.exists(name)
        downloads.forget(report)

    def test_two_who_write_at_once_leave_one_file(
        self, report: Edition, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        folder = f"reports/{report.public_id}"

        def slowly(*_: Any) -> bytes:
            monkeypatch.undo()
            downloads.prepare(report, "json")  # somebody else, meanwhile
            return b"{}"

        monkeypatch.setattr(downloads, "render", slowly)
        name = downloads.prepare(report, "json")
        assert [f"{folder}/{one}" for one in default_storage.listdir(folder)[1]] == [name]
