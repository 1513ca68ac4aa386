"""Thousands of published articles at once, for measuring: rows as the gate would leave them, written in bulk."""

from datetime import datetime, timedelta

from accounts.models import User
from articles.models import Article, Edition, Section
from articles.workflow import State
from cms.text import words

WORDS = [
    "hội nghị",
    "nông thôn mới",
    "hợp tác xã",
    "đường về bản",
    "lớp học",
    "mùa chè",
    "lễ hội",
    "giao thông",
]
BODY = "".join(f"<p>Đoạn {n}: {' '.join(WORDS)}, {' '.join(reversed(WORDS))}.</p>" for n in range(8))
BODY_WORDS = words(BODY)


def publish_many(
    count: int, *, at: datetime, sections: list[Section], writers: tuple[User | None, ...] = (None,)
) -> list[Edition]:
    """`count` live articles, ten minutes apart before `at`, spread over the sections and the writers."""
    times = [at - timedelta(minutes=10 * n) for n in range(count)]
    articles = Article.objects.bulk_create(
        Article(created_at=t, dated=t, editions_opened=1, created_by=writers[n % len(writers)])
        for n, t in enumerate(times)
    )
    editions = []
    for n, article in enumerate(articles):
        section, title = (
            sections[n % len(sections)],
            f"{WORDS[n % len(WORDS)].title()} {n}: {' '.join(WORDS[:6])}",
        )
        article.path = article.path_for(section_slug=section.slug, dated=article.dated, title=title)
        editions.append(_live(article, section, title))
    Article.objects.bulk_update(articles, ["path"], batch_size=500)
    return Edition.objects.bulk_create(editions, batch_size=500)


def _live(article: Article, section: Section, title: str) -> Edition:
    at = article.dated
    return Edition(
        article=article,
        number=1,
        title=title,
        lead=" ".join(WORDS),
        body=BODY,
        byline="N.V",
        section=section,
        top_section_id=section.parent_id or section.pk,
        search_text=f"{words(title)} {BODY_WORDS}",
        state=State.APPROVED,
        created_by=article.created_by,
        created_at=at,
        updated_at=at,
        state_since=at,
        approved_at=at,
        live_from=at,
        dated=at,
    )
