"""Watches of the directory store: what the journal holds after a revision, then what is appended to it."""
from __future__ import annotations

from kubectl_lite.storage.protocol import Watch
from kubectl_lite.storage.record import Record, prefix_needle

_FIRST = 0.1  # seconds to look before an observer is worth its start: most watches of scripts end sooner


class DirectoryWatch(Watch):
    """Reads the journal behind a revision; between looks it sleeps until the journal changes."""

    def __init__(self, store, prefix, after):
        self._store, self._prefix, self._after = store, prefix, after
        self._needle = prefix_needle(prefix)
        self._notifier = None
        store._settled(lambda: None, lambda seen: next(iter(store.journal.after(after, self._needle)), None))

    def poll(self, timeout=0):
        events = self._look()
        return events if events or timeout == 0 else self._wait(timeout)

    def progress(self):
        return self._after

    def close(self):
        if self._notifier is not None:
            self._notifier.close()
            self._notifier = None

    def _look(self):
        return self._store._settled(lambda: None, lambda seen: self._events()) or []

    def _events(self):
        journal = self._store.journal
        if journal.revision() <= self._after:
            return []
        events = []
        for line in journal.after(self._after, self._needle):
            record = Record(line)
            events += [record.event(key) for key in record.keys() if key.startswith(self._prefix)]
        self._after = journal.revision()
        return events

    def _wait(self, timeout):
        from time import monotonic

        end = None if timeout is None else monotonic() + timeout
        while True:
            alarm = self._alarm(timeout)
            alarm.arm()
            events = self._look()
            left = None if end is None else end - monotonic()
            if events or (left is not None and left <= 0):
                return events
            alarm.wait(left)

    def _alarm(self, timeout):
        """The notifier; a short wait is not worth more than looking."""
        from kubectl_lite.storage import notify

        if self._notifier is None:
            journal, layout = self._store.journal, self._store.layout
            if timeout is not None and timeout < _FIRST:
                return notify.Polled(lambda: layout.segment(journal.segment))
            self._notifier = notify.notifier(layout.journal, lambda: layout.segment(journal.segment))
        return self._notifier
