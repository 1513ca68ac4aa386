"""A reader at the form of the newsroom's letters."""

from django.http import HttpResponse
from django.test import Client

from tests.comments.readers import FROM_HERE, typed

ADDRESS = "/gui-tin/"
WORDS = {
    "kind": "tip",
    "subject": "Cầu treo bản Mẫu hỏng",
    "body": "Sáng nay ván cầu treo gãy, các cháu phải lội suối đi học.\n\nMong tòa soạn về xem.",
    "name": "Lò Văn Đọc",
    "email": "lo.van.doc@vi-du.example",
    "phone": "",
    "consent": "on",
    "website": "",
}
__all__ = ["ADDRESS", "FROM_HERE", "WORDS", "send", "typed"]


def send(*, client: Client | None = None, headers: dict = FROM_HERE, **given) -> HttpResponse:
    """Posts a letter as a browser without cookies does; a field given as None is not sent."""
    data = {field: value for field, value in (WORDS | given).items() if value is not None}
    client = client or Client(enforce_csrf_checks=True)
    return client.post(ADDRESS, data, headers=headers)
