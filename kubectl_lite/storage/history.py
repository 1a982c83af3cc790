"""What the store remembers: changes by key with their notes, the revision of a moment, and how to bring an old state back."""
from __future__ import annotations

from collections import namedtuple

from kubectl_lite.storage.delta import delta
from kubectl_lite.storage.protocol import Delete, Put, StoreError
from kubectl_lite.storage.versioner import unstamped

# One change of one key. type: "create", "update" or "delete"; note as it was given to the commit ({} where the store keeps none);
# event is the Event.
Change = namedtuple("Change", "revision key type note event")
MISSING = object()


def changes(store, prefix: str, last: int = 0) -> list:
    """The remembered changes of all keys with a prefix, oldest first; only the last few where that is asked for."""
    found = store.recent(prefix, last) if last else store.past(prefix, store.oldest())
    return [Change(event.revision, event.key, _type(event), note, event) for event, note in found]


def _type(event):
    return "delete" if event.type == "DELETE" else "update" if event.previous else "create"


def differences(event) -> list:
    """What an update changed: (path, old, new) with MISSING for what is not there."""
    new, old = unstamped(event.value), unstamped(event.previous.value)
    return [(tuple(change[0]), change[1] if len(change) > 1 else MISSING, _at(new, change[0])) for change in delta(new, old)]


def _at(value, path):
    for step in path:
        if isinstance(value, dict):
            if step not in value:
                return MISSING
            value = value[step]
        else:
            value = value[step]
    return value


def revision_at(store, moment: str) -> int:
    """The revision in force at a moment (RFC 3339 with six digits of fraction, UTC): that of the last commit noted before it."""
    found = store.revision_at(moment)
    if not found:
        raise StoreError(f"the store remembers nothing from before {moment}")
    return found


def back_to(store, revision: int, prefix: str = "/registry/", skip: tuple = ()) -> list:
    """The operations that make the keys with a prefix what they were at a revision (none when they are); `skip` are prefixes to leave alone."""
    now = {entry.key: entry for entry in store.range(prefix).entries}
    then = {entry.key: entry for entry in store.range(prefix, revision=revision).entries}
    operations = []
    for key in sorted(now.keys() | then.keys()):
        if key.startswith(skip):
            continue
        old, new = then.get(key), now.get(key)
        if old is None:
            operations.append(Delete(key, new.revision))
        elif new is None or unstamped(new.value) != unstamped(old.value):
            operations.append(Put(key, unstamped(old.value), new.revision if new else 0))
    return operations
