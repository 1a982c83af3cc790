"""What etcd remembers: every change since a revision, with the note of the commit that made it."""
from __future__ import annotations

from kubectl_lite.storage.etcdclient import encoded, end_of
from kubectl_lite.storage.etcdtxn import NOTE
from kubectl_lite.storage.etcdwatch import ROOT, EtcdWatch
from kubectl_lite.storage.protocol import StoreError
from kubectl_lite.storage.versioner import unstamped

_SILENCE = 30.0  # seconds without a word from etcd until the reader gives up


def changes(etcd, prefix: str, after: int):
    """(Event, note) of the changes of keys with a prefix from a revision to the present one, in order.

    etcd does not say when a watch has told everything, so it is asked first what the last revision to wait for is: that of the last note
    (each of our commits leaves one) or of the last key written without (by somebody else).
    """
    written = _last_revision(etcd, ROOT, end_of(ROOT))
    noted = _last_revision(etcd, NOTE, None)
    notes = {event.revision: _note(event) for event in _until(noted, EtcdWatch(etcd, NOTE, after)) if event.value} if noted > after else {}
    last = max(noted, written)
    if last > after:
        for event in _until(last, EtcdWatch(etcd, prefix, after)):
            yield event, notes.get(event.revision, {})


def _last_revision(etcd, key, end):
    """The greatest modification revision of the keys that are there."""
    order = {"range_end": end, "sort_order": "DESCEND", "sort_target": "MOD", "limit": 1} if end else {}
    found = etcd.call("kv/range", {"key": encoded(key), "keys_only": True, **order}).get("kvs")
    return int(found[0]["mod_revision"]) if found else 0


def _until(last, watch):
    """The events of a watch up to a revision at which it certainly has one."""
    try:
        while watch.progress() < last:
            heard = watch.hear(_SILENCE)
            if heard is None:
                raise StoreError("etcd does not go on telling its history: try again")
            yield from (event for event in heard if event.revision <= last)
    finally:
        watch.close()


def _note(event):
    return {name: value for name, value in unstamped(event.value).items() if name != "metadata"}
