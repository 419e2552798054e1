"""What goes wrong in the press, as named errors."""


class RenderReachedOut(RuntimeError):
    """A page being printed opened a file for writing or a network connection: renders only read."""

    def __init__(self, what: str) -> None:
        super().__init__(f"A page being printed may only read rows; it tried: {what}.")


class CannotAnswer(RuntimeError):
    """The page can neither be made nor shown as it was: the database does not answer."""


class ToBePrinted(Exception):
    """A surface has to be printed before the answer can be put together; carries its name."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class CannotExport(RuntimeError):
    """The emergency copy cannot be written, or not to its end; says why, and what to do."""


class MustWait(Exception):
    """Somebody has to be waited for, and who asks does not wait."""
