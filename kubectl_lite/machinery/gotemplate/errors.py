"""The error of templates. `output` is what was written before an execution failed."""
from __future__ import annotations


class TemplateError(Exception):
    """A template that cannot be parsed or executed; the text is Go's."""

    def __init__(self, message: str, output: str = ""):
        super().__init__(message)
        self.output = output
