"""Context: what a participant may touch — the shared cache, its own client's writes, the clock and its events.

Every write goes through here: it is counted in the report, its answer is taken into the cache at once, and one that would change nothing is not sent.
"""
from __future__ import annotations

from kubectl_lite.controllers.recorder import Recorder
from kubectl_lite.machinery.env import format_time
from kubectl_lite.machinery.errors import ApiError
from kubectl_lite.machinery.wire import MERGE_PATCH

NOT_FOUND = 404


class Context:
    """One participant's hands. `run` is the shared part (cache, env, report, clients); `name` and `user` are the participant's."""

    def __init__(self, run, name: str, user: str, source: str = "", host: str = "", modern: bool = False):
        self._run, self.name, self.user = run, name, user
        self._source = (source or name, host, modern)
        self._client = self._events = None
        self._others: dict[tuple, Context] = {}

    @property
    def cache(self):
        return self._run.cache

    @property
    def env(self):
        return self._run.env

    @property
    def now(self) -> float:
        """Seconds since the epoch."""
        return self._run.env.now()

    @property
    def timestamp(self) -> str:
        """Now, as objects carry it."""
        return format_time(self.now)

    @property
    def client(self):
        if self._client is None:
            self._client = self._run.client_for(self.user)
        return self._client

    @property
    def events(self) -> Recorder:
        """The recorder of this participant's events."""
        if self._events is None:
            source, host, modern = self._source
            self._events = Recorder(self, self.cache, self.env, self._run.serials, source, host, modern)
        return self._events

    def acting_as(self, user: str, source: str = "", host: str = "") -> "Context":
        """The same hands under another user: one kubelet of many, one controller's second account."""
        key = (user, source, host)
        if key not in self._others:
            self._others[key] = Context(self._run, self.name, user, source or self._source[0], host)
        return self._others[key]

    def root_certificate(self) -> str:
        """The cluster's root certificate in PEM."""
        return self.authority()[0]

    def authority(self) -> tuple[str, str]:
        """(certificate, private key) of the cluster's certificate authority in PEM."""
        return self._run.authority()

    def standing(self) -> list[dict]:
        """The objects that no cluster is without."""
        return self._run.standing()

    def resolve(self, resource: str):
        """The served Resource of a name such as "deployments.apps", or None."""
        return self._run.resolve(resource)

    def create(self, resource: str, obj: dict, subresource: str = "") -> dict:
        """POST an object (or a subresource of the object it names)."""
        name = obj["metadata"]["name"] if subresource else ""
        answer = self.client.create(self.resolve(resource), obj, obj["metadata"].get("namespace", ""), name, subresource)
        self._wrote("create", resource, answer, obj, subresource)
        return answer

    def update(self, resource: str, obj: dict, was: dict | None = None, subresource: str = "") -> dict:
        """PUT an object; not sent when it equals `was`."""
        if was is not None and was == obj:
            return obj
        answer = self.client.update(self.resolve(resource), obj, subresource)
        self._wrote("update", resource, answer, obj, subresource)
        return answer

    def update_status(self, resource: str, obj: dict, status: dict) -> dict:
        """PUT the status of an object; not sent when it has that status already."""
        if obj.get("status") == status:
            return obj
        return self.update(resource, {**obj, "status": status}, subresource="status")

    def patch(self, resource: str, obj: dict, patch, content_type: str = MERGE_PATCH, subresource: str = "", **query) -> dict:
        """PATCH the object."""
        meta = obj["metadata"]
        answer = self.client.patch(self.resolve(resource), meta["name"], patch, content_type, meta.get("namespace", ""), subresource, **query)
        self._wrote("patch", resource, answer, obj, subresource)
        return answer

    def delete(self, resource: str, obj: dict, propagation: str = "", grace: int | None = None) -> None:
        """DELETE the object with this uid; that it is gone already is no error."""
        meta = obj["metadata"]
        options = {"kind": "DeleteOptions", "apiVersion": "v1", "preconditions": {"uid": meta["uid"]}}
        if propagation:
            options["propagationPolicy"] = propagation
        if grace is not None:
            options["gracePeriodSeconds"] = grace
        try:
            self.client.delete(self.resolve(resource), meta["name"], meta.get("namespace", ""), options)
        except ApiError as e:
            if e.code != NOT_FOUND:
                raise
        else:
            self._run.report.wrote(self.name, "delete", resource, meta["name"])
        self.cache.poll(resource)  # DELETE answers a Status, or the object that is not gone yet: only the watch tells which

    def _wrote(self, verb, resource, answer, obj, subresource):
        shown = f"{resource}/{subresource}" if subresource else resource
        self._run.report.wrote(self.name, verb, shown, obj["metadata"].get("name") or (answer.get("metadata") or {}).get("name", ""))
        known = self.cache.get(resource, obj["metadata"].get("namespace", ""), obj["metadata"].get("name", ""))
        if (answer.get("metadata") or {}).get("uid") and answer.get("kind") != "Status" and _same_kind(answer, known, subresource):
            self.cache.observe(resource, answer)
        else:
            self.cache.poll(resource)


def _same_kind(answer, known, subresource):
    """Whether the answer of a write is the object itself: subresources may answer something else (a Scale, a Status)."""
    return not subresource or known is not None and answer.get("kind") == known.get("kind")
