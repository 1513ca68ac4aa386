"""Folders of each test's own for what is shown, and for what was taken off."""

from pathlib import Path

import pytest


@pytest.fixture
def media(settings, tmp_path, db) -> Path:
    settings.MEDIA_ROOT = str(tmp_path / "media")
    settings.PRIVATE_ROOT = str(tmp_path / "private")
    return tmp_path / "media"


@pytest.fixture
def private(media, tmp_path) -> Path:
    return tmp_path / "private"
