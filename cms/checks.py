"""System checks of the site as a whole."""

from django.conf import settings
from django.core import checks

from cms import colours, triggers


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


def colours_can_be_read(app_configs, **kwargs) -> list[checks.CheckMessage]:
    """The site's own colours: as words on paper and on boxes, with words on them, in both schemes."""
    given = {"SITE_ACCENT": colours.LIGHT, "SITE_ACCENT_DARK": colours.DARK}
    return [problem for name, scheme in given.items() for problem in _of_colour(name, scheme)]


def _of_colour(name: str, scheme: str) -> list[checks.CheckMessage]:
    colour, papers = getattr(settings, name), colours.tokens(scheme)
    if not colours.is_colour(colour):
        hint = "Write six digits after a #, like #8f1d1d."
        return [checks.Error(f"{name} is no colour: {colour!r}.", hint=hint, id="cms.E003")]
    grounds = [papers[ground] for ground in ("paper", "paper-raised", "mark")]
    least = min(colours.contrast(colour, ground) for ground in (*grounds, colours.ink_on(colour)))
    if least >= colours.FOR_WORDS:
        return []
    hint = f"Choose a {'darker' if scheme == colours.LIGHT else 'lighter'} one."
    said = f"{name} can't be read by everybody: its contrast is {least:.1f}, at least {colours.FOR_WORDS} is needed."
    return [checks.Error(said, hint=hint, id="cms.E004")]


def register() -> None:
    checks.register(colours_can_be_read)
    checks.register(triggers_are_laid, checks.Tags.database)
    checks.register(mail_leaves_the_machine, "mail", deploy=True)
