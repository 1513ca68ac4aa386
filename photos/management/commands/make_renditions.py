"""Renditions for pictures that lack some: after the plan has changed, after a loss of files, for older libraries."""

import logging

from django.core.management.base import BaseCommand

from photos import making
from photos.models import Photo

log = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Makes what the plan asks for and the row does not name. It can be stopped, and run again, at any time."

    def handle(self, **options) -> None:
        made = failed = 0
        for batch in making.lacking(Photo.objects.all()):
            for photo_id in batch:
                try:
                    made += making.make(photo_id)
                except OSError as error:
                    # The others do not wait for one whose file is gone.
                    log.error("Picture %s has no renditions (%s)", photo_id, type(error).__name__)
                    failed += 1
        there = Photo.objects.shown().count() - made - failed
        self.stdout.write(f"made: {made}, complete before: {there}, failed: {failed}")
