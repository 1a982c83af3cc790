"""Cache: what the API server holds, as the participants last saw it; fed by list and watch, and by the answers to their own writes.

The counterpart of client-go's shared informers in a single thread. Owns reading; never writes. Objects in it are shared: never change them.
"""
from __future__ import annotations

from kubectl_lite.machinery.errors import ApiError


class Cache:
    """Objects by resource name ("pods", "deployments.apps"), each resource listed when it is first asked for and watched from then on.

    `client` reads, `resolve` maps a resource name to its Resource (None when it is not served). Every difference that is noticed is handed to
    `on_change(resource name, old or None, new or None)`.
    """

    def __init__(self, client, resolve, on_change=None):
        self._client, self._resolve = client, resolve
        self._informers: dict[str, Informer] = {}
        self._owned: dict[str, dict] = {}  # owner uid -> {(resource, (namespace, name))}
        self.on_change = on_change or (lambda name, old, new: None)

    def get(self, resource: str, namespace: str, name: str):
        """One object or None; `namespace` is "" for cluster-scoped resources."""
        return self.informer(resource).objects.get((namespace, name))

    def list(self, resource: str, namespace: str = "") -> list:
        """All objects, or those of one namespace."""
        informer = self.informer(resource)
        if namespace:
            return informer.indexed("namespace", _namespace_of, namespace)
        return list(informer.objects.values())

    def controlled(self, resource: str, uid: str) -> list:
        """The objects whose controller reference has this uid."""
        return self.informer(resource).indexed("controller", _controller_of, uid)

    def claimable(self, resource: str, owner: dict) -> list:
        """The objects of the owner's namespace that it controls, then those that nobody does."""
        informer, namespace = self.informer(resource), _namespace_of(owner)[0]
        return [obj for uid in (owner["metadata"]["uid"], "") for obj in informer.indexed("claim", _claim_of, (namespace, uid))]

    def dependents(self, uid: str) -> list:
        """(resource, object) of everything listed so far that names this owner."""
        return [(name, self._informers[name].objects[key]) for name, key in list(self._owned.get(uid, ()))]

    def indexed(self, resource: str, index: str, function, value) -> list:
        """The objects for which `function(obj)` (a list of values, remembered under the name `index`) contains `value`."""
        return self.informer(resource).indexed(index, function, value)

    def informer(self, resource: str) -> "Informer":
        informer = self._informers.get(resource)
        if informer is None:
            informer = self._informers[resource] = Informer(self._client, self._resolve(resource), resource, self._owned)
            informer.start()
        return informer

    def observe(self, resource: str, obj: dict) -> None:
        """Take in the answer to a write of our own, so that it need not come round by the watch first."""
        informer = self._informers.get(resource)
        if informer is not None:
            self._note(resource, informer.put(obj))

    def poll(self, resource: str = "") -> None:
        """Take in what the watches have (of one resource or of all)."""
        names = [resource] if resource in self._informers else list(self._informers) if not resource else []
        for name in names:
            for change in self._informers[name].poll():
                self._note(name, change)

    def close(self) -> None:
        for informer in self._informers.values():
            informer.close()

    def _note(self, resource, change):
        if change is not None:
            self.on_change(resource, *change)


class Informer:
    """The objects of one resource by (namespace, name), with indexes that are built when first asked for."""

    def __init__(self, client, resource, name, owned):
        self._client, self._resource, self._name, self._owned = client, resource, name, owned
        self.objects: dict[tuple, dict] = {}
        self._indexes: dict[str, tuple] = {}
        self._stream = None

    def start(self) -> None:
        """List, then watch from the list's revision."""
        if self._resource is None or "list" not in self._resource.verbs:
            return
        answer = self._client.list(self._resource)
        api_version, kind = self._resource.api_version, self._resource.kind
        for obj in answer.get("items") or []:
            if "kind" not in obj:
                obj = {"kind": kind, "apiVersion": api_version, **obj}
            self._store(obj)
        if "watch" in self._resource.verbs:
            self._stream = self._client.watch(self._resource, "", answer["metadata"]["resourceVersion"])

    def poll(self) -> list:
        """The (old, new) pairs of what the watch reported; a watch that was ended is begun again by a list."""
        if self._stream is None:
            return []
        try:
            events = self._stream.poll(0)
            return [change for event in events if (change := self._take(event))]
        except (StopIteration, ApiError):
            return self._relist()

    def put(self, obj):
        """Take an object in; (old, new), or None when it is not newer than what is known."""
        old = self.objects.get(_key(obj))
        if old is not None and _revision(old) >= _revision(obj) and old["metadata"]["uid"] == obj["metadata"]["uid"]:
            return None
        self._store(obj, old)
        return old, obj

    def indexed(self, name, function, value) -> list:
        index = self._indexes.get(name)
        if index is None:
            index = self._indexes[name] = (function, {})
            for key, obj in self.objects.items():
                _enter(index, key, obj)
        return [self.objects[key] for key in index[1].get(value, ())]

    def close(self) -> None:
        if self._stream is not None:
            self._stream.close()
            self._stream = None

    def _take(self, event):
        obj = event["object"]
        if event["type"] in ("ADDED", "MODIFIED"):
            return self.put(obj)
        if event["type"] == "DELETED":
            return self._drop(obj)
        if event["type"] == "ERROR":
            raise ApiError(obj)
        return None

    def _drop(self, obj):
        key = _key(obj)
        old = self.objects.get(key)
        if old is None or old["metadata"]["uid"] != obj["metadata"]["uid"]:
            return None
        del self.objects[key]
        self._forget(key, old)
        return old, None

    def _store(self, obj, old=None):
        key = _key(obj)
        if old is not None:
            self._forget(key, old)
        self.objects[key] = obj
        for index in self._indexes.values():
            _enter(index, key, obj)
        for reference in obj["metadata"].get("ownerReferences") or ():
            self._owned.setdefault(reference["uid"], {})[self._name, key] = True

    def _forget(self, key, old):
        for index in self._indexes.values():
            _leave(index, key, old)
        for reference in old["metadata"].get("ownerReferences") or ():
            self._owned[reference["uid"]].pop((self._name, key), None)

    def _relist(self):
        before = self.objects
        for key, obj in before.items():
            self._forget(key, obj)
        self.objects, self._indexes = {}, {}
        self.close()
        self.start()
        changes = [(before.get(key), obj) for key, obj in self.objects.items() if before.get(key) != obj]
        return changes + [(obj, None) for key, obj in before.items() if key not in self.objects]


def _key(obj):
    meta = obj["metadata"]
    return meta.get("namespace", ""), meta["name"]


def _revision(obj):
    return int(obj["metadata"].get("resourceVersion") or 0)


def _enter(index, key, obj):
    function, table = index
    for value in function(obj):
        table.setdefault(value, {})[key] = True


def _leave(index, key, obj):
    function, table = index
    for value in function(obj):
        table.get(value, {}).pop(key, None)


def _namespace_of(obj):
    return (obj["metadata"].get("namespace", ""),)


def _controller_of(obj):
    return [ref["uid"] for ref in obj["metadata"].get("ownerReferences") or () if ref.get("controller")]


def _claim_of(obj):
    """The namespace with the controller's uid, "" where there is none."""
    return [(_namespace_of(obj)[0], uid) for uid in _controller_of(obj)[:1] or [""]]
