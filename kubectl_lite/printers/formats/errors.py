"""FormatError: a -o that cannot be followed, or an object it cannot print. `output` is what was printed before it failed."""
from __future__ import annotations


class FormatError(Exception):
    """The text is kubectl's, without `error: `."""
    clear = True  # the command line prints it as it stands

    def __init__(self, message: str, output: str = ""):
        super().__init__(message)
        self.output = output
