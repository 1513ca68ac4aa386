"""How much a form may bring with it: more than the largest file we take is turned away before it is written anywhere.

Django reads a form to its end before any view is asked, also for people who may send nothing at all.
"""

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler

# Of the form around the file.
_BESIDE = 1024 * 1024


def most_bytes() -> int:
    megabytes = (settings.FILE_MAX_MB_DOCUMENT, settings.FILE_MAX_MB_AUDIO, settings.FILE_MAX_MB_VIDEO)
    largest = max(megabytes) * 1024 * 1024
    return max(largest, settings.PHOTO_MAX_BYTES, settings.WORD_MAX_BYTES) + _BESIDE


class Bounded(FileUploadHandler):
    """First in line; it takes nothing itself. Without a length there is no body to read."""

    def handle_raw_input(self, input_data, META, content_length, boundary, encoding=None) -> None:
        if content_length > most_bytes():
            raise RequestDataTooBig("more than the largest file we take")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        return raw_data

    def file_complete(self, file_size: int) -> None:
        return None
