"""Watches of the etcd store: a thread reads the stream into a queue; a lost stream is opened again where it ended, on another member if need be."""
from __future__ import annotations

import json
from time import monotonic, sleep

from kubectl_lite.storage.etcdclient import decoded, encoded, end_of
from kubectl_lite.storage.etcderrors import Refused, ended
from kubectl_lite.storage.etcdtxn import entry
from kubectl_lite.storage.protocol import Compacted, Event, StoreError, Watch

_AGAIN = 0.2  # seconds between attempts to open a lost stream
_PATIENCE = 60.0  # so long a lost stream is tried again before the watch ends with the error
_OWN = 10.0  # so long a poll waits for what this process itself has written


class EtcdWatch(Watch):
    """See protocol.Watch. progress() follows the events and etcd's own progress notes.

    `told` are the prefixes whose changes are wanted of those below `prefix` (all of them unless said otherwise); values of others are not read.
    """

    def __init__(self, etcd, prefix, after, told=()):
        from queue import SimpleQueue
        from threading import Thread

        self._etcd, self.prefix, self._told, self._after, self._expected = etcd, prefix, told or (prefix,), after, 0
        self._seen = after  # what the thread has put into the queue
        self._queue, self._response, self._opened, self.closed = SimpleQueue(), None, False, False
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
            self._response = watch_stream(self._etcd, self.prefix, self._seen + 1)
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
            told = [_event(event) for event in events if decoded(event["kv"]["key"]).decode().startswith(self._told)]
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
