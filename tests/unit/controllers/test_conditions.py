from __future__ import annotations

from kubectl_lite.controllers import conditions

OLD = [{"type": "A", "status": "True", "lastTransitionTime": "t0"}, {"type": "B", "status": "False", "lastTransitionTime": "t0"}]


def test_transition_time_moves_with_the_status_only():
    same = conditions.moved(OLD, "A", "True", "r", "m", "t1")
    assert same[0] == {"type": "A", "status": "True", "lastTransitionTime": "t0", "reason": "r", "message": "m"}
    assert conditions.moved(OLD, "A", "False", "r", "m", "t1")[0]["lastTransitionTime"] == "t1"


def test_put_keeps_the_place_and_replaced_goes_to_the_end():
    new = {"type": "A", "status": "False"}
    assert conditions.put(OLD, new) == [new, OLD[1]]
    assert conditions.replaced(OLD, new) == [OLD[1], new]
    assert conditions.put(None, new) == [new]
    assert OLD[0]["status"] == "True"
