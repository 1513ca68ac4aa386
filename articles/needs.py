"""What a page needs because of the objects in its body: style, scripts, and whom it may let into a frame.

A page whose body holds none of them loads nothing for them, and lets nobody in.
"""

from dataclasses import dataclass
from typing import Self

from cms import embeds, shape


@dataclass(frozen=True)
class Needs:
    objects: bool = False
    galleries: bool = False
    # Hosts of the providers of what is embedded: no page lets in others.
    frames: frozenset[str] = frozenset()

    @classmethod
    def of(cls, body: str) -> Self:
        things = shape.objects(body)
        parsed = [embeds.parse(thing.address) for thing in things if isinstance(thing, shape.Embedded)]
        return cls(
            objects=bool(things),
            galleries=any(isinstance(thing, shape.Gallery) for thing in things),
            frames=frozenset(embeds.PROVIDERS[embed.provider].frame_host for embed in parsed if embed),
        )

    def __bool__(self) -> bool:
        return self.objects
