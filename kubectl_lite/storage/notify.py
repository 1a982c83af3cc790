"""Sleeping until a directory changes: by the operating system's notification where watchdog is installed, else by looking at it now and then.

A notifier is only an alarm clock: whoever is woken reads the journal; a missed or needless alarm does no harm.
"""
from __future__ import annotations

import os
from time import monotonic, sleep

_LOOK = 0.01, 0.04  # the fallback looks so often (seconds) while there is life, and so often when it has been quiet for a while
_QUIET = 2.0
_SAFETY = 1.0  # even with the operating system's notification, look so often: some file systems (network ones) tell nothing


def notifier(directory: str, file):
    """The best notifier this machine has for the directory; file() is the path whose growth tells of a commit."""
    try:
        return Observed(directory)
    except (ImportError, OSError, RuntimeError):
        return Polled(file)


class Observed:
    """Woken by the operating system (watchdog: inotify, FSEvents, kqueue, ReadDirectoryChangesW)."""

    def __init__(self, directory):
        import logging
        from threading import Event

        from watchdog.events import FileSystemEventHandler
        from watchdog.observers import Observer

        logging.getLogger("watchdog").disabled = True  # its threads report their own end on stderr
        logging.getLogger("watchdog.observers.inotify").disabled = True
        self._changed = changed = Event()

        class Handler(FileSystemEventHandler):
            """Any change of a file will do; that somebody has opened or read one is none."""

            def on_modified(self, event):
                changed.set()

            on_created = on_moved = on_deleted = on_modified

        self._observer = Observer()
        self._observer.daemon = True
        self._observer.schedule(Handler(), directory, recursive=False)
        self._observer.start()

    def arm(self):
        """Forget alarms so far; what happens from now on wakes the next wait."""
        self._changed.clear()

    def wait(self, timeout: float | None) -> None:
        """Sleep until something changed since arm(), at most `timeout` seconds."""
        self._changed.wait(_SAFETY if timeout is None else min(timeout, _SAFETY))

    def close(self):
        """Stop the observer's thread."""
        self._observer.stop()
        self._observer.join(1)


class Polled:
    """Looks at the size of one file: a hundred times a second while there is life, less often later."""

    def __init__(self, file):
        self._file, self._seen, self._since = file, None, monotonic()

    def arm(self):
        """See Observed.arm."""
        self._seen = self._look()

    def wait(self, timeout):
        """See Observed.wait."""
        end = monotonic() + (_SAFETY if timeout is None else min(timeout, _SAFETY))
        while (now := monotonic()) < end:
            sleep(min(_LOOK[now - self._since > _QUIET], end - now))
            if self._look() != self._seen:
                self._since = monotonic()
                return

    def close(self):
        """Nothing to stop."""

    def _look(self):
        try:
            state = os.stat(self._file())
        except OSError:
            return None
        return state.st_size, state.st_ino
