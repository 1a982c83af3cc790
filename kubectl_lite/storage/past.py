"""The journal before the part in memory: segments, read one at a time, of which only the lines that matter are looked at. Never writes."""
from __future__ import annotations

import json
from bisect import bisect_left

from kubectl_lite.storage.protocol import Compacted, StoreError
from kubectl_lite.storage.record import revision_of, sound

_NOTE = b',"note":{'
_START = 1 << 16  # bytes of a segment in which its first time is looked for


def older(journal, files, layout, revision: int, needle: bytes):
    """The lines of all commits after a revision up to the journal's base that contain `needle`, oldest first. Compacted if they are forgotten."""
    last = journal.base
    for name in _names(journal, revision):
        data = files.read(layout.segment(name))
        if data is None:
            raise Compacted(revision, journal.compacted())
        yield from (line for line in _matching(data, needle) if revision < revision_of(line) <= last)


def recent(journal, files, layout, needle: bytes, wanted, count: int) -> list:
    """The last `count` lines (or some more) that contain `needle` and are wanted(line), oldest first; what came before them is not looked at."""
    found = [line for line in journal.lines if needle in line and wanted(line)]
    compacted, base = journal.compacted(), journal.base
    for name in reversed(journal.segments()):
        if len(found) >= count:
            break
        lines = _matching(files.read(layout.segment(name)) or b"", needle)
        found = [line for line in lines if compacted < revision_of(line) <= base and wanted(line)] + found
    return found


def _names(journal, revision):
    """The segments that hold what came after a revision."""
    compacted = journal.compacted()
    names = journal.segments()
    first = bisect_left(names, f"{revision + 2:020d}") - 1
    if revision < compacted or first < 0 < len(names):
        raise Compacted(revision, max(compacted, revision + 1))
    return names[max(first, 0):]


def _matching(data, needle):
    """The commits' lines in a segment's bytes that contain the needle, verified."""
    start = 0
    while True:
        hit = data.find(needle, start) if needle else start
        if hit < 0 or hit >= len(data):
            return
        begin, end = data.rfind(b"\n", 0, hit) + 1, data.find(b"\n", hit)
        if end < 0:
            return
        line = data[begin:end]
        start = end + 1
        if not sound(line):
            if end + 1 >= len(data):
                return
            raise StoreError("the journal is damaged (a line's checksum is wrong): see `kubectl-lite store check`")
        if revision_of(line):
            yield line


def revision_at(journal, files, layout, moment: str) -> int:
    """The revision of the last commit that was noted not after a moment (a time as notes have it); 0 when none is remembered."""
    for name in reversed(journal.segments()):
        begun = _first_time(files, layout.segment(name))
        if begun and begun <= moment:
            return _last_until(files.read(layout.segment(name)) or b"", moment)
    return 0


def _first_time(files, path):
    """When a segment was begun; "" when no line at its start says so."""
    fd = files.open(path)
    if fd is None:
        return ""
    try:
        size = _START
        while True:
            data = files.part(fd, 0, size)
            found = next(filter(None, map(time_of, data.split(b"\n")[:-1])), "")
            if found or len(data) < size:
                return found
            size *= 16
    finally:
        files.close(fd)


def _last_until(data, moment):
    found = start = 0
    while (end := data.find(b"\n", start)) >= 0:
        line = data[start:end]
        time = time_of(line)
        if time > moment:
            break
        found, start = revision_of(line) or found, end + 1
    return found


def time_of(line: bytes) -> str:
    """The time in the note of a commit's line, "" when it has none. The note comes last, so its value is not looked at."""
    at = line.rfind(_NOTE)
    if at < 0:
        return ""
    try:
        return json.loads(b"{" + line[at + 1:])["note"].get("time", "")
    except ValueError:
        return ""  # something like a note within a value
