"""Older texts of the pages stay: the database itself refuses to change or delete one."""

from cms.triggers import Trigger

TRIGGERS = [
    Trigger(
        name=f"pages_oldertext_no_{event.lower()}",
        table="pages_oldertext",
        event=event,
        refuse_if="(1 = 1)",
        message="An older text of a page is never changed or deleted.",
    )
    for event in ("UPDATE", "DELETE")
]
