"""An upload that is too big is left unread: nothing beyond the limit is taken from the network."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.http import HttpRequest

from arraigo.core.reading.limits import MAX_FILE

#: What the other answers of a form may weigh beside its file, bytes.
BESIDE_THE_FILE = 1024 * 1024
_MARK = "arraigo.upload_too_big"


class BoundedUpload(FileUploadHandler):
    """Stops reading a request at a file of more than 10 MB.

    By what the request says it weighs, before the first byte of the file; or, where it says
    less than is true, at the byte too many. The answers sent before the file are kept, so its
    form comes back filled: the file is asked for last.
    """

    def __init__(self, request: HttpRequest | None = None) -> None:
        super().__init__(request)
        self.announced, self.received = 0, 0

    def handle_raw_input(
        self, input_data: Any, META: Any, content_length: int, boundary: Any, encoding: Any = None
    ) -> None:
        """Remember how much is announced."""
        self.announced = content_length

    def new_file(self, *args: Any, **options: Any) -> None:
        """Stop before a file that cannot be small enough."""
        super().new_file(*args, **options)
        if self.announced > MAX_FILE + BESIDE_THE_FILE:
            self._stop()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Hand the bytes on to who keeps them, up to the limit."""
        self.received += len(raw_data)
        if self.received > MAX_FILE:
            self._stop()
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """Leave the file to who keeps it."""

    def upload_interrupted(self) -> None:
        """Leave it: what was cut off is told by `was_cut_off`."""

    def _stop(self) -> None:
        if self.request is not None:
            self.request.META[_MARK] = True
        raise StopUpload(connection_reset=True)


def was_too_big(request: HttpRequest) -> bool:
    """Tell whether a file of this request was left unread because it weighs more than 10 MB."""
    return _MARK in request.META


def was_cut_off(request: HttpRequest) -> bool:
    """Tell whether fewer bytes of the body came than the request had announced.

    A connection that dies leaves a short body, which Django reads without a word.
    """
    announced = int(request.META.get("CONTENT_LENGTH") or 0)
    stream: Any = getattr(request, "_stream", None)
    read = getattr(stream, "_pos", announced)  # of Django's own LimitedStream
    return bool(read < announced)
