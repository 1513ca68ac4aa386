"""What is written, approved and shown."""

from articles.models.article import Article
from articles.models.edition import Edition, EditionPhoto, StaleEdition
from articles.models.section import RESERVED_SLUGS, Section
from articles.models.step import ReviewStep
from articles.models.tag import Tag

__all__ = [
    "RESERVED_SLUGS",
    "Article",
    "Edition",
    "EditionPhoto",
    "ReviewStep",
    "Section",
    "StaleEdition",
    "Tag",
]
