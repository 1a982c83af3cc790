"""What the simulated kubelets report."""
from __future__ import annotations

from tests.scenarios.conftest import kind, pod


def reasons(world, name):
    return [e[1] for e in world.events(kind="Pod", name=name)]


def test_running_pod_as_the_kubelet_reports_it(world):
    world.create(pod("p"))
    world.settle()
    found = world.get("pods", "p")
    status = found["status"]
    assert [(c["type"], c["status"], c["observedGeneration"]) for c in status["conditions"]] == [
        (t, "True", 1) for t in ("PodReadyToStartContainers", "Initialized", "Ready", "ContainersReady", "PodScheduled")]
    container = status["containerStatuses"][0]
    assert container["volumeMounts"] == [{"mountPath": "/var/run/secrets/kubernetes.io/serviceaccount", "readOnly": True, "recursiveReadOnly": "Disabled",
                                          "name": found["spec"]["volumes"][0]["name"]}]
    assert (container["ready"], container["restartCount"], container["started"], container["lastState"], container["resources"]) == (True, 0, True, {}, {})
    assert (status["phase"], status["qosClass"], status["observedGeneration"], status["resources"]) == ("Running", "BestEffort", 1, {})
    assert status["podIPs"] == [{"ip": status["podIP"]}] and status["hostIPs"] == [{"ip": status["hostIP"]}] and status["startTime"]
    assert sorted(reasons(world, "p")) == ["Created", "Pulled", "Pulling", "Scheduled", "Started"]


def test_pods_have_addresses_of_their_own_and_share_the_hosts_on_request(world):
    for i in range(4):
        world.create(pod(f"p{i}"))
    world.create(pod("hn", hostNetwork=True))
    world.settle()
    addresses = [p["status"]["podIP"] for p in world.list("pods")]
    assert len(set(addresses)) == 5
    status = world.get("pods", "hn")["status"]
    assert status["podIP"] == status["hostIP"]


def test_watch_shows_each_stage(world):
    stream = world.client.watch(("", "pods"), "demo", world.client.list(("", "pods"), "demo")["metadata"]["resourceVersion"])
    world.create(pod("p"))
    world.settle()
    world.delete("pods", "p")
    world.settle()
    seen = []
    for event in stream.poll(0):
        status = event["object"]["status"]
        waiting = [s["state"]["waiting"]["reason"] for s in status.get("containerStatuses") or () if "waiting" in s["state"]]
        seen.append((event["type"], status["phase"], *waiting, *(["going"] if event["object"]["metadata"].get("deletionTimestamp") else [])))
    assert seen[:4] == [("ADDED", "Pending"), ("MODIFIED", "Pending"), ("MODIFIED", "Pending", "ContainerCreating"), ("MODIFIED", "Running")]
    assert seen[4] == ("MODIFIED", "Running", "going") and seen[-1][0] == "DELETED"


def test_missing_configuration_holds_a_container_until_it_is_there(world):
    env = [{"name": "main", "image": "x", "envFrom": [{"configMapRef": {"name": "cfg"}}]}]
    world.create(pod("env", containers=env))
    key = [{"name": "main", "image": "x", "env": [{"name": "A", "valueFrom": {"secretKeyRef": {"name": "sec", "key": "k"}}}]}]
    world.create(pod("key", containers=key))
    optional = [{"name": "main", "image": "x", "env": [{"name": "A", "valueFrom": {"configMapKeyRef": {"name": "cfg", "key": "k", "optional": True}}}]}]
    world.create(pod("opt", containers=optional))
    world.settle()

    def waiting(name):
        return world.get("pods", name)["status"]["containerStatuses"][0]["state"].get("waiting")
    assert waiting("env") == {"reason": "CreateContainerConfigError", "message": 'configmap "cfg" not found'}
    assert waiting("key") == {"reason": "CreateContainerConfigError", "message": 'secret "sec" not found'}
    assert world.get("pods", "opt")["status"]["phase"] == "Running"
    world.create(kind("ConfigMap", "cfg", data={"a": "b"}))
    world.create(kind("Secret", "sec", data={"other": "eA=="}))
    world.settle()
    assert world.get("pods", "env")["status"]["phase"] == "Running"
    assert waiting("key")["message"] == "couldn't find key k in Secret demo/sec"


def test_missing_volume_source_is_said_once(world):
    world.create(pod("p", volumes=[{"name": "v", "configMap": {"name": "cfg"}}]))
    world.settle()
    world.settle()
    said = [e for e in world.events(name="p") if e[1] == "FailedMount"]
    assert [e[3] for e in said] == ['MountVolume.SetUp failed for volume "v" : configmap "cfg" not found']
    assert world.get("pods", "p")["status"]["containerStatuses"][0]["state"]["waiting"]["reason"] == "ContainerCreating"


def test_init_containers_end_and_sidecars_run_on(world):
    inits = [{"name": "once", "image": "x"}, {"name": "beside", "image": "y", "restartPolicy": "Always"}]
    world.create(pod("p", initContainers=inits))
    world.settle()
    once, beside = world.get("pods", "p")["status"]["initContainerStatuses"]
    assert once["state"]["terminated"]["reason"] == "Completed" and once["ready"]
    assert "running" in beside["state"] and beside["started"]
    assert world.get("pods", "p")["status"]["phase"] == "Running"


def test_readiness_probe_with_a_delay_waits_for_time(world):
    probe = {"httpGet": {"path": "/", "port": 80}, "initialDelaySeconds": 5}
    world.create(pod("p", containers=[{"name": "main", "image": "x", "readinessProbe": probe}]))
    report = world.settle()
    assert world.conditions("pods", "p")["Ready"][:2] == ("False", "ContainersNotReady")
    assert [row[1] for row in report.waiting] == ["kubelet"]
    world.pass_time(6)
    assert world.conditions("pods", "p")["Ready"][0] == "True"


def test_readiness_gates(world):
    world.create(pod("p", readinessGates=[{"conditionType": "example.com/up"}]))
    world.settle()
    assert world.conditions("pods", "p")["Ready"] == (
        "False", "ReadinessGatesNotReady", 'corresponding condition of pod readiness gate "example.com/up" does not exist.')
    world.patch("pods", "p", {"status": {"conditions": [{"type": "example.com/up", "status": "True"}]}}, subresource="status")
    world.settle()
    assert world.conditions("pods", "p")["Ready"][0] == "True"


def test_deletion_is_graceful_and_finalizers_hold_the_object(world):
    world.create(pod("a"))
    held = pod("b")
    held["metadata"]["finalizers"] = ["example.com/hold"]
    world.create(held)
    world.settle()
    for name in ("a", "b"):
        world.delete("pods", name)
    assert world.names("pods") == ["a", "b"]
    world.settle()
    assert world.names("pods") == ["b"]
    assert world.get("pods", "b")["metadata"]["deletionGracePeriodSeconds"] == 0
    assert "Killing" in reasons(world, "a")


def test_node_that_is_down_leaves_its_pods_alone(world):
    world.create(pod("p", nodeName="node1"))
    world.settle()
    world.patch("nodes", "node1", {"status": {"conditions": [{"type": "Ready", "status": "Unknown"}]}}, namespace="", subresource="status")
    world.settle()
    world.delete("pods", "p")
    world.settle()
    assert world.names("pods") == ["p"]
    assert world.conditions("pods", "p")["Ready"][0] == "False"


def test_node_without_status_is_registered(world):
    world.create(kind("Node", "fresh", namespace=None))
    world.settle()
    node = world.get("nodes", "fresh", "")
    assert world.conditions("nodes", "fresh", "")["Ready"][:2] == ("True", "KubeletReady")
    assert node["status"]["capacity"]["cpu"] == "4" and "taints" not in node["spec"]
    assert world.get("leases.coordination.k8s.io", "fresh", "kube-node-lease")["spec"]["holderIdentity"] == "fresh"


def test_pods_may_be_made_in_a_namespace_of_a_moment_ago(world):
    world.create(kind("Namespace", "fresh", namespace=None))
    made = pod("p")
    made["metadata"]["namespace"] = "fresh"
    assert world.create(made)["spec"]["serviceAccountName"] == "default"
    world.settle()
    assert world.get("pods", "p", "fresh")["status"]["phase"] == "Running"
