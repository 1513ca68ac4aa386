"""What the readers of file formats share: what they find, how they refuse, and looking at a file piece by piece.

A file may be half a gigabyte, so nothing here holds one whole.
"""

import io
import mmap
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import BinaryIO

_TAIL = 70_000
_END_OF_ZIP = b"PK\x05\x06"
_HEAD = 1024
_MARKUP = (b"<!doctype", b"<html", b"<head", b"<script", b"<svg", b"<?php", b"<?xml", b"#!/")


@dataclass(frozen=True)
class Found:
    """What was seen of a file besides that it is what it says; the size of a film's picture, in pixels."""

    width: int | None = None
    height: int | None = None


class Refused(Exception):
    """The file isn't one we take. `reason` is for the staff, with a place for its `name`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class NotThat(Exception):
    """The file isn't of the kind its name says, or is damaged."""


def length(file: BinaryIO) -> int:
    return file.seek(0, io.SEEK_END)


def at(file: BinaryIO, offset: int, size: int) -> bytes:
    """So many bytes from there; NotThat where the file ends sooner."""
    file.seek(offset)
    got = file.read(size)
    if len(got) < size:
        raise NotThat
    return got


@contextmanager
def whole(file: BinaryIO) -> Iterator[mmap.mmap | bytes]:
    """The file as one run of bytes, left on the disk where it is on one: to search in, not to copy."""
    try:
        number = file.fileno()
    except (OSError, AttributeError):
        file.seek(0)
        yield file.read()
        return
    if os.fstat(number).st_size == 0:
        raise NotThat
    with mmap.mmap(number, 0, access=mmap.ACCESS_READ) as view:
        yield view


def refuse_two_in_one(file: BinaryIO, *, own: bytes = b"") -> None:
    """A file that another program would take for a page, a script, an archive or a PDF. `own` is its own mark."""
    file.seek(0)
    head = file.read(_HEAD).lower()
    marks = [mark for mark in (*_MARKUP, b"%pdf-") if mark != own and mark in head]
    file.seek(max(0, length(file) - _TAIL))
    if marks or (own != _END_OF_ZIP and _ends_as_a_zip(file.read())):
        raise NotThat


def _ends_as_a_zip(tail: bytes) -> bool:
    """The mark alone may stand anywhere by chance; with the length of what follows it, it is an archive's end."""
    place = tail.rfind(_END_OF_ZIP)
    while place >= 0:
        rest = tail[place:]
        if len(rest) >= 22 and len(rest) >= 22 + int.from_bytes(rest[20:22], "little"):
            # Anything may trail behind an archive's comment: programs that open it don't mind.
            entries = int.from_bytes(rest[10:12], "little")
            directory = int.from_bytes(rest[12:16], "little")
            if entries and directory >= 46 * entries:
                return True
        place = tail.rfind(_END_OF_ZIP, 0, place)
    return False
