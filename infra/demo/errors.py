"""What ends the demo."""


class DemoError(RuntimeError):
    """The demo cannot start or go on; the message says why and what to do."""


class Stopped(BaseException):  # a handler for Exception must not keep Ctrl-C from ending the demo
    """Ctrl-C or a signal asked the demo to end."""
