"""Where the files of a picture lie: in the open, or, once it was taken off every page, in a folder that nothing serves.

The row says which; files follow it. Whoever is interrupted, or meets another, is set right by the next who looks.
"""

from django.conf import settings
from django.core.files import File
from django.core.files.storage import Storage

from cms.storage import WholeFiles
from photos.models import Photo


def private() -> WholeFiles:
    """Kept for the record, outside what any server answers from."""
    return WholeFiles(location=settings.PRIVATE_ROOT, base_url=None)


def folder_of(photo: Photo) -> str:
    """The folder of its renditions, beside the master and named as it."""
    return photo.file.name.rpartition(".")[0]


def kept_small(photo: Photo) -> File:
    """The small one of a picture that was taken off; it may still be on its way. Raises FileNotFoundError."""
    if not photo.is_removed:
        raise FileNotFoundError(photo.small.name)
    try:
        return private().open(photo.small.name)
    except FileNotFoundError:
        return photo.small.storage.open(photo.small.name)


def names_in(storage: Storage, folder: str) -> list[str]:
    """The files in a folder; none when it is not there."""
    try:
        return [f"{folder}/{name}" for name in storage.listdir(folder)[1]]
    except FileNotFoundError:
        return []


def put_in_place(photo_id: int) -> None:
    """Moves master and small one to where the row says, and drops renditions of a picture that was taken off.

    The row is read again afterwards: whoever changed it meanwhile may have moved the files before us.
    """
    settled = None
    while True:
        photo = Photo.objects.filter(pk=photo_id).first()
        if photo is None or photo.is_removed == settled:
            return
        settled = photo.is_removed
        _move(photo, into=private() if settled else photo.file.storage)
        if settled:
            drop_renditions(photo)


def drop_renditions(photo: Photo) -> None:
    """Every file of its folder: they can be made anew."""
    storage = photo.file.storage
    for name in names_in(storage, folder_of(photo)):
        storage.delete(name)


def _move(photo: Photo, *, into: WholeFiles) -> None:
    """Copies, then deletes: the two folders may lie on two disks."""
    out_of = photo.file.storage if into is not photo.file.storage else private()
    for name in (photo.file.name, photo.small.name):
        if not out_of.exists(name):
            continue
        with out_of.open(name) as content:
            into.replace(name, content)
        out_of.delete(name)
