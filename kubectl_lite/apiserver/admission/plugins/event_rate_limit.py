"""EventRateLimit (off by default): at most so many events a second are accepted for one namespace; counted over the events that are stored."""
from __future__ import annotations

from kubectl_lite.api import resources
from kubectl_lite.machinery import errors
from kubectl_lite.machinery.env import parse_time

PER_SECOND, WINDOW_SECONDS = 50, 10


def validate(attributes) -> None:
    """Refuse an event above the rate."""
    if attributes.operation != "CREATE" or attributes.resource.kind != "Event":
        return
    since = attributes.scope.env.now() - WINDOW_SECONDS
    events = attributes.objects.list(resources.find("", "v1", "events"), attributes.namespace)[0]
    recent = sum(1 for e in events if parse_time(e["metadata"]["creationTimestamp"]) >= since)
    if recent >= PER_SECOND * WINDOW_SECONDS:
        raise errors.too_many_requests("limit reached on type Namespace for key " + attributes.namespace, 1)
