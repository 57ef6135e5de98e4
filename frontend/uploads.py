"""How uploaded files come in: into memory, and never more of one than the largest thing that is uploaded may have."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.files.uploadhandler import FileUploadHandler

from sop_library.bpmn.reading import LARGEST


class SmallFiles(FileUploadHandler):
    """Keeps the first LARGEST bytes (an SOP as BPMN) and one more, by which a form sees that it was too much.

    So what is cut here is larger than any form takes, and none reads a part as the whole. Nothing goes to a disk.
    """

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.body = bytearray()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self.body += raw_data[: LARGEST + 1 - len(self.body)]

    def file_complete(self, file_size: int) -> SimpleUploadedFile:
        return SimpleUploadedFile(self.file_name or "", bytes(self.body), self.content_type or "")
