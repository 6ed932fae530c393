from django.db import migrations

from gongkai.search import tables


class Migration(migrations.Migration):
    """Make what the engine of the database at hand finds by."""

    dependencies = [("search", "0001_initial")]

    operations = [migrations.RunPython(tables.install, tables.remove)]
