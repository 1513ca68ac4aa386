"""Films told by what is in them: MP4 and M4A (boxes), WebM (EBML). Only what every browser plays is taken."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from django.utils.translation import gettext_noop

from files.reading import Found, NotThat, Refused, at, length, refuse_two_in_one

NOT_H264 = gettext_noop(
    "“%(name)s” is packed in a way that many browsers don't play. Save it as MP4 with H.264 video and AAC sound, "
    "and send that."
)
NOT_AAC = gettext_noop(
    "“%(name)s” is packed in a way that many browsers don't play. Save it as M4A with AAC sound, or as MP3, "
    "and send that."
)
_MOST_BOXES = 200_000


# ── MP4 ──────────────────────────────────────────────────────────────────────
@dataclass(frozen=True)
class _Track:
    handler: bytes
    codec: bytes
    width: int
    height: int


def mp4(file: BinaryIO) -> Found:
    tracks = _tracks(file)
    films = [track for track in tracks if track.handler == b"vide"]
    sounds = [track for track in tracks if track.handler == b"soun"]
    if not films:
        raise NotThat
    if {film.codec for film in films} - {b"avc1", b"avc3"} or {s.codec for s in sounds} - {b"mp4a", b".mp3"}:
        raise Refused(NOT_H264)
    return Found(films[0].width, films[0].height)


def m4a(file: BinaryIO) -> Found:
    tracks = _tracks(file)
    sounds = {track.codec for track in tracks if track.handler == b"soun"}
    if not sounds or any(track.handler == b"vide" for track in tracks):
        raise NotThat
    if sounds - {b"mp4a"}:
        raise Refused(NOT_AAC)
    return Found()


def _tracks(file: BinaryIO) -> list[_Track]:
    refuse_two_in_one(file)
    # Every byte of the file belongs to a box: nothing can trail behind.
    boxes = list(_boxes(file, 0, length(file)))
    if not boxes or boxes[0][0] != b"ftyp":
        raise NotThat
    movies = [(start, end) for name, start, end in boxes if name == b"moov"]
    if len(movies) != 1:
        raise NotThat
    return [_track(file, start, end) for name, start, end in _boxes(file, *movies[0]) if name == b"trak"]


def _boxes(file: BinaryIO, start: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    """Each box between two places: its name, and where its content begins and ends."""
    for _count in range(_MOST_BOXES):
        if start == end:
            return
        head = at(file, start, 8)
        size, body = int.from_bytes(head[:4], "big"), start + 8
        if size == 1:
            size, body = int.from_bytes(at(file, body, 8), "big"), start + 16
        elif size == 0:
            size = end - start
        if start + size > end or start + size < body:
            raise NotThat
        yield head[4:], body, start + size
        start += size
    raise NotThat


def _track(file: BinaryIO, start: int, end: int) -> _Track:
    parts = {name: place for name, *place in _boxes(file, start, end)}
    media = {name: place for name, *place in _boxes(file, *_of(parts, b"mdia"))}
    handler = at(file, _of(media, b"hdlr")[0] + 8, 4)
    width, height = _measures(file, *_of(parts, b"tkhd"))
    if handler not in (b"vide", b"soun"):
        return _Track(handler, b"", width, height)
    info = {name: place for name, *place in _boxes(file, *_of(media, b"minf"))}
    table = {name: place for name, *place in _boxes(file, *_of(info, b"stbl"))}
    return _Track(handler, at(file, _of(table, b"stsd")[0] + 12, 4), width, height)


def _of(boxes: dict, name: bytes) -> tuple[int, int]:
    if name not in boxes:
        raise NotThat
    return boxes[name]


def _measures(file: BinaryIO, start: int, end: int) -> tuple[int, int]:
    """Width and height as shown: a telephone held upright films lying, and says by a matrix that it is to be turned."""
    if end - start < 44:
        raise NotThat
    turn, across, *_rest, width, height = struct.unpack(">11i", at(file, end - 44, 44))
    width, height = width >> 16, height >> 16
    return (height, width) if turn == 0 and across != 0 else (width, height)


# ── WebM ─────────────────────────────────────────────────────────────────────
_EBML, _DOC_TYPE, _SEGMENT, _TRACKS, _CLUSTER = 0x1A45DFA3, 0x4282, 0x18538067, 0x1654AE6B, 0x1F43B675
_ENTRY, _KIND, _CODEC, _VIDEO, _WIDTH, _HEIGHT = 0xAE, 0x83, 0x86, 0xE0, 0xB0, 0xBA
_PLAYED = {"V_VP8", "V_VP9", "V_AV1", "A_OPUS", "A_VORBIS"}
_IS_VIDEO = 1


def webm(file: BinaryIO) -> Found:
    refuse_two_in_one(file)
    end = length(file)
    top = _elements(file, 0, end)
    name, start, stop = next(top, (0, 0, 0))
    header = {name: place for name, *place in _elements(file, start, stop)} if name == _EBML else {}
    if _text(file, header.get(_DOC_TYPE)) != "webm":
        raise NotThat
    name, start, stop = next(top, (0, 0, 0))
    if name != _SEGMENT:
        raise NotThat
    for name, begin, close in _elements(file, start, stop):
        if name == _TRACKS:
            return _picture(file, begin, close)
        if name == _CLUSTER:
            break
    raise NotThat


def _picture(file: BinaryIO, start: int, end: int) -> Found:
    entries = [place for name, *place in _elements(file, start, end) if name == _ENTRY]
    tracks = [{name: place for name, *place in _elements(file, *entry)} for entry in entries]
    if {_text(file, track.get(_CODEC)) for track in tracks} - _PLAYED:
        raise Refused(NOT_H264)
    for track in tracks:
        if _number(file, track.get(_KIND)) == _IS_VIDEO and _VIDEO in track:
            video = {name: place for name, *place in _elements(file, *track[_VIDEO])}
            return Found(_number(file, video.get(_WIDTH)), _number(file, video.get(_HEIGHT)))
    raise NotThat


def _elements(file: BinaryIO, start: int, end: int) -> Iterator[tuple[int, int, int]]:
    """Each element between two places: its id, and where its content begins and ends, if need be with the whole."""
    for _count in range(_MOST_BOXES):
        if start >= end:
            return
        name, after = _vint(file, start, keep_mark=True)
        size, body = _vint(file, after, keep_mark=False)
        stop = end if size == (1 << 7 * (body - after)) - 1 else body + size
        if stop > end:
            raise NotThat
        yield name, body, stop
        start = stop


def _vint(file: BinaryIO, place: int, *, keep_mark: bool) -> tuple[int, int]:
    first = at(file, place, 1)[0]
    size = 9 - first.bit_length()
    if first == 0:
        raise NotThat
    raw = int.from_bytes(at(file, place, size), "big")
    return (raw if keep_mark else raw & ((1 << 7 * size) - 1)), place + size


def _text(file: BinaryIO, place: list[int] | None) -> str:
    raw = at(file, place[0], min(40, place[1] - place[0])) if place else b""
    return raw.rstrip(b"\0").decode("ascii", "replace")


def _number(file: BinaryIO, place: list[int] | None) -> int:
    return int.from_bytes(at(file, place[0], min(8, place[1] - place[0])), "big") if place else 0
