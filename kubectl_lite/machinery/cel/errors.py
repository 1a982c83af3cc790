"""The two ways an expression can fail, with cel-go's texts."""
from __future__ import annotations


class CompileError(Exception):
    """The expression does not parse or check; `issues` are (offset, message), str() is cel-go's report."""

    def __init__(self, text: str, issues: list):
        self.issues = issues
        super().__init__("\n".join(_shown(text, offset, message) for offset, message in issues))


def _shown(text, offset, message):
    """ERROR: <input>:LINE:COLUMN: message, the line, and a pointer under the place."""
    if not text.strip():
        return f"ERROR: <input>:1:0: {message}"  # there is no line to show
    before = text[:offset]
    line, column = before.count("\n") + 1, offset - (before.rfind("\n") + 1)
    source = text.split("\n")[line - 1] if text else ""
    return f"ERROR: <input>:{line}:{column + 1}: {message}\n | {source}\n | {'.' * column}^"


class EvaluationError(Exception):
    """The expression has no value; str() is cel-go's text, such as "no such key: a"."""


class CostExceeded(EvaluationError):
    """The expression costs more than one may; nothing makes up for that."""
