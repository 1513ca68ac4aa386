"""How files are stored: static ones under names that carry their hash, brought-in ones whole or not at all."""

import os
import secrets

from django.core.files import File
from django.core.files.storage import FileSystemStorage
from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStatic(CompressedManifestStaticFilesStorage):
    # The editor builds the addresses of its plugins and skins itself, without a hash.
    keep_only_hashed_files = False
    manifest_strict = False
    # Modules import each other by hashed names too: old and new never mix after a deployment.
    support_js_module_import_aggregation = True


class WholeFiles(FileSystemStorage):
    """A file stands under its name once all of it is on the disk: a full disk or a power cut leaves no half of one."""

    def _save(self, name: str, content: File) -> str:
        return self.replace(name, content)

    def replace(self, name: str, content: File) -> str:
        """Stores under just this name, in place of what may be there; whoever reads gets the one or the other."""
        partial = f"{name}.{secrets.token_hex(4)}.part"
        try:
            super()._save(partial, content)
            with open(self.path(partial), "rb") as written:
                os.fsync(written.fileno())
            os.replace(self.path(partial), self.path(name))
        except BaseException:
            self.delete(partial)
            raise
        return name
