from django.db import migrations


class Migration(migrations.Migration):
    """The right to move articles between sections. `sync_roles` gives it to the roles that have it."""

    dependencies = [
        ("articles", "0008_reschedule"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="article",
            options={
                "permissions": [
                    ("withdraw_article", "may withdraw articles"),
                    ("move_articles", "may move articles between sections"),
                ],
                "verbose_name": "article",
                "verbose_name_plural": "articles",
            },
        ),
    ]
