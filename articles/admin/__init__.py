"""What the desk lists and edits of this room."""

from articles.admin import chain, editions, findings, people, sections

__all__ = ["chain", "editions", "findings", "people", "sections"]
