"""System checks of the site as a whole."""

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


def register() -> None:
    checks.register(triggers_are_laid, checks.Tags.database)
