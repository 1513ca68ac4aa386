from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("accounts", "0002_grant_section")]

    operations = [
        migrations.AddField(
            model_name="user",
            name="mail_waiting",
            field=models.BooleanField(default=False, verbose_name="a mail when a text waits for me"),
        ),
        migrations.AddField(
            model_name="user",
            name="mail_returned",
            field=models.BooleanField(default=True, verbose_name="a mail when my text is sent back"),
        ),
        migrations.AddField(
            model_name="user",
            name="mail_approved",
            field=models.BooleanField(default=False, verbose_name="a mail when my text is approved"),
        ),
        migrations.AddField(
            model_name="user",
            name="mail_withdrawn",
            field=models.BooleanField(default=True, verbose_name="a mail when my article is withdrawn"),
        ),
        migrations.AddField(
            model_name="user",
            name="looked_at",
            field=models.DateTimeField(editable=False, null=True, verbose_name="news seen at"),
        ),
        migrations.AddField(
            model_name="user",
            name="sessions_ended",
            field=models.PositiveIntegerField(default=0, editable=False),
        ),
    ]
