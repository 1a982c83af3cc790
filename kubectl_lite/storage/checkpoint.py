"""Keeps the part of the journal that readers look through short, and now and then flushes files and forgets old segments.

Often: bring the sums up to date and move the hint's mark; readers on this machine begin there. Seldom: flush every file that was written since
the last checkpoint and move the checkpoint; readers begin there after a power failure, or in a copy. So a commit waits for the disk once.
Each step may be interrupted: until its mark has moved, the journal from the old one on says everything. Needs the writers' lock.
"""
from __future__ import annotations

import os
from zlib import crc32

from kubectl_lite.storage import text
from kubectl_lite.storage.journal import Checkpoint, parsed_checkpoint
from kubectl_lite.storage.layout import relative, segment_name
from kubectl_lite.storage.protocol import Compacted, FutureRevision, Unwritable
from kubectl_lite.storage.record import keys_of, sealed

BIG = 1 << 17  # a commit of so many bytes is not looked through twice
DUE_COMMITS, DUE_BYTES = 128, 1 << 18  # a reader looks through at most about so much journal
FLUSH_COMMITS = 8000  # and after a power failure through so much, or a segment
SEGMENT_BYTES = 16 << 20
KEEP_REVISIONS, KEEP_BYTES = 50_000, 64 << 20  # history beyond either is forgotten, a segment at a time
RESERVE_BYTES = 1 << 18  # compaction has this much when a disk is full
DROPS = 2  # at most so many segments are forgotten at one checkpoint, so that its work is bounded


class Checkpointer:
    """Makes checkpoints of one state directory."""

    def __init__(self, store, placer):
        self._store, self._files, self._layout, self._journal = store, store.files, store.layout, store.journal
        self._placer = placer

    def run_if_due(self):
        """Bring the sums up to date when the journal since the last time has grown long; make a checkpoint when it is very long."""
        journal = self._journal
        if len(journal.lines) < DUE_COMMITS and journal.size < DUE_BYTES and len(journal.lines[-1]) < BIG:
            return
        if journal.offset >= SEGMENT_BYTES or journal.revision() - journal.checkpoint.revision >= FLUSH_COMMITS:
            self.run()
            return
        self._write_sums(flush=False)
        journal.drop(Checkpoint(journal.revision(), journal.segment, journal.offset, 0))
        self._placer.hint()

    def run(self, rotate=False, whole=False):
        """A checkpoint at the journal's end; `whole`: nothing of the directory need be flushed yet."""
        journal = self._journal
        if whole:
            self._files.flush_all()
        else:
            self._flush_files()
        self._write_sums()
        mark = Checkpoint(journal.revision(), journal.segment, journal.offset, journal.compacted())
        if rotate or mark.offset >= SEGMENT_BYTES:
            mark = self._rotated(mark)
        self.write_marker(mark)
        journal.drop(mark)
        self._placer.hint()
        if mark.offset == 0:
            self._forget_surplus(mark)
            self.keep_reserve()

    def compact(self, revision):
        """See Store.compact."""
        now, compacted = self._journal.revision(), self._journal.compacted()
        if revision > now:
            raise FutureRevision(revision, now)
        if revision <= compacted:
            raise Compacted(revision, compacted)
        mark = stored_marker(self._files, self._layout)
        try:
            if compacted < mark.revision:
                self._forget(mark, min(revision, mark.revision))  # whole segments first: that needs next to nothing
            self.run(rotate=True)
            self._forget(self._journal.mark, revision)
        except OSError as error:
            raise Unwritable(f"cannot write to {self._layout.root}: {error.strerror or error}; "
                             "compaction has not ended: make a little room and run it again") from None
        self.keep_reserve()

    def make_room(self):
        """On a full disk, for what must be written before compaction can remove anything."""
        for name in self._files.names(self._layout.tmp)[0]:
            self._files.remove(f"{self._layout.tmp}/{name}")

    def keep_reserve(self):
        """Some space that compaction can have when nothing else is left."""
        if self._files.length(self._layout.reserve) == RESERVE_BYTES:
            return
        try:
            self._files.write(self._layout.reserve, bytes(RESERVE_BYTES))
        except OSError:
            self._files.remove(self._layout.reserve)

    def load(self, revision, entries):
        """Write files and sums of all entries, then the mark: see Writer.load."""
        sums = {}
        for entry in entries:
            directory, _, name = relative(entry.key).rpartition("/")
            data = text.page(entry.value)
            self._placer.put(entry.key, data)
            sums.setdefault(directory, {})[os.fsencode(name)] = b"%d %08x" % (entry.revision, crc32(data))
        self._write_all_sums(sums)
        self._files.flush_all()
        name, old = segment_name(revision + 1), self._journal.segment
        self.begin_segment(name)
        self.write_marker(mark := Checkpoint(revision, name, 0, revision))
        if old != name:
            self._files.remove(self._layout.segment(old))
        self._journal.drop(mark)

    def set_sum(self, key, entry):
        """The line of one key in the sums, as an Entry (or None) has it."""
        directory, _, name = relative(key).rpartition("/")
        line = b"%d %08x" % (entry.revision, crc32(text.page(entry.value))) if entry is not None else b""
        self._write_all_sums({directory: {os.fsencode(name): line}})

    def write_marker(self, mark):
        """Move the mark, durably."""
        temporary = f"{self._layout.tmp}/mark"
        self._files.make_directories(self._layout.tmp)
        self._files.write(temporary, mark.text(), flush=True)
        self._files.rename(temporary, self._layout.checkpoint)
        self._files.flush(self._layout.journal)
        self._journal.checkpoint = mark

    # ---- files and sums

    def _flush_files(self):
        """Flush every registry file that was written since the checkpoint, its directory, and the directories of the sums."""
        directories, keys = set(), set()
        for line in self._journal.after(stored_marker(self._files, self._layout).revision):
            keys.update(keys_of(line))
        for key in sorted(keys):
            path = self._layout.file(relative(key))
            self._files.flush(path)
            directories.update(_up_to(os.path.dirname(path), self._layout.root))
            directories.update(_up_to(os.path.dirname(self._layout.sums_file(relative(key).rpartition("/")[0])), self._layout.root))
        for directory in sorted(directories, reverse=True):
            self._files.flush(directory)

    def _write_sums(self, flush=True):
        changes = {}
        for key in self._journal.latest:
            directory, _, name = relative(key).rpartition("/")
            changes.setdefault(directory, {})[os.fsencode(name)] = _sum_line(self._journal.last(key), key)
        self._write_all_sums(changes, flush)

    def _write_all_sums(self, changes, flush=True):
        directories = set()
        for directory, changed in changes.items():
            file = self._layout.sums_file(directory)
            self._write_sums_of(directory, file, changed)
            directories.update(_up_to(os.path.dirname(file), self._layout.root))
        for directory in sorted(directories, reverse=True) if flush else ():
            self._files.flush(directory)

    def _write_sums_of(self, directory, file, changed):
        sums = self._store.registry.sums(directory)
        sums.update(changed)
        data = b"".join(b"%s %s\n" % (name, sums[name]) for name in sorted(sums) if sums[name])
        if not data:
            self._files.remove(file)
            directory = os.path.dirname(file)
            while directory != self._layout.sums and self._files.remove_directory(directory):
                directory = os.path.dirname(directory)
            return
        temporary = f"{self._layout.tmp}/sums"
        self._files.write(temporary, data, flush=True)
        self._files.make_directories(os.path.dirname(file))
        self._files.rename(temporary, file)

    # ---- segments

    def _rotated(self, mark):
        """End the segment and begin the next; a reader that stands in the old one finds the name of the new one at its end."""
        name = segment_name(mark.revision + 1)
        if name == mark.segment:
            return mark
        old = self._layout.segment(mark.segment)
        self._files.append(old, sealed(b'"next":"%s"}' % name.encode()), flush=True)
        self.begin_segment(name)
        return Checkpoint(mark.revision, name, 0, mark.compacted)

    def begin_segment(self, name):
        """An empty segment, on the disk with its name before anything says that it is there."""
        self._files.write(self._layout.segment(name), b"", flush=True)
        self._files.flush(self._layout.journal)

    def _forget_surplus(self, mark):
        names = self._journal.segments()
        sizes = [self._files.length(self._layout.segment(name)) for name in names]
        drop = 0
        while drop < min(DROPS, len(names) - 1) and (
                sum(sizes[drop:]) > KEEP_BYTES or int(names[drop + 1]) <= mark.revision - KEEP_REVISIONS):
            drop += 1
        if drop:
            self._forget(mark, int(names[drop]) - 1)

    def _forget(self, mark, revision):
        """Make `revision` the oldest that can be read; segments without a younger commit go."""
        mark = Checkpoint(mark.revision, mark.segment, mark.offset, max(self._journal.compacted(), revision))  # never back
        self.write_marker(mark)
        names = self._journal.segments()
        for name, following in zip(names, names[1:]):
            if int(following) <= revision + 1 and name != mark.segment:
                self._files.remove(self._layout.segment(name))


def stored_marker(files, layout):
    """The checkpoint as it is on the disk."""
    return parsed_checkpoint(files.read(layout.checkpoint), layout.checkpoint)


def _sum_line(record, key):
    operation = record.operation(key)
    return b"%d %s" % (record.revision, operation["file"].encode()) if "put" in operation else b""


def _up_to(directory, root):
    """The directory and those above it, up to the root."""
    found = [directory]
    while directory != root:
        directory = os.path.dirname(directory)
        found.append(directory)
    return found
