"""No way leads before the public but the acts: every address, every shell command, every method, with the worst one can send.

What an anonymous citizen reads is noted before, and must be the same after, to the byte.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import pytest
from django.apps import apps
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client

from tests.routes import CLOSED, DRAFTS, GROUPS, READS, routes

if TYPE_CHECKING:
    from tests.agencies.office import Office

_UNSEEN = {
    "draft_title",
    "has_unpublished_changes",
    "latest_revision",
    "latest_revision_created_at",
    "locked",
    "locked_at",
    "locked_by",
    "numchild",
}


class Site:
    """An agency with a published item with files, a draft, and a withdrawn item; and what the public sees of it."""

    def __init__(self) -> None:
        from gongkai.files.services import conceal, disclose
        from gongkai.portal import gate
        from gongkai.portal.files_of import files_of
        from gongkai.portal.models import Attachment, ItemPage
        from tests.agencies.office import office, person

        cache.clear()
        self.office: Office = office("jia")
        self.superuser = person("root", is_superuser=True)
        item = self.office.article
        image = self.office.image
        self.rendition = image.get_rendition("width-1")
        with gate.opened():
            item.body = [
                (
                    "paragraph",
                    f'<p>正文</p><embed embedtype="image" id="{image.pk}" format="fullwidth" alt="图"/>',
                )
            ]
            item.attachments = [Attachment(document=self.office.document)]
            item.save()
            disclose(item.pk, *files_of(item))
            withdrawn = self.office.column.add_child(instance=ItemPage(title="撤回的", slug="gone"))
            disclose(withdrawn.pk, [], [])
            withdrawn.live, withdrawn.published_at, withdrawn.withdrawn_at = False, _now(), _now()
            withdrawn.save()
            conceal(withdrawn.pk)
        self.item = ItemPage.objects.get(pk=item.pk)
        self.revision = self.item.save_revision(user=self.office.officer)
        self.withdrawn = ItemPage.objects.get(pk=withdrawn.pk)
        self.withdrawn.save_revision()
        self.draft = self.office.column.add_child(instance=ItemPage(title="草稿", slug="draft", live=False))
        self.draft.save_revision(user=self.office.officer)

    def rows(self) -> dict[str, Any]:
        """What the database holds of what the public reads."""
        from wagtail.models import Collection, Page

        from gongkai.files.models import Disclosed

        state: dict[str, Any] = {}
        for model in apps.get_models():
            if issubclass(model, Page):
                fields = [field.attname for field in model._meta.concrete_fields if field.name not in _UNSEEN]
                rows = model._base_manager.filter(live=True).order_by("pk").values_list(*fields)
                state[model._meta.label] = [tuple(map(str, row)) for row in rows]
        for label in (
            "wagtailcore.Site",
            "wagtailcore.PageViewRestriction",
            "wagtailcore.CollectionViewRestriction",
            "wagtailredirects.Redirect",
            "files.Disclosed",
        ):
            state[label] = [
                tuple(map(str, row)) for row in apps.get_model(label).objects.order_by("pk").values_list()
            ]
        attached = apps.get_model("portal.Attachment").objects.filter(item__live=True).order_by("pk")
        state["attachments"] = list(attached.values_list())
        for one in Disclosed.objects.select_related("document", "image"):
            file = one.document or one.image
            with file.file.open() as stored:
                state[f"{file._meta.label} {file.pk}"] = (file.title, file.name, stored.read())
        state["collections"] = Collection.objects.count()
        return state

    def seen(self) -> dict[str, Any]:
        """What a citizen gets from every address of a page, of its files, of what is no page; only what is there."""
        from wagtail.models import Page

        cache.clear()
        citizen = Client()
        addresses = [page.url for page in Page.objects.filter(depth__gt=1).order_by("pk") if page.url]
        addresses += [self.office.document.url, self.rendition.url, "/sitemap.xml", "/files/", "/"]
        answers = {}
        for address in addresses:
            answer = citizen.get(address)
            body = b"".join(answer.streaming_content) if answer.streaming else answer.content
            if answer.status_code != 404:
                answers[address] = (answer.status_code, body)
        return answers


@pytest.fixture
def site(db: None) -> Site:
    return Site()


def test_every_address_is_known() -> None:
    known = [name for group in GROUPS.values() for name in group]
    assert sorted(known) == sorted(set(known)), "in two groups"
    new = set(routes()) - set(known)
    gone = set(known) - set(routes())
    assert not new, f"enter in tests/routes.py what these do to what the public reads: {sorted(new)}"
    assert not gone, f"no longer there, take them out of tests/routes.py: {sorted(gone)}"


def test_django_admin_is_not_there() -> None:
    assert not apps.is_installed("django.contrib.admin")


def forged(site: Site, page: Any) -> dict[str, Any]:
    """The worst one can send: all that any form of Wagtail's understands as publishing, moving, hiding."""
    column = site.office.column
    return {
        **dict.fromkeys(
            (
                "action-publish",
                "action-submit",
                "action-unpublish",
                "action-restart-workflow",
                "action-workflow-action",
                "publish_copies",
                "copy_subpages",
                "alias",
                "include_descendants",
                "move_applicable",
                "is_published",
                "live",
            ),
            "on",
        ),
        "workflow-action-name": "approve",
        "title": "改了",
        "slug": page.slug,
        "way": "active",
        "go_live_at": "2020-01-01 00:00",
        "expire_at": "2020-01-02 00:00",
        "published_at": "2020-01-01 00:00",
        "new_title": "抄的",
        "new_slug": "chao",
        "new_parent_page": site.office.platform.pk if page.pk == column.pk else column.pk,
        "chooser": column.pk,
        "parent_page": column.pk,
        "position": "0",
        "restriction_type": "login",
        "collection": "1",
        "tags": "甲",
        "file": SimpleUploadedFile("新.txt", "新的内容".encode()),
        "files[]": SimpleUploadedFile("新.txt", "新的内容".encode()),
        "body-count": "0",
        "next": "/office/",
        "external-link-chooser-url": "javascript:alert(1)",
        "hostname": "evil.example",
        "old_path": "/",
        "redirect_link": "https://evil.example/",
        **{
            f"{name}-{key}": "0"
            for name in ("attachments", "comments")
            for key in ("TOTAL_FORMS", "INITIAL_FORMS", "MIN_NUM_FORMS")
        },
        "attachments-MAX_NUM_FORMS": "1000",
    }


def addresses(site: Site, names: set[str], page: Any) -> Iterator[tuple[str, str]]:
    """The addresses with these names, filled with what belongs to the site."""
    office = site.office
    bulk = [
        f"office/bulk/{model}/{action}/?id={key}"
        for model, key, actions in (
            ("wagtailcore/page", page.pk, ("publish", "unpublish", "delete", "move")),
            ("files/officedocument", office.document.pk, ("delete", "add_to_collection")),
            ("files/officeimage", office.image.pk, ("delete", "add_to_collection")),
        )
        for action in actions
    ]
    bulk += [
        f"office/bulk/wagtailcore/page/{what}/?id=all&childOf={office.column.pk}"
        for what in ("publish", "delete")
    ]
    actions = "publish unpublish delete copy move create_alias convert_alias revert_to_page_revision copy_for_translation"
    values = {
        "content_type_app_name": "portal",
        "app_label": "portal",
        "content_type_model_name": "itempage",
        "model_name": "itempage",
        "parent_page_id": office.column.pk,
        "destination_id": office.platform.pk,
        "revision_id": page.latest_revision_id or site.revision.pk,
        "revision_id_a": "earliest",
        "revision_id_b": "latest",
        "image_id": office.image.pk,
        "document_id": office.document.pk,
        "doc_id": office.document.pk,
        "filter_spec": "original",
        "object_id": page.pk,
        "page_id": page.pk,
        "page_pk": page.pk,
        "page_to_move_id": page.pk,
    }
    for name, patterns in routes().items():
        if name not in names or name == "wagtailadmin_logout":
            continue
        for pattern in patterns:
            if not pattern.startswith("office/"):
                continue
            path = re.sub(r"\(\?P<(\w+)>[^)]*\)", r"<str:\1>", pattern)
            path = re.sub(r"[\^$\\]", "", path)
            variants = bulk if name == "wagtail_bulk_action" else [path]
            if name == "wagtailadmin_api:pages:action":
                variants = [path.replace("<str:action_name>", one) for one in actions.split()]

            def value(match: re.Match[str], path: str = path) -> str:
                key = match[1].split(":")[-1]
                if key == "pk" and "documents" in path:
                    return str(office.document.pk)
                if key == "pk" and "images" in path:
                    return str(office.image.pk)
                return str(values.get(key, page.pk if key == "pk" else 1))

            for one in variants:
                yield name, "/" + re.sub(r"<([^>]+)>", value, one)


def run_schedule() -> None:
    """Let the scheduler do what it would do by now; the gate may stop it."""
    from gongkai.agencies.acts import Refused

    with suppress(Refused):
        call_command("publish_scheduled", verbosity=0)


@pytest.mark.parametrize("who", ["superuser", "officer"])
@pytest.mark.thorough
def test_no_address_changes_what_the_public_reads(who: str, site: Site) -> None:
    from tests.agencies.office import logged_in

    person = site.superuser if who == "superuser" else site.office.officer
    client = logged_in(person)
    client.get("/office/")
    rows, seen = site.rows(), site.seen()
    assert seen[site.item.url][0] == seen[site.office.document.url][0] == seen[site.rendition.url][0] == 200
    asked = 0
    for page in (site.item, site.withdrawn, site.office.column, site.office.platform, site.draft):
        names = DRAFTS | CLOSED if page is not site.item else READS | DRAFTS | CLOSED
        for name, address in addresses(site, names, page):
            if not type(page).objects.filter(pk=page.pk).exists():
                assert page is site.draft, address  # a draft may be deleted
                break
            page.refresh_from_db()
            for headers in ({}, {"accept": "application/json", "x-requested-with": "XMLHttpRequest"}):
                answer = client.post(address, forged(site, page), headers=headers)
                asked += 1
                assert answer.status_code < 500, (address, answer.status_code)
            if name in CLOSED and not name.startswith("wagtailsites:"):
                assert answer.status_code == 404, (address, answer.status_code)
            assert site.rows() == rows, (name, address)
    run_schedule()
    assert asked > 300
    assert site.rows() == rows
    after = site.seen()
    assert after.keys() == seen.keys()
    changed = {
        address: set(answer[1].splitlines()) ^ set(seen[address][1].splitlines())
        for address, answer in after.items()
        if answer != seen[address]
    }
    assert not changed


def _now() -> Any:
    from django.utils import timezone

    return timezone.now()


METHODS: dict[str, Callable[[Site], Any]] = {
    "save a page": lambda site: _set(site.item, title="改了").save(),
    "save a page of the general class": lambda site: _set(_general(site.item), title="改了").save(),
    "save a draft as live": lambda site: _set(site.draft, live=True).save(),
    "save what was withdrawn as live": lambda site: _set(site.withdrawn, live=True).save(),
    "add a live page": lambda site: site.office.column.add_child(
        instance=type(site.item)(title="新", slug="xin")
    ),
    "publish a version": lambda site: site.revision.publish(),
    "publish a draft's version": lambda site: site.draft.latest_revision.publish(user=site.superuser),
    "publish as Wagtail itself": lambda site: site.draft.latest_revision.publish(skip_permission_checks=True),
    "unpublish": lambda site: site.item.unpublish(),
    "unpublish as a person": lambda site: site.item.unpublish(user=site.superuser),
    "delete": lambda site: site.item.delete(),
    "delete a column": lambda site: site.office.column.delete(),
    "delete by query": lambda site: type(site.item).objects.filter(pk=site.item.pk).delete(),
    "unpublish by query": lambda site: type(site.item).objects.filter(pk=site.item.pk).unpublish(),
    "move": lambda site: site.item.move(site.office.platform, pos="last-child"),
    "move a column": lambda site: site.office.column.move(site.office.platform, pos="first-child"),
    "copy": lambda site: site.item.copy(update_attrs={"slug": "chao"}),
    "copy and keep live": lambda site: site.item.copy(keep_live=True, update_attrs={"slug": "chao"}),
    "copy a column with all in it": lambda site: site.office.column.copy(
        recursive=True, update_attrs={"slug": "chao"}
    ),
    "make an alias": lambda site: site.item.create_alias(update_slug="chao"),
    "delete a document": lambda site: site.office.document.delete(),
    "replace a document": lambda site: _set(site.office.document, title="改了").save(),
    "delete a picture": lambda site: site.office.image.delete(),
    "rename a picture": lambda site: _set(site.office.image, title="改了").save(),
}


def _set(one: Any, **changes: Any) -> Any:
    for name, value in changes.items():
        setattr(one, name, value)
    return one


def _general(page: Any) -> Any:
    from wagtail.models import Page

    return Page.objects.get(pk=page.pk)


@pytest.mark.parametrize("way", METHODS)
def test_no_method_does_it_outside_an_act(way: str, site: Site) -> None:
    from django.core.exceptions import PermissionDenied
    from django.db import transaction

    from gongkai.agencies.acts import Refused

    rows = site.rows()
    with pytest.raises((Refused, PermissionDenied)), transaction.atomic():
        METHODS[way](site)
    assert site.rows() == rows


def test_a_schedule_publishes_nothing(site: Site) -> None:
    """Wagtail's own times in the editor are an old way past review: what is due stays a draft."""
    from django.utils import timezone
    from wagtail.models import Page, Revision

    from gongkai.agencies.acts import Refused

    seen, rows = site.seen(), site.rows()
    now = timezone.now()
    Page.objects.filter(pk=site.draft.pk).update(go_live_at=now)
    Revision.objects.filter(pk=site.draft.latest_revision_id).update(approved_go_live_at=now)
    with pytest.raises(Refused):
        call_command("publish_scheduled", verbosity=0)
    Revision.objects.update(approved_go_live_at=None)
    assert (site.rows(), site.seen()) == (rows, seen)


def test_the_editors_form_sets_no_schedule(site: Site) -> None:
    from tests.agencies.office import logged_in

    client = logged_in(site.superuser)
    client.post(f"/office/pages/{site.draft.pk}/edit/", forged(site, site.draft))
    site.draft.refresh_from_db()
    assert site.draft.title == "改了", "the rest of the form is taken as a draft"
    assert (site.draft.live, site.draft.go_live_at, site.draft.expire_at) == (False, None, None)
    assert site.draft.published_at is None


def test_a_copy_is_a_draft_of_its_own(site: Site) -> None:
    from gongkai.portal import gate
    from gongkai.portal.models import ItemPage
    from tests.agencies.office import logged_in

    with gate.opened():
        item = ItemPage.objects.get(pk=site.item.pk)
        item.index_number, item.published_at = "113701/2026-00001", _now()
        item.save()
        item.save_revision().publish(skip_permission_checks=True)
    answer = logged_in(site.office.officer).post(
        f"/office/pages/{site.item.pk}/copy/", forged(site, site.item)
    )
    assert answer.status_code == 302
    copied = ItemPage.objects.get(slug="chao")
    assert (copied.live, copied.index_number, copied.published_at) == (False, "", None)
    version = copied.latest_revision.as_object()
    assert (version.index_number, version.published_at, version.title) == ("", None, "抄的")
    assert version.attachments.count() == 1
