"""Every address of the site, and what it does to what the public reads. A new address must be entered here, by its name.

- `READS`: changes nothing but its asker's own session.
- `DRAFTS`: writes what no citizen sees: drafts, comments, files of drafts, one's own account.
- `CLOSED`: is not used; answers nobody.
- `ACTS`: goes through acts (``agencies.acts``), which look at right and law and leave an entry in the audit log.
"""

from __future__ import annotations

from typing import Any

from django.urls import URLResolver, get_resolver


def _named(words: str, prefix: str = "") -> set[str]:
    return {prefix + word for word in words.split()}


READS = (
    {"office/test404/", "office/^.*/$", "files/images/<path:name>", "files/", "robots.txt"}
    | {"^(?P<above>(?:[\\w\\-]+/)*)(?P<name>feed\\.atom|feed\\.rss|qr\\.svg)$", "^((?:[\\w\\-]+/)*)$"}
    | _named("portal_sitemap portal_sitemap_part wagtail_serve wagtaildocs_serve")
    | _named("wagtailcore_authenticate_with_password wagtailcore_login")
    | _named(
        "home explore_root explore explore_results logout login sprite javascript_catalog dismissibles choose_page"
        " choose_page_child choose_page_search choose_page_chosen_multiple choose_page_external_link choose_page_email_link"
        " choose_page_phone_link choose_page_anchor_link",
        "wagtailadmin_",
    )
    | _named("listing detail find", "wagtailadmin_api:pages:")
    | _named(
        "choose_parent usage view_draft add_subpage search search_results revisions_index revisions_view"
        " revisions_compare history history_results",
        "wagtailadmin_pages:",
    )
    | _named("index index_results document_usage", "wagtaildocs:")
    | _named("index index_results image_usage preview", "wagtailimages:")
    | _named("choose choose_results chosen chosen_multiple", "wagtaildocs_chooser:")
    | _named("choose choose_results chosen chosen_multiple select_format", "wagtailimages_chooser:")
    | _named("account agency_history person_history", "agencies:")
    | _named("index original preview edition figures figure_items table_two_rows", "reporting:")
    | _named(
        "items export withdrawals version paper_form paper_docx scan words_export settings item preview compare packet",
        "publishing:",
    )
    | _named(
        "todo occurrence catalogue export duty late late_export slow slow_export closed closed_export closed_one file"
        " handovers handover handover_receipt handover_docx handover_xlsx",
        "duties:",
    )
    | _named("calls call", "registers:")
    | _named("list find export_xlsx export_csv ledger days board table_rows case file", "applications:")
    | _named("index year", "calendar:")
    | _named("index template preview word", "letters:")
    | _named("index", "columns:")
    | _named("asked export synonyms files", "search:")
    | _named("index refused template", "publishing:imports:")
    | _named(
        "decision_export_csv decision_export_xlsx decision_template decisions document_cleaning document_export_csv document_export_xlsx document_list document_template fee_export_csv fee_export_xlsx fees"
        " filing_catalogue filing_list",
        "registers:",
    )
)

DRAFTS = (
    _named("wagtail_bulk_action wagtailadmin_account")
    | _named(
        "preview_on_add preview_on_edit add edit delete move move_confirm copy unpublish",
        "wagtailadmin_pages:",
    )
    | _named("revisions_revert", "wagtailadmin_pages:")
    | _named("ping release", "wagtailadmin_editing_sessions:")
    | _named(
        "add edit delete add_multiple edit_multiple create_multiple_from_uploaded_document delete_multiple"
        " delete_upload_multiple",
        "wagtaildocs:",
    )
    | _named(
        "add edit delete add_multiple edit_multiple create_multiple_from_uploaded_image delete_multiple"
        " delete_upload_multiple",
        "wagtailimages:",
    )
    | {"wagtaildocs_chooser:create", "wagtailimages_chooser:create"}
)

CLOSED = (
    _named(
        "api:pages:action error_test tag_autocomplete tag_model_autocomplete password_reset password_reset_done"
        " password_reset_confirm password_reset_complete block_preview",
        "wagtailadmin_",
    )
    | {
        f"wagtailadmin_api:{kind}:{what}"
        for kind in ("documents", "images")
        for what in ("listing", "detail", "find")
    }
    | _named(
        "type_use type_use_results convert_alias set_page_position workflow_action collect_workflow_action_data"
        " confirm_workflow_cancellation workflow_preview set_privacy lock unlock revisions_unschedule workflow_history"
        " workflow_history_detail",
        "wagtailadmin_pages:",
    )
    | _named("index add edit delete set_privacy", "wagtailadmin_collections:")
    | _named(
        "index index_results add enable disable edit usage usage_results remove add_task select_task_type task_index"
        " task_index_results edit_task disable_task enable_task task_chooser task_chooser_results task_chooser_create"
        " task_chosen",
        "wagtailadmin_workflows:",
    )
    | _named(
        "locked_pages locked_pages_results workflow workflow_results workflow_tasks workflow_tasks_results site_history"
        " site_history_results aging_pages aging_pages_results page_types_usage page_types_usage_results",
        "wagtailadmin_reports:",
    )
    | _named("index index_results add edit delete start_import process_import", "wagtailredirects:")
    | {"wagtailsnippets:index"}
    | _named("url_generator url_generator_output", "wagtailimages:")
    | _named("index index_results add edit delete history history_results usage copy", "wagtailsites:")
    | _named("index index_results add edit delete history history_results usage copy", "wagtailusers_users:")
    | _named("index index_results add edit delete history history_results usage", "wagtailusers_groups:")
)

ACTS = (
    _named(
        "setup own_password agency_list agency_create agency agency_dissolve agency_succeed person_list person_create person"
        " role_give role_take deputy_set deputy_end person_close person_reopen person_password",
        "agencies:",
    )
    | _named("upload batch draft discard publish correct withdraw address hand_over table_two", "reporting:")
    | _named(
        "new withdrawal round recall paper plan catalogue rules words word_add words_import word_remove send withdraw purge"
        " place unplace outside",
        "publishing:",
    )
    | _named("open column", "columns:")
    | _named("synonyms_new synonyms_change synonyms_remove", "search:")
    | _named("enter restore", "calendar:")
    | _named("edit restore settings", "letters:")
    | _named("register reassign table reveal sheet do", "applications:")
    | _named(
        "assign change closed_new closed_review end handover_cancel handover_new handover_receive import interval meet new occasion reopen"
        " void",
        "duties:",
    )
    | _named(
        "call_cancel call_confirm call_fill call_hand_on call_new call_remind call_return nil_declare nil_withdraw",
        "registers:",
    )
    | _named("batch decide", "publishing:imports:")
    | _named(
        "decision decision_batch decision_enter decision_import decision_mend decision_public document document_import document_new fee"
        " filing filing_new",
        "registers:",
    )
)

GROUPS = {"READS": READS, "DRAFTS": DRAFTS, "CLOSED": CLOSED, "ACTS": ACTS}


def routes() -> dict[str, list[str]]:
    """Give the patterns of every address by name; what has no name stands under its pattern."""
    found: dict[str, list[str]] = {}

    def walk(patterns: Any, prefix: str, namespace: str) -> None:
        for one in patterns:
            path = prefix + str(one.pattern)
            if isinstance(one, URLResolver):
                walk(one.url_patterns, path, f"{namespace}{one.namespace}:" if one.namespace else namespace)
            else:
                found.setdefault(f"{namespace}{one.name}" if one.name else path, []).append(path)

    walk(get_resolver("gongkai.project.urls").url_patterns, "", "")
    return found
