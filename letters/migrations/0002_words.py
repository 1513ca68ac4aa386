from django.db import migrations

from cms.word_index import postgres_statements


def lay(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for statement in postgres_statements("letters_letter", "search_text")[0]:
            schema_editor.execute(statement)


def lift(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for statement in postgres_statements("letters_letter", "search_text")[1]:
            schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("letters", "0001_first")]

    operations = [migrations.RunPython(lay, lift)]
