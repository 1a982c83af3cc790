"""Brings the registry's files to what the journal says, after it says so; and the hint of how far that is done.

Nothing here is flushed: what fails or dies in between is made good by the next writer (recovery.py). Needs the writers' lock.
"""
from __future__ import annotations

import os

from kubectl_lite.storage import text
from kubectl_lite.storage.journal import Hint, boot, home, trace
from kubectl_lite.storage.layout import relative


class Placer:
    """Writes the files of one state directory. `applied`: up to which revision this process knows them to be written (-1: it does not)."""

    def __init__(self, store):
        self._files, self._layout, self._journal = store.files, store.layout, store.journal
        self._boot = self._home = b""
        self.applied = -1

    def place(self, pages: dict) -> None:
        """Write the files of all commits so far: key -> content (None: no file)."""
        for key, page in pages.items():
            self.put(key, page)
        self.applied = self._journal.revision()
        self.hint()

    def put(self, key: str, page: bytes | None, flush: bool = False) -> None:
        """One file: its content, or None for none."""
        path = self._layout.file(relative(key))
        if page is not None:
            self._replace(path, page, flush)
        else:
            self._files.remove(path)
            self._prune(os.path.dirname(path))

    def put_entry(self, key: str, entry, flush: bool = False) -> None:
        """One file as an Entry (or None) has it."""
        self.put(key, text.page(entry.value) if entry is not None else None, flush)

    def hint(self) -> None:
        """Say that files are written up to the journal's end, and where its mark is."""
        mark = self._journal.mark
        if mark.trace is None:
            mark.trace = trace(self._files, self._layout, mark)
        if not self._home:
            self._boot, self._home = boot(self._files), self._own()
        self._files.overwrite(self._layout.applied, Hint(self._journal.revision(), mark, self._boot, self._home).text())

    def _own(self):
        """What names the hint's file, which is made where it is missing."""
        self._files.overwrite(self._layout.applied, b"")
        return home(self._files, self._layout)

    def _replace(self, path, data, flush):
        """A file in one step: written beside and renamed into place."""
        temporary = f"{self._layout.tmp}/file"
        try:
            self._files.write(temporary, data, flush)
        except FileNotFoundError:  # git keeps no empty directories
            self._files.make_directories(self._layout.tmp)
            self._files.write(temporary, data, flush)
        try:
            self._files.rename(temporary, path)
        except FileNotFoundError:
            self._files.make_directories(os.path.dirname(path))
            self._files.rename(temporary, path)

    def _prune(self, directory):
        """Away with directories that became empty (git would not keep them either)."""
        while directory != self._layout.registry and self._files.remove_directory(directory):
            directory = os.path.dirname(directory)
