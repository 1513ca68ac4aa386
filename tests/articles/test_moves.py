"""The gate."""

import pytest

from articles import moves
from tests.factories import AT, MINUTE, make_edition

pytestmark = pytest.mark.django_db


def test_the_chain_from_draft_to_live(cast, khoa_giao):
    edition = make_edition(by=cast.phongvien, section=khoa_giao)
    edition = moves.make("submit", edition, by=cast.phongvien, seen=edition.stamp, at=AT)
    edition = moves.make("pass_on", edition, by=cast.bientapvien, seen=edition.stamp, at=AT)
    edition = moves.make("approve", edition, by=cast.tongbientap, seen=edition.stamp, at=AT + MINUTE)
    assert not edition.is_live(AT)
    assert edition.is_live(AT + MINUTE)
