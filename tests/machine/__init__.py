"""What the tests need of the machine they run on: a PostgreSQL server and a Chromium.

Nothing in here imports Django, so that it can run before any database is there.
"""


class Missing(Exception):
    """Something cannot be had on this machine; the text is one line, naming the command that brings it."""
