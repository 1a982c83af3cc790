"""Audit: what was asked of the API server, by whom and how it ended, as audit.k8s.io/v1 Events, one JSON line each. Off by default.

A Policy decides how much of a request is told (None, Metadata, Request, RequestResponse) and which stages; a Log appends events to a file.
Mirrors apiserver/pkg/audit. Nothing here changes a request or its answer.
"""
from __future__ import annotations

import json

from kubectl_lite.machinery.errors import ApiError

API_VERSION = "audit.k8s.io/v1"
NONE, METADATA, REQUEST, RESPONSE = LEVELS = ("None", "Metadata", "Request", "RequestResponse")
RECEIVED, STARTED, COMPLETE = "RequestReceived", "ResponseStarted", "ResponseComplete"
STAGES = (RECEIVED, STARTED, COMPLETE, "Panic")
DECISION, REASON = "authorization.k8s.io/decision", "authorization.k8s.io/reason"


class Policy:
    """The rules of an audit policy, of which the first that fits a request counts. ValueError for what is no policy."""
    __slots__ = ("rules", "omitted", "unmanaged")

    def __init__(self, policy: dict):
        self.rules, self.omitted = policy.get("rules"), tuple(policy.get("omitStages") or ())
        self.unmanaged = bool(policy.get("omitManagedFields"))
        if not isinstance(self.rules, list) or not self.rules:
            raise ValueError("an audit policy needs a list of rules, such as [{\"level\": \"Metadata\"}]")
        for rule in self.rules:
            if not isinstance(rule, dict) or rule.get("level") not in LEVELS:
                raise ValueError(f"each rule needs a level: one of {', '.join(LEVELS)}")

    def decide(self, user, info) -> tuple[str, tuple, bool]:
        """(level, omitted stages, whether managedFields are left out) for a request."""
        for rule in self.rules:
            if matches(rule, user, info):
                unmanaged = rule.get("omitManagedFields")
                return rule["level"], (*self.omitted, *(rule.get("omitStages") or ())), self.unmanaged if unmanaged is None else bool(unmanaged)
        return NONE, (), False


def matches(rule: dict, user, info) -> bool:
    """Whether a rule is about a request."""
    if rule.get("users") and user.name not in rule["users"] or rule.get("userGroups") and not set(rule["userGroups"]) & set(user.groups):
        return False
    if rule.get("verbs") and info.verb not in rule["verbs"]:
        return False
    if info.is_resource:
        return _resource_matches(rule, info)
    return _path_matches(rule, info)


def _path_matches(rule, info):
    urls = rule.get("nonResourceURLs") or ()
    if not urls:
        return not rule.get("resources") and not rule.get("namespaces")
    return any(url in ("*", info.path) or url.endswith("*") and info.path.startswith(url[:-1]) for url in urls)


def _resource_matches(rule, info):
    if rule.get("namespaces") and info.namespace not in rule["namespaces"]:
        return False
    if not rule.get("resources"):
        return not rule.get("nonResourceURLs")
    return any(row.get("group", "") == info.group and _named(row, info) for row in rule["resources"])


def _named(row, info):
    if row.get("resourceNames") and info.name not in row["resourceNames"]:
        return False
    resources = row.get("resources") or ("*",)
    combined = f"{info.resource}/{info.subresource}" if info.subresource else info.resource
    return ("*" in resources or combined in resources or f"{info.resource}/*" in resources
            or bool(info.subresource) and f"*/{info.subresource}" in resources)


class Log:
    """A policy and the file that the events go to. Each event is one append."""
    __slots__ = ("policy", "path")

    def __init__(self, policy: Policy, path: str):
        self.policy, self.path = policy, path

    def write(self, event: dict) -> None:
        with open(self.path, "a", encoding="utf-8") as f:
            f.write(json.dumps(event, separators=(",", ":"), ensure_ascii=False) + "\n")


class Record:
    """The audit of one request while it is served."""
    __slots__ = ("log", "level", "omitted", "unmanaged", "event", "env")

    def __init__(self, log, env, request, info, caller, user):
        self.log, self.env = log, env
        self.level, self.omitted, self.unmanaged = log.policy.decide(caller, info)
        self.event = _event(self.level, env, request, info, caller, user) if self.level != NONE else None

    def received(self) -> None:
        """The request has come in."""
        self._tell(RECEIVED, self.env.micro_timestamp())

    def decided(self, allowed: bool, reason: str) -> None:
        """The authorisers have spoken."""
        if self.event is not None:
            self.event["annotations"] = {DECISION: "allow" if allowed else "forbid", REASON: reason}

    def annotate(self, key: str, value: str) -> None:
        """Note what an admission plug-in has to say; the first word on a key stays."""
        if self.event is not None and not (key.startswith("patch.") and self.level == METADATA):
            self.event.setdefault("annotations", {}).setdefault(key, value)

    def completed(self, request, response) -> None:
        """The answer is known."""
        if self.event is None:
            return
        asked = _value(request)
        if "objectRef" in self.event and isinstance(asked, dict):
            _complete(self.event["objectRef"], asked)
        if self.level in (REQUEST, RESPONSE) and isinstance(asked, (dict, list)):
            self.event["requestObject"] = self._shown(asked)
        if self.level == RESPONSE and isinstance(response.body, dict):
            self.event["responseObject"] = self._shown(response.body)
        self.event["responseStatus"] = _status(response)
        self._tell(STARTED if response.stream is not None else COMPLETE, self.env.micro_timestamp())

    def _tell(self, stage, now):
        if self.event is not None and stage not in self.omitted:
            self.log.write({**self.event, "stage": stage, "stageTimestamp": now})


    def _shown(self, body):
        """An object as the policy wants it shown."""
        if not self.unmanaged or not isinstance(body, dict):
            return body
        if isinstance(body.get("items"), list):
            return {**body, "items": [_without_owners(item) for item in body["items"]]}
        return _without_owners(body)


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


def _status(response):
    body = response.body if isinstance(response.body, dict) and response.body.get("kind") == "Status" else {}
    shown = {key: body[key] for key in ("status", "message", "reason", "details") if body.get(key)}
    return {"metadata": {}, **shown, "code": response.status}


def _event(level, env, request, info, caller, user):
    event = {"kind": "Event", "apiVersion": API_VERSION, "level": level, "auditID": env.uuid(), "stage": "", "requestURI": _uri(request),
             "verb": info.verb, "user": _user(caller)}
    if user is not caller:
        event["impersonatedUser"] = _user(user)
    event["sourceIPs"] = ["127.0.0.1"]
    if request.headers.get("user-agent"):
        event["userAgent"] = request.headers["user-agent"]
    if info.is_resource:
        event["objectRef"] = _reference(info)
    event["requestReceivedTimestamp"] = env.micro_timestamp()
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
