"""Every file operation of the directory store, one method each, so that a test can make the n-th one fail or die.

Reading methods answer None for what is missing. Errors are OSError; the callers say what they mean.
"""
from __future__ import annotations

import os


_READING = os.O_RDONLY | os.O_CLOEXEC | getattr(os, "O_NONBLOCK", 0)  # whoever opens a pipe by accident does not wait for a writer


class Files:
    """The real operations."""

    def read(self, path: str) -> bytes | None:
        """A whole file, or None when there is none."""
        return self.read_from(path, 0)[0]

    def read_from(self, path: str, offset: int) -> tuple:
        """(bytes from offset to the end, size of the file) or (None, 0) when there is no such file."""
        try:
            fd = os.open(path, _READING)
        except (FileNotFoundError, NotADirectoryError):
            return None, 0
        try:
            size = os.fstat(fd).st_size
            if size <= offset:
                return (b"" if size else os.read(fd, 4096)), size  # the kernel's own files have no size and yet something in them
            if offset:
                os.lseek(fd, offset, os.SEEK_SET)
            data = os.read(fd, size - offset)
            while len(data) < size - offset:  # a signal or a huge file: read on
                more = os.read(fd, size - offset - len(data))
                if not more:
                    break
                data += more
            return data, size
        except IsADirectoryError:
            return None, 0
        finally:
            os.close(fd)

    def open(self, path: str) -> int | None:
        """A file descriptor for reading parts, or None when there is no such file; the caller closes it."""
        try:
            return os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        except (FileNotFoundError, NotADirectoryError):
            return None

    def close(self, fd: int) -> None:
        """Done with a descriptor of open()."""
        os.close(fd)

    def length(self, path: str) -> int:
        """The size of a file; 0 when it is not there."""
        try:
            return os.stat(path).st_size
        except FileNotFoundError:
            return 0

    def identity(self, path: str) -> tuple:
        """What tells a file from every other that is there, (0, 0) when there is none; a copy has another identity."""
        try:
            state = os.stat(path)
        except FileNotFoundError:
            return 0, 0
        return state.st_dev, state.st_ino

    def size(self, fd: int) -> int:
        """The size of an open file."""
        return os.fstat(fd).st_size

    def part(self, fd: int, offset: int, length: int) -> bytes:
        """At most `length` bytes from `offset` of an open file."""
        return os.pread(fd, length, offset)

    def names(self, path: str) -> tuple:
        """(names of files and links, names of directories) in a directory, unsorted; two empty lists when there is none."""
        found, directories = [], []
        try:
            with os.scandir(path) as entries:
                for entry in entries:
                    (directories if entry.is_dir(follow_symlinks=False) else found).append(entry.name)
        except (FileNotFoundError, NotADirectoryError):
            pass
        return found, directories

    def is_file(self, path: str) -> bool:
        """Whether the path is a file."""
        return os.path.isfile(path)

    def is_link(self, path: str) -> bool:
        """Whether the path is a symbolic link."""
        return os.path.islink(path)

    def is_directory(self, path: str) -> bool:
        """Whether the path is a directory."""
        return os.path.isdir(path)

    def make_directories(self, path: str) -> None:
        """The directory with all its parents; nothing when it is there."""
        os.makedirs(path, exist_ok=True)

    def write(self, path: str, data: bytes, flush: bool = False) -> None:
        """A new file, or an old one emptied and written again."""
        fd = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o666)
        try:
            self._write_all(fd, data)
            if flush:
                self._flush(fd)
        finally:
            os.close(fd)

    def overwrite(self, path: str, data: bytes) -> None:
        """The first bytes of a file, in place (the file is made when it is missing)."""
        fd = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC, 0o666)
        try:
            os.pwrite(fd, data, 0)
        finally:
            os.close(fd)

    def append(self, path: str, data: bytes, flush: bool = False) -> None:
        """Bytes at the end of an existing file."""
        fd = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CLOEXEC)
        try:
            self._write_all(fd, data)
            if flush:
                self._flush(fd)
        finally:
            os.close(fd)

    def cut(self, path: str, size: int) -> None:
        """Shorten a file to `size` bytes and flush it."""
        fd = os.open(path, os.O_WRONLY | os.O_CLOEXEC)
        try:
            os.ftruncate(fd, size)
            os.fsync(fd)
        finally:
            os.close(fd)

    def flush(self, path: str) -> bool:
        """Flush a file or a directory to the disk; False when it is not there."""
        try:
            fd = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        except (FileNotFoundError, NotADirectoryError):
            return False
        try:
            os.fsync(fd)
        finally:
            os.close(fd)
        return True

    def flush_all(self) -> None:
        """Flush everything this machine has written: cheaper than very many files one by one."""
        os.sync()

    def rename(self, old: str, new: str) -> None:
        """Put a file in the place of another in one step."""
        os.replace(old, new)

    def remove(self, path: str) -> None:
        """A file away; nothing when it is not there."""
        try:
            os.unlink(path)
        except FileNotFoundError:
            pass

    def remove_directory(self, path: str) -> bool:
        """An empty directory away; False when it is not empty or not there."""
        try:
            os.rmdir(path)
        except OSError:
            return False
        return True

    def _flush(self, fd):
        getattr(os, "fdatasync", os.fsync)(fd)

    def _write_all(self, fd, data):
        view = memoryview(data)
        while view:
            view = view[os.write(fd, view):]
