"""What search looks through: from here on folded words alone, each once."""

from django.db import migrations

from cms.text import words

AT_ONCE = 500


def cut(apps, schema_editor):
    Edition = apps.get_model("articles", "Edition")
    light = Edition.objects.only("pk", "search_text").order_by("pk")
    last = 0
    while rows := list(light.filter(pk__gt=last)[:AT_ONCE]):
        for row in rows:
            row.search_text = words(row.search_text)
        Edition.objects.bulk_update(rows, ["search_text"])
        last = rows[-1].pk


class Migration(migrations.Migration):
    dependencies = [("articles", "0009_move_articles")]

    # Back again nothing is done: where words stood between other signs, they still stand.
    operations = [migrations.RunPython(cut, migrations.RunPython.noop)]
