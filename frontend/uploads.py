"""How uploaded files come in: into memory, and never more of them than the one thing that is uploaded may have."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.files.uploadhandler import FileUploadHandler

from accounts.png import LARGEST


class SmallFiles(FileUploadHandler):
    """Keeps the first LARGEST bytes and one more, by which a form sees that it was too much. Nothing goes to a disk."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.body = b""

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self.body += raw_data[: LARGEST + 1 - len(self.body)]

    def file_complete(self, file_size: int) -> SimpleUploadedFile:
        return SimpleUploadedFile(self.file_name or "", self.body, self.content_type or "")
