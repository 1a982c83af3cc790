"""Audit: what was asked of the API server, by whom and how it ended, as audit.k8s.io/v1 Events, one JSON line each. Off by default.

A policy (auditpolicy.py) decides how much of a request is told and at which stages; a Log appends events to a file.
Mirrors apiserver/pkg/audit and endpoints/filters/audit.go. Nothing here changes a request or its answer.
"""
from __future__ import annotations

import json

from kubectl_lite.apiserver.auditpolicy import API_VERSION, COMPLETE, METADATA, NONE, PANIC, RECEIVED, REQUEST, RESPONSE, STARTED
from kubectl_lite.machinery.errors import ApiError
from kubectl_lite.machinery.wire import Response

DECISION, REASON = "authorization.k8s.io/decision", "authorization.k8s.io/reason"
AGENT_MAX, TRUNCATED = 1024, "...TRUNCATED"
# The fields of an event and of its reference, in the order of audit.k8s.io/v1.
EVENT = ("kind", "apiVersion", "level", "auditID", "stage", "requestURI", "verb", "user", "impersonatedUser", "sourceIPs", "userAgent", "objectRef",
         "responseStatus", "requestObject", "responseObject", "requestReceivedTimestamp", "stageTimestamp", "annotations")
REFERENCE = ("resource", "namespace", "name", "uid", "apiGroup", "apiVersion", "resourceVersion", "subresource")
LONG_VERBS, LONG_SUBRESOURCES = ("watch", "proxy"), ("attach", "exec", "proxy", "log", "portforward")  # requests that have a stage more


class Log:
    """A policy and the file that the events go to. Each event is one append."""
    __slots__ = ("policy", "path")

    def __init__(self, policy, path: str):
        self.policy, self.path = policy, path

    def write(self, event: dict) -> None:
        with open(self.path, "a", encoding="utf-8") as f:
            f.write(json.dumps(event, separators=(",", ":"), ensure_ascii=False) + "\n")


class Record:
    """The audit of one request while it is served. `user` is who sent it, or None when nobody knows."""
    __slots__ = ("log", "level", "omitted", "unmanaged", "event", "env", "long")

    def __init__(self, log, env, request, info, user):
        self.log, self.env = log, env
        self.level, self.omitted, self.unmanaged = log.policy.decide(user, info)
        self.long = info.verb in LONG_VERBS or info.subresource in LONG_SUBRESOURCES
        self.event = _event(self.level, env, request, info, user) if self.level != NONE else None

    def follow(self, request, serve):
        """What serve() answers; all its stages are told. A stream is complete when it has ended."""
        self._tell(RECEIVED, self.event and self.event["requestReceivedTimestamp"])
        try:
            response = serve()
        except ApiError as e:
            self._answered(request, Response(e.code, e.status))
            self._tell(COMPLETE)
            raise
        except Exception as e:
            self._broken(e)
            raise
        self._answered(request, response)
        if response.stream is not None and self.event is not None:
            response.stream = Stream(response.stream, lambda: self._tell(COMPLETE))
        else:
            self._tell(COMPLETE)
        return response

    def refuse(self, text: str, code: int) -> None:
        """The request goes no further than its arrival."""
        self.event["responseStatus"] = {"metadata": {}, "message": text, "code": code}
        self._tell(STARTED)

    def impersonating(self, user) -> None:
        """The request counts as another user's."""
        if self.event is not None:
            self.event["impersonatedUser"] = _user(user)

    def decided(self, allowed, reason: str) -> None:
        """The authorisers have spoken: True, False, or None for an error of theirs."""
        if allowed is not None:
            self.annotate(DECISION, "allow" if allowed else "forbid")
        self.annotate(REASON, reason)

    def annotate(self, key: str, value: str) -> None:
        """Note what a stage has to say; the first word on a key stays."""
        if self.event is not None and not (key.startswith("patch.") and self.level == METADATA):
            self.event.setdefault("annotations", {}).setdefault(key, value)

    def _answered(self, request, response):
        """The answer is known: note it, and tell of it where more will follow."""
        if self.event is None:
            return
        self._note_request(request)
        if self.level == RESPONSE and isinstance(response.body, dict):
            self.event["responseObject"] = self._shown(response.body)
        self.event["responseStatus"] = _status(response)
        if self.long:
            self._tell(STARTED)

    def _note_request(self, request):
        asked = _value(request)
        if "objectRef" in self.event and isinstance(asked, dict) and self.event["verb"] != "patch":
            _complete(self.event["objectRef"], asked)
        if self.level in (REQUEST, RESPONSE) and isinstance(asked, (dict, list)):
            self.event["requestObject"] = self._shown(asked)

    def _broken(self, error):
        """What nobody foresaw is a panic; a store that cannot be read or written is an answer."""
        if self.event is None:
            return
        clear = getattr(error, "clear", False)
        text = str(error) if clear else f"APIServer panic'd: {error}"
        self.event["responseStatus"] = {"metadata": {}, "status": "Failure", "message": text, "reason": "InternalError", "code": 500}
        self._tell(COMPLETE if clear else PANIC)

    def _tell(self, stage, now=""):
        if self.event is not None and stage not in self.omitted:
            told = {**self.event, "stage": stage, "stageTimestamp": now or self.env.micro_timestamp()}
            self.log.write({name: told[name] for name in EVENT if name in told})

    def _shown(self, body):
        """An object as the policy wants it shown."""
        if not self.unmanaged or not isinstance(body, dict):
            return body
        if isinstance(body.get("items"), list):
            return {**body, "items": [_without_owners(item) for item in body["items"]]}
        if isinstance(body.get("rows"), list):
            return {**body, "rows": [{**row, "object": _without_owners(row.get("object"))} for row in body["rows"]]}
        return _without_owners(body)


class Stream:
    """A stream of events whose end is told once."""

    def __init__(self, stream, ended):
        self._stream, self._ended = stream, ended

    def poll(self, timeout=0):
        try:
            return self._stream.poll(timeout)
        except StopIteration:
            self._end()
            raise

    def close(self):
        self._stream.close()
        self._end()

    def _end(self):
        ended, self._ended = self._ended, None
        if ended:
            ended()


def unknown(log, env, request, info) -> None:
    """Tell of a request whose credentials nobody knows."""
    record = Record(log, env, request, info, None)
    if record.event is not None:
        tried = "attempted: bearer" if request.headers.get("authorization", "").lower().startswith("bearer ") else "attempted: x509" if request.user else ""
        record.refuse(f"Authentication failed, {tried or 'no credentials provided'}", 401)


def _without_owners(obj):
    metadata = obj.get("metadata") if isinstance(obj, dict) else None
    if not isinstance(metadata, dict) or "managedFields" not in metadata:
        return obj
    return {**obj, "metadata": {key: value for key, value in metadata.items() if key != "managedFields"}}


def _value(request):
    """The request's body as a JSON value, None where it is none."""
    from kubectl_lite.apiserver.decoding import parse_body
    if not request.body:
        return None
    try:
        return parse_body(request)[0]
    except ApiError:
        return None


def _complete(reference, obj):
    """What only the body says of the object."""
    metadata = obj.get("metadata")
    for name in ("namespace", "name", "uid", "resourceVersion"):
        if isinstance(metadata, dict) and metadata.get(name) and name not in reference:
            reference[name] = metadata[name]
    reference.update({name: reference.pop(name) for name in REFERENCE if name in reference})


def _status(response):
    body = response.body if isinstance(response.body, dict) and response.body.get("kind") == "Status" else {}
    shown = {key: body[key] for key in ("status", "message", "reason", "details") if body.get(key)}
    return {"metadata": {}, **shown, "code": response.status}


def _event(level, env, request, info, user):
    agent = request.headers.get("user-agent", "")
    event = {"kind": "Event", "apiVersion": API_VERSION, "level": level, "auditID": env.uuid(), "requestURI": _uri(request), "verb": info.verb,
             "user": _user(user) if user else {}, "sourceIPs": ["127.0.0.1"], "requestReceivedTimestamp": env.micro_timestamp()}
    if agent:
        event["userAgent"] = agent if len(agent) <= AGENT_MAX else agent[:AGENT_MAX] + TRUNCATED
    if info.is_resource:
        event["objectRef"] = _reference(info)
    return event


def _uri(request):
    if not request.query:
        return request.path
    from urllib.parse import urlencode
    return f"{request.path}?{urlencode(request.query, doseq=True)}"


def _user(user):
    shown = {"username": user.name, "uid": user.uid, "groups": list(user.groups), "extra": {k: list(v) for k, v in user.extra.items()}}
    return {key: value for key, value in shown.items() if value}


def _reference(info):
    rows = (("resource", info.resource), ("namespace", info.namespace), ("name", info.name or info.selected), ("apiGroup", info.group),
            ("apiVersion", info.version), ("subresource", info.subresource))
    return {key: value for key, value in rows if value}
