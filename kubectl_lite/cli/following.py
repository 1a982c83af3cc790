"""Ends a command that follows the cluster: when it is interrupted, or at once when nobody reads its output any more.

Whatever it waits for is broken off: a signal raises `Ended` in the main thread. Owns the signals while a command follows, and reading watches.
"""
from __future__ import annotations

import signal
import threading

INTERRUPTED, UNREAD = 1, 141  # kubectl's util/interrupt leaves with 1; who writes to a closed pipe dies of SIGPIPE (128 + 13)
POLL = 0.5  # seconds a stream waits at a time: so long an interrupt takes where signals break off no waits
_STOPS = ("SIGHUP", "SIGINT", "SIGTERM", "SIGQUIT")


class Ended(KeyboardInterrupt):
    """Leave now with `status`, without a word."""

    def __init__(self, status: int):
        super().__init__(status)
        self.status = status


class Following:
    """A context manager around waiting for the cluster. Outside of the main thread, which alone gets signals, it does nothing."""

    def __init__(self, ctx):
        self._stdout, self._former = ctx.stdout, {}
        self._waiting, self._unread = False, False

    def __enter__(self):
        if threading.current_thread() is threading.main_thread():
            for name in _STOPS:
                self._take(name, self._interrupted)
            self._watch_reader()
        return self

    def __exit__(self, kind, error, trace):
        for number, former in self._former.items():
            signal.signal(number, former)

    def wait(self, call, *arguments):
        """call(*arguments), which may sleep: broken off when the reader of the output has gone, as nothing else is."""
        self._waiting = True
        try:
            if self._unread:
                raise Ended(UNREAD)
            return call(*arguments)
        finally:
            self._waiting = False

    def _take(self, name, handler):
        number = getattr(signal, name, None)  # not every system has all of them
        if number is not None and signal.getsignal(number) is not None:
            self._former[number] = signal.signal(number, handler)

    def _interrupted(self, number, frame):
        raise Ended(INTERRUPTED)

    def _left_unread(self, number, frame):
        self._unread = True
        if self._waiting:
            self._waiting = False
            raise Ended(UNREAD)

    def _watch_reader(self):
        fd = _pipe(self._stdout)
        if fd is not None:
            self._take("SIGPIPE", self._left_unread)
            threading.Thread(target=_until_unread, args=(fd, threading.get_ident()), daemon=True).start()


def _until_unread(fd, main):
    """Sleeps until the other end of the pipe is closed (that is told without being asked for), then wakes the main thread."""
    import select
    poller = select.poll()
    poller.register(fd, 0)
    poller.poll()
    signal.pthread_kill(main, signal.SIGPIPE)  # ignored where nobody follows any more


def _pipe(stream) -> int | None:
    """The descriptor of a stream that is a pipe or a socket; only their readers can go away."""
    import os
    import select
    import stat
    try:
        fd = stream.fileno()
        mode = os.fstat(fd).st_mode
    except (OSError, ValueError, AttributeError):
        return None
    return fd if hasattr(select, "poll") and (stat.S_ISFIFO(mode) or stat.S_ISSOCK(mode)) else None


def events(ctx, stream, raw: bool = False):
    """The events of a watch until it ends, --request-timeout is over or the command is to end. Closes the stream.
    An error event (410 Expired) is raised as ApiError, unless events are wanted as they are (`raw`)."""
    end = _deadline(ctx)
    try:
        with Following(ctx) as following:
            while (wait := POLL if end is None else min(POLL, end - ctx.env.now())) > 0:
                for event in following.wait(stream.poll, wait):
                    if event["type"] == "ERROR" and not raw:
                        from kubectl_lite.machinery.errors import ApiError
                        raise ApiError(event["object"])
                    yield event
    except StopIteration:
        return
    finally:
        stream.close()


def _deadline(ctx) -> float | None:
    """When --request-timeout ends a watch, in seconds since the epoch."""
    text = ctx.flags["request-timeout"]
    if text in ("", "0"):
        return None
    from kubectl_lite.cli import goparse
    seconds = goparse.timeout(text)
    return ctx.env.now() + seconds if seconds else None
