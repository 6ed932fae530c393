"""Acts on what lies in a case besides its events: files, and the keys of personal data."""

from __future__ import annotations

import hashlib
from typing import Any

from django.apps import apps
from django.core.files.base import ContentFile

from gongkai.agencies.acts import Doing, Refused, act
from gongkai.applications import keys
from gongkai.applications.fields import EncryptedTextField
from gongkai.applications.models import Application, CaseFile, Event
from gongkai.applications.rights import RIGHTS

from .recording import events_of, lock, words

__all__ = ["add_file", "reencrypt", "rotate_keys"]

_BATCH = 500


@act("application.add_file", *RIGHTS["application.add_file"])
def add_file(
    doing: Doing,
    case: Application,
    name: str,
    data: bytes,
    *,
    event: Event | None = None,
    for_applicant: bool = False,
) -> CaseFile:
    """Put a file into the case; `for_applicant` hands it out with the answer. A case on a state secret takes none."""
    case = lock(doing, case)
    if case.secret:
        raise Refused("涉及国家秘密的申请只记录依据、结论和决定人，不存放文件。")
    if not data:
        raise Refused("文件是空的。")
    if event is not None and not events_of(case).filter(pk=event.pk).exists():
        raise Refused("这件申请没有这项记录。")
    digest = hashlib.sha256(data).hexdigest()
    made = CaseFile(
        application=case,
        event=event,
        name=words(name, "文件名", longest=200),
        size=len(data),
        digest=digest,
        for_applicant=for_applicant,
        added_by=doing.person,
    )
    # The name on the disk tells nothing: the name it came with may name people.
    made.file.save(f"{digest[:16]}.bin", ContentFile(data), save=False)
    made.save()
    doing.note(digest=digest, size=len(data))
    return made


@act("application.rotate_keys", *RIGHTS["application.rotate_keys"])
def rotate_keys(doing: Doing) -> None:
    """Put a new key in front; `reencrypt` then writes what is there anew. For the platform's administrators."""
    keys.new_key()
    doing.on("keys", "applications")


def reencrypt() -> int:
    """Write anew, under the newest key, what was encrypted under older ones; how many texts. May be stopped and run again."""
    done = 0
    for model in apps.get_app_config("applications").get_models():
        fields = [field.name for field in model._meta.fields if isinstance(field, EncryptedTextField)]
        if fields:
            done += _reencrypt(model, fields)
    return done


def _reencrypt(model: Any, fields: list[str]) -> int:
    from django.db import connection

    table, key = model._meta.db_table, model._meta.pk.column
    columns = ", ".join(connection.ops.quote_name(name) for name in (key, *fields))
    last, done = 0, 0
    while True:
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT {columns} FROM {connection.ops.quote_name(table)}"  # noqa: S608 - names of our own models
                f" WHERE {connection.ops.quote_name(key)} > %s ORDER BY 1 LIMIT {_BATCH}",
                [last],
            )
            rows = cursor.fetchall()
        if not rows:
            return done
        for pk, *tokens in rows:
            old = [
                name for name, token in zip(fields, tokens, strict=True) if keys.needs_renewal(token or "")
            ]
            if old:
                texts = {
                    name: keys.decrypt(token)
                    for name, token in zip(fields, tokens, strict=True)
                    if name in old
                }
                model.objects.everywhere("更换密钥").filter(pk=pk).update(**texts)
                done += len(old)
        last = rows[-1][0]
