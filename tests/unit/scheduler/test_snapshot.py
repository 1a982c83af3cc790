from __future__ import annotations

from kubectl_lite.scheduler import snapshot
from tests.unit.scheduler.builders import Things, node, pod


def test_finished_and_unbound_pods_do_not_count():
    found = [pod("a", cpu="1", nodeName="n1"), {**pod("b", cpu="1", nodeName="n1"), "status": {"phase": "Succeeded"}}, pod("c", cpu="1"), pod("d", nodeName="gone")]
    picture = snapshot.take(Things({"nodes": [node("n2"), node("n1")], "pods": found}))
    assert list(picture.infos) == ["n1", "n2"]
    assert [p["metadata"]["name"] for p in picture.pods()] == ["a"]
    assert picture.infos["n1"].requested == {"cpu": 1000}


def test_taking_a_pod_off_a_copy_leaves_the_original():
    picture = snapshot.take(Things({"nodes": [node("n1")], "pods": [pod("a", cpu="1", ports=[80], nodeName="n1")]}))
    info = picture.infos["n1"]
    trial = info.copy()
    trial.remove(pod("a", cpu="1", ports=[80]))
    assert (trial.requested["cpu"], trial.ports, trial.pods) == (0, [], [])
    assert info.requested["cpu"] == 1000 and len(info.ports) == 1
