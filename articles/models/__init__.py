"""What is written, approved and shown."""

from articles.models.announcement import Announcement
from articles.models.article import Article
from articles.models.author import Author, Contributor
from articles.models.body import BodyFile, BodyPhoto
from articles.models.copy import WorkingCopy
from articles.models.correction import Correction
from articles.models.edition import Edition, EditionPhoto, StaleEdition
from articles.models.embargo import Embargo
from articles.models.finding_rule import BannedTerm, FindingRule
from articles.models.front import Layout, Placement
from articles.models.notice import Notice
from articles.models.preview_link import PreviewLink
from articles.models.related import Related
from articles.models.saved_search import SavedSearch
from articles.models.section import RESERVED_SLUGS, Section
from articles.models.step import ReviewStep
from articles.models.story import Story
from articles.models.tag import Tag
from articles.models.version import Version
from articles.models.withheld import Withheld, withholding

__all__ = [
    "RESERVED_SLUGS",
    "Announcement",
    "Article",
    "Author",
    "BannedTerm",
    "BodyFile",
    "BodyPhoto",
    "Contributor",
    "Correction",
    "Edition",
    "EditionPhoto",
    "Embargo",
    "FindingRule",
    "Layout",
    "Notice",
    "Placement",
    "PreviewLink",
    "Related",
    "ReviewStep",
    "SavedSearch",
    "Section",
    "StaleEdition",
    "Story",
    "Tag",
    "Version",
    "Withheld",
    "WorkingCopy",
    "withholding",
]
