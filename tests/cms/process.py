"""A Python process of its own, for what is settled once when a process starts."""

import os
import subprocess
import sys

from django.conf import settings


def start(code: str = "import cms.settings", **variables: str) -> subprocess.CompletedProcess:
    """Runs this code with these variables and none of ours. An empty one hides what a developer's `.env` says."""
    clean = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    given = {
        "SECRET_KEY": "x" * 50,
        "ALLOWED_HOSTS": "a.example",
        "DATABASE_URL": "sqlite:///:memory:",
        "CACHE_URL": "locmemcache://",
        "DEBUG": "False",
        "SITE_URL": "http://a.example",
        "TRUSTED_PROXIES": "0",
    }
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=settings.BASE_DIR,
        env=clean | given | variables,
        capture_output=True,
        text=True,
        check=False,
    )


WITH_DJANGO = """
import os
os.environ["DJANGO_SETTINGS_MODULE"] = "cms.settings"
import django
django.setup()
from django.conf import settings
from django.test import Client
"""
