from __future__ import annotations

import pytest

from kubectl_lite.controllers import rollout
from tests.unit.controllers.builders import deployment, replica_set, sizes


@pytest.mark.parametrize("surge, unavailable, replicas, expected", [
    (1, 0, 4, (1, 0)), ("25%", "25%", 4, (1, 1)), ("25%", "25%", 3, (1, 0)), (0, 0, 3, (0, 1)), ("1%", "1%", 3, (1, 0)), (0, "10%", 3, (0, 1)),
])
def test_fenceposts_round_surge_up_and_unavailable_down(surge, unavailable, replicas, expected):
    assert rollout.fenceposts(deployment(replicas, surge, unavailable)) == expected


def test_no_more_may_be_missing_than_there_are():
    assert rollout.max_unavailable(deployment(2, 0, 5)) == 2
    assert rollout.max_unavailable(deployment(0, 0, 5)) == 0
    assert rollout.max_surge(deployment(2, kind="Recreate")) == 0


@pytest.mark.parametrize("old, new, expected", [(3, 0, 1), (3, 1, 1), (2, 1, 2), (0, 3, 3), (0, 0, 3)])
def test_new_replica_set_grows_into_the_room(old, new, expected):
    found = replica_set("new", new)
    assert rollout.new_size(deployment(3, 1, 0), [replica_set("old", old), found], found) == expected


def test_old_pods_go_only_when_new_ones_are_available():
    old = [replica_set("old", 3)]
    assert rollout.plan_old(deployment(3, 1, 0), replica_set("new", 1, available=0), old) == []
    assert sizes(rollout.plan_old(deployment(3, 1, 0), replica_set("new", 1), old)) == {"old": 2}


def test_unavailable_old_pods_go_first():
    old = [replica_set("older", 2, created="2023-01-01T00:00:00Z"), replica_set("broken", 2, available=0)]
    assert sizes(rollout.plan_old(deployment(4, 1, 1), replica_set("new", 1, available=1), old)) == {"broken": 0}


def test_stale_counts_hold_the_old_pods():
    old = [replica_set("old", 3, generation=2, observed=1)]
    assert rollout.plan_old(deployment(3, 1, 0), replica_set("new", 1), old) == []


def test_scaling_shares_in_proportion():
    new = replica_set("new", 5, available=0, maximum=13, created="2024-01-01T00:00:00Z")
    old = [replica_set("old", 8, maximum=13)]
    assert sizes(rollout.plan_scale(deployment(20, 3, 2), new, old)) == {"old": 14, "new": 9}
    assert sizes(rollout.plan_scale(deployment(0, 3, 2), new, old)) == {"old": 0, "new": 0}


def test_lone_replica_set_takes_the_whole_size():
    assert sizes(rollout.plan_scale(deployment(5), replica_set("new", 2), [replica_set("old", 0)])) == {"new": 5}
    assert rollout.plan_scale(deployment(2), replica_set("new", 2), []) == []


def test_saturated_deployment_drops_the_rest():
    new = replica_set("new", 3, desired=3)
    assert sizes(rollout.plan_scale(deployment(3), new, [replica_set("old", 1)])) == {"old": 0}


def test_templates_are_compared_without_the_hash():
    one = {"metadata": {"labels": {"app": "web", "pod-template-hash": "x"}}, "spec": {}}
    assert rollout.same_template(one, {"metadata": {"labels": {"app": "web"}}, "spec": {}})
    assert not rollout.same_template(one, {"metadata": {"labels": {"app": "other"}}, "spec": {}})


def test_oldest_of_equal_templates_is_the_new_one():
    same = {"spec": {"image": "new"}}
    found = [replica_set("b", 1, created="2024-01-01T00:00:00Z", template=same), replica_set("a", 1, created="2023-01-01T00:00:00Z", template=same)]
    assert rollout.find_new(deployment(1), found)["metadata"]["name"] == "a"


def test_revision_is_raised_and_the_earlier_one_kept():
    made = rollout.revised_annotations(deployment(1), {rollout.REVISION: "1"}, 3, fresh=False)
    assert made == {rollout.REVISION: "3", rollout.HISTORY: "1"}
    again = rollout.revised_annotations(deployment(1), {**made, rollout.REVISION: "3"}, 4, fresh=False)
    assert again[rollout.HISTORY] == "1,3"
    assert rollout.revised_annotations(deployment(1), {rollout.REVISION: "5"}, 4, fresh=False)[rollout.REVISION] == "5"


def test_deployments_annotations_are_copied_but_for_bookkeeping():
    source = deployment(2)
    source["metadata"]["annotations"] = {"note": "x", "kubectl.kubernetes.io/last-applied-configuration": "{}", rollout.REVISION: "9"}
    made = rollout.revised_annotations(source, {}, 1, fresh=True)
    assert made == {"note": "x", rollout.REVISION: "1", rollout.DESIRED: "2", rollout.MAXIMUM: "3"}


def test_history_beyond_the_limit_goes_lowest_revision_first():
    old = [replica_set("three", 0, revision=3), replica_set("one", 0, revision=1), replica_set("busy", 1, revision=0), replica_set("two", 0, revision=2)]
    assert [rs["metadata"]["name"] for rs in rollout.surplus_history(deployment(1, revisionHistoryLimit=1), old)] == ["one", "two"]
    assert rollout.surplus_history(deployment(1, revisionHistoryLimit=4), old) == []
