"""An order to take a picture off is called by one name wherever it is told."""

import pytest
from django.utils.translation import gettext

SAID = [
    "“%(name)s” was taken off every page on %(when)s, on the order of %(ordered_by)s. "
    "Ask %(who)s before it is used again.",
    "Write on whose order the picture is taken off.",
    "“On whose order” holds %(limit)d characters: write the name and the office.",
    "It was taken off already: at %(when)s, by %(who)s, on the order of %(ordered_by)s.",
    "This picture was taken off every page at %(when)s, on the order of %(ordered_by)s.",
    "on the order of",
]


@pytest.mark.parametrize("msgid", SAID)
def test_an_order_has_one_name(msgid):
    assert "theo chỉ đạo của" in gettext(msgid).lower()
