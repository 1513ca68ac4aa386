"""How events hang together: each has a digest of its words, and each link holds the hash of the one before it.

Whoever changes an old event must make every later link anew, and then the head is another than the one noted
elsewhere. Pure: the model, the migration and the verification all ask here.
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime

# What the first link holds in place of a hash before it.
BEGINNING = "0" * 64


def digest(words: Mapping[str, object]) -> str:
    """SHA-256 over the event's fields in canonical JSON; times in UTC to the microsecond.

    What is empty is left out, so that a field added later leaves the digests of old events as they are.
    """
    said = {field: _plain(value) for field, value in words.items() if value not in ("", None)}
    return sha256_hex(json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False))


def link_hash(previous: str, of_event: str) -> str:
    """The hash of a link: the database reckons the same in `record/triggers.py`."""
    return sha256_hex(previous + of_event)


def sha256_hex(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    return value
