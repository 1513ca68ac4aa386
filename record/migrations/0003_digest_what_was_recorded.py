"""Events recorded before there was a chain get their digest; they are linked when the triggers are laid, after `migrate`."""

from django.db import migrations

from cms import triggers
from record.chain import digest

BATCH = 2000
FIELDS = [
    "at", "actor_id", "actor_label", "ordered_by", "kind", "thing", "thing_id", "label", "before", "after", "note",
    "content_hash",
]


def digest_what_was_recorded(apps, schema_editor) -> None:
    using = schema_editor.connection.alias
    triggers.lift(using)
    events = apps.get_model("record", "Event").objects.using(using).filter(digest="").order_by("pk")
    while batch := list(events[:BATCH]):
        for event in batch:
            event.digest = digest({field: getattr(event, field) for field in FIELDS})
        events.bulk_update(batch, ["digest"], batch_size=BATCH)


def lift(apps, schema_editor) -> None:
    # Else an event would still be linked, to a table that is about to go.
    triggers.lift(schema_editor.connection.alias)


class Migration(migrations.Migration):

    dependencies = [
        ('record', '0002_chain'),
    ]

    operations = [
        migrations.RunPython(digest_what_was_recorded, lift),
    ]
