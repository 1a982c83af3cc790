"""Upkeep of a store for people: check, history, going back, snapshots. Between the commands and the storage package."""
from __future__ import annotations

SERVICES = "/registry/services/specs/"
LEASE = "/registry/leases/kube-system/kubectl-lite-reconcile"


class Upkeep:
    """The care of one cluster's store."""

    def __init__(self, cluster):
        self._cluster, self._store = cluster, cluster.store

    def key(self, resource, namespace: str, name: str) -> str:
        """The storage key of an object of a resource as clients know it."""
        return self._catalog().find(resource.group, resource.version, resource.name).key(namespace, name)

    @property
    def _not_theirs(self) -> tuple:
        """The beginnings of keys that are nobody's work: going back leaves them alone."""
        return self._store.OWN, LEASE

    def _catalog(self):
        from kubectl_lite.apiserver.catalog import Catalog
        return Catalog(self._cluster.server)

    def _note(self, user: str, verb: str) -> dict:
        return {"time": self._cluster.env.micro_timestamp(), "user": user, "verb": verb}

    # ---- looking

    def children(self, prefix: str) -> list:
        """The keys and directories right below a prefix, as `etcdctl ls` lists them."""
        base = prefix.rstrip("/") + "/"
        return sorted({base + key[len(base):].partition("/")[0] for key in self._store.keys(base)})

    def problems(self) -> list:
        """(path, what is wrong) of everything that is wrong with the store."""
        from kubectl_lite.storage import check
        if not self.has_files:
            found = ((entry.key, self.key_problem(entry.key, entry.value)) for entry in self._store.range("/registry/").entries)
            return [check.Problem(key, what) for key, what in found if what]
        return check.problems(self._store, self.key_problem)

    def key_problem(self, key: str, value: dict) -> str:
        """What is wrong with a value at a key, or ""."""
        if key.startswith(self._store.OWN):
            return ""
        resource = self.resource(value)
        if resource is None:
            return f"holds {value.get('apiVersion')}/{value.get('kind')}, which is not served"
        metadata = value.get("metadata", {})
        right = resource.key(metadata.get("namespace", ""), metadata.get("name", ""))
        return "" if right == key else f"holds an object whose key is {right}"

    def resource(self, value: dict):
        """The resource that keeps a value; None when there is none."""
        from kubectl_lite.apiserver.allocation.nodeports import RANGES
        group, _, version = str(value.get("apiVersion", "")).rpartition("/")
        if (group, version, value.get("kind")) == (RANGES.group, RANGES.version, RANGES.kind):  # which Kubernetes keeps too, and serves to nobody
            return RANGES
        return self._catalog().find_kind(group, version, value.get("kind", ""))

    # ---- edited files

    @property
    def has_files(self) -> bool:
        """Whether the store lies in files that people could edit."""
        return hasattr(self._store, "journal")

    def differences(self) -> list:
        """What was done to registry files by hand (storage/check.py Difference)."""
        if not self.has_files:
            return []
        from kubectl_lite.storage import check
        return check.differences(self._store)

    def adopt(self, user: str):
        """Take each edited file in through the API server: (difference, "" or why not) one by one."""
        return self._adoption().adopt(self._note(user, "adopt"))

    def discard(self):
        """Write each edited file again as the store remembers it: (difference, "" or why not) one by one."""
        return self._adoption().discard()

    def _adoption(self):
        from kubectl_lite.adoption import Adoption
        return Adoption(self._cluster, self.differences(), self.key_problem, self.resource)

    # ---- history

    def history(self, key: str = "", last: int = 0) -> list:
        """The remembered changes of one key or of all, oldest first (storage/history.py Change); only the last few where that is asked for."""
        from kubectl_lite.storage import history
        if not key:
            return history.changes(self._store, "/registry/", last)
        return [change for change in history.changes(self._store, key) if change.key == key][-last:]

    def changed(self, change) -> list:
        """(path, old, new) of what an update changed; None for what is not there."""
        from kubectl_lite.storage import history
        if change.type != "update":
            return []
        return [(path, None if old is history.MISSING else old, None if new is history.MISSING else new)
                for path, old, new in history.differences(change.event)]

    def revision_at(self, seconds: float) -> int:
        """The revision in force at a moment (seconds since the epoch)."""
        from kubectl_lite.machinery.env import format_micro_time
        from kubectl_lite.storage import history
        return history.revision_at(self._store, format_micro_time(seconds))

    def going_back(self, key: str, revision: int) -> tuple:
        """(revision, operations) that make a key (or all) what it was at a revision; 0 means before its last change."""
        from kubectl_lite.storage import history
        revision = revision or self._last_change(key) - 1
        if revision < 1:
            return max(revision, 0), []
        operations = history.back_to(self._store, revision, key or "/registry/", skip=self._not_theirs)
        return revision, [operation for operation in operations if not key or operation.key == key]

    def _last_change(self, key):
        """The revision of the last change of a key (or of all)."""
        if not key and not self._store.shared:
            return self._store.revision()
        changes = [change for change in self.history(key) if not change.key.startswith(self._not_theirs)]
        return changes[-1].revision if changes else 0

    def go_back(self, operations: list, user: str, again: str, alone: bool = False) -> int:
        """Do the operations of going_back, in one commit where the store takes so much; the new revision. `again` is the command for the rest.

        `alone`: they are about one object; what it holds besides itself goes back with it.
        """
        from kubectl_lite.storage import parts
        if alone:
            operations = [*operations, *self._beside(operations[0])]
        return parts.commit(self._store, operations, self._note(user, "undo"), again)

    def _beside(self, operation):
        """What an object cannot come back, or go, without: a service's addresses and ports."""
        if not operation.key.startswith(SERVICES):
            return []
        from kubectl_lite.apiserver.allocation import services
        now = self._store.get(operation.key)
        return services.going_back(self._cluster.server, getattr(operation, "value", None), now and now.value)

    def compact(self, keep: int) -> int:
        """Forget all but the last `keep` revisions; the oldest that can still be read."""
        revision, oldest = self._store.revision() - keep, self._store.oldest()
        if revision > oldest:
            self._store.compact(revision)
        return max(revision, oldest)

    # ---- snapshots

    def save(self, path: str) -> tuple:
        """Write a snapshot: (revision, entries)."""
        from kubectl_lite.storage import snapshot
        return snapshot.save(self._store, path)

    def restore(self, path: str, user: str) -> tuple:
        """Make the store what a snapshot says: (revision, entries written)."""
        from kubectl_lite.storage import snapshot
        return snapshot.restore(self._store, path, self._note(user, "restore"))
