"""Why nothing was done in the library. `code` is stable, the message is for whoever asked."""


class LibraryRefused(Exception):
    """Nothing was written."""

    def __init__(self, code: str, message: str) -> None:
        self.code = code
        self.message = message
        super().__init__(message)
