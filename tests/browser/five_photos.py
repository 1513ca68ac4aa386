"""Lays a live article with five photographs and all their renditions, in a site that is running; prints its address.

Run as `python -m tests.browser.five_photos` with the site's environment.
"""

import io
import os
from datetime import timedelta

import django

PIXELS = (2560, 1920)


def main() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "cms.settings"
    django.setup()
    from django.utils import timezone

    from articles.models import Article, EditionPhoto
    from tests.factories import bring_to, make_edition

    at = timezone.now() - timedelta(minutes=5)
    first, *others = [_photograph(seed, at) for seed in range(1, 6)]
    figures = "".join(
        f'<p>Đoạn {photo.pk}.</p><figure data-photo="{photo.pk}" data-credit="Lò Thị Mẫu" data-alt="Ảnh {photo.pk}">'
        f"<figcaption>Chú thích {photo.pk}.</figcaption></figure>"
        for photo in others
    )
    edition = make_edition(title="Năm tấm ảnh từ bản xa", body=figures, at=at)
    EditionPhoto.objects.create(edition=edition, photo=first, caption="Ảnh đầu.", alt="Ảnh đầu")
    bring_to("live", edition, at=at)
    print(Article.objects.get(pk=edition.article_id).get_absolute_url())


def _photograph(seed: int, at):
    from photos.making import make
    from photos.models import Photo
    from tests.photos.photographs import photo_like
    from tests.photos.pictures import saved

    raw = saved(photo_like(PIXELS, seed=seed), "JPEG", quality=93)
    photo = Photo.objects.take_in(io.BytesIO(raw), name=f"anh-{seed}.jpg", by=None, at=at)
    make(photo.pk)
    return photo


if __name__ == "__main__":
    main()
