"""Sound told by what is in it: MP3, Ogg (Vorbis, Opus) and WAV. M4A is a film without pictures: see `files.film`."""

from typing import BinaryIO

from files.reading import Found, NotThat, at, length, refuse_two_in_one

_RATES = {  # kbit/s by index: MPEG 1 layer III, MPEG 2 and 2.5 layer III
    3: (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    2: (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
_SAMPLES = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}
_PCM, _FLOAT, _EXTENSIBLE = 1, 3, 0xFFFE


def mp3(file: BinaryIO) -> Found:
    """After its tag come frames, each as long as it says: two in a row are no chance."""
    refuse_two_in_one(file)
    place = 0
    head = at(file, 0, 10)
    if head[:3] == b"ID3":
        if any(byte & 0x80 for byte in head[6:10]):
            raise NotThat
        place = 10 + sum(byte << (7 * (3 - index)) for index, byte in enumerate(head[6:10]))
        place += 10 if head[5] & 0x10 else 0
        place = _past_zeros(file, place)
    for _frame in range(2):
        place += _frame_length(at(file, place, 4))
    return Found()


def _past_zeros(file: BinaryIO, place: int) -> int:
    """Some programs leave room behind the tag and don't count it."""
    file.seek(place)
    room = file.read(64 * 1024)
    return place + len(room) - len(room.lstrip(b"\0"))


def _frame_length(head: bytes) -> int:
    word = int.from_bytes(head, "big")
    version, layer = word >> 19 & 3, word >> 17 & 3
    bitrate, rate, padding = word >> 12 & 15, word >> 10 & 3, word >> 9 & 1
    if word >> 21 != 0x7FF or version == 1 or layer != 1 or bitrate in (0, 15) or rate == 3:
        raise NotThat
    kilobits = _RATES[3 if version == 3 else 2][bitrate]
    return (144 if version == 3 else 72) * kilobits * 1000 // _SAMPLES[version][rate] + padding


def ogg(file: BinaryIO) -> Found:
    refuse_two_in_one(file)
    head = at(file, 0, 27)
    if head[:5] != b"OggS\0" or not head[5] & 2:
        raise NotThat
    if not at(file, 27 + head[26], 8).startswith((b"\x01vorbis", b"OpusHead")):
        raise NotThat
    return Found()


def wav(file: BinaryIO) -> Found:
    refuse_two_in_one(file)
    head = at(file, 0, 36)
    sound = int.from_bytes(head[20:22], "little")
    if head[:4] != b"RIFF" or head[8:16] != b"WAVEfmt " or sound not in (_PCM, _FLOAT, _EXTENSIBLE):
        raise NotThat
    if int.from_bytes(head[4:8], "little") + 8 > length(file) + 1:
        raise NotThat
    return Found()
