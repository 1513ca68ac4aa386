"""What the tests' settings are read from: set before Django is loaded, whatever a local `.env` says."""

import atexit
import os
import shutil
import tempfile

_ROOM = tempfile.mkdtemp(prefix="toasoan-tests-")
atexit.register(shutil.rmtree, _ROOM, ignore_errors=True)
os.mkdir(f"{_ROOM}/static")
os.environ |= {
    "SECRET_KEY": "for-tests-only",
    "DEBUG": "False",
    "DEMO_ACCOUNTS": "True",
    "ALLOWED_HOSTS": "testserver,127.0.0.1,localhost",
    "SITE_URL": "http://testserver",
    "SITE_OWN_TEXT_APPROVAL": "False",
    "TRUSTED_PROXIES": "0",
    "MEDIA_ROOT": f"{_ROOM}/media",
    "PRIVATE_ROOT": f"{_ROOM}/private",
    "STATIC_ROOT": f"{_ROOM}/static",
    "EMAIL_URL": "memorymail://",
    "CACHE_URL": "locmemcache://",
}
os.environ.setdefault("DATABASE_URL", f"sqlite:///{_ROOM}/tests.sqlite3")
