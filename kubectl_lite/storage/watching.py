"""Watches of the directory store: what the journal holds after a revision, then what is appended to it."""
from __future__ import annotations

import json

from kubectl_lite.storage.protocol import Watch
from kubectl_lite.storage.record import Record


class DirectoryWatch(Watch):
    """Reads the journal behind a revision; between looks it sleeps until the journal changes."""

    def __init__(self, store, prefix, after):
        self._store, self._prefix, self._after = store, prefix, after
        self._needle = json.dumps(prefix, ensure_ascii=False).encode()[:-1]
        store._settled(lambda: None, lambda seen: next(iter(store.journal.after(after, self._needle)), None))

    def poll(self, timeout=0):
        events = self._look()
        if events or timeout == 0:
            return events
        return self._wait(timeout)

    def progress(self):
        return self._after

    def close(self):
        self._store = None

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
        from time import monotonic, sleep

        end = None if timeout is None else monotonic() + timeout
        while end is None or monotonic() < end:
            sleep(0.02 if end is None else max(0.0, min(0.02, end - monotonic())))
            events = self._look()
            if events:
                return events
        return []
