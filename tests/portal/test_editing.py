"""Two who write the same item at once; comments, versions and previews of drafts."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from gongkai.agencies.models import Duty
from gongkai.portal.models import ItemPage

if TYPE_CHECKING:
    from django.test import Client
    from tests.agencies.office import Office


@pytest.fixture
def office(db: None) -> Office:
    from tests.agencies.office import office

    return office("jia")


@pytest.fixture
def item(office: Office) -> ItemPage:
    """A draft with one version."""
    item = office.column.add_child(instance=ItemPage(title="原来的标题", live=False, summary="原来的概述"))
    item.save_revision(user=office.officer)
    return ItemPage.objects.get(pk=item.pk)


def form_of(client: Client, item: ItemPage, **changed: Any) -> dict[str, Any]:
    """What the page editor would send back, as the form was when it was opened."""
    item.refresh_from_db()
    latest = item.latest_revision
    return {
        "title": item.title,
        "slug": item.slug,
        "way": "active",
        "loaded_revision_id": latest.pk if latest else "",
        "loaded_revision_created_at": latest.created_at.isoformat() if latest else "",
        "body-count": "0",
        "next": "",
        **{
            f"{name}-{key}": "0"
            for name in ("attachments", "comments")
            for key in ("TOTAL_FORMS", "INITIAL_FORMS")
        },
        "attachments-MIN_NUM_FORMS": "0",
        "attachments-MAX_NUM_FORMS": "1000",
        **changed,
    }


def test_the_second_of_two_is_told_and_loses_nothing(office: Office, item: ItemPage) -> None:
    from tests.agencies.office import logged_in, person

    first = logged_in(office.officer)
    second = logged_in(person("second", office.agency, Duty.REVIEWER))
    address = f"/office/pages/{item.pk}/edit/"
    opened = form_of(second, item)  # both open the same version
    saved = first.post(address, {**opened, "title": "先保存的标题"})
    assert saved.status_code == 302, saved.content.decode()[:3000]
    versions = item.revisions.count()
    answer = second.post(address, {**opened, "title": "后保存的标题"})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert f"{office.officer.full_name}已于" in page
    assert "后保存的标题" in page, "the form comes back with what was written"
    item.refresh_from_db()
    assert item.latest_revision.content["title"] == "先保存的标题"
    kept = item.revisions.exclude(pk=item.latest_revision_id).order_by("-pk").first()
    assert item.revisions.count() == versions + 1
    assert kept.content["title"] == "后保存的标题"
    compared = second.get(f"/office/pages/{item.pk}/revisions/compare/{item.latest_revision_id}...{kept.pk}/")
    assert "先" in compared.content.decode()
    assert "后" in compared.content.decode()
    # having looked, the second may decide
    assert second.post(address, form_of(second, item, title="后保存的标题")).status_code == 302
    item.refresh_from_db()
    assert item.latest_revision.content["title"] == "后保存的标题"


def test_saving_by_itself_does_not_save_over_another(office: Office, item: ItemPage) -> None:
    from tests.agencies.office import logged_in

    client = logged_in(office.officer)
    opened = form_of(client, item)
    address = f"/office/pages/{item.pk}/edit/"
    client.post(address, {**opened, "title": "先保存的标题"})
    answer = client.post(address, {**opened, "title": "后"}, headers={"accept": "application/json"})
    assert answer.status_code == 400
    assert "覆盖" in json.loads(answer.content)["error_message"]


def test_a_passage_is_commented_on_within_the_agency(office: Office, item: ItemPage) -> None:
    from tests.agencies.office import logged_in
    from tests.agencies.office import office as another

    client = logged_in(office.officer)
    comment = {
        "comments-TOTAL_FORMS": "1",
        "comments-0-text": "这一句请核对",
        "comments-0-contentpath": "summary",
        "comments-0-position": "",
        "comments-0-replies-TOTAL_FORMS": "0",
        "comments-0-replies-INITIAL_FORMS": "0",
    }
    address = f"/office/pages/{item.pk}/edit/"
    assert client.post(address, form_of(client, item, **comment)).status_code == 302
    assert item.wagtail_admin_comments.get().text == "这一句请核对"
    assert json.dumps("这一句请核对").strip('"') in client.get(address).content.decode()
    stranger = logged_in(another("yi").officer)
    for path in (address, f"/office/pages/{item.pk}/history/", f"/office/pages/{item.pk}/view_draft/"):
        assert stranger.get(path).status_code == 404, path


def test_a_preview_is_kept_by_nobody_and_runs_nothing(office: Office, item: ItemPage) -> None:
    from tests.agencies.office import logged_in

    client = logged_in(office.officer)
    for path in (
        f"/office/pages/{item.pk}/view_draft/",
        f"/office/pages/{item.pk}/revisions/{item.latest_revision_id}/view/",
    ):
        answer = client.get(path)
        assert "原来的标题" in answer.content.decode()
        assert "noindex" in answer["X-Robots-Tag"]
        assert "no-store" in answer["Cache-Control"]
        assert answer["Content-Security-Policy"].startswith("default-src 'none'")


def test_the_editor_offers_drafts_only(office: Office, item: ItemPage) -> None:
    from tests.agencies.office import logged_in, person

    for who in (office.officer, person("root", is_superuser=True)):
        page = logged_in(who).get(f"/office/pages/{item.pk}/edit/").content.decode()
        assert "保存草稿" in page
        for button in (
            "action-publish",
            "action-unpublish",
            "action-submit",
            "go_live_at",
            "set_privacy",
            "/lock/",
        ):
            assert button not in page, button
