"""System checks of the site as a whole."""

from django.conf import settings
from django.core import checks

from cms import triggers


def triggers_are_laid(app_configs, databases=None, **kwargs) -> list[checks.CheckMessage]:
    """Every rule that lives in a trigger stands in the database (`check --database default`)."""
    return [
        checks.Error(
            f"The trigger {name} is missing in '{using}'.", hint="Run `manage.py migrate`.", id="cms.E001"
        )
        for using in databases or []
        for name in triggers.missing(using)
    ]


def mail_leaves_the_machine(app_configs, **kwargs) -> list[checks.CheckMessage]:
    """A password link that is printed into a log reaches nobody, or the wrong one."""
    if settings.EMAIL_BACKEND == "django.core.mail.backends.smtp.EmailBackend":
        return []
    hint = "Set EMAIL_URL to the address of a mail server, as in .env.example."
    return [checks.Error("Mail is not sent, only printed or kept here.", hint=hint, id="cms.E002")]


def register() -> None:
    checks.register(triggers_are_laid, checks.Tags.database)
    checks.register(mail_leaves_the_machine, "mail", deploy=True)
