"""Every page a person can see, on a desktop and on a telephone: no serious barrier (WCAG 2.2 AA), nothing cut off sideways.

Which addresses there are is asked of the site itself: one that nobody looks at here fails the test.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.urls import URLPattern, resolve
from django.utils import timezone
from playwright.sync_api import Page, expect
from tests.browser.conftest import Open, overflows
from tests.browser.sites import Busy, a_busy_site, enter
from tests.portal.sites import a_platform
from wagtail.models import Page as AnyPage
from wagtail.models import get_page_models

from gongkai.agencies.first_run import token
from gongkai.agencies.urls import urlpatterns as agencies
from gongkai.portal.models import ColumnPage
from gongkai.portal.views import VIEWS
from gongkai.reporting.urls import urlpatterns as reporting
from gongkai.search.models import QueryCount, SynonymGroup
from gongkai.search.office.urls import urlpatterns as searching

pytestmark = [pytest.mark.django_db(transaction=True, serialized_rollback=True), pytest.mark.thorough]

WIDTHS = (1280, 390)
NO_PAGES = {
    "agencies:role_give": "a form's address, leads back to the person",
    "agencies:role_take": "a form's address, leads back to the person",
    "agencies:deputy_set": "a form's address, leads back to the person",
    "agencies:deputy_end": "a form's address, leads back to the person",
    "agencies:person_close": "a form's address, leads back to the person",
    "agencies:person_reopen": "a form's address, leads back to the person",
    "agencies:person_password": "a form's address; the page it shows is looked at below",
    "agencies:setup": "there only before there is anybody; has a test of its own",
    "reporting:original": "a file",
    "reporting:correct": "a form's address, leads to the draft",
    "reporting:address": "a form's address, leads back to the edition",
    "reporting:hand_over": "a file",
    "search:export": "a file",
    "search:synonyms_remove": "a form's address, leads back to the list",
}
"""Addresses of our own in the back office that are no pages, and why."""
NO_PUBLIC_PAGES = {"display": "leads back", "colour": "a style sheet"}


class Look:
    """Looks at pages in one window, at every width, and keeps what it finds."""

    def __init__(self, page: Page, barriers: Callable[[Page], list[str]]) -> None:
        self.page, self._barriers = page, barriers
        self.found: dict[str, list[str]] = {}
        self.seen: set[str] = set()

    def at(
        self, name: str, address: str = "", *, widths: tuple[int, ...] = WIDTHS, narrowest: int = 390
    ) -> None:
        """Look at an address, or at the page that is open."""
        if address:
            self.page.goto(address)
            assert "/login/" not in self.page.url, address
            self.seen.add(resolve(address.partition("?")[0]).view_name)
        for width in widths:
            self.page.set_viewport_size({"width": width, "height": 900})
            self._keep(f"{name} {width}", self._barriers(self.page))
        self.page.set_viewport_size({"width": narrowest, "height": 900})
        self._keep(f"{name} {narrowest}", ["scrolls sideways"] * overflows(self.page))
        self.page.set_viewport_size({"width": WIDTHS[0], "height": 900})

    def found_nothing(self) -> None:
        assert not self.found, "\n".join(f"{where}: {faults}" for where, faults in self.found.items())

    def _keep(self, name: str, faults: list[str]) -> None:
        if faults:
            self.found.setdefault(name, []).extend(faults)


@pytest.fixture
def site() -> Busy:
    return a_busy_site()


def _one_of_each_kind() -> Iterator[tuple[str, str]]:
    """Give title and address of one live page of every kind, of columns one of every kind of column."""
    given = set()
    for page in AnyPage.objects.live().filter(depth__gt=1).order_by("path").specific():
        kind = (type(page), getattr(page, "key", ""))
        if kind not in given:
            given.add(kind)
            yield page.title, page.get_url()
    ours = {
        kind for kind in get_page_models() if kind.__module__.startswith("gongkai.") and kind.is_creatable
    }
    assert ours - {kind for kind, _ in given} == set(), "a_busy_site() needs a page of this kind"


def test_public_pages(visit: Open, site: Busy, barriers: Callable[[Page], list[str]]) -> None:
    look = Look(visit("/"), barriers)

    def see(name: str, address: str) -> None:
        look.at(name, address, narrowest=320)

    small = [name for name in VIEWS if name not in NO_PUBLIC_PAGES]
    see("home of one agency", "/")
    for name in small:
        see(name, f"/{name}/")
    see("not there", "/none/")
    see("search", "/search/?q=不动产")
    see("search, narrowed", "/search/?q=不动产&validity=valid&year=2023&column=1")
    see("search, nothing found", "/search/?q=不动产登计")
    see("search, too long", f"/search/?q={'长' * 301}")
    for name in ("form/kind", "form/review", "track"):  # the others: test_applying
        see(f"applying: {name}", f"/apply/{name}/")
    report = site.edition.page.get_url()
    see("old edition", f"{report}edition/1/")
    see("withdrawn", site.withdrawn.page.get_url())
    for display in ("elder", "contrast"):
        look.page.goto(f"/display/?{display}=1")
        see(f"home, {display}", "/")
        see(f"report, {display}", report)
        see(f"search, {display}", "/search/?q=不动产")
        see(f"applying, {display}", "/apply/form/kind/")
        look.page.goto(f"/display/?{display}=0")
    a_platform("示例市清河区水务局", "shuiwu")  # now a district page stands at /
    for title, address in _one_of_each_kind():
        see(title, address)
    see("map of the district", "/map/")
    look.found_nothing()


def test_office_pages(visit: Open, site: Busy, barriers: Callable[[Page], list[str]]) -> None:
    page = visit("/office/login/")
    enter(page, site.administrator)
    look = Look(page, barriers)
    look.at("my day", "/office/")
    look.at("account", "/office/account/")
    look.at("own password", "/office/account/password/")
    agency, person = f"/office/agencies/{site.agency.public_id}/", f"/office/people/{site.officer.public_id}/"
    look.at("agencies", "/office/agencies/")
    look.at("no agencies found", "/office/agencies/?q=没有")
    look.at("new agency", "/office/agencies/new/")
    page.get_by_role("button", name="建立机关").click()
    look.at("new agency refused")
    look.at("agency", agency)
    for what in ("dissolve", "succeed", "history"):
        look.at(f"agency: {what}", f"{agency}{what}/")
    look.at("people", "/office/people/")
    look.at("new person", "/office/people/new/")
    look.at("person's history", f"{person}history/")
    look.at("person", person)
    page.get_by_role("button", name="重设密码").click()
    expect(page.locator(".gk-password")).to_be_visible()
    look.at("password shown once")
    look.at("nothing there", "/office/agencies/none/")
    QueryCount.objects.create(day=timezone.localdate(), words="不动产登记", times=3, total=0)
    group = SynonymGroup.objects.create(words="办事大厅\n政务服务大厅")
    for what in ("", "?which=most", "synonyms/", "synonyms/new/", f"synonyms/{group.pk}/", "files/"):
        look.at(f"search: {what}", f"/office/search/{what}")
    look.at("holiday notices", "/office/calendar/")
    look.at("a year's notice", "/office/calendar/2025/")
    look.at("entering a notice", "/office/calendar/2025/enter/")
    page.get_by_label("放假").fill("2025-01-01 元旦")
    page.get_by_label("文号").fill("示例〔2024〕1号")
    page.get_by_role("button", name="下一步").click()
    expect(page.get_by_role("button", name="确定保存")).to_be_visible()
    look.at("notice looked at")
    for what in ("", "denied_internal/", "denied_internal/edit/", "settings/"):
        look.at(f"letters: {what}", f"/office/letters/{what}")
    look.found_nothing()
    _all_seen("agencies", agencies, look)
    _all_seen("search", searching, look)


def test_office_pages_on_reports(visit: Open, site: Busy, barriers: Callable[[Page], list[str]]) -> None:
    page = visit("/office/login/")
    enter(page, site.officer)
    look = Look(page, barriers)
    root = "/office/annual-reports/"
    for state in ("open", "published", "withdrawn", "discarded"):
        look.at(f"reports: {state}", f"{root}?state={state}")
    look.at("upload", f"{root}upload/")
    look.at("batch", f"{root}batches/{site.batch.public_id}/")
    draft = f"{root}drafts/{site.draft.public_id}/"
    look.at("draft", draft)
    page.locator("[id='f-applications.granted.person']").fill("九件")
    page.get_by_role("button", name="保存并重新检查").click()
    expect(page.locator(".gr-mistake").first).to_be_visible()
    look.at("draft refused")
    for what in ("preview", "discard", "publish"):
        look.at(f"draft: {what}", f"{draft}{what}/")
    edition = f"{root}editions/{site.edition.public_id}/"
    look.at("edition", edition)
    look.at("edition: withdraw", f"{edition}withdraw/")
    look.at("old edition", f"{root}editions/{site.old.public_id}/")
    look.at("withdrawn edition", f"{root}editions/{site.withdrawn.public_id}/")
    look.at("figures", f"{root}figures/")
    look.at("figure's items", f"{root}figures/items/")
    look.at("table 2", f"{root}table-two/")
    look.at("table 2: rows", f"{root}table-two/rows/?place=proactive.penalties")
    look.found_nothing()
    _all_seen("reporting", reporting, look)


def test_the_page_editor(visit: Open, site: Busy, barriers: Callable[[Page], list[str]]) -> None:
    page = visit("/office/login/")
    enter(page, site.officer)
    look = Look(page, barriers)
    column = ColumnPage.objects.get(slug="permits")
    items = AnyPage.objects.child_of(column).specific()
    look.at("pages of a column", f"/office/pages/{column.pk}/")
    for item in items:
        look.at(f"editor: {item.title}", f"/office/pages/{item.pk}/edit/", widths=WIDTHS[-1:])
    look.at("editor", f"/office/pages/{items[0].pk}/edit/", widths=WIDTHS[:1])
    look.at("history of a page", f"/office/pages/{items[0].pk}/history/")
    look.at("pictures", "/office/images/")
    look.at("attachments", "/office/documents/")
    look.found_nothing()


def test_before_the_login(
    visit: Open, site: Busy, barriers: Callable[[Page], list[str]], settings: object
) -> None:
    look = Look(visit("/office/login/"), barriers)
    look.at("login")
    for _ in range(5):
        look.page.get_by_label("登录名").fill("zhang")
        look.page.get_by_label("密码").fill("wrong")
        look.page.get_by_role("button", name="登录").click()
        if "login refused" not in look.seen:
            look.seen.add("login refused")
            look.at("login refused")
    expect(look.page.get_by_role("heading", name="登录已锁定")).to_be_visible()
    look.at("locked out")
    look.found_nothing()


def test_the_first_set_up(visit: Open, barriers: Callable[[Page], list[str]]) -> None:
    page = visit("/office/")
    look = Look(page, barriers)
    expect(page.get_by_role("heading", name="首次设置")).to_be_visible()
    look.at("set-up")
    page.get_by_role("button", name="开始使用").click()
    expect(page.get_by_role("alert")).to_be_visible()
    look.at("set-up refused")
    page.goto(f"/office/setup/?token={token()}")
    for label, words in (
        ("登录名", "guanli"),
        ("姓名", "管理员"),
        ("全称", "示例市清河区水务局"),
        ("简称", "区水务局"),
        ("网址", "shuiwu"),
    ):
        page.get_by_label(label).first.fill(words)
    for field in page.locator("input[type=password]").all():
        field.fill("a long password 3")
    page.get_by_role("button", name="开始使用").click()
    expect(page.get_by_role("heading", name="我的一天")).to_be_visible()
    look.at("my day of the first person")
    look.found_nothing()


def _all_seen(namespace: str, patterns: list[URLPattern], look: Look) -> None:
    names = {f"{namespace}:{pattern.name}" for pattern in patterns}
    assert names - look.seen - NO_PAGES.keys() == set(), "look at these pages too, or say why they are none"
