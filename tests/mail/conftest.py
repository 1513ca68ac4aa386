"""Mail that goes to a real server."""

import pytest

from tests.mail import server


@pytest.fixture
def mail_server(settings):
    """A server that is up, and settings that send there."""
    with server.listening() as listening:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", listening.port
        yield listening
