"""Watches of the etcd store: a thread reads the stream into a queue; a lost stream is opened again where it ended."""
from __future__ import annotations

import json
from base64 import b64decode

from kubectl_lite.storage.etcdclient import encoded, end_of
from kubectl_lite.storage.protocol import Compacted, Entry, Event, StoreError, Watch
from kubectl_lite.storage.versioner import stamped

_AGAIN = 0.2  # seconds between attempts to open a lost stream
_ATTEMPTS = 100
_OWN = 10.0  # so long a poll waits for what this process itself has written


class EtcdWatch(Watch):
    """See protocol.Watch. progress() follows the events and etcd's own progress notes."""

    def __init__(self, etcd, prefix, after):
        from queue import SimpleQueue
        from threading import Thread

        self._etcd, self.prefix, self._after, self._seen, self._expected = etcd, prefix, after, after, 0
        self._queue, self._response, self.closed = SimpleQueue(), None, False
        Thread(target=self._run, name="etcd watch", daemon=True).start()

    def poll(self, timeout=0):
        from queue import Empty

        events = []
        try:
            more = True
            while more and self._after < self._expected:
                more = self._take(self._queue.get(timeout=_OWN), events)
            if more and not events:
                more = self._take(self._queue.get(timeout=timeout) if timeout != 0 else self._queue.get_nowait(), events)
            while more and not self._queue.empty():
                more = self._take(self._queue.get_nowait(), events)
        except Empty:
            pass
        return events

    def expect(self, revision: int) -> None:
        """This process has written at a revision: polls wait until the stream has told."""
        self._expected = revision

    def progress(self):
        return self._after

    def close(self):
        self.closed = True
        if self._response is not None:
            _hang_up(self._response)

    def _take(self, item, events):
        """What a message brings; False when the stream's end must wait for what came before it to be told."""
        if isinstance(item, Exception):
            self._queue.put(item)
            if events:
                return False
            raise item
        revision, more = item
        self._after = max(self._after, revision)
        events += more
        return True

    # ---- the thread

    def _run(self):
        from time import sleep

        lost = 0
        while not self.closed and lost < _ATTEMPTS:
            try:
                self._follow()
                lost = 0
            except Compacted as error:
                self._queue.put(error)
                return
            except StoreError as error:
                lost += 1
                if lost == _ATTEMPTS:
                    self._queue.put(error)
            except Exception:  # the member went away in the middle of a line
                lost += 1
            if not self.closed:
                sleep(_AGAIN)

    def _follow(self):
        self._response = watch_stream(self._etcd, self.prefix, self._seen + 1)
        try:
            self._read(self._response)
        finally:
            self._response.close()

    def _read(self, response):
        for result in results(response):
            if result.get("compact_revision"):
                raise Compacted(self._seen, int(result["compact_revision"]))
            if result.get("canceled"):
                raise StoreError(f"etcd ended the watch: {result.get('cancel_reason', 'it does not say why')}")
            events = [_event(event) for event in result.get("events", [])]
            if result.get("created"):
                continue
            self._seen = max(self._seen, int(result["header"]["revision"]))
            self._queue.put((self._seen, events))


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
                raise StoreError(f"etcd: {message['error'].get('message', message['error'])}")
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
    key, revision = b64decode(kv["key"]).decode(), int(kv["mod_revision"])
    previous = _entry(key, old) if old else None
    if event.get("type") == "DELETE":
        return Event("DELETE", key, None, previous, revision)
    return Event("PUT", key, _entry(key, kv).value, previous, revision)


def _entry(key, kv):
    revision = int(kv["mod_revision"])
    return Entry(key, stamped(json.loads(b64decode(kv["value"])), revision), revision)
