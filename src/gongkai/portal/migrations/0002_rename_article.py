"""What was an article is the item (信息), on which all kinds of item are built."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("portal", "0001_initial")]

    operations = [migrations.RenameModel("ArticlePage", "ItemPage")]
