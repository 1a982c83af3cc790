"""EventRateLimit (off by default): so many events a second are accepted for the server, a namespace, a user or a source and object.

Nothing is kept between commands, so each bucket is filled anew from the times of the events that are stored: an event costs a token, each
second brings `qps` of them, at most `burst` are kept. Mirrors plugin/pkg/admission/eventratelimit; its Configuration is that of the plug-in.
"""
from __future__ import annotations

from kubectl_lite.api import resources
from kubectl_lite.machinery import errors
from kubectl_lite.machinery.env import parse_time

RESOURCES = (("", "events"), ("events.k8s.io", "events"))
DEFAULT = {"limits": [{"type": "Namespace", "qps": 50, "burst": 500}]}
OBJECT_FIELDS = ("kind", "namespace", "name", "uid", "apiVersion")


def validate(attributes) -> None:
    """Refuse an event for which a bucket has no token left."""
    if attributes.operation not in ("CREATE", "UPDATE") or attributes.dry_run:
        return
    limits = (attributes.server.settings.plugin_configuration("EventRateLimit") or DEFAULT)["limits"]
    events = attributes.objects.standing(resources.find("", "v1", "events"))
    reached = [limit for limit in limits if not _accepts(attributes, limit, events)]
    if reached:
        texts = [f"limit reached on type {limit['type']} for key {_key(attributes, limit['type'])}" for limit in reached]
        raise errors.too_many_requests("Too many requests: " + (texts[0] if len(texts) == 1 else f"[{', '.join(texts)}]"))


def _accepts(attributes, limit, events):
    """Whether the bucket has a token, when every event before it took one."""
    key, kind = _key(attributes, limit["type"]), limit["type"]
    times = sorted(parse_time(e["metadata"]["creationTimestamp"]) for e in events if KEYS[kind](e, _writer(e)) == key)
    tokens, before = float(limit["burst"]), None
    for moment in [*times, attributes.scope.env.now()]:
        if before is not None:
            tokens = min(limit["burst"], tokens + (moment - before) * limit["qps"])
        tokens, before = max(tokens - 1, -1.0), moment
    return tokens >= 0


def _key(attributes, kind):
    from kubectl_lite.api.conversion import convert
    return KEYS[kind](convert(attributes.obj, "v1"), attributes.user.name)


def _writer(event):
    """Who wrote a stored event, as far as its managed fields tell."""
    return next((entry.get("manager", "") for entry in event["metadata"].get("managedFields") or ()), "")


def _source_and_object(event, _user):
    source, involved = event.get("source") or {}, event.get("involvedObject") or {}
    return "".join([source.get("component", ""), source.get("host", ""), *(involved.get(name, "") for name in OBJECT_FIELDS)])


# type of a limit: (event, user) -> the key of its bucket
KEYS = {
    "Server": lambda event, user: "", "Namespace": lambda event, user: event["metadata"].get("namespace", ""),
    "User": lambda event, user: user, "SourceAndObject": _source_and_object,
}
