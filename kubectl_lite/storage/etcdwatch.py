"""Watches of the etcd store: a thread reads the stream into a queue; a lost stream is opened again where it ended, on another member if need be."""
from __future__ import annotations

import json
from time import monotonic, sleep

from kubectl_lite.storage.etcdclient import decoded, encoded, end_of
from kubectl_lite.storage.etcderrors import Refused, ended
from kubectl_lite.storage.etcdtxn import entry
from kubectl_lite.storage.protocol import Compacted, Event, StoreError, Watch

ROOT = "/registry/"  # below it lies everything that a store keeps
_AGAIN = 0.2  # seconds between attempts to open a lost stream
_PATIENCE = 60.0  # so long a lost stream is tried again before the watch ends with the error
_OWN = 10.0  # so long a poll waits for what this process itself has written


class EtcdWatch(Watch):
    """See protocol.Watch. Each commit changes something below /registry/, so everything there is watched and what has another prefix is not
    told: then every message says how far the store has come, where a watch of the prefix alone would hear nothing for minutes."""

    def __init__(self, etcd, prefix, after):
        from queue import SimpleQueue
        from threading import Thread

        self._etcd, self._prefix, self._after, self._expected = etcd, prefix, after, 0
        self.watched = ROOT if prefix.startswith(ROOT) else prefix
        self._seen = after  # what the thread has put into the queue
        self._queue, self._response, self._opened, self.closed = SimpleQueue(), None, False, False
        Thread(target=self._run, name="etcd watch", daemon=True).start()

    def poll(self, timeout=0):
        events, end = [], None if timeout is None else monotonic() + timeout
        try:
            while (heard := self.hear(self._wait(events, end))) is not None:
                events += heard
        except StoreError:
            if not events:
                raise
        return events

    def hear(self, timeout: float | None) -> list[Event] | None:
        """The events of etcd's next message, which may be none; None when it did not come in time. What ended the watch is raised each time."""
        from queue import Empty

        try:
            item = self._queue.get(timeout=timeout)
        except Empty:
            return None
        if isinstance(item, Exception):
            self._queue.put(item)
            raise item
        revision, events = item
        self._after = max(self._after, revision)
        return events

    def _wait(self, events, end):
        """How many seconds a poll waits for the next message: it must hear of this process's own writes, and wants one event."""
        if self._after < self._expected:
            return _OWN
        if events:
            return 0
        return None if end is None else max(0, end - monotonic())

    def expect(self, revision: int) -> None:
        """This process has written at a revision: polls wait until the stream has told."""
        self._expected = revision

    def progress(self):
        return self._after

    def close(self):
        self.closed = True
        if self._response is not None:
            _hang_up(self._response)

    # ---- the thread

    def _run(self):
        lost, refused = None, 0
        while not self.closed:
            self._opened = False
            error = self._follow()
            if self._opened:
                lost, refused = None, 0
            lost, refused = lost or monotonic(), refused + isinstance(error, Refused)
            if isinstance(error, Compacted) or refused > 1 or monotonic() > lost + _PATIENCE:
                self._queue.put(error)
                return
            if refused:
                self._etcd.sign_in_again()  # an old token looks like a missing permission
            sleep(_AGAIN)

    def _follow(self):
        """Read a stream to its end; the error that ended it."""
        try:
            self._response = watch_stream(self._etcd, self.watched, self._seen + 1)
            self._read(self._response)
        except StoreError as error:
            return error
        except Exception as error:  # the member went away in the middle of a line, or said nothing for too long
            return StoreError(f"the watch of etcd was lost: {error}")
        finally:
            if self._response is not None:
                self._response.close()
        return StoreError(f"etcd at {self._etcd.address.names()} ended the watch")

    def _read(self, response):
        for result in results(response):
            if result.get("compact_revision"):
                raise Compacted(self._seen, int(result["compact_revision"]))
            if result.get("canceled"):
                raise ended(result.get("cancel_reason", ""))
            if result.get("created"):
                self._opened = True
                continue
            events = result.get("events", [])
            # the header tells the store's revision, which is ahead of the events while etcd is still telling old ones
            revision = int(events[-1]["kv"]["mod_revision"] if events else result["header"]["revision"])
            told = [_event(event) for event in events if decoded(event["kv"]["key"]).decode().startswith(self._prefix)]
            self._seen = max(self._seen, revision)
            self._queue.put((self._seen, told))


def watch_stream(etcd, prefix, start):
    """An open stream of the changes of a prefix from a revision on."""
    return etcd.stream("watch", {"create_request": {"key": encoded(prefix or "\0"), "range_end": end_of(prefix), "start_revision": start,
                                                    "prev_kv": True, "progress_notify": True}})


def _hang_up(response):
    """End a stream that another thread is reading; closing it here would wait for that thread."""
    try:
        response.raw.shutdown()
    except (AttributeError, OSError, RuntimeError, ValueError):
        pass  # an older urllib3, or already ended: the thread is a daemon and ends with the process


def results(response):
    """The messages of a stream; they come one to a line."""
    for line in response.iter_lines(chunk_size=None):
        if line:
            message = json.loads(line)
            if "error" in message:
                raise ended(str(message["error"].get("message", message["error"])))
            yield message["result"]


def oldest_after(etcd, compacted) -> int:
    """The oldest readable revision, asked by a watch from a compacted one."""
    response = watch_stream(etcd, "/registry/", max(compacted, 1))
    try:
        for result in results(response):
            if result.get("compact_revision"):
                return int(result["compact_revision"])
            if not result.get("created"):
                break
    finally:
        response.close()
    return compacted + 1


def _event(event):
    kv, old = event["kv"], event.get("prev_kv")
    key, revision = decoded(kv["key"]).decode(), int(kv["mod_revision"])
    previous = entry(old) if old else None
    if event.get("type") == "DELETE":
        return Event("DELETE", key, None, previous, revision)
    return Event("PUT", key, entry(kv).value, previous, revision)
