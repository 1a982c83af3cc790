"""Upkeep of a store for people: check, adoption of edited files, history, going back, snapshots. Between the commands and the storage package.

Decides nothing about kinds: edited files are adopted by asking the API server, as any client would.
"""
from __future__ import annotations

LEASE = "/registry/leases/kube-system/kubectl-lite-reconcile"

_STRICT = {"fieldValidation": "Strict"}  # a field that is misspelt must not get lost


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
            found = ((entry.key, self._key_problem(entry.key, entry.value)) for entry in self._store.range("/registry/").entries)
            return [check.Problem(key, what) for key, what in found if what]
        return check.problems(self._store, self._key_problem)

    def _key_problem(self, key, value):
        if key.startswith(self._store.OWN):
            return ""
        resource = self._resource(value)
        if resource is None:
            return f"holds {value.get('apiVersion')}/{value.get('kind')}, which is not served"
        metadata = value.get("metadata", {})
        right = resource.key(metadata.get("namespace", ""), metadata.get("name", ""))
        return "" if right == key else f"holds an object whose key is {right}"

    def _resource(self, value):
        group, _, version = str(value.get("apiVersion", "")).rpartition("/")
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
        """Take each edited file in through the API server: (difference, "" or why not) one by one.

        Who is refused is asked again after others were taken in: what it needs, such as its namespace, may have been among them.
        """
        rows = self.differences()
        self._store.tolerated = {row.key: row.stored for row in rows}
        try:
            while rows:
                refused = []
                for row in rows:
                    problem = self._adopted(row, user)
                    if problem:
                        refused.append((row, problem))
                    else:
                        yield row, ""
                if len(refused) == len(rows):
                    yield from refused
                    return
                rows = [row for row, _ in refused if self._left(row)]
        finally:
            self._store.tolerated = {}

    def discard(self):
        """Write each edited file again as the store remembers it: (difference, "" or why not) one by one."""
        for row in self.differences():
            if row.stored is not None and row.stored.value is None:
                yield row, "the journal has forgotten its last value"
            else:
                self._store.writer().rewrite(row)
                yield row, ""

    def _adopted(self, row, user):
        from kubectl_lite.machinery.errors import ApiError
        if row.error:
            return row.error
        if row.key.startswith(self._store.OWN):
            self._store.writer().adopt([row], self._note(user, "adopt"))
            return ""
        problem = self._key_problem(row.key, row.found) if row.found is not None else ""
        if problem:
            return problem
        try:
            self._ask(row, user)
        except ApiError as error:
            return error.message
        self._store.tolerated.pop(row.key)
        if self._left(row):
            self._store.writer().rewrite(row)  # what was edited makes no difference to the object
        return ""

    def _left(self, row) -> bool:
        """Whether the file is still not what the store wrote."""
        from kubectl_lite.storage import check
        tolerated, self._store.tolerated = self._store.tolerated, {}
        try:
            return bool(check.differences(self._store, row.key))
        finally:
            self._store.tolerated = tolerated

    def _ask(self, row, user):
        """The request that makes the object what its file says."""
        client = self._cluster.client(user_agent="kubectl-lite-adopt")
        if row.stored is not None and row.stored.value is None:
            return self._adopt_unknown(client, row, user)
        value = row.found if row.found is not None else row.stored.value
        resource = self._resource(value)
        namespace, name = value["metadata"].get("namespace", ""), value["metadata"]["name"]
        if row.found is None:
            return client.delete(resource, name, namespace, {"kind": "DeleteOptions", "apiVersion": "v1", "gracePeriodSeconds": 0})
        obj = _at_revision(row.found, row.stored.revision if row.stored is not None else 0)
        if row.stored is None:
            now = client.create(resource, obj, namespace, **_STRICT)
        else:
            now = client.update(resource, obj, **_STRICT)
        status = obj.get("status")
        if "status" in resource.subresources and status != now.get("status") and (status or row.stored is not None):
            client.update(resource, {**now, "status": status or {}}, subresource="status", **_STRICT)

    def _adopt_unknown(self, client, row, user):
        """The former value is forgotten: the API server looks at the new one as if it were created, then the file counts."""
        if row.found is not None:
            self._store.tolerated[row.key] = None
            obj = _at_revision(row.found, 0)
            client.create(self._resource(obj), obj, obj["metadata"].get("namespace", ""), dryRun="All", **_STRICT)
        del self._store.tolerated[row.key]
        self._store.writer().adopt([row], self._note(user, "adopt"))
        self._store.tolerated[row.key] = None

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

    def go_back(self, operations: list, user: str, again: str) -> int:
        """Do the operations of going_back, in one commit where the store takes so much; the new revision. `again` is the command for the rest."""
        from kubectl_lite.storage import parts
        return parts.commit(self._store, operations, self._note(user, "undo"), again)

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


def _at_revision(obj, revision):
    """The object with the revision that its change is based on; 0 for none."""
    metadata = {name: value for name, value in obj["metadata"].items() if name != "resourceVersion"}
    if revision:
        metadata["resourceVersion"] = str(revision)
    return {**obj, "metadata": metadata}
