"""What list and watch options may not go together, and what a continue token must be."""
from base64 import urlsafe_b64encode

import pytest

FORBIDDEN = [
    (dict(sendInitialEvents="true"), "sendInitialEvents: Forbidden: sendInitialEvents is forbidden for list"),
    (dict(resourceVersionMatch="Exact"), "resourceVersionMatch: Forbidden: resourceVersionMatch is forbidden unless resourceVersion is provided"),
    (dict(resourceVersionMatch="Exact", resourceVersion="0"), 'resourceVersionMatch: Forbidden: resourceVersionMatch "exact" is forbidden for resourceVersion "0"'),
    (dict(watch="true", sendInitialEvents="true"), "resourceVersionMatch: Forbidden: sendInitialEvents requires setting resourceVersionMatch to NotOlderThan"),
    (dict(watch="true", resourceVersionMatch="NotOlderThan"),
     "resourceVersionMatch: Forbidden: resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided"),
]
TOKENS = [
    (b"\xcf", "invalid character 'Ï' looking for beginning of value"),
    (b'{"v":"v9"}', 'server does not recognize this encoded version "v9"'),
    (b'{"v":"meta.k8s.io/v1","start":"x"}', "incorrect encoded start resourceVersion (version meta.k8s.io/v1)"),
    (b'{"v":"meta.k8s.io/v1","rv":3}', "encoded start key empty (version meta.k8s.io/v1)"),
]


@pytest.mark.parametrize("query, text", FORBIDDEN)
def test_options_that_contradict_each_other_are_invalid(world, query, text):
    answer = world.send("GET", "configmaps", **query)
    assert (answer.status, answer.body["message"]) == (422, f'ListOptions.meta.k8s.io "" is invalid: {text}')


@pytest.mark.parametrize("raw, text", TOKENS)
def test_a_broken_token_says_what_is_wrong_with_it(world, raw, text):
    answer = world.send("GET", "configmaps", **{"continue": urlsafe_b64encode(raw).decode().rstrip("=")})
    assert (answer.status, answer.body["message"]) == (400, f"invalid continue token: continue key is not valid: {text}")


def test_initial_events_end_with_a_bookmark(world):
    world.post("configmaps", {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "a"}})
    answer = world.send("GET", "configmaps", watch="true", sendInitialEvents="true", resourceVersionMatch="NotOlderThan", allowWatchBookmarks="true")
    added, bookmark = answer.stream.poll(0)
    assert (added["type"], added["object"]["metadata"]["name"], bookmark["type"]) == ("ADDED", "a", "BOOKMARK")
    assert bookmark["object"]["metadata"]["annotations"] == {"k8s.io/initial-events-end": "true"}
