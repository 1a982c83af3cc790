"""Several real processes reconcile one store in etcd: one leads, the others wait or leave, the dead are replaced and the deposed write nothing."""
from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time

import pytest

from kubectl_lite.storage.protocol import Fenced, Put
from tests.unit.storage.etcdserver import Members, needs_etcd

pytestmark = [needs_etcd]
pytest.importorskip("etcd3gw")
from kubectl_lite.storage.etcd import EtcdStore  # noqa: E402

LEASE = "/registry/leases/kube-system/kubectl-lite-reconcile"
DEPLOYMENTS, REPLICAS = 4, 8


@pytest.fixture
def work(tmp_path):
    """A store with a cluster that has much to do."""
    members = Members(tmp_path)
    command(members, "init", "--nodes", "3")
    file = tmp_path / "work.yaml"
    file.write_text("\n---\n".join(json.dumps(deployment(f"web-{n}")) for n in range(DEPLOYMENTS)))
    command(members, "create", "-f", str(file))
    members.store = EtcdStore(members.url)
    yield members
    members.stop()


def deployment(name):
    labels = {"app": name}
    template = {"metadata": {"labels": labels}, "spec": {"containers": [{"name": "web", "image": "nginx"}]}}
    return {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": name},
            "spec": {"replicas": REPLICAS, "selector": {"matchLabels": labels}, "template": template}}


def started(members, *arguments):
    return subprocess.Popen([sys.executable, "-m", "kubectl_lite", "--store", members.url, *arguments],
                            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def ended(process, seconds=150):
    """(exit status, stdout, stderr) of a process."""
    out, err = process.communicate(timeout=seconds)
    assert "Traceback" not in err
    return process.returncode, out, err


def command(members, *arguments):
    status, out, err = ended(started(members, *arguments))
    assert status == 0, err
    return out


def until(condition, seconds, what):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, what
        time.sleep(0.05)


def leading(members, process):
    """Until a process leads and has begun to work."""
    def works():
        assert process.poll() is None, ended(process)
        lease = members.store.get(LEASE)
        return lease and lease.value["spec"].get("holderIdentity") and len(members.store.keys("/registry/pods/")) > 5
    until(works, 60, "nobody begins to work")


def settled(members):
    """All pods run, and nobody holds the lease."""
    pods = [entry.value["status"].get("phase") for entry in members.store.range("/registry/pods/").entries]
    assert pods == ["Running"] * (DEPLOYMENTS * REPLICAS)
    assert not members.store.get(LEASE).value["spec"].get("holderIdentity")


def terms(members):
    """The holders of the lease, one after the other; "" between them."""
    holders = [event.value["spec"].get("holderIdentity", "") for event, _ in members.store.past(LEASE, 0)]
    return [holder for i, holder in enumerate(holders) if i == 0 or holder != holders[i - 1]]


def test_three_at_once(work):
    processes = [started(work, "reconcile") for _ in range(3)]
    results = [ended(process) for process in processes]
    assert [status for status, _, _ in results] == [0, 0, 0], results
    settled(work)
    said = [err for _, _, err in results if err]
    assert said and all(re.fullmatch(r"kubectl-lite: \S+ reconciles; waiting for its end\n", err) for err in said)
    holders = terms(work)
    assert len(set(holders)) == 4 and holders[1::2] == ["", "", ""], f"two led at once: {holders}"


def test_the_deposed_leader_writes_nothing(work):
    first = started(work, "reconcile")
    leading(work, first)
    first.send_signal(signal.SIGSTOP)  # as a machine that is suspended, or cut off
    second = started(work, "reconcile")
    assert ended(second)[0] == 0
    settled(work)
    revision = work.store.revision()
    first.send_signal(signal.SIGCONT)
    status, _, err = ended(first)
    assert status == 1 and re.fullmatch(r"error: the lease kube-system/kubectl-lite-reconcile was lost \(.*\); run reconcile again\n", err), err
    assert work.store.revision() == revision
    assert len(terms(work)) == 3


@pytest.mark.slow
def test_the_dead_leader_is_replaced(work):
    first = started(work, "reconcile")
    leading(work, first)
    others = [started(work, "reconcile") for _ in range(2)]
    time.sleep(1)
    os.kill(first.pid, signal.SIGKILL)
    first.communicate()
    assert [ended(process)[0] for process in others] == [0, 0]
    settled(work)


def test_who_waits_for_an_object_leaves_the_work_to_the_leader(work):
    leader = started(work, "reconcile")
    leading(work, leader)
    assert "condition met" in command(work, "wait", "--for=condition=Available", "deployment/web-0", "--timeout=60s")
    command(work, "delete", "deployment", "web-1")
    assert ended(leader)[0] == 0


def test_a_fence_holds_every_write_back(tmp_path):
    members = Members(tmp_path)
    try:
        store, other = EtcdStore(members.url), EtcdStore(members.url)
        lease = {"kind": "Lease", "metadata": {"name": "l"}}
        mine = store.commit([Put(LEASE, lease, 0)])
        store.fence(LEASE, mine)
        written = store.commit([Put("/registry/x", {"metadata": {}}, 0)])
        other.commit([Put(LEASE, {**lease, "spec": {}}, mine)])
        for operation in (Put("/registry/x", {"metadata": {}}, written), Put("/registry/y", {"metadata": {}}, None), Put(LEASE, lease, mine)):
            with pytest.raises(Fenced, match="written by another"):
                store.commit([operation])
        store.fence("", 0)
        store.commit([Put("/registry/y", {"metadata": {}}, 0)])
    finally:
        members.stop()
