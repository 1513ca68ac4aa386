from django.db import migrations

from cms.word_index import postgres_statements


def lay(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for statement in postgres_statements("photos_photo", "search_text")[0]:
            schema_editor.execute(statement)


def lift(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for statement in postgres_statements("photos_photo", "search_text")[1]:
            schema_editor.execute(statement)


class Migration(migrations.Migration):

    dependencies = [
        ('photos', '0003_likeness'),
    ]

    operations = [
        migrations.RunPython(lay, lift),
    ]
