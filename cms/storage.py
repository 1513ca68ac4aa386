"""Static files under names that carry their hash, so that they may be kept for ever."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStatic(CompressedManifestStaticFilesStorage):
    # The editor builds the addresses of its plugins and skins itself, without a hash.
    keep_only_hashed_files = False
    manifest_strict = False
    # Modules import each other by hashed names too: old and new never mix after a deployment.
    support_js_module_import_aggregation = True
