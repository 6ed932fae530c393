"""Every address of the back office, asked by an officer of another agency: nothing foreign comes back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

if TYPE_CHECKING:
    from tests.agencies.office import Office

PAGE = {"page_id", "parent_page_id", "page_to_move_id", "destination_id", "page_pk"}
_ANSWERS = {200, 302, 400, 403, 404, 405, 422}
FILE = {"image_id", "document_id", "doc_id"}


def _routes() -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []

    def walk(patterns: Any, prefix: str, namespace: str) -> None:
        for one in patterns:
            path = prefix + str(one.pattern).replace("^", "").replace("$", "")
            if isinstance(one, URLResolver):
                inner = f"{namespace}{one.namespace}:" if one.namespace else namespace
                walk(one.url_patterns, path, inner)
            elif isinstance(one, URLPattern) and path.startswith("office/") and one.name:
                found.append((path, f"{namespace}{one.name}"))

    walk(get_resolver("gongkai.project.urls").url_patterns, "", "")
    return found


def _a_case(office: Office) -> str:
    """Give the public id of an application of the agency, made once."""
    from datetime import date

    from gongkai.applications import services as acts
    from gongkai.applications.models import Application

    found = Application.everything.filter(agency=office.agency).first()
    if found is None:
        words = f"{office.agency.slug}秘密"
        entry = acts.Entry("counter", "person", date(2024, 6, 3), (acts.Who(words),), content=words)
        found = acts.register(None, office.agency, entry).case
    return str(found.public_id)


def _addresses(office: Office) -> list[str]:
    """Give every address of the back office, filled with what belongs to the office."""
    import re

    revision = office.article.latest_revision_id or office.article.revisions.first().pk
    role = office.officer.roles.get().pk
    fixed = {
        "content_type_app_name": "portal",
        "content_type_model_name": "articlepage",
        "revision_id": revision,
        "filter_spec": "original",
        "object_id": office.article.pk,
        "session_id": 1,
        "action_name": "publish",
        "number": role,
        "revision_id_a": "earliest",
        "revision_id_b": "latest",
        "key": "note",
    }
    case = _a_case(office)
    found = []
    for pattern, name in _routes():
        if name in {"wagtailadmin_logout", "wagtailadmin_login"}:
            continue
        # Regular expressions: the one in use has named groups.
        path = re.sub(r"\(\?P<(\w+)>[^)]*\)", r"<str:\1>", pattern).replace("\\.", ".").replace("\\", "")
        variants = [path]
        if "bulk/" in path:
            variants = [
                f"office/bulk/{model}/{action}/?id={key}"
                for model, key, actions in (
                    ("wagtailcore/page", office.article.pk, ("delete", "move", "publish", "unpublish")),
                    ("files/officedocument", office.document.pk, ("delete", "add_tags", "add_to_collection")),
                    ("files/officeimage", office.image.pk, ("delete", "add_tags", "add_to_collection")),
                )
                for action in actions
            ] + [f"office/bulk/wagtailcore/page/publish/?id=all&childOf={office.column.pk}"]
        if "chosen-multiple" in path:
            key = office.article.pk
            key = office.image.pk if "images" in path else office.document.pk if "documents" in path else key
            variants = [f"{path}?id={key}"]
        if path.endswith(
            (
                "search/",
                "results/",
                "index/",
                "chooser/",
                "documents/",
                "images/",
                "people/",
                "agencies/",
                "pages/",
            )
        ):
            variants += [f"{path}?q={office.agency.slug}"]
        if "tag-autocomplete" in path:
            variants = ["office/tag-autocomplete/?term=" + office.agency.slug]
        for variant in variants:
            for page in (office.column, office.platform) if "explore" in name else (office.article,):

                def value(match: Any, page: Any = page, name: str = name) -> str:
                    key = match[1].split(":")[-1]
                    if key in fixed:
                        return str(fixed[key])
                    if key in PAGE:
                        return str(page.pk)
                    if key in FILE or key == "pk":
                        kind = office.image if "image" in name else office.document if "doc" in name else page
                        return str(kind.pk)
                    if key == "public_id" and name.startswith("applications:"):
                        return case
                    if key == "public_id":
                        return office.agency.public_id if "agenc" in name else office.officer.public_id
                    if key in {"app_label", "app_name"}:
                        return "portal"
                    if key == "model_name":
                        return "articlepage"
                    return "1"

                address = "/" + re.sub(r"<([^>]+)>", value, variant)
                if address not in found:
                    found.append(address)
    return found


@pytest.mark.parametrize("who", ["officer", "administrator"])
def test_nothing_of_another_agency_is_shown(who: str, offices: tuple[Office, Office]) -> None:
    from tests.agencies.office import logged_in

    mine, theirs = offices
    client = logged_in(getattr(mine, who))
    client.get("/office/")
    addresses = _addresses(theirs)
    assert len(addresses) > 150
    shown = []
    for address in addresses:
        for response in (
            client.get(address),
            client.get(address, headers={"x-requested-with": "XMLHttpRequest"}),
        ):
            assert response.status_code in _ANSWERS, (address, response.status_code)
            body = b"".join(response) if response.streaming else response.content
            page = body.decode(errors="replace")
            if any(word in page for word in theirs.words) or (
                response.status_code == 200 and "original" in address and "image" in response["Content-Type"]
            ):
                shown.append(address)
    assert not shown


def test_nothing_of_another_agency_is_changed_by_posting(offices: tuple[Office, Office]) -> None:
    from tests.agencies.office import logged_in
    from wagtail.models import Page

    mine, theirs = offices
    client = logged_in(mine.officer)
    before = list(Page.objects.order_by("pk").values_list("pk", "title", "live", "path", "latest_revision"))
    people = theirs.officer.password
    for address in _addresses(theirs):
        # One's own account, and a dialog of the editor's that names nothing and falls over without an address.
        if "/setup/" in address or "account" in address or "external-link" in address:
            continue
        response = client.post(address, {"title": "改了", "slug": "gai", "collection": 1})
        assert response.status_code in _ANSWERS, (address, response.status_code)
    after = list(Page.objects.order_by("pk").values_list("pk", "title", "live", "path", "latest_revision"))
    assert after == before
    theirs.officer.refresh_from_db()
    theirs.document.refresh_from_db()
    assert theirs.officer.password == people
    assert theirs.officer.is_active
    assert theirs.officer.roles.count() == 1
    assert theirs.document.title.endswith("秘密附件")


def test_ones_own_are_shown(offices: tuple[Office, Office]) -> None:
    """The guard does not simply refuse everything: the same addresses work for one's own."""
    from tests.agencies.office import logged_in

    mine, _ = offices
    client = logged_in(mine.officer)
    for address in (
        f"/office/pages/{mine.platform.pk}/",
        f"/office/pages/{mine.article.pk}/edit/",
        f"/office/pages/{mine.article.pk}/history/",
        f"/office/choose-page/{mine.column.pk}/",
        f"/office/images/{mine.image.pk}/",
        f"/office/documents/edit/{mine.document.pk}/",
        f"/office/images/chooser/chosen/{mine.image.pk}/",
        f"/office/documents/chooser/chosen/{mine.document.pk}/",
        f"/office/bulk/wagtailcore/page/delete/?id={mine.article.pk}&next=/office/",
        "/office/images/",
        "/office/documents/",
        "/office/images/chooser/",
    ):
        response = client.get(address)
        assert response.status_code == 200, address
        assert "jia" in response.content.decode(), address


def test_a_new_file_belongs_to_the_agency_whatever_the_form_says(offices: tuple[Office, Office]) -> None:
    from django.core.files.base import ContentFile
    from tests.agencies.office import logged_in
    from wagtail.documents import get_document_model

    mine, theirs = offices
    logged_in(mine.officer).post(
        "/office/documents/add/",
        {"title": "新附件", "file": ContentFile(b"x", name="x.txt"), "agency": theirs.agency.pk},
    )
    assert get_document_model().objects.get(title="新附件").agency == mine.agency
