"""Take Wagtail's rights to publish, lock and delete in bulk from every group: publication is an act."""

from django.db import migrations

_KEPT = ("add_page", "change_page")


def take_away(apps, schema_editor):
    rights = apps.get_model("wagtailcore", "GroupPagePermission")
    rights.objects.exclude(permission__codename__in=_KEPT).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0002_names_in_chinese"),
        ("wagtailcore", "0090_remove_grouppagepermission_permission_type"),
    ]

    operations = [migrations.RunPython(take_away, migrations.RunPython.noop)]
