import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('record', '0001_first'),
    ]

    operations = [
        migrations.AddField(
            model_name='event',
            name='ordered_by',
            field=models.CharField(blank=True, max_length=150, verbose_name='on whose order'),
        ),
        migrations.AddField(
            model_name='event',
            name='digest',
            field=models.CharField(default='', editable=False, max_length=64),
            preserve_default=False,
        ),
        migrations.CreateModel(
            name='Link',
            fields=[
                ('id', models.BigIntegerField(primary_key=True, serialize=False)),
                ('previous', models.CharField(max_length=64)),
                ('hash', models.CharField(max_length=64)),
                ('event', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='link', to='record.event')),
            ],
            options={
                'constraints': [
                    models.UniqueConstraint(fields=('previous',), name='link_never_forks'),
                    models.UniqueConstraint(fields=('hash',), name='link_hash_once'),
                ],
            },
        ),
    ]
