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
    (b'{"v":1}', "json: cannot unmarshal number into Go struct field continueToken.v of type string"),
    (b'{"v":"meta.k8s.io/v1","rv":"x"}', "json: cannot unmarshal string into Go struct field continueToken.rv of type int64"),
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


@pytest.fixture
def three(world):
    for name in "abc":
        world.post("configmaps", {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": name}})
    return world


def names(answer):
    return [item["metadata"]["name"] for item in answer.body["items"]]


def test_a_cache_has_everything_at_hand(three):
    assert names(three.send("GET", "configmaps", limit="1", resourceVersion="0")) == ["a", "b", "c"]
    assert names(three.send("GET", "configmaps", limit="1")) == ["a"]


def test_a_limited_list_at_a_revision_is_of_that_revision(three):
    before = three.get("configmaps").body["metadata"]["resourceVersion"]
    three.send("DELETE", "configmaps/a")
    assert names(three.send("GET", "configmaps", limit="2", resourceVersion=before)) == ["a", "b"]
    assert names(three.send("GET", "configmaps", resourceVersion=before)) == ["b", "c"]


def test_a_forgotten_page_can_be_gone_on_with(three):
    page = three.send("GET", "configmaps", limit="1").body["metadata"]
    three.send("DELETE", "configmaps/b")
    three.server.store.compact(three.server.store.revision())
    expired = three.send("GET", "configmaps", **{"continue": page["continue"]})
    assert (expired.status, expired.body["reason"]) == (410, "Expired")
    assert expired.body["message"].startswith("The provided continue parameter is too old to display a consistent list result.")
    assert names(three.send("GET", "configmaps", **{"continue": expired.body["metadata"]["continue"]})) == ["c"]
    exact = three.send("GET", "configmaps", resourceVersion=page["resourceVersion"], resourceVersionMatch="Exact")
    assert (exact.status, exact.body["message"]) == (410, "The resourceVersion for the provided list is too old.")


@pytest.mark.parametrize("query, code, text", [
    (dict(), 400, 'invalid resource version: resourceVersion: Invalid value: "x": strconv.ParseUint: parsing "x": invalid syntax'),
    (dict(watch="true"), 500, 'resourceVersion: Invalid value: "x": strconv.ParseUint: parsing "x": invalid syntax'),
])
def test_a_version_that_is_no_number(world, query, code, text):
    answer = world.send("GET", "configmaps", resourceVersion="x", **query)
    assert (answer.status, answer.body["message"]) == (code, text)


def test_numbers_of_a_watch_are_checked(world):
    assert world.send("GET", "configmaps", watch="true", timeoutSeconds="x").body["message"] == 'strconv.ParseInt: parsing "x": invalid syntax'


def test_a_collection_is_deleted_in_parts(three):
    assert names(three.send("DELETE", "configmaps", limit="2")) == ["a", "b"]
    assert names(three.get("configmaps")) == ["c"]


# ---- watches ----

def watch(world, path="configmaps", **query):
    return world.send("GET", path, watch="true", **query).stream


def test_initial_events_end_silently_for_who_wants_no_bookmarks(three):
    events = watch(three, sendInitialEvents="true", resourceVersionMatch="NotOlderThan").poll(0)
    assert [event["type"] for event in events] == ["ADDED"] * 3


def test_a_watch_from_a_revision_to_come_tells_what_follows_it(three):
    stream = watch(three, resourceVersion=str(three.server.store.revision() + 1))
    three.patch("configmaps/a", "merge", {"data": {"n": "1"}})
    three.patch("configmaps/a", "merge", {"data": {"n": "2"}})
    assert [event["object"]["data"] for event in stream.poll(0)] == [{"n": "2"}]


def test_bookmarks_are_zero_objects_of_the_kind(world):
    [bookmark] = watch(world, "pods", sendInitialEvents="true", resourceVersionMatch="NotOlderThan", allowWatchBookmarks="true").poll(0)
    assert bookmark["object"]["spec"] == {"containers": None} and bookmark["object"]["status"] == {}
