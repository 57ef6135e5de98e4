"""Why a change to the office's staff, lanes or hours is not made, in words for the person who tried."""


class Refused(Exception):
    """Nothing was written. `code` is stable, `message` is for people, `field` names the input it belongs to, if any."""

    def __init__(self, code: str, message: str, *, field: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.message = message
        self.field = field


class NotAllowed(Refused):
    """This person may not do this."""
