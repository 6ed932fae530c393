"""Keep the page editor's own views to what a person may touch, before they run.

Wagtail checks most of this itself, not all: page histories, choosers and "chosen" answers take any id. Here every id in an
address is looked at in one place, and what the platform does not use is closed. It fails closed: an id of a kind that is
not known here is refused to all but the platform's administrators.
"""

from __future__ import annotations

from typing import Any

from django.db.models import OneToOneField
from django.http import HttpRequest
from wagtail.admin.views.bulk_action.registry import bulk_action_registry
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page
from wagtail.permissions import policy_registry

from .models import Agency
from .registry import refusal_of_page

# People and groups follow our duties; reports, workflows, redirects and collections are not for the browser yet.
CLOSED_NAMESPACES = frozenset(
    {
        "wagtailadmin_api:documents",
        "wagtailadmin_api:images",
        "wagtailadmin_collections",
        "wagtailadmin_reports",
        "wagtailadmin_workflows",
        "wagtailredirects",
        "wagtailsnippets",
        "wagtailusers_groups",
        "wagtailusers_users",
    }
)
CLOSED_VIEWS = frozenset(
    {
        "wagtailadmin_api:pages:action",  # acts on pages without asking the guards of pages
        "wagtailadmin_error_test",
        # publication, its schedule and what it locks are acts; columns are moved by acts
        "wagtailadmin_pages:collect_workflow_action_data",
        "wagtailadmin_pages:confirm_workflow_cancellation",
        "wagtailadmin_pages:convert_alias",
        "wagtailadmin_pages:lock",
        "wagtailadmin_pages:revisions_unschedule",
        "wagtailadmin_pages:set_page_position",
        "wagtailadmin_pages:set_privacy",
        "wagtailadmin_pages:unlock",
        "wagtailadmin_pages:workflow_action",
        "wagtailadmin_pages:workflow_history",
        "wagtailadmin_pages:workflow_history_detail",
        "wagtailadmin_pages:workflow_preview",
        "wagtailadmin_pages:type_use",
        "wagtailadmin_pages:type_use_results",
        "wagtailadmin_tag_autocomplete",
        "wagtailadmin_tag_model_autocomplete",
        "wagtailadmin_password_reset",
        "wagtailadmin_password_reset_done",
        "wagtailadmin_password_reset_confirm",
        "wagtailadmin_password_reset_complete",
        "wagtailadmin_block_preview",
        "wagtailimages:url_generator",
        "wagtailimages:url_generator_output",
    }
)
_ASKED = {
    "wagtailadmin_pages:copy": "copy",
    "wagtailadmin_pages:delete": "delete",
    "wagtailadmin_pages:edit": "edit",
    "wagtailadmin_pages:move": "move",
    "wagtailadmin_pages:move_confirm": "move",
    "wagtailadmin_pages:revisions_revert": "edit",
    "wagtailadmin_pages:unpublish": "unpublish",
}
"""Views of the page editor, and what they do to a page: the guards of pages are asked before any of it."""
_NO_BULK = {
    "wagtailcore.page": ("publish", "unpublish", "move"),
    "files.officedocument": ("add_to_collection",),
    "files.officeimage": ("add_to_collection",),
}
"""Bulk actions that are not offered: they publish, or hand a file to another agency."""
# Where one only passes through on the way to one's own pages.
_PASSAGES = frozenset(
    {"wagtailadmin_explore", "wagtailadmin_explore_results", "wagtailadmin_choose_page_child"}
)
_PAGE_KEYS = frozenset({"page_id", "parent_page_id", "page_to_move_id", "destination_id"})
_IMAGE_KEYS = frozenset({"image_id"})
_DOCUMENT_KEYS = frozenset({"document_id", "doc_id"})
# Ids that Wagtail's own views tie to the page beside them or to the person who asks.
_TIED_KEYS = frozenset(
    {"revision_id", "revision_id_a", "revision_id_b", "task_state_id", "task_id", "workflow_state_id"}
    | {"uploaded_file_id", "session_id"}
)
_KNOWN_KEYS = _PAGE_KEYS | _IMAGE_KEYS | _DOCUMENT_KEYS | _TIED_KEYS | {"pk"}
_WORDS = {"delete": "删除", "unpublish": "撤下", "move": "移动", "copy": "复制"}
_PAGE_ACTIONS = frozenset({"add", "change"})
_FILE_ACTIONS = frozenset({"add", "change", "delete", "choose"})


def platform_guard(person: Any, page: Any, what: str) -> str:
    """Keep the page at the top of an agency's platform: what it says comes from the agency's own data."""
    if not is_platform(type(page)):
        return ""
    if what == "edit":
        return "平台首页的内容取自机关资料，请在“机关”里修改。"
    return f"“{page.title}”是机关的公开平台，不能{_WORDS.get(what, '这样办理')}。"


def is_platform(page_class: type[Any]) -> bool:
    """Whether pages of this class are agencies' platforms: one page to one agency."""
    return issubclass(page_class, Page) and any(
        isinstance(field, OneToOneField) and field.related_model is Agency
        for field in page_class._meta.local_fields
    )


def is_closed(view: str, namespace: str) -> bool:
    """Whether this view of the page editor is not used at all."""
    return namespace in CLOSED_NAMESPACES or view in CLOSED_VIEWS


def cut_bulk_actions() -> None:
    """Take the bulk actions that are not offered out of the lists; to be called once all rooms are loaded."""
    for label, actions in _NO_BULK.items():
        app, model = label.split(".")
        bulk_action_registry.get_bulk_actions_for_model(app, model)  # has them collected
        for action in actions:
            bulk_action_registry.actions.get(app, {}).get(model, {}).pop(action, None)


def refusal_of_view(person: Any, view: str, given: dict[str, Any]) -> tuple[str, Page | None]:
    """Give the reason why what this view does may not be done to its page, in Chinese, with the page; "" if it may."""
    what = _ASKED.get(view)
    key = next((given[key] for key in ("page_id", "page_to_move_id") if key in given), None)
    page = Page.objects.filter(pk=key).first() if what and key is not None else None
    if page is None or what is None:
        return "", None
    return refusal_of_page(person, page.specific, what), page


def is_foreign(request: HttpRequest, view: str, namespace: str, given: dict[str, Any]) -> bool:
    """Whether the address names a page, picture or document that the person has nothing to do with."""
    person = request.user
    if getattr(person, "is_superuser", False) or not f"{namespace}{view}".startswith("wagtail"):
        return False
    if any(isinstance(value, int) and key not in _KNOWN_KEYS for key, value in given.items()):
        return True
    pages: list[Any] = [given[key] for key in _PAGE_KEYS & given.keys()]
    images: list[Any] = [given[key] for key in _IMAGE_KEYS & given.keys()]
    documents: list[Any] = [given[key] for key in _DOCUMENT_KEYS & given.keys()]
    asked = request.GET.getlist("id")
    if "pk" in given or view.endswith("chosen_multiple"):
        found = [given["pk"]] if "pk" in given else asked
        if namespace == "wagtailimages_chooser":
            images += found
        elif namespace == "wagtaildocs_chooser":
            documents += found
        elif namespace == "wagtailadmin_pages" or view == "wagtailadmin_choose_page_chosen_multiple":
            pages += found
        elif namespace != "wagtailadmin_api:pages":  # it asks the explorable pages only
            return True
    if "model_name" in given and "app_label" in given and view != "wagtailadmin_pages:choose_parent":
        model = f"{given['app_label']}.{given['model_name']}"
        kind = _kind(model)
        chosen = [given["object_id"]] if "object_id" in given else [one for one in asked if one != "all"]
        if kind is Page:
            pages += chosen + request.GET.getlist("childOf")
        elif kind is get_image_model():
            images += chosen
        elif kind is get_document_model():
            documents += chosen
        else:
            return True
    pages += [one for one in request.GET.getlist("target_pages[]") if one]
    return not (
        _pages_within(person, pages, view)
        and _files_within(person, images, get_image_model())
        and _files_within(person, documents, get_document_model())
    )


def _kind(label: str) -> Any:
    from django.apps import apps

    try:
        model = apps.get_model(label)
    except LookupError:
        return None
    return Page if issubclass(model, Page) else model


def _pages_within(person: Any, ids: list[Any], view: str) -> bool:
    wanted = _numbers(ids)
    if wanted is None:
        return False
    if not wanted:
        return True
    policy = policy_registry.get_by_type(Page)
    if view in _PASSAGES:
        found = policy.explorable_instances(person)
    else:
        found = policy.instances_user_has_any_permission_for(person, _PAGE_ACTIONS)
    return found.filter(pk__in=wanted).count() == len(wanted)


def _files_within(person: Any, ids: list[Any], model: Any) -> bool:
    wanted = _numbers(ids)
    if wanted is None:
        return False
    if not wanted:
        return True
    policy = policy_registry.get_by_type(model)
    found = policy.instances_user_has_any_permission_for(person, _FILE_ACTIONS)
    return found.filter(pk__in=wanted).count() == len(wanted)


def _numbers(ids: list[Any]) -> set[int] | None:
    """Read row ids, None when one is no number."""
    if all(str(one).isascii() and str(one).isdecimal() for one in ids):
        return {int(one) for one in ids}
    return None
