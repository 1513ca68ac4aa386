"""What was done stays done: the database itself links events, and refuses to change or delete what is recorded.

Linking is the database's work, so that no way of writing an event goes round it and an act sends no further query.
"""

from cms.triggers import Consequence, Trigger
from record.chain import BEGINNING

_TABLES = {
    "record_event": "An event is never changed or deleted.",
    "record_link": "A link of the record is never changed or deleted.",
}
_LAST = """(
    SELECT highest.id, coalesce(record_link.hash, '{beginning}') AS hash
    FROM (SELECT coalesce(max(id), 0) AS id FROM record_link) highest
    LEFT JOIN record_link ON record_link.id = highest.id) last""".replace("{beginning}", BEGINNING)

TRIGGERS = [
    *(
        Trigger(
            name=f"{table}_no_{event.lower()}",
            table=table,
            event=event,
            refuse_if="(1 = 1)",
            message=message,
            only="postgresql" if event == "TRUNCATE" else "",
        )
        for table, message in _TABLES.items()
        for event in ("UPDATE", "DELETE", "TRUNCATE")
    ),
    Trigger(
        name="record_link_in_turn",
        table="record_link",
        event="INSERT",
        refuse_if="""
        NEW.previous IS DISTINCT FROM (
          SELECT hash FROM record_link WHERE id = NEW.id - 1 UNION ALL SELECT '{beginning}' WHERE NEW.id = 1)
        OR NEW.hash IS DISTINCT FROM (
          SELECT sha256_hex(NEW.previous || digest) FROM record_event
          WHERE id = NEW.event_id AND length(digest) = 64)""".replace("{beginning}", BEGINNING),
        message="A link of the record follows the one before it, and holds an event with its digest.",
    ),
    Consequence(
        name="record_event_is_linked",
        table="record_event",
        writes="record_link",
        does="""
        INSERT INTO record_link (id, event_id, previous, hash)
        SELECT last.id + 1, NEW.id, last.hash, sha256_hex(last.hash || NEW.digest) FROM {last}""".replace(
            "{last}", _LAST
        ),
        missed="NOT EXISTS (SELECT 1 FROM record_link WHERE event_id = NEW.id) AND length(NEW.digest) = 64",
    ),
]
