"""What was done stays done: the database itself refuses to change or delete an event."""

from cms.triggers import Trigger

TRIGGERS = [
    Trigger(
        name=f"record_event_no_{event.lower()}",
        table="record_event",
        event=event,
        refuse_if="(1 = 1)",
        message="An event is never changed or deleted.",
    )
    for event in ("UPDATE", "DELETE")
]
