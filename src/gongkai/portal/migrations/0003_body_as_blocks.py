"""The text of an item becomes a row of blocks, so that tables and pictures stand between words; drafts and old versions too."""

import json

from django.db import migrations


def as_blocks(text: str) -> str:
    return json.dumps([{"type": "paragraph", "value": text}] if text else [])


def convert(apps, schema_editor):
    item = apps.get_model("portal", "ItemPage")
    for page in item.objects.iterator():
        item.objects.filter(pk=page.pk).update(body=as_blocks(page.body))
    revision = apps.get_model("wagtailcore", "Revision")
    ids = [str(pk) for pk in item.objects.values_list("pk", flat=True)]
    for one in revision.objects.filter(object_id__in=ids, content_type__app_label="portal"):
        if isinstance(one.content.get("body"), str):
            one.content["body"] = as_blocks(one.content["body"])
            one.save(update_fields=["content"])


class Migration(migrations.Migration):
    dependencies = [("portal", "0002_rename_article"), ("wagtailcore", "0098_apitoken")]

    operations = [migrations.RunPython(convert, migrations.RunPython.noop, elidable=False)]
