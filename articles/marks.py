"""What lists say of an article beside its title: that it is a photo story, or holds something to see or to hear."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from cms import embeds, shape

PHOTOS, VIDEO, AUDIO = "photos", "video", "audio"
# In the order in which they are shown.
LABELS = {PHOTOS: _("Pictures"), VIDEO: _("Video"), AUDIO: _("Audio")}


def marks_of(body: str, kinds: Mapping[int, str]) -> list[str]:
    """`kinds` says of each file the body names whether it is sound, a film or a document. Posts are no films."""
    found = set()
    for thing in shape.objects(body):
        if isinstance(thing, shape.Gallery) and thing.kind == "story":
            found.add(PHOTOS)
        elif isinstance(thing, shape.Embedded):
            embed = embeds.parse(thing.address)
            found |= {VIDEO} if embed and embed.shape != "post" else set()
        elif isinstance(thing, shape.Attached):
            found.add(kinds.get(thing.file, ""))
    return [mark for mark in LABELS if mark in found]
