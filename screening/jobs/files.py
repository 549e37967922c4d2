"""Where do the files of jobs lie, and how do they come there whole or not at all?"""

import errno
import hashlib
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Self
from uuid import UUID

from django.conf import settings

PRIVATE_FILE = 0o600
PRIVATE_DIRECTORY = 0o700


class OutsideFiles(ValueError):
    """A path that leads out of the directory of files."""


class NotAsPublished(ValueError):
    """Something stands in a published file's place that is not what was put there."""


@dataclass(frozen=True)
class Written:
    """A file that an attempt has finished writing and has not published."""

    path: Path
    media_type: str
    size_bytes: int
    sha256: str

    @classmethod
    def of(cls, path: Path, media_type: str) -> Self:
        with path.open("rb") as file:
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        return cls(path, media_type, path.stat().st_size, sha256)

    @property
    def name(self) -> str:
        return self.path.name


def attempt_directory(practice_id: UUID, job_id: UUID, attempt: int) -> Path:
    return unpublished_directory(practice_id) / f"{job_id}.{attempt}"


def unpublished_directory(practice_id: UUID) -> Path:
    return settings.FILES_DIR / "tmp" / str(practice_id)


def published_directory(practice_id: UUID) -> Path:
    return settings.FILES_DIR / str(practice_id)


def published_place(practice_id: UUID, job_id: UUID, attempt: int, name: str) -> str:
    """The path below FILES_DIR; the attempt is part of it, so that no attempt overwrites another's file."""
    return f"{practice_id}/{job_id}/{attempt}-{name}"


def path_of(place: str) -> Path:
    """Raises OutsideFiles."""
    root = settings.FILES_DIR.resolve()
    path = root / place
    path = path.parent.resolve() / path.name  # the last part stays what it is, also where it is a link
    if path.name == ".." or root not in path.parents:
        raise OutsideFiles(place)
    return path


def open_published(place: str, *, size_bytes: int, sha256: str) -> BinaryIO:
    """
    A published file, read through once to see that it is still what was published.

    Raises:
        OutsideFiles, NotAsPublished, OSError: most often because it is not there.
    """
    file = os.fdopen(_open_itself(path_of(place)), "rb")
    try:
        facts = os.fstat(file.fileno())
        if not stat.S_ISREG(facts.st_mode) or facts.st_size != size_bytes:
            raise NotAsPublished(place)
        if hashlib.file_digest(file, "sha256").hexdigest() != sha256:
            raise NotAsPublished(place)
        file.seek(0)
    except BaseException:
        file.close()
        raise
    return file


def _open_itself(path: Path) -> int:
    """Not what a link leads to; and without waiting for who would write into a pipe."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError as error:
        if error.errno == errno.ELOOP:
            raise NotAsPublished(str(path)) from error
        raise
    if stat.S_ISDIR(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise NotAsPublished(str(path))
    return descriptor


@contextmanager
def written_file(path: Path) -> Iterator[BinaryIO]:
    """Open a new private file; it is on the disk when the block ends, and gone if the block failed."""
    make_private(path.parent)
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, PRIVATE_FILE)
    try:
        with os.fdopen(descriptor, "w+b") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    sync_directory(path.parent)


def move_into_place(source: Path, place: str) -> None:
    target = path_of(place)
    make_private(target.parent)
    source.rename(target)
    sync_directory(target.parent)
    sync_directory(target.parent.parent)


def make_private(directory: Path) -> None:
    """With all that lead to it below FILES_DIR; `parents=True` alone would leave those open to others."""
    if directory != settings.FILES_DIR:
        make_private(directory.parent)
    directory.mkdir(mode=PRIVATE_DIRECTORY, parents=True, exist_ok=True)


def sync_directory(directory: Path) -> None:
    descriptor = os.open(directory, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
