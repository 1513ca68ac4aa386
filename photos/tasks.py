"""What the background worker is asked to do about pictures. Each may run twice, and in two workers at once.

The tasks name their pictures by id; what they do stands in modules that import the models, which import this one.
"""

from django_tasks import task


@task()
def make_renditions(photo_id: int) -> None:
    """All renditions of one picture, around its focal point as it is then."""
    from photos.making import make

    make(photo_id)


@task()
def sweep(photo_id: int, names: list[str]) -> None:
    """Files of older renditions, a day after they were replaced: until then a page that is kept may ask for them."""
    from photos.making import sweep as sweep_now

    sweep_now(photo_id, names)


@task()
def put_in_place(photo_id: int) -> None:
    """The files of a picture that was taken off, or put back: where the row says they belong."""
    from photos.keeping import put_in_place as put_now

    put_now(photo_id)
