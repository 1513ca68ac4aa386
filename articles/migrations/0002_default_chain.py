"""The chain of review that a new site begins with: two steps, as small papers have them."""

from django.db import migrations

CHAIN = [
    {"name": "Biên tập", "waiting_label": "Chờ biên tập", "permission": "articles.pass_editing", "order": 10},
    {"name": "Duyệt xuất bản", "waiting_label": "Chờ duyệt", "permission": "articles.pass_publishing", "order": 20},
]


def lay(apps, schema_editor):
    ReviewStep = apps.get_model("articles", "ReviewStep")
    if not ReviewStep.objects.exists():
        ReviewStep.objects.bulk_create(ReviewStep(**step) for step in CHAIN)


def lift(apps, schema_editor):
    apps.get_model("articles", "ReviewStep").objects.filter(name__in=[step["name"] for step in CHAIN]).delete()


class Migration(migrations.Migration):
    dependencies = [("articles", "0001_first")]

    operations = [migrations.RunPython(lay, lift)]
