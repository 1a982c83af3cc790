"""Objects: the only caller of the store. Reads and writes objects of any resource, in the version a request speaks.

Turns the store's errors into the API's: NotFound, AlreadyExists, Conflict, Expired. Never changes what it read.
"""
from __future__ import annotations

from kubectl_lite.api.conversion import convert
from kubectl_lite.machinery import errors
from kubectl_lite.machinery.errors import ApiError
from kubectl_lite.storage.protocol import CompareFailed, Compacted, Delete, FutureRevision, Put, TooLarge, Unwritable


class Overtaken(Exception):
    """An operation that was to be made beside another did not compare any more: nothing was done."""

    def __init__(self, key):
        super().__init__(key)
        self.key = key


class Objects:
    """The objects of a store."""

    def __init__(self, store):
        self.store, self._kept = store, {}  # prefix: (when it moved last, objects)

    def note(self, write) -> None:
        """Make a write that nobody waits for: where nothing can be written, it is left out."""
        try:
            write()
        except Unwritable:
            pass

    def find(self, resource, namespace: str, name: str, revision: int = 0) -> dict | None:
        """One object, or None."""
        key = resource.key(namespace, name)
        entry = self._guard(self.store.get, key, revision) if revision else self.store.get(key)
        return read(resource, entry.value, self) if entry else None

    def get(self, resource, namespace: str, name: str, revision: int = 0) -> dict:
        """One object, or NotFound."""
        found = self.find(resource, namespace, name, revision)
        if found is None:
            raise errors.not_found(resource.group_resource, name)
        return found

    def list(self, resource, namespace: str = "", **options) -> tuple[list[dict], object]:
        """The objects of a collection (of one namespace or all) in key order, and the store's Page they came from."""
        prefix = resource.prefix(namespace)
        page = self._guard(self.store.range, prefix, **options) if options else self.store.range(prefix)
        if not page.entries:
            return [], page
        return [read(resource, entry.value, self) for entry in page.entries], page

    def standing(self, resource, namespace: str = "") -> list[dict]:
        """A whole collection as `list` has it, read again only when something in it has changed: for what is asked with every request."""
        prefix = resource.prefix(namespace)
        known, moved = self._kept.get(prefix), self.store.moved(prefix)
        if known is None or moved is None or known[0] != moved:
            known = self._kept[prefix] = moved, self.list(resource, namespace)[0]
        return known[1]

    def create(self, resource, namespace: str, name: str, obj: dict, note: dict, beside=()) -> dict:
        """Store a new object; AlreadyExists when there is one. `beside` are more operations of the same commit, here and below:
        Overtaken when one of them does not compare."""
        _settle(resource, obj)
        key, value = resource.key(namespace, name), self._stored(resource, obj)
        try:
            revision = self._guard(self.store.commit, [Put(key, value, 0), *beside], note)
        except CompareFailed as e:
            _check_beside(e, key)
            raise _taken(resource, name, e.current) from None
        return versioned(obj if value is obj or resource.crd is None else read(resource, value, self), revision)

    def update(self, resource, namespace: str, name: str, obj: dict, old: dict, note: dict, beside=()) -> dict:
        """Replace `old` (as it was read) by obj; Conflict when somebody was faster. A write that changes nothing moves no revision."""
        _settle(resource, obj)
        if same_but_revision(obj, old):
            return old
        key, expected, value = resource.key(namespace, name), int(old["metadata"]["resourceVersion"]), self._stored(resource, obj)
        try:
            revision = self._guard(self.store.commit, [Put(key, value, expected), *beside], note)
        except CompareFailed as e:
            _check_beside(e, key)
            raise self._lost_race(resource, name, e) from None
        return versioned(obj if value is obj or resource.crd is None else read(resource, value, self), revision)

    def delete(self, resource, namespace: str, name: str, old: dict, note: dict, beside=()) -> int:
        """Remove an object as it was read; Conflict or NotFound when somebody was faster."""
        key, expected = resource.key(namespace, name), int(old["metadata"]["resourceVersion"])
        try:
            return self._guard(self.store.commit, [Delete(key, expected), *beside], note)
        except CompareFailed as e:
            _check_beside(e, key)
            raise self._lost_race(resource, name, e) from None

    def putting(self, resource, namespace: str, name: str, obj: dict, old: dict | None = None):
        """The operation that stores a new object, or replaces `old` (as it was read), beside another."""
        _settle(resource, obj)
        return Put(resource.key(namespace, name), self._stored(resource, obj), int(old["metadata"]["resourceVersion"]) if old else 0)

    @staticmethod
    def deleting(resource, namespace: str, name: str):
        """The operation that removes an object, if it is there, beside another."""
        return Delete(resource.key(namespace, name), None)

    def watch(self, resource, namespace: str, name: str, after: int):
        """The store's watch of a collection or of one object."""
        prefix = resource.key(namespace, name) if name else resource.prefix(namespace)
        return self._guard(self.store.watch, prefix, after)

    def _stored(self, resource, obj):
        if resource.crd is not None:
            from kubectl_lite.apiserver.crd import serving
            return serving.to_stored(resource, obj, self)
        if resource.storage_version == resource.version and resource.group != "events.k8s.io":
            return obj
        return convert(obj, storage_api_version(resource))

    @staticmethod
    def _lost_race(resource, name, failed):
        if failed.current is None:
            return errors.not_found(resource.group_resource, name)
        return errors.modified(resource.group_resource, name)

    @staticmethod
    def _guard(call, *args, **options):
        """Call the store; what it cannot remember is the API's Expired."""
        try:
            return call(*args, **options)
        except Compacted as e:
            raise errors.expired(f"too old resource version: {e.asked} ({e.oldest})") from None
        except FutureRevision as e:
            raise errors.timeout(f"Too large resource version: {e.asked}, current: {e.current}", 1) from None
        except TooLarge as e:
            raise ApiError(errors.status(500, "", str(e))) from None


def read(resource, stored: dict, objects=None) -> dict:
    """A stored object in the version that a resource speaks."""
    if resource.crd is None:
        return convert(stored, resource.api_version)
    from kubectl_lite.apiserver.crd import serving
    return serving.present(resource, stored, objects)


def _check_beside(failed, key):
    """Overtaken unless what failed is the operation on the object itself."""
    if failed.key != key:
        raise Overtaken(failed.key) from None


def _taken(resource, name, entry):
    """The AlreadyExists of a name whose object may be on its way out."""
    error = errors.already_exists(resource.group_resource, name)
    if entry and entry.value["metadata"].get("deletionTimestamp"):
        error.status["message"] = f"object is being deleted: {error.message}"
    return error


def storage_api_version(resource) -> str:
    """The apiVersion in which objects of a resource are stored (events are stored in the core group)."""
    group = "" if resource.group == "events.k8s.io" else resource.group
    return f"{group}/{resource.storage_version}" if group else resource.storage_version


def versioned(obj: dict, revision: int) -> dict:
    """A shallow copy carrying the revision as its resourceVersion."""
    return {**obj, "metadata": {**obj["metadata"], "resourceVersion": str(revision)}}


def same_but_revision(a: dict, b: dict) -> bool:
    """Whether two objects differ in nothing but metadata.resourceVersion."""
    if a.keys() != b.keys() or any(a[k] != b[k] for k in a if k != "metadata"):
        return False
    ma, mb = a.get("metadata", {}), b.get("metadata", {})
    return {k: v for k, v in ma.items() if k != "resourceVersion"} == {k: v for k, v in mb.items() if k != "resourceVersion"}


def _settle(resource, obj):
    """What the storage encoding makes of an object is what everybody sees of it."""
    if resource.schema:
        from kubectl_lite.api.codec_storage import settle
        settle(obj, resource.schema)
