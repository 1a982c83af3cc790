"""What etcd remembers: every change since a revision, with the note of the commit that made it."""
from __future__ import annotations

from kubectl_lite.storage.etcdtxn import NOTE
from kubectl_lite.storage.etcdwatch import EtcdWatch
from kubectl_lite.storage.protocol import StoreError
from kubectl_lite.storage.versioner import unstamped

_SILENCE = 30.0  # seconds without a word from etcd until the reader gives up


def changes(etcd, prefix: str, after: int, now: int):
    """(Event, note) of the changes of keys with a prefix from a revision to the present one, in order.

    All keys are watched, not only those: etcd does not say when a watch has told everything, but every revision changes some key.
    """
    if now <= after:
        return
    watch = EtcdWatch(etcd, "", after, told=(prefix, NOTE))
    try:
        commit = []
        while watch.progress() < now:
            for event in _next(watch):
                if commit and event.revision > commit[0].revision:
                    yield from _noted(commit, prefix)
                    commit = []
                commit.append(event)
        yield from _noted(commit, prefix)
    finally:
        watch.close()


def _next(watch):
    before = watch.progress()
    events = watch.poll(_SILENCE)
    if not events and watch.progress() == before:
        raise StoreError("etcd does not go on telling its history: try again")
    return events


def _noted(commit, prefix):
    """The events of one commit, with its note."""
    note = next((unstamped(event.value) for event in commit if event.key == NOTE and event.value), {})
    note.pop("metadata", None)
    return [(event, note) for event in commit if event.key.startswith(prefix)]
