"""The writers' lock: held for one commit or one short batch, freed by the operating system when its process dies.

flock where there is fcntl (it costs a commit nothing and a command no import), else filelock; both lock the same way, so programs that use
filelock on the same file keep out of each other's way.
"""
from __future__ import annotations

import os
from time import monotonic, sleep

_FIRST, _LAST = 0.0005, 0.005  # seconds between attempts; short, for a commit takes a millisecond


class Taken(Exception):
    """Somebody else has held the lock all the time."""


class Lock:
    """A lock on a file."""

    def __init__(self, path: str):
        self._path, self._fd = path, None

    @property
    def held(self) -> bool:
        """Whether this object holds it."""
        return self._fd is not None

    def acquire(self, seconds: float) -> None:
        """Wait for it, at most so long; Taken when that was not enough."""
        import fcntl

        fd = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666)
        end, pause = monotonic() + seconds, _FIRST
        while True:
            try:
                fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
                self._fd = fd
                return
            except BlockingIOError:
                if monotonic() >= end:
                    os.close(fd)
                    raise Taken from None
            except BaseException:
                os.close(fd)
                raise
            sleep(pause)
            pause = min(pause * 2, _LAST)

    def release(self) -> None:
        """Let go of it."""
        fd, self._fd = self._fd, None
        if fd is not None:
            os.close(fd)


class LibraryLock:
    """The same through filelock."""

    def __init__(self, path: str):
        from filelock import FileLock

        self._lock = FileLock(path, poll_interval=_LAST)

    @property
    def held(self) -> bool:
        """Whether this object holds it."""
        return self._lock.is_locked

    def acquire(self, seconds: float) -> None:
        """See Lock.acquire."""
        from filelock import Timeout

        try:
            self._lock.acquire(timeout=seconds)
        except Timeout:
            raise Taken from None

    def release(self) -> None:
        """Let go of it."""
        self._lock.release(force=True)


def lock(path: str):
    """The lock this system has."""
    try:
        import fcntl  # noqa: F401 - only asked for

        return Lock(path)
    except ImportError:
        return LibraryLock(path)
