"""Recorder: writes Event objects for one component, as client-go's tools/record (and tools/events for the scheduler) do.

An event is best effort: what the API server refuses is dropped. The same event again raises the count of the one that is there.
"""
from __future__ import annotations

from kubectl_lite.machinery.env import format_micro_time, format_time
from kubectl_lite.machinery.errors import ApiError

EVENTS = "events"
MESSAGE_BYTES = 1024


class Recorder:
    """Events of one component. `source` is the component's name, `host` the node it runs on ("" for the control plane).

    `serials` (an iterator of whole numbers, shared by all recorders of a run) keeps names apart where the clock does not.
    `modern` components write the events.k8s.io form: reporting controller, instance and action, an eventTime and an empty source.
    """

    def __init__(self, writer, cache, env, serials, source, host="", modern=False):
        self._writer, self._cache, self._env, self._serials = writer, cache, env, serials
        self._source, self._host, self._modern = source, host, modern
        self._recorded: dict[tuple, dict] = {}

    def normal(self, obj, reason, message, **how):
        self.record(obj, "Normal", reason, message, **how)

    def warning(self, obj, reason, message, **how):
        self.record(obj, "Warning", reason, message, **how)

    def record(self, obj, type_, reason, message, field_path="", action="", once=False, related=None):
        """Write one event about `obj`. `once`: not when the same event is there already, from this run or an earlier one."""
        involved = reference(obj, field_path)
        message = message[:MESSAGE_BYTES]
        key = (involved.get("uid"), field_path, type_, reason, "" if self._modern else message)
        known = self._recorded.get(key) or self._find(involved, type_, reason, message)
        if known is not None and once:
            self._recorded[key] = known
            return
        event = self._raised(known) if known else self._new(involved, type_, reason, message, action)
        try:
            self._recorded[key] = self._writer.update(EVENTS, event) if known else self._writer.create(EVENTS, event)
        except ApiError:
            pass

    def _find(self, involved, type_, reason, message):
        for event in self._cache.indexed(EVENTS, "involved", _involved_uid, involved.get("uid")):
            same = event["type"] == type_ and event["reason"] == reason and (self._modern or event.get("message") == message)
            if same and _component(event) == self._source and event["involvedObject"].get("fieldPath", "") == involved.get("fieldPath", ""):
                return event
        return None

    def _new(self, involved, type_, reason, message, action):
        now = self._env.now()
        stamp = int(now * 1_000_000_000) + next(self._serials)
        event = {
            "apiVersion": "v1", "kind": "Event",
            "metadata": {"name": f"{involved['name']}.{stamp:x}", "namespace": involved.get("namespace") or "default"},
            "involvedObject": involved, "reason": reason, "message": message, "type": type_,
        }
        event.update(self._modern_fields(now, action) if self._modern else self._classic_fields(now))
        return event

    def _classic_fields(self, now):
        source = {"component": self._source}
        if self._host:
            source["host"] = self._host
        return {"source": source, "firstTimestamp": format_time(now), "lastTimestamp": format_time(now), "count": 1, "eventTime": None,
                "reportingComponent": self._source, "reportingInstance": self._host}

    def _modern_fields(self, now, action):
        return {"source": {}, "firstTimestamp": None, "lastTimestamp": None, "eventTime": format_micro_time(now), "action": action,
                "reportingComponent": self._source, "reportingInstance": f"{self._source}-{self._source}"}

    def _raised(self, event):
        now = self._env.now()
        if not self._modern:
            return {**event, "count": event.get("count", 1) + 1, "lastTimestamp": format_time(now)}
        count = (event.get("series") or {}).get("count", 1) + 1
        return {**event, "series": {"count": count, "lastObservedTime": format_micro_time(now)}}


def reference(obj: dict, field_path: str = "") -> dict:
    """The ObjectReference of an object (or of a part of it), as client-go's GetReference makes it."""
    meta = obj["metadata"]
    found = {"kind": obj["kind"], "namespace": meta.get("namespace"), "name": meta["name"], "uid": meta.get("uid"),
             "apiVersion": obj["apiVersion"], "resourceVersion": meta.get("resourceVersion"), "fieldPath": field_path}
    return {name: value for name, value in found.items() if value}


def _involved_uid(event):
    return (event["involvedObject"].get("uid"),)


def _component(event):
    return event.get("reportingComponent") or (event.get("source") or {}).get("component", "")
