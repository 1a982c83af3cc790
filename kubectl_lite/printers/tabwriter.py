"""Go's text/tabwriter: columns of tab-terminated cells, aligned over adjacent lines. Knows nothing of tables or kinds.

A cell belongs to a column only if a tab ends it; the text after the last tab of a line is not aligned.
A column is as wide as its widest cell plus the padding within a run of lines that all have that cell.
"""
from __future__ import annotations


def align(text: str, minwidth: int = 0, padding: int = 2) -> str:
    """The text with its tabs replaced by spaces (pad character blank, no flags, as kubectl initialises its writers).

    A form feed ends a line and all columns with it; a vertical tab ends a cell as a tab does.
    """
    return "\n".join(_align(part, minwidth, padding) for part in text.replace("\v", "\t").split("\f"))


def _align(text: str, minwidth: int, padding: int) -> str:
    lines = [line.split("\t") for line in text.split("\n")]
    out: list[str] = []
    _Block(lines, minwidth, padding, out).format(0, len(lines))
    return "\n".join(out)


class _Block:
    """The state of one alignment: the widths of the columns that are open, from left to right."""
    __slots__ = ("lines", "minwidth", "padding", "out", "widths")

    def __init__(self, lines, minwidth, padding, out):
        self.lines, self.minwidth, self.padding, self.out = lines, minwidth, padding, out
        self.widths: list[int] = []

    def format(self, start: int, end: int) -> None:
        """Writes the lines start..end, whose first len(self.widths) columns are known."""
        column, this = len(self.widths), start
        while this < end:
            if column < len(self.lines[this]) - 1:
                self._write(start, this)
                start, this = this, self._column_end(this, end, column)
                self._nested(start, this, column)
                start = this
            else:
                this += 1
        self._write(start, end)

    def _column_end(self, this: int, end: int, column: int) -> int:
        while this < end and column < len(self.lines[this]) - 1:
            this += 1
        return this

    def _nested(self, start: int, end: int, column: int) -> None:
        widest = max(len(self.lines[i][column]) for i in range(start, end))
        self.widths.append(max(self.minwidth, widest + self.padding))
        self.format(start, end)
        self.widths.pop()

    def _write(self, start: int, end: int) -> None:
        for cells in self.lines[start:end]:
            padded = [cell.ljust(width) for cell, width in zip(cells, self.widths)]
            self.out.append("".join(padded + cells[len(padded):]))
