"""Word wrapping as go-wordwrap does it: lines end at blanks, words longer than the limit stay whole, line ends of the text are kept."""
from __future__ import annotations

import re

WORDS = re.compile(r"\S+")


def wrap(text: str, limit: int) -> str:
    """The text in lines of at most `limit` characters."""
    return "\n".join(_line(line, limit) for line in text.split("\n"))


def _line(line: str, limit: int) -> str:
    out, width, end = [], 0, 0
    for word in WORDS.finditer(line):
        blanks, end = line[end:word.start()], word.end()
        length = end - word.start()
        if width + len(blanks) + length > limit and width and length < limit:
            out.append("\n")
            blanks, width = "", 0
        out += [blanks, word[0]]
        width += len(blanks) + length
    rest = line[end:]
    return "".join(out) + (rest if width + len(rest) <= limit else "")
