"""An article begun with the words of a letter, by whoever may write: a draft of hers, without the reader's name."""

import uuid
from datetime import datetime

from django.db import IntegrityError, transaction

import record.models as record
from accounts.models import User
from articles import writing
from articles.models import Article, Edition, Section
from cms import html
from letters.models import Letter

# So that of two who begin it at once one does.
_KEYS = uuid.UUID("3f6f2f1e-6d7d-4b0e-9a53-3b5a2f6c1d10")


def begin_article(letter: Letter, *, section: Section, by: User, at: datetime) -> Article:
    """The draft, or the one that was begun of this letter before."""
    key = uuid.uuid5(_KEYS, letter.reference)
    draft = Edition(
        title=letter.subject,
        body=html.paragraphs([line for line in letter.body.split("\n") if line.strip()]),
        section=section,
        byline=by.pen_name,
    )
    try:
        with transaction.atomic():
            article = writing.begin(draft, by=by, at=at, form_key=key).article
            Letter.objects.filter(pk=letter.pk).update(article=article)
            record.write(kind="letter.article", thing=letter, by=by, at=at)
    except IntegrityError:
        return Article.objects.get(form_key=key)
    return article
