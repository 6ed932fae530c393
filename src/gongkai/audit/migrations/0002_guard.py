"""The database itself refuses to change or delete audit entries and seals."""

from django.db import migrations

from gongkai.audit import guard


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]

    operations = [migrations.RunPython(guard.install, guard.remove)]
