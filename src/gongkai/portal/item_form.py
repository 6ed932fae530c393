"""The form by which the page editor takes an item: of two who write at once the second is told, and loses nothing."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.log_actions import log
from wagtail.models import Page, Revision

__all__ = ["ItemForm"]


class ItemForm(WagtailAdminPageForm):
    """Refuses to save over a version that the writer has not seen; what was written is kept as a version beside it."""

    def is_valid(self) -> bool:
        valid = bool(super().is_valid())
        # without a subscription it is a preview, which saves nothing
        newer = self._not_seen() if valid and self.subscription is not None else None
        if newer is None:
            return valid
        self._keep()
        when = timezone.localtime(newer.created_at).strftime("%Y-%m-%d %H:%M")
        who = getattr(newer.user, "full_name", "") or "别人"
        self.add_error(
            None,
            f"没有保存：您打开以后，{who}已于{when}保存过这条信息。您的文字没有丢：下面就是，并且另存成了一个版本，"
            "在“历史”里可以把两个版本放在一起比较。核对以后再点一次“保存草稿”，就以下面您的文字为准。",
        )
        return False

    def _not_seen(self) -> Revision | None:
        """Give the latest version if somebody saved it after this form was opened."""
        if self.instance.pk is None:
            return None
        latest_id = Page.objects.values_list("latest_revision", flat=True).get(pk=self.instance.pk)
        latest = Revision.objects.select_related("user").filter(pk=latest_id).first()
        own = self.data.get("overwrite_revision_id")
        seen = own or self.data.get("loaded_revision_id")
        if latest is None or not seen:
            return None
        if seen != str(latest.pk):
            return latest
        # the version loaded may have been saved over since, by the one who made it
        loaded_at = self.data.get("loaded_revision_created_at")
        changed = not own and loaded_at and loaded_at != latest.created_at.isoformat()
        return latest if changed else None

    def _keep(self) -> None:
        """Keep what was written as a version that is not the latest."""
        page: Any = self.save(commit=False)
        kept = Revision.objects.create(
            content_object=page,
            base_content_type=page.get_base_content_type(),
            user=self.for_user,
            object_str=str(page)[:250],
            content=page.serializable_data(),
        )
        log(instance=page, action="wagtail.edit", user=self.for_user, revision=kept, content_changed=True)
