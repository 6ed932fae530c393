"""Pages of reports that were withdrawn leave the lists of what is published; their addresses go on answering 410."""

from django.db import migrations
from django.db.models import OuterRef, Subquery


def take_from_lists(apps, schema_editor):
    edition, page = apps.get_model("reporting", "Edition"), apps.get_model("reporting", "ReportPage")
    newest = edition._base_manager.filter(page=OuterRef("pk")).order_by("-number").values("withdrawn_at")[:1]
    withdrawn = page._base_manager.annotate(gone=Subquery(newest)).exclude(gone=None).values_list("pk", flat=True)
    apps.get_model("wagtailcore", "Page")._base_manager.filter(pk__in=list(withdrawn)).update(live=False)


class Migration(migrations.Migration):
    dependencies = [("reporting", "0001_initial")]
    operations = [migrations.RunPython(take_from_lists, migrations.RunPython.noop)]
