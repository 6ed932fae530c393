"""What comes along with imported bodies: files, pictures, links between items, old addresses of all of them."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.storage import storages
from django.test import Client
from PIL import Image
from tests.databases import Fresh
from tests.files.made import SVG, png
from tests.portal.sites import a_platform
from tests.publishing.imports import PAST, a_csv, a_row, bring_in, checked, outcomes
from wagtail.models import ReferenceIndex

from gongkai.agencies.models import Agency
from gongkai.files import storing as storing_files
from gongkai.files.models import OfficeDocument, OfficeImage
from gongkai.portal.files_of import files_of
from gongkai.portal.models import ItemPage
from gongkai.publishing.importing.sources import Folder
from gongkai.publishing.models import Event, ImportLink
from gongkai.publishing.services import import_linking

pytestmark = pytest.mark.django_db
OLD = "http://old.example.gov.cn"


@pytest.fixture
def agency(db: None) -> Agency:
    return a_platform()


def a_picture(width: int = 60, height: int = 40, colour: str = "#884422") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(out, "JPEG")
    return out.getvalue()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A mirror of an old site's files, as mirroring programs leave it; one file lies elsewhere, as the list says."""
    found = tmp_path / "files"
    for path, content in {
        "art/2019/images/现场.jpg": a_picture(),
        "art/2019/icon.png": a_mark(),
        "upload/名单 1.txt": "名单".encode(),
        "upload/logo.svg": SVG,
        "upload/tool.txt": "工具".encode(),
        "moved/附件.txt": "另存的附件".encode(),
        "only.txt": b"only",
    }.items():
        (found / path).parent.mkdir(parents=True, exist_ok=True)
        (found / path).write_bytes(content)
    (found / "原网址.csv").write_bytes(
        f"path,old_url\nmoved/附件.txt,{OLD}/down.jsp?id=7&name=附件.txt\n".encode("utf-8-sig")
    )
    return found


def a_mark() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (16, 16), "#fff").save(out, "PNG")
    return out.getvalue()


BODY = (
    "<p>见<img src='images/%E7%8E%B0%E5%9C%BA.jpg' alt='现场'>下图<img src='icon.png'></p>"
    "<p><a href='/upload/名单%201.txt'>名单</a>，<a href='/down.jsp?id=7&amp;name=附件.txt'>附件</a></p>"
    "<p><a href='art_2.html'>另一条</a>、<a href='http://www.example.com/x'>外站</a>、<a href='art_9.html'>没有的</a></p>"
    "<table><tr><td>序号</td><td>文件</td></tr><tr><td>1</td><td><a href='/upload/tool.txt'>工具</a></td></tr></table>"
    "<p><img src='没有.jpg' alt='缺的图'><a href='/upload/logo.svg'>标志</a><a href='/upload/缺.pdf'>缺的附件</a></p>"
)


def the_row(agency: Agency, **more: str) -> dict[str, str]:
    return {
        **a_row(
            agency, "带图的信息", published_at=PAST, body_html=BODY, old_url=f"{OLD}/art/2019/art_1.html"
        ),
        **more,
    }


def test_files_pictures_and_links_come_along(agency: Agency, folder: Path, client: Client) -> None:
    batch = bring_in(
        agency,
        the_row(agency),
        a_row(agency, "另一条信息", published_at=PAST, old_url=f"{OLD}/art/2019/art_2.html"),
        source=Folder(folder),
    )
    assert [state for _, state in outcomes(batch)] == ["published", "published"]
    item, other = ItemPage.objects.order_by("pk")
    kinds = [block.block_type for block in item.body]
    assert kinds == ["paragraph", "picture", "paragraph", "table", "paragraph"]
    image = OfficeImage.objects.get()
    assert (image.name, image.agency, image.width, image.height) == ("现场.jpg", agency, 60, 40)
    assert item.body[1].value.pk == image.pk
    assert item.body[1].value.contextual_alt_text == "现场"
    names = set(OfficeDocument.objects.values_list("name", flat=True))
    assert names == {"名单 1.txt", "附件.txt", "tool.txt"}
    assert [one.document.name for one in item.attachments.all()] == ["tool.txt"]
    page = client.get(item.url).content.decode()
    for document in OfficeDocument.objects.all():
        assert document.url in page
        assert client.get(document.url).status_code == 200
    assert f'href="{other.url}"' in page, "the link leads to the new page"
    assert 'href="http://www.example.com/x"' in page
    assert f'href="{OLD}/art/2019/art_9.html"' in page
    assert "缺的图" in page
    assert "import:" not in page
    version = item.latest_revision.as_object()
    assert version.body.get_prep_value() == item.body.get_prep_value()
    assert files_of(item) == (
        frozenset(OfficeDocument.objects.values_list("pk", flat=True)),
        frozenset({image.pk}),
    )
    noted = ReferenceIndex.objects.filter(object_id=str(item.pk)).values_list("to_object_id", flat=True)
    assert str(image.pk) in set(noted)


def test_what_does_not_come_along_is_told_by_row(agency: Agency, folder: Path) -> None:
    batch = bring_in(agency, the_row(agency), source=Folder(folder))
    words = batch.rows.get().message
    for told in ("“没有.jpg”、“缺.pdf”", "logo.svg”：", "2个链接指向没有导入的页面"):
        assert told in words, words
    without = checked(the_row(agency, old_url=f"{OLD}/b.html"))[0]
    assert "没有给出附件文件夹" in without.message


def test_old_addresses_of_files_lead_on(agency: Agency, folder: Path, client: Client) -> None:
    bring_in(agency, the_row(agency), source=Folder(folder))
    item = ItemPage.objects.get()
    documents = {one.name: one for one in OfficeDocument.objects.all()}
    for old, new in (
        ("/upload/%E5%90%8D%E5%8D%95%201.txt", documents["名单 1.txt"].url),
        ("/down.jsp?id=7&name=%E9%99%84%E4%BB%B6.txt", documents["附件.txt"].url),
        ("/art/2019/images/%E7%8E%B0%E5%9C%BA.jpg", item.url),
        ("/art/2019/art_1.html", item.url),
    ):
        answer = client.get(old)
        assert (answer.status_code, answer["Location"]) == (301, new), old
        assert client.get(answer["Location"]).status_code == 200


def test_one_file_that_many_pages_lead_to_is_stored_once(agency: Agency, folder: Path) -> None:
    body = "<a href='/upload/名单 1.txt'>名单</a>"
    first = a_row(agency, "甲", published_at=PAST, body_html=body, old_url=f"{OLD}/a.html")
    second = a_row(agency, "乙", published_at=PAST, body_html=body, old_url=f"{OLD}/b.html")
    third = a_row(agency, "丙", published_at=PAST, body_html=body, old_url=f"{OLD}/c.html")
    bring_in(agency, first, second, source=Folder(folder))
    bring_in(agency, third, source=Folder(folder))
    document = OfficeDocument.objects.get()
    assert document.disclosures.filter(until=None).count() == 3


def test_a_file_that_is_an_item_itself_leads_to_the_item(
    agency: Agency, folder: Path, client: Client
) -> None:
    body = "<a href='/upload/名单 1.txt'>名单</a>"
    bring_in(
        agency,
        a_row(agency, "甲", published_at=PAST, body_html=body, old_url=f"{OLD}/a.html"),
        source=Folder(folder),
    )
    batch = bring_in(
        agency,
        a_row(
            agency,
            "名单",
            published_at=PAST,
            attachments="upload/名单 1.txt",
            old_url=f"{OLD}/upload/名单 1.txt",
        ),
        source=Folder(folder),
    )
    assert [state for _, state in outcomes(batch)] == ["published"]
    item = ItemPage.objects.get(title="名单")
    assert client.get("/upload/%E5%90%8D%E5%8D%95%201.txt")["Location"] == item.url


def test_links_turn_when_what_they_lead_to_comes_later(agency: Agency, client: Client) -> None:
    body = f"<a href='{OLD}/later.html?id=1&amp;x=2'>后来的</a>"
    bring_in(agency, a_row(agency, "先来的", published_at=PAST, body_html=body, old_url=f"{OLD}/first.html"))
    first = ItemPage.objects.get()
    assert f'href="{OLD}/later.html?id=1&amp;x=2"' in client.get(first.url).content.decode()
    assert ImportLink.objects.count() == 1
    bring_in(agency, a_row(agency, "后来的", published_at=PAST, old_url=f"{OLD}/later.html?x=2&id=1"))
    later = ItemPage.objects.get(title="后来的")
    assert f'href="{later.url}"' in client.get(first.url).content.decode()
    assert not ImportLink.objects.exists()
    linked = Event.everything.get(kind=import_linking.LINKED)
    assert linked.object_id == first.slug
    first.refresh_from_db()
    assert first.live_revision.as_object().body.get_prep_value() == first.body.get_prep_value()


def test_a_public_page_leads_to_no_draft(agency: Agency, client: Client) -> None:
    body = f"<a href='{OLD}/draft.html'>草稿</a>"
    bring_in(
        agency,
        a_row(agency, "公开的", published_at=PAST, body_html=body, old_url=f"{OLD}/a.html"),
        a_row(agency, "草稿", old_url=f"{OLD}/draft.html"),
    )
    public = ItemPage.objects.get(title="公开的")
    assert f'href="{OLD}/draft.html"' in client.get(public.url).content.decode()
    from gongkai.portal import gate

    draft = ItemPage.objects.get(title="草稿")
    with gate.opened():
        draft.latest_revision.publish()
    assert import_linking.link_outstanding() == 1
    draft.refresh_from_db()
    assert f'href="{draft.url}"' in client.get(public.url).content.decode()


def test_marks_from_outside_lead_nowhere(agency: Agency, folder: Path) -> None:
    """A body that writes the marks itself gets neither a file nor a page."""
    body = (
        "<p><a href='import:file/0'>x</a><a href='import:item/0'>y</a> <a href='/upload/名单 1.txt'>z</a></p>"
    )
    [row] = checked(the_row(agency, body_html=body), source=Folder(folder))
    assert row.fields["body"][0]["value"].count("import:") == 1


def stored() -> set[str]:
    found = set()
    for name, folder in (
        ("private", "documents"),
        ("private", "original_images"),
        ("default", "original_images"),
    ):
        root = Path(storages[name].location) / folder
        if root.is_dir():
            found |= {f"{folder}/{path.name}" for path in root.iterdir()}
    return found


def test_files_of_rows_that_do_not_enter_are_gone(agency: Agency, folder: Path) -> None:
    before = stored()
    (folder / "gone.txt").write_bytes(b"gone")
    rows = checked(
        a_row(agency, "甲", published_at=PAST, attachments="only.txt;gone.txt"), source=Folder(folder)
    )
    (folder / "gone.txt").unlink()
    from gongkai.publishing.services import importing

    batch = importing.begin_import(None, agency, "a.csv")
    importing.stage(batch, rows)
    importing.finish_reading(None, agency, batch)
    batch = importing.enter(importing.approve_import(None, agency, batch), Folder(folder))
    assert outcomes(batch) == [(2, "refused")]
    assert not OfficeDocument.objects.exists()
    assert stored() == before
    assert not list((Path(settings.HOME) / "private" / "storing").glob("*"))


def test_a_run_that_died_leaves_nothing(agency: Agency) -> None:
    before = stored()
    code = (
        "import os, django; django.setup()\n"
        "from gongkai.files.storing import storing\n"
        "with storing() as run:\n"
        "    run.keep('document', 'a.txt', b'left behind'); os._exit(9)\n"
    )
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "gongkai.project.settings",
        "GONGKAI_HOME": str(settings.HOME),
        "DATABASE_URL": "",
    }
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, check=False)
    assert done.returncode == 9, done.stderr
    assert len(stored() - before) == 1
    assert storing_files.clear_leftovers() == 1
    assert stored() == before
    with storing_files.storing() as run:
        run.keep("picture", "a.png", png())
        assert storing_files.clear_leftovers() == 0, "a run that lives keeps its files"
    assert stored() == before, "no row names it"


@pytest.mark.django_db(transaction=True)
def test_killed_among_files_and_run_again(fresh_database: Fresh, tmp_path: Path) -> None:
    """kill -9 while files are stored: run again, every item once, every file once, none that nobody knows."""
    fresh_database.run(
        "from gongkai.agencies.models import Agency; from gongkai.portal.services import make_platform\n"
        "make_platform(Agency.objects.create(full_name='某某市某某局', short_name='某某局', slug='one'))"
    )
    files = tmp_path / "files"
    files.mkdir()
    rows = []
    for number in range(150):
        (files / f"{number}.txt").write_text(f"附件{number}", encoding="utf-8")
        (files / f"{number}.png").write_bytes(png(f"#{number:02x}1020"))
        follows = (number + 1) % 150
        rows.append(
            {
                "agency": "某某市某某局",
                "column": "法定主动公开内容/机构职能",
                "title": f"第{number}条",
                "published_at": PAST,
                "old_url": f"{OLD}/{number}.html",
                "body_html": f"<a href='/{number}.txt'>附件</a><img src='{number}.png'><a href='{follows}.html'>下一条</a>",
            }
        )
    many = tmp_path / "many.csv"
    many.write_bytes(a_csv(*rows))
    arguments = ["import", "items", str(many), "--files", str(files)]
    process = subprocess.Popen(
        [sys.executable, "-m", "gongkai", *arguments],
        env=fresh_database.environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    folder = fresh_database.home / "private" / "documents"
    deadline = time.monotonic() + 120
    while not (folder.is_dir() and len(list(folder.iterdir())) > 70) and process.poll() is None:
        assert time.monotonic() < deadline
        time.sleep(0.01)
    process.send_signal(signal.SIGKILL)
    process.wait(60)
    assert 0 < fresh_database.rows("SELECT COUNT(*) FROM portal_itempage")[0][0] < 150
    done = fresh_database.command(*arguments)
    assert done.returncode == 0, done.stderr
    for table, count in (
        ("portal_itempage", 150),
        ("files_officedocument", 150),
        ("files_officeimage", 150),
        ("wagtailredirects_redirect", 450),
        ("publishing_importlink", 0),
    ):
        assert fresh_database.rows(f"SELECT COUNT(*) FROM {table}") == [(count,)], table
    known = {name for (name,) in fresh_database.rows("SELECT file FROM files_officedocument")}
    assert {f"documents/{path.name}" for path in folder.iterdir()} == known
    bodies = fresh_database.rows("SELECT body FROM portal_itempage")
    assert all("linktype" in str(body) and OLD not in str(body) for (body,) in bodies)
