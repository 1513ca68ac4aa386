"""How a permission is answered: from grants. May this role ever; with a section, may this person there."""

from django.contrib.auth.backends import ModelBackend


class GrantBackend(ModelBackend):
    """Passwords as in Django; permissions from grants alone, never from groups or single rights.

    `has_perm(p)` asks whether anywhere; `has_perm(p, section)` whether in that section, to which a
    grant on its parent reaches too.
    """

    def get_all_permissions(self, user_obj, obj=None) -> set[str]:
        if not user_obj.is_active or user_obj.is_anonymous:
            return set()
        return {p for p in user_obj.reach if self._reaches(user_obj, p, obj)}

    def has_perm(self, user_obj, perm: str, obj=None) -> bool:
        if not user_obj.is_active or user_obj.is_anonymous or perm not in user_obj.reach:
            return False
        return self._reaches(user_obj, perm, obj)

    def has_module_perms(self, user_obj, app_label: str) -> bool:
        return any(p.startswith(f"{app_label}.") for p in self.get_all_permissions(user_obj))

    @staticmethod
    def _reaches(user_obj, perm: str, section) -> bool:
        where = user_obj.reach[perm]
        return section is None or where is None or section.pk in where or section.parent_id in where
