"""What is known already: whose item it is, when it was published, and since when a column has been open."""

from django.db import migrations
from django.utils import timezone


def fill(apps, schema_editor):
    platforms = list(apps.get_model("portal", "PlatformPage").objects.values_list("path", "agency_id"))
    item = apps.get_model("portal", "ItemPage")
    for page in item.objects.iterator():
        agency = next((agency for path, agency in platforms if page.path.startswith(path)), None)
        item.objects.filter(pk=page.pk).update(
            agency_id=agency, published_at=page.published_at or page.first_published_at
        )
    column = apps.get_model("portal", "ColumnPage")
    for page in column.objects.exclude(first_published_at=None).iterator():
        opened = timezone.localtime(page.first_published_at).date()
        column.objects.filter(pk=page.pk).update(opened_on=opened)


class Migration(migrations.Migration):
    dependencies = [("portal", "0004_items_of_every_kind")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop, elidable=False)]
