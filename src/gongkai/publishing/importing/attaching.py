"""Give the stored files of some rows their own rows, as documents (附件) and pictures of the agency, and write them into bodies."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any

from gongkai.agencies.access import collection_of
from gongkai.agencies.models import Agency, User
from gongkai.files.models import OfficeDocument, OfficeImage

from .placing import make_findable
from .preparing import Prepared, Use, uses_of
from .references import MARK

__all__ = ["Attached", "attach"]


@dataclass
class Attached:
    """The row ids of documents and pictures by what the rows do with them; the addresses of the documents by row id."""

    rows: dict[Use, int] = field(default_factory=dict)
    documents: dict[int, OfficeDocument] = field(default_factory=dict)

    def shown_by(self, fields: dict[str, Any]) -> tuple[set[int], set[int]]:
        """Give the row ids of the documents and of the pictures that a row shows."""
        uses = uses_of(fields)
        return (
            {self.rows[use] for use in uses if use[0] == "document"},
            {self.rows[use] for use in uses if use[0] == "picture"},
        )

    def written(self, body: list[dict[str, Any]], fields: dict[str, Any]) -> list[dict[str, Any]]:
        """Give a staged body with its pictures and with links to its documents."""
        files = fields.get("files", [])
        if not files:
            return body
        found, pictures = [], 0

        def link(mark: Any) -> str:
            if mark[1] != "file":
                return str(mark[0])
            return f'linktype="document" id="{self.rows["document", files[int(mark[2])]["path"]]}"'

        for block in body:
            value = block["value"]
            if block["type"] == "picture":
                pictures += 1
                words = value["alt"] or f"{fields['title'][:200]}（图{pictures}）"
                image = self.rows["picture", files[value["file"]]["path"]]
                value = {"image": image, "decorative": False, "alt_text": words}
            elif block["type"] == "paragraph":
                value = MARK.sub(link, value)
            found.append({**block, "value": value})
        return found


def attach(
    agency: Agency, rows: Sequence[dict[str, Any]], prepared: Prepared, owner: User | None
) -> Attached:
    """Make the rows of all files these items show; those that no item shows are left to be removed again."""
    made = Attached()
    shown = list(dict.fromkeys(use for fields in rows for use in uses_of(fields)))
    if not shown:
        return made
    made.rows = {use: prepared.known[use] for use in shown if use in prepared.known}
    collection = collection_of(agency)
    for wanted, model in (("document", OfficeDocument), ("picture", OfficeImage)):
        new = [use for use in shown if use[0] == wanted and use not in made.rows]
        files = []
        for use in new:
            kept = prepared.kept[use]
            more = {} if wanted == "document" else {"width": kept.width, "height": kept.height}
            files.append(
                model(
                    title=PurePosixPath(kept.name).stem[:255],
                    file=kept.stored,
                    name=kept.name,
                    kind=kept.kind,
                    sha256=kept.sha256,
                    file_hash=kept.sha1,
                    file_size=kept.size,
                    agency=agency,
                    collection=collection,
                    uploaded_by_user=owner,
                    **more,
                )
            )
        model._base_manager.bulk_create(files)
        make_findable(files)
        made.rows |= {use: one.pk for use, one in zip(new, files, strict=True)}
    numbers = {pk for use, pk in made.rows.items() if use[0] == "document"}
    made.documents = OfficeDocument.objects.in_bulk(numbers)
    return made
