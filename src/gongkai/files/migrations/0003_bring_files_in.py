"""Bring attachments and originals of pictures into private storage; what public pages show stays within reach."""

import hashlib
from pathlib import PurePosixPath

from django.core.files.storage import storages
from django.db import migrations
from django.utils import timezone


def bring_in(apps, schema_editor):
    public, private = storages["default"], storages["private"]
    for name in ("OfficeDocument", "OfficeImage"):
        model = apps.get_model("files", name)
        for row in model.objects.all():
            stored = row.file.name
            if stored and public.exists(stored):
                if not private.exists(stored):
                    with public.open(stored) as source:
                        private.save(stored, source)
                public.delete(stored)
            if not stored or not private.exists(stored):
                continue
            with private.open(stored) as source:
                digest = hashlib.sha256(source.read()).hexdigest()
            model.objects.filter(pk=row.pk).update(name=PurePosixPath(stored).name, sha256=digest)


def disclose(apps, schema_editor):
    types = apps.get_model("contenttypes", "ContentType").objects
    references = apps.get_model("wagtailcore", "ReferenceIndex").objects
    disclosed = apps.get_model("files", "Disclosed").objects
    page_type = types.filter(app_label="wagtailcore", model="page").first()
    live = set(apps.get_model("wagtailcore", "Page").objects.filter(live=True).values_list("pk", flat=True))
    for model, field in (("officedocument", "document_id"), ("officeimage", "image_id")):
        kind = types.filter(app_label="files", model=model).first()
        if kind is None or page_type is None:
            continue
        there = set(apps.get_model("files", model).objects.values_list("pk", flat=True))
        pairs = references.filter(base_content_type=page_type, to_content_type=kind)
        wanted = {(int(page), int(file)) for page, file in pairs.values_list("object_id", "to_object_id")}
        for page, file in sorted(wanted):
            if page in live and file in there:
                disclosed.create(page_id=page, at=timezone.now(), **{field: file})


class Migration(migrations.Migration):
    dependencies = [
        ("files", "0002_files_follow_their_page"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("wagtailcore", "0090_remove_grouppagepermission_permission_type"),
    ]

    operations = [
        migrations.RunPython(bring_in, migrations.RunPython.noop),
        migrations.RunPython(disclose, migrations.RunPython.noop),
    ]
