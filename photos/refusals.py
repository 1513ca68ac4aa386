"""Why something is not done to a picture: each says so in words for the person who tried."""


class Refused(Exception):
    """`str()` is the reason and what to do."""


class NotPermitted(Refused):
    pass


class NotPossible(Refused):
    """The picture is not where this act starts."""


class Incomplete(Refused):
    """Something was not given, or was wrong; `field` names it."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


class Overtaken(Refused):
    """Somebody else was faster."""
