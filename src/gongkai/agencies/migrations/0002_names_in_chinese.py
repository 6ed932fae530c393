"""Wagtail's own first rows are called "Root"; the page tree and the list of folders show these names."""

from django.db import migrations


def name_in_chinese(apps, schema_editor):
    for model, fields, name in (
        ("Page", ("title", "draft_title"), "全部页面"),
        ("Collection", ("name",), "全部文件"),
    ):
        rows = apps.get_model("wagtailcore", model).objects.filter(depth=1, **{fields[0]: "Root"})
        rows.update(**dict.fromkeys(fields, name))


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0001_initial"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [migrations.RunPython(name_in_chinese, migrations.RunPython.noop)]
