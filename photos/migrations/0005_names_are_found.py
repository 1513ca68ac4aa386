from django.db import migrations

from cms.text import words


def fill(apps, schema_editor):
    """Pictures of before have no words yet but the name of their file."""
    photos = apps.get_model("photos", "Photo").objects.filter(search_text="")
    for photo in photos.only("original_name").iterator():
        photos.filter(pk=photo.pk).update(search_text=words(photo.original_name))


class Migration(migrations.Migration):

    dependencies = [
        ('photos', '0004_words'),
    ]

    operations = [
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
