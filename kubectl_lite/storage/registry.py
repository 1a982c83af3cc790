"""The registry's files, read and verified against their sums. Never writes.

The sums (as of the checkpoint) say for each file which revision and checksum it must have. A file that was written since is judged by the
journal instead. So a file that was edited by hand or moved by git is noticed by every read that meets it.
"""
from __future__ import annotations

from os import fsencode
from zlib import crc32

from kubectl_lite.storage import layout as paths
from kubectl_lite.storage.protocol import StoreError

_WHOLE = 1 << 16  # sums up to this size are read at once, larger ones bisected
_BLOCK = 1 << 12


class Edited(StoreError):
    """A registry file is not what the store wrote. `key` and `path` name it."""

    def __init__(self, key, path, what):
        super().__init__(f"{path} {what}, not by kubectl-lite: `kubectl-lite store check` lists such files, "
                         "`kubectl-lite store adopt` takes them in")
        self.key, self.path, self.what = key, path, what.rstrip(",")


class Registry:
    """Reads files and sums of one state directory."""

    __slots__ = ("_files", "_layout")

    def __init__(self, files, layout):
        self._files, self._layout = files, layout

    def read(self, path: str):
        """A registry file's bytes, or None."""
        return self._files.read(self._layout.file(path))

    def sum_of(self, path: str):
        """(revision, checksum) that the sums have for a file, or None."""
        directory, _, name = path.rpartition("/")
        lookup = fsencode(name) + b" "
        fd = self._files.open(self._layout.sums_file(directory))
        if fd is None:
            return None
        try:
            size = self._files.size(fd)
            data = self._files.part(fd, 0, size) if size <= _WHOLE else self._bisected(fd, size, lookup)
        finally:
            self._files.close(fd)
        start = 0 if data.startswith(lookup) else data.find(b"\n" + lookup) + 1
        if not start and not data.startswith(lookup):
            return None
        return fields(data[start:data.find(b"\n", start)])

    def _bisected(self, fd, size, lookup):
        """The blocks of a large sums file where the name must be."""
        low, high = 0, size // _BLOCK
        while low < high:
            middle = (low + high + 1) // 2
            block = self._files.part(fd, middle * _BLOCK, _BLOCK)
            begin = block.find(b"\n") + 1
            if begin < len(block) and block[begin:begin + len(lookup)] <= lookup:
                low = middle
            else:
                high = middle - 1
        data = self._files.part(fd, low * _BLOCK, 2 * _BLOCK)
        return data[data.find(b"\n"):] if low else data

    def sums(self, directory: str) -> dict:
        """All sums of a directory: file name -> b"revision checksum"."""
        data = self._files.read(self._layout.sums_file(directory))
        return dict(line.split(b" ", 1) for line in data.splitlines() if line.count(b" ") == 2) if data else {}

    def walk(self, prefix: str):
        """(directory, file names, sums) of every registry directory that can hold keys with the prefix; names may still be outside of it."""
        whole = prefix if prefix.startswith(paths.ROOT) else paths.ROOT
        directory, _, start = whole[len(paths.ROOT):].rpartition("/")
        directory = "/".join(paths.encoded(part) for part in directory.split("/")) if directory else ""
        yield from self._walk(directory, paths.encoded(start) if start != "." else "%2E")

    def _walk(self, directory, start):
        here = self._layout.file(directory) if directory else self._layout.registry
        names, directories = self._files.names(here)
        sums_here = f"{self._layout.sums}/{directory}" if directory else self._layout.sums
        summed = self._files.names(sums_here)[1]
        yield directory, [name for name in names if name[0] != "."], self.sums(directory)
        for name in set(directories) | set(summed):
            if name.startswith(start):
                yield from self._walk(f"{directory}/{name}" if directory else name, "")


def fields(line):
    """(revision, checksum) of a line of sums; None when it is none."""
    try:
        _, revision, checksum = line.split(b" ")
        return int(revision), int(checksum, 16)
    except ValueError:
        return None


def difference(data: bytes | None, known) -> str:
    """How a file differs from its line in the sums (revision, checksum) or from None; "" when it does not."""
    if data is None:
        return "was removed" if known else ""
    if known is None:
        return "was added"
    return "" if crc32(data) == known[1] else "was changed"
