"""Rows of cells as kubectl's tab writer aligns them: columns at least six wide, three blanks between them, the last one not padded.

A Grid remembers its widths, so that rows printed later (a watch) stand under the earlier ones as long as they fit.
"""
from __future__ import annotations

MINIMUM, PADDING = 6, 3


class Grid:
    """Column widths, growing with what is printed."""
    __slots__ = ("widths",)

    def __init__(self):
        self.widths: list[int] = []

    def text(self, rows: list) -> str:
        """The lines of rows of texts; rows may differ in length."""
        self._grow(rows)
        widths = self.widths
        return "".join("".join([cell.ljust(width) for cell, width in zip(row[:-1], widths)]) + (row[-1] if row else "") + "\n" for row in rows)

    def _grow(self, rows: list) -> None:
        for row in rows:
            for i, cell in enumerate(row[:-1]):
                needed = max(MINIMUM, len(cell) + PADDING)
                if i == len(self.widths):
                    self.widths.append(needed)
                elif needed > self.widths[i]:
                    self.widths[i] = needed


def escape(text: str) -> str:
    """Terminal escapes made harmless (printers.EscapeTerminal)."""
    return text.replace("\x1b", "^[").replace("\r", "\\r") if "\x1b" in text or "\r" in text else text
