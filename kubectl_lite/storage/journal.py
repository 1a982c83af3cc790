"""The journal, read: segments of one-line commits, and the part since the checkpoint kept in memory. Never writes.

The journal is the truth. A registry file can only hold what was in the journal before, so files read first and then overlaid with every
commit from the checkpoint to the journal's end are exactly the state at that end; no lock is needed. A torn last line is no commit yet.
"""
from __future__ import annotations

import json
from bisect import bisect_right
from zlib import crc32

from kubectl_lite.storage.protocol import Moves, StoreError
from kubectl_lite.storage.record import Record, keys_of, may_end, next_of, revision_of, sound

FORMAT = 1
_KEPT = 4096  # commits a long-lived process keeps in memory before it looks for a later place to begin
_SKIMMED = 1 << 19  # bytes of journal that a search for one key looks through without taking them in


class Checkpoint:
    """Up to `revision`, files and sums are complete and flushed; the journal goes on in `segment` at `offset`. Older than `compacted` is forgotten.

    Also the mark of a hint: then sums are up to date but not flushed, and `trace` tells whether it belongs to the journal that is there.
    """

    __slots__ = ("revision", "segment", "offset", "compacted", "trace")

    def __init__(self, revision, segment, offset, compacted, trace=None):
        self.revision, self.segment, self.offset, self.compacted, self.trace = revision, segment, offset, compacted, trace

    def text(self) -> bytes:
        """The content of the checkpoint file."""
        return (f'{{"format":{FORMAT},"revision":{self.revision},"segment":"{self.segment}",'
                f'"offset":{self.offset},"compacted":{self.compacted}}}\n').encode()


def parsed_checkpoint(data: bytes, path: str) -> Checkpoint:
    """The checkpoint of a file's content."""
    try:
        content = json.loads(data)
        if content["format"] == FORMAT:
            return Checkpoint(int(content["revision"]), str(content["segment"]), int(content["offset"]), int(content["compacted"]))
        problem = f"has format {content['format']}, this program knows {FORMAT}: use the version of kubectl-lite that wrote it"
    except (ValueError, KeyError, TypeError):
        problem = "is no checkpoint: restore the directory from a copy or a snapshot"
    raise StoreError(f"{path} {problem}")


class Hint:
    """What this machine, since it was started, has done but not flushed: files are written up to `applied`, sums are up to date at `mark`.

    After a power failure nothing of it need be true, so it names the start of the machine it speaks of (`boot`); nor in a copy, whose files
    may be of several moments, so it names its own file (`home`).
    """

    __slots__ = ("applied", "mark", "boot", "home")

    def __init__(self, applied, mark, boot, home):
        self.applied, self.mark, self.boot, self.home = applied, mark, boot, home

    def text(self) -> bytes:
        """The content of the applied file; of one length, so that it can be overwritten in place."""
        mark = self.mark
        rest = b"%020d %020d %s %020d %08x %s %s" % (self.applied, mark.revision, mark.segment.encode(), mark.offset, mark.trace, self.boot, self.home)
        return b"%08x %s\n" % (crc32(rest), rest)


def read_hint(files, layout):
    """The Hint in force, or None when there is none, the machine was started again since, or the directory was copied."""
    hint = _written_hint(files, layout)
    return hint if hint is not None and hint.boot == boot(files) and hint.home == home(files, layout) else None


def is_copy(files, layout) -> bool:
    """Whether the directory was copied, and not written to since."""
    hint = _written_hint(files, layout)
    return hint is not None and hint.home != home(files, layout)


def _written_hint(files, layout):
    line = (files.read(layout.applied) or b"").partition(b"\n")[0]
    fields = line[9:].split(b" ")
    if len(fields) != 7 or line[:8] != b"%08x" % crc32(line[9:]):
        return None
    applied, revision, segment, offset, sign, start, place = fields
    return Hint(int(applied), Checkpoint(int(revision), segment.decode(), int(offset), 0, int(sign, 16)), start, place)


def home(files, layout) -> bytes:
    """What tells the hint's file from its copies: it is only ever written in place."""
    return b"%x-%x" % files.identity(layout.applied)


def trace(files, layout, mark) -> int:
    """What the journal has just before a mark: another journal (git has brought back an old one) has something else there."""
    fd = files.open(layout.segment(mark.segment))
    if fd is None:
        return -1
    try:
        start = max(mark.offset - 256, 0)
        return crc32(files.part(fd, start, mark.offset - start))
    finally:
        files.close(fd)


def boot(files) -> bytes:
    """What names this start of this machine."""
    return (files.read("/proc/sys/kernel/random/boot_id") or b"unknown").strip()


class Journal:
    """The commits since the checkpoint (or a later mark of the hint), each verified once, and the way to older ones."""

    def __init__(self, files, layout):
        self._files, self._layout = files, layout
        self.checkpoint = self.mark = None  # mark: where the part in memory begins
        self.lines: list[bytes] = []
        self.revisions: list[int] = []
        self.latest: dict[str, bytes] = {}  # key -> line of its last commit since the base
        self._moves = Moves()  # of the first self._noted lines
        self._noted = 0
        self.base = self.size = 0
        self._parsed = None, None
        self.unflushed = False  # this process's batch has commits in memory that are not in the file yet
        self.segment, self.offset = "", 0
        self.torn = False

    # ---- keeping up

    def open(self) -> bool:
        """Learn the checkpoint, once; False when nobody ever wrote here."""
        if self.checkpoint is None:
            data = self._files.read(self._layout.checkpoint)
            if data is None:
                return False
            self.checkpoint = parsed_checkpoint(data, self._layout.checkpoint)
            self._start(self._beginning())
        elif len(self.lines) > _KEPT and not self.unflushed and (later := self._beginning()).revision > self.base:
            self._start(later)
        return True

    def _beginning(self):
        """The mark to begin at: as late as can be, but at the very start in a copy, whose files may be older than its checkpoint."""
        files, layout = self._files, self._layout
        hint = _written_hint(files, layout)
        if hint is None:
            return self.checkpoint
        if hint.home != home(files, layout) and (names := self.segments()):
            return Checkpoint(int(names[0]) - 1, names[0], 0, 0)
        mark = hint.mark
        believed = hint.boot == boot(files) and mark.offset and mark.revision > self.checkpoint.revision and mark.trace == trace(files, layout, mark)
        return mark if believed else self.checkpoint

    def reset(self) -> None:
        """Forget everything: the next open() starts from the checkpoint. Not while commits of a batch are in memory only."""
        if not self.unflushed:
            self.checkpoint = None

    def _start(self, mark):
        self.mark, self.base = mark, mark.revision
        self.segment, self.offset = mark.segment, mark.offset
        self.lines, self.revisions, self.latest, self.size, self.torn = [], [], {}, 0, False
        self._moves, self._noted = Moves(), 0

    def refresh(self, needle: bytes = b"") -> bool:
        """Take in what was appended since the last look. False when the place was compacted or replaced: what was read before is void.

        Who needs one key only names its `needle`: what does not contain it is left for later, so that a get costs no more with a long journal.
        """
        while True:
            data, size = self._files.read_from(self._layout.segment(self.segment), self.offset)
            if data is None and not self.offset and self._begun():
                return True
            if data is None or size < self.offset:
                return self._lost(data is None)
            following = self._take(data) if data and not self._irrelevant(data, needle) else ""
            if not following:
                return True
            self.segment, self.offset = following, 0

    def _irrelevant(self, data, needle):
        """Whether these lines, the journal's last, do not speak of what is looked for."""
        return needle and len(data) <= _SKIMMED and needle not in data and not may_end(data)

    def _begun(self):
        """Whether the segment is missing because its writer died before it made it, or made it while the directory was copied."""
        data = self._files.read(self._layout.checkpoint)
        return bool(data) and parsed_checkpoint(data, self._layout.checkpoint).segment < self.segment or is_copy(self._files, self._layout)

    def _lost(self, missing):
        if (missing or self.lines == []) and self._files.read(self._layout.checkpoint) == self.checkpoint.text():
            raise StoreError(f"{self._layout.segment(self.segment)} is missing or cut, but the checkpoint needs it: "
                             "restore the directory from a copy or a snapshot")
        self.reset()
        return False

    def _take(self, data):
        """Verify the lines and keep them; answers the next segment's name at a segment's end."""
        lines, self.torn = data.split(b"\n"), False
        rest = lines.pop()
        for line in lines:
            if not sound(line):
                return self._broken(lines[-1] is line and not rest)
            self.offset += len(line) + 1
            revision = revision_of(line)
            if not revision:
                return next_of(line)
            self.keep(revision, line)
        self.torn = bool(rest)
        return ""

    def _broken(self, last):
        """A broken line begins what nobody was told is done, unless an acknowledged commit comes after it."""
        if not last:
            from kubectl_lite.storage.recovery import unfinished

            unfinished(self._files, self._layout.segment(self.segment), self)
        self.torn = True
        return ""

    def keep(self, revision: int, line: bytes) -> None:
        """A verified commit into memory."""
        self.lines.append(line)
        self.size += len(line)
        self.revisions.append(revision)
        for key in keys_of(line):
            self.latest[key] = line

    def last(self, key: str):
        """The Record of a key's last commit since the base, or None. The last one is kept parsed: a commit may have many keys."""
        line = self.latest.get(key)
        if line is None:
            return None
        if self._parsed[0] is not line:
            self._parsed = line, Record(line)
        return self._parsed[1]

    def drop(self, mark) -> None:
        """Sums are up to date at a new mark: go on from there."""
        self._start(mark)

    def revision(self) -> int:
        """The last known commit."""
        return self.revisions[-1] if self.revisions else self.base

    def moved(self, prefix: str) -> int:
        """The revision of the last known change below a prefix that ends with a slash, the base when there was none since."""
        for line, revision in zip(self.lines[self._noted:], self.revisions[self._noted:]):
            for key in keys_of(line):
                self._moves.note(key, revision)
        self._noted = len(self.lines)
        return self._moves.get(prefix, self.base)

    # ---- the past

    def compacted(self) -> int:
        """The oldest revision that can be read, as the checkpoint says now."""
        data = self._files.read(self._layout.checkpoint)
        return parsed_checkpoint(data, self._layout.checkpoint).compacted if data else 0

    def segments(self) -> list:
        """Names of all segments, oldest first."""
        return sorted(name for name in self._files.names(self._layout.journal)[0] if name.isdigit())

    def after(self, revision: int, needle: bytes = b""):
        """The lines of all commits with a greater revision, oldest first; only those that contain `needle`. Compacted if they are forgotten."""
        if revision >= self.base:
            start = bisect_right(self.revisions, revision)
            return [line for line in self.lines[start:] if needle in line]
        return self._before(revision, needle)

    def _before(self, revision, needle):
        from kubectl_lite.storage.past import older

        yield from older(self, self._files, self._layout, revision, needle)
        yield from (line for line in list(self.lines) if needle in line)
