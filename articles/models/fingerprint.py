"""What a decision was made on, as one number: SHA-256 over everything that a reader sees of an edition."""

import hashlib
import json
from typing import Any

from articles.models.named import Named


def fingerprint(edition: Any) -> str:
    """A part that came later than the first approvals is left out while it is empty: else their hashes would change."""
    parts: list[Any] = [edition.title, edition.lead, edition.body, edition.byline, edition.section.slug]
    parts.append(edition.date_line.isoformat() if edition.date_line else "")
    parts.append(sorted(edition.tags.values_list("slug", flat=True)))
    shown = ("photo__sha256", "caption", "credit", "alt")
    parts.append([list(row) for row in edition.photos.values_list(*shown)])
    if edition.body_names:
        parts.append(Named.read(edition.body).hashes())
    if correction := getattr(edition, "correction", None):
        parts.append([correction.wrong, correction.right, correction.apology, correction.days])
    if beside := _beside(edition):
        parts.append(beside)
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()


def _beside(edition: Any) -> dict[str, Any]:
    """Each under its name: which of them are there is never in doubt."""
    credits = edition.contributors.values_list("author__slug", "work", "share")
    said = {
        "story": edition.story.slug if edition.story_id else "",
        "contributors": [list(credit) for credit in credits],
        "related": list(edition.related.values_list("article", flat=True)),
    }
    return {name: value for name, value in said.items() if value}
