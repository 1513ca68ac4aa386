"""Who may do what with a file. The files are the whole site's: no section is asked."""

from accounts.models import User
from files.models import File

ADD = "files.add_file"
CHANGE = "files.change_file"


def can_enter(user: User) -> bool:
    """Whoever brings files in sees all of them."""
    return user.has_perm(ADD)


def may_describe(user: User, file: File) -> bool:
    """Her own, and others' by a right of its own. Whoever names a file may delete it while it is unused."""
    own = file.added_by_id is not None and file.added_by_id == user.pk
    return can_enter(user) and (own or user.has_perm(CHANGE))
