"""Adoption of registry files that were edited by hand or moved by git: each is taken in by asking the API server, as any client would, or put
back. Decides nothing about kinds, but that what services hold follows the services.
"""
from __future__ import annotations

from kubectl_lite.storage.versioner import unstamped

PUT_BACK = "it says what services hold, and none of them holds that; it was put back"

_STRICT = {"fieldValidation": "Strict"}  # a field that is misspelt must not get lost


class Adoption:
    """The edited files of one cluster (storage/check.py Difference), with upkeep's knowledge of keys and resources."""

    def __init__(self, cluster, rows: list, key_problem, resource):
        self._cluster, self._store, self._rows = cluster, cluster.store, rows
        self._key_problem, self._resource = key_problem, resource

    def adopt(self, note: dict):
        """Take each edited file in: (difference, "" or why not) one by one.

        Who is refused is asked again after others were taken in: what it needs, such as its namespace, may have been among them.
        """
        self._store.tolerated = {row.key: row.stored for row in self._rows}
        rows, following = [r for r in self._rows if not _follows(r)], [r for r in self._rows if _follows(r)]
        try:
            while rows:
                refused = []
                for row in rows:
                    problem = self._adopted(row, note)
                    if problem:
                        refused.append((row, problem))
                    else:
                        yield row, ""
                if len(refused) == len(rows):
                    yield from refused
                    break
                rows = [row for row, _ in refused if self._left(row)]
            yield from ((row, self._followed(row, note)) for row in following)
        finally:
            self._store.tolerated = {}

    def _followed(self, row, note) -> str:
        """"" where the services that were taken in have brought a change about, or nothing else is known; else it is put back."""
        self._store.tolerated.pop(row.key)
        if not self._left(row):
            return ""
        if _forgotten(row):
            self._store.writer().adopt([row], note)
            return ""
        self._store.writer().rewrite(row)
        same = row.found is not None and row.stored is not None and unstamped(row.found) == unstamped(row.stored.value)
        return "" if same else PUT_BACK

    def discard(self):
        """Write each edited file again as the store remembers it: (difference, "" or why not) one by one."""
        for row in self._rows:
            yield row, self._put_back(row)

    def _put_back(self, row) -> str:
        if _forgotten(row):
            return "the journal has forgotten its last value"
        self._store.writer().rewrite(row)
        return ""

    def _adopted(self, row, note):
        from kubectl_lite.machinery.errors import ApiError
        if row.error:
            return row.error
        if row.key.startswith(self._store.OWN):
            self._store.writer().adopt([row], note)
            return ""
        problem = self._key_problem(row.key, row.found) if row.found is not None else ""
        if problem:
            return problem
        try:
            self._ask(row, note)
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

    def _ask(self, row, note):
        """The request that makes the object what its file says."""
        client = self._cluster.client(user_agent="kubectl-lite-adopt")
        if _forgotten(row):
            return self._adopt_unknown(client, row, note)
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

    def _adopt_unknown(self, client, row, note):
        """The former value is forgotten: the API server looks at the new one as if it were created, then the file counts."""
        if row.found is not None:
            self._store.tolerated[row.key] = None
            obj = _at_revision(row.found, 0)
            client.create(self._resource(obj), obj, obj["metadata"].get("namespace", ""), dryRun="All", **_STRICT)
        del self._store.tolerated[row.key]
        self._store.writer().adopt([row], note)
        self._store.tolerated[row.key] = None


def _at_revision(obj, revision):
    """The object with the revision that its change is based on; 0 for none."""
    metadata = {name: value for name, value in obj["metadata"].items() if name != "resourceVersion"}
    if revision:
        metadata["resourceVersion"] = str(revision)
    return {**obj, "metadata": metadata}


def _forgotten(row) -> bool:
    """Whether the journal no longer knows what the file held before."""
    return row.stored is not None and row.stored.value is None


def _follows(row) -> bool:
    """Whether a file says what services hold: the API server keeps it with them, nobody else."""
    from kubectl_lite.apiserver.allocation import addresses, nodeports
    value = row.found or (row.stored and row.stored.value) or {}
    return not row.error and (row.key == nodeports.KEY or addresses.is_allocated(value))
