"""How much of an upload is kept before it is looked at? Nothing of one that is far too large."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest

from screening.evidence.source import LARGEST_BYTES

MOST_BODY_BYTES = LARGEST_BYTES + 64 * 1024  # the file, and the form around it


class TooLargeIsDropped(FileUploadHandler):
    """Lets the body of a request that is too large run past, so that no temporary file is made of it."""

    is_too_large = False

    def handle_raw_input(
        self, input_data: Any, META: Any, content_length: int, boundary: Any, encoding: Any = None
    ) -> None:
        self.is_too_large = content_length > MOST_BODY_BYTES

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        if self.is_too_large:
            raise SkipFile
        return raw_data

    def file_complete(self, file_size: int) -> None:
        return None


def is_too_large(request: HttpRequest) -> bool:
    length = str(request.META.get("CONTENT_LENGTH") or "0")
    return not length.isdigit() or int(length) > MOST_BODY_BYTES
