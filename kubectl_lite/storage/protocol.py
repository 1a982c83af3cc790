"""The Store: keys and revisions, the promises of etcd that Kubernetes needs. It knows no kinds.

Three implementations (directory, memory, etcd) are held to one contract test (tests/unit/storage/).

Keys are strings such as /registry/pods/default/web. Values are JSON objects (dictionaries). The store has one revision counter:
every commit that writes raises it by one, whatever number of keys it writes. The *modification revision* of a key is the revision of the
commit that wrote it last. As the versioner of Kubernetes' storage layer does, a store writes that number (as text) into
`metadata.resourceVersion` of the values it returns, and leaves it out of what it compares and keeps; callers need not set it.
Returned values are shared: callers must never change them.
"""
from __future__ import annotations

from collections import namedtuple

# One key with its value and the revision that wrote it.
Entry = namedtuple("Entry", "key value revision")

# A page of a range: entries in key order, the revision it was read at, whether more keys follow, and how many (0 when not more).
Page = namedtuple("Page", "entries revision more remaining")

# One change. type is "PUT" or "DELETE". value is None for DELETE; previous is the Entry before the change or None when the key was new.
Event = namedtuple("Event", "type key value previous revision")

# Operations of a commit. expected is the modification revision the key must have (0: must not exist; None: do not care).
Put = namedtuple("Put", "key value expected")
Delete = namedtuple("Delete", "key expected")


class StoreError(Exception):
    """The store cannot do what it was asked; the text names what and the remedy."""

    clear = True  # fit to be shown to the user as it stands
    final = False  # whether whatever is asked next is in vain too: who works through a list gives up


class CompareFailed(StoreError):
    """An expected revision did not hold: nothing of the commit was done. `key` names the operation, `current` is its Entry or None."""

    def __init__(self, key, current):
        super().__init__(f"{key}: revision is {current.revision if current else 0}")
        self.key, self.current = key, current


class Compacted(StoreError):
    """The asked revision is older than what the store remembers. `oldest` is the oldest revision that can still be read."""

    def __init__(self, asked, oldest):
        super().__init__(f"revision {asked} has been compacted; the oldest is {oldest}")
        self.asked, self.oldest = asked, oldest


class FutureRevision(StoreError):
    """The asked revision has not happened yet."""

    def __init__(self, asked, current):
        super().__init__(f"revision {asked} is ahead of the store's {current}")
        self.asked, self.current = asked, current


class Unwritable(StoreError):
    """Nothing can be written, whatever it is: the disk is full or read-only, or another writer will not let go."""

    final = True


def unwritable(error: OSError, root: str) -> Unwritable:
    """What to say of an operation on a file that failed while writing; nothing was written."""
    import errno

    way = "; `kubectl-lite store compact` frees what old revisions take" if error.errno == errno.ENOSPC else ""
    return Unwritable(f"cannot write to {root}: {error.strerror or error}; nothing was changed{way}")


class TooLarge(StoreError):
    """A value, or a commit, is greater than the store takes: nothing was done."""


class Fenced(StoreError):
    """The commit was not done, because this process has lost what Store.fence() made it depend on."""

    final = True


class Moves(dict):
    """{collection: the revision of the last change below it}; a collection is a prefix of keys that ends with a slash."""
    __slots__ = ()

    def note(self, key: str, revision: int) -> None:
        """A key was written."""
        at = key.rfind("/")
        while at > 0:
            self[key[:at + 1]] = revision
            at = key.rfind("/", 0, at)


class Store:
    """What every store does. Methods raise StoreError (or one of its kinds) and nothing else of their own."""

    shared = False  # whether several machines may work on it: then one of them is elected to reconcile

    OWN = "/registry/kubectl-lite/keys/"  # below it lie the cluster's own keys and authority, which are no API objects

    KEEPS_NOTES = True  # whether the notes of commits can be read again

    OPERATIONS_MAX = BYTES_MAX = 0  # the most operations, and bytes of values, that one commit can take; 0: any number

    def revision(self) -> int:
        """The revision of the last commit (0 for a store that was never written)."""
        raise NotImplementedError

    def begun(self) -> bool:
        """Whether anything was ever written. Stores that can tell this more cheaply than the revision do."""
        return bool(self.revision())

    def get(self, key: str, revision: int = 0) -> Entry | None:
        """One key now, or as it was at `revision`."""
        raise NotImplementedError

    def range(self, prefix: str, *, limit: int = 0, after: str = "", revision: int = 0) -> Page:
        """Keys that begin with `prefix`, in key order, only those greater than the key `after`, at most `limit` (0: all), now or at `revision`."""
        raise NotImplementedError

    def keys(self, prefix: str) -> list:
        """The keys that begin with `prefix`, in order. Stores that can answer without reading the values do."""
        return [entry.key for entry in self.range(prefix).entries]

    def moved(self, prefix: str) -> int | None:
        """A revision up to which a collection has been changing, by a prefix that ends with a slash: as long as the answer stays the same
        nothing below the prefix has changed. None: the store cannot tell this more cheaply than by reading."""
        return None

    def commit(self, operations: list, note: dict | None = None) -> int:
        """All operations or none; durable when it returns. The new revision, also that of every written key.

        `note` is kept with the commit in the history where the store can: {"time", "user", "verb", …}.
        Deleting what is not there does nothing; a commit that writes nothing raises no revision. Each key at most once.
        Raises CompareFailed when an `expected` does not hold.
        """
        raise NotImplementedError

    def watch(self, prefix: str, after: int) -> "Watch":
        """The changes of keys below `prefix` with a revision greater than `after`, in order, once each. Compacted if they are forgotten."""
        raise NotImplementedError

    def compact(self, revision: int) -> None:
        """Forget what is older than `revision`: reads and watches from before it raise Compacted."""
        raise NotImplementedError

    def oldest(self) -> int:
        """The oldest revision that can be read; 0 when everything is remembered."""
        raise NotImplementedError

    def past(self, prefix: str, after: int):
        """(Event, note) of every change of keys that begin with `prefix` after a revision until now, in order; the note is {} where none is kept."""
        raise NotImplementedError

    def recent(self, prefix: str, count: int) -> list:
        """The last `count` of `past`. Stores that can answer without looking at what came before do."""
        from collections import deque

        return list(deque(self.past(prefix, self.oldest()), count))

    def revision_at(self, moment: str) -> int:
        """The revision of the last commit whose note has a "time" not after the moment (a time as notes have it); 0 when none is remembered."""
        found = 0
        for event, note in self.past("/registry/", self.oldest()):
            if note.get("time", "") > moment:
                break
            found = event.revision
        return found

    def fence(self, key: str, revision: int) -> None:
        """From now on commits raise Fenced unless `key` has this modification revision (0: no fence any more): who lost an election
        cannot write. Only a `shared` store needs to be able to do this."""
        raise NotImplementedError

    def batch(self):
        """A context manager in which this process's commits share one flush: they are acknowledged when it ends."""
        raise NotImplementedError

    def close(self) -> None:
        """Release what the store holds."""


class Watch:
    """A running watch of one prefix."""

    def poll(self, timeout: float | None = 0) -> list[Event]:
        """The next changes, waiting up to `timeout` seconds (None: for ever) for the first; [] when none came."""
        raise NotImplementedError

    def progress(self) -> int:
        """The revision up to which this watch has reported everything (for bookmarks)."""
        raise NotImplementedError

    def close(self) -> None:
        """End the watch."""
