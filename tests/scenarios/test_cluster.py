"""Namespaces, garbage, nodes, budgets and roles."""
from __future__ import annotations

from tests.scenarios.conftest import kind, pod, template, workload


def config_map(name, owner=None, finalizers=None, namespace="demo", **reference):
    made = kind("ConfigMap", name, namespace=namespace, data={"k": "v"})
    if owner:
        made["metadata"]["ownerReferences"] = [{"apiVersion": "v1", "kind": "ConfigMap", "name": o["metadata"]["name"], "uid": o["metadata"]["uid"], **reference}
                                               for o in owner]
    if finalizers:
        made["metadata"]["finalizers"] = finalizers
    return made


GHOST = {"metadata": {"name": "nobody", "uid": "11111111-2222-3333-4444-555555555555"}}


def test_new_namespace_gets_an_account_and_the_root_certificate_and_gets_them_back(world):
    assert world.names("serviceaccounts") == ["default"]
    root = world.get("configmaps", "kube-root-ca.crt")["data"]["ca.crt"]
    assert root.startswith("-----BEGIN CERTIFICATE-----")
    world.delete("serviceaccounts", "default")
    world.patch("configmaps", "kube-root-ca.crt", {"data": {"ca.crt": "x"}})
    world.settle()
    assert world.names("serviceaccounts") == ["default"]
    assert world.get("configmaps", "kube-root-ca.crt")["data"] == {"ca.crt": root}


def test_namespace_goes_with_its_content(world):
    world.create(workload("Deployment"))
    world.create(config_map("free"))
    world.settle()
    world.delete("namespaces", "demo", "")
    world.settle()
    assert world.get("namespaces", "demo", "") is None
    assert world.list("pods") == []


def test_finalizer_keeps_a_namespace_and_its_conditions_say_so(world):
    world.create(config_map("held", finalizers=["example.com/hold"]))
    world.create(config_map("free"))
    world.settle()
    world.delete("namespaces", "demo", "")
    world.settle()
    assert world.conditions("namespaces", "demo", "") == {
        "NamespaceDeletionDiscoveryFailure": ("False", "ResourcesDiscovered", "All resources successfully discovered"),
        "NamespaceDeletionGroupVersionParsingFailure": ("False", "ParsedGroupVersions", "All legacy kube types successfully parsed"),
        "NamespaceDeletionContentFailure": ("False", "ContentDeleted", "All content successfully deleted, may be waiting on finalization"),
        "NamespaceContentRemaining": ("True", "SomeResourcesRemain", "Some resources are remaining: configmaps. has 1 resource instances"),
        "NamespaceFinalizersRemaining": ("True", "SomeFinalizersRemain",
                                         "Some content in the namespace has finalizers remaining: example.com/hold in 1 resource instances")}
    assert world.names("configmaps") == ["held"]
    world.patch("configmaps", "held", {"metadata": {"finalizers": None}}, content_type="application/merge-patch+json")
    world.settle()
    assert world.get("namespaces", "demo", "") is None


def test_dependents_follow_their_owner(world):
    owner = world.create(config_map("owner"))
    world.create(config_map("child", [owner]))
    world.create(config_map("bystander"))
    world.settle()
    world.delete("configmaps", "owner")
    world.settle()
    assert world.names("configmaps") == ["bystander", "kube-root-ca.crt"]


def test_orphaned_dependents_lose_the_reference(world):
    owner = world.create(config_map("owner"))
    world.create(config_map("child", [owner]))
    world.settle()
    world.delete("configmaps", "owner", propagationPolicy="Orphan")
    world.settle()
    assert world.names("configmaps") == ["child", "kube-root-ca.crt"]
    assert "ownerReferences" not in world.get("configmaps", "child")["metadata"]


def test_dangling_owners(world):
    owner = world.create(config_map("owner"))
    world.create(config_map("lost", [GHOST]))
    world.create(config_map("half", [owner, GHOST]))
    world.settle()
    assert world.names("configmaps") == ["half", "kube-root-ca.crt", "owner"]
    assert [r["name"] for r in world.get("configmaps", "half")["metadata"]["ownerReferences"]] == ["owner"]


def test_foreground_deletion_waits_for_blocking_dependents(world):
    owner = world.create(config_map("owner"))
    world.create(config_map("child", [owner], finalizers=["example.com/hold"], blockOwnerDeletion=True))
    world.settle()
    world.delete("configmaps", "owner", propagationPolicy="Foreground")
    world.settle()
    assert world.names("configmaps") == ["child", "kube-root-ca.crt", "owner"]
    world.patch("configmaps", "child", {"metadata": {"finalizers": None}}, content_type="application/merge-patch+json")
    world.settle()
    assert world.names("configmaps") == ["kube-root-ca.crt"]


def test_deployments_cascade(world):
    for policy in ("Foreground", "Background", "Orphan"):
        world.create(workload("Deployment", "web", replicas=1))
        world.settle()
        world.delete("deployments.apps", "web", propagationPolicy=policy)
        world.settle()
        left = world.list("replicasets.apps")
        assert len(left) == len(world.list("pods")) == (1 if policy == "Orphan" else 0)
    assert "ownerReferences" not in left[0]["metadata"]


def test_node_conditions_become_taints(world):
    def taints():
        return sorted((t["key"].rpartition("/")[2], t["effect"]) for t in world.get("nodes", "node1", "")["spec"].get("taints") or ())
    assert taints() == []

    def say(*conditions):
        found = [{"type": t, "status": s, "reason": "x", "message": "y"} for t, s in conditions]
        world.patch("nodes", "node1", {"status": {"conditions": found}}, namespace="", subresource="status")
        world.settle()
    say(("Ready", "False"))
    assert taints() == [("not-ready", "NoExecute"), ("not-ready", "NoSchedule")]
    say(("Ready", "Unknown"))
    assert taints() == [("unreachable", "NoExecute"), ("unreachable", "NoSchedule")]
    say(("Ready", "True"), ("DiskPressure", "True"))
    assert taints() == [("disk-pressure", "NoSchedule")]


def test_no_execute_taint_evicts_what_does_not_tolerate_it(world):
    tolerations = {"plain": [], "tolerant": [{"key": "gc", "operator": "Exists"}],
                   "for-a-while": [{"key": "gc", "operator": "Exists", "effect": "NoExecute", "tolerationSeconds": 3600}]}
    for name, found in tolerations.items():
        world.create(pod(name, nodeName="node1", tolerations=found))
    world.settle()
    world.patch("nodes", "node1", {"spec": {"taints": [{"key": "gc", "value": "x", "effect": "NoExecute"}]}}, namespace="")
    world.settle()
    assert world.names("pods") == ["for-a-while", "tolerant"]
    assert ("Normal", "TaintManagerEviction", "taint-eviction-controller", "Marking for deletion Pod demo/plain") in world.events(name="plain")
    world.pass_time(3601)
    assert world.names("pods") == ["tolerant"]


def test_pods_go_with_their_node(world):
    world.create(pod("p", nodeName="node1"))
    world.settle()
    world.delete("nodes", "node1", "")
    world.settle()
    assert world.names("pods") == []


def budget(name, app="web", **spec):
    return kind("PodDisruptionBudget", name, "policy/v1", spec={"selector": {"matchLabels": {"app": app}}, **spec})


def test_disruption_budgets(world):
    world.create(workload("Deployment", replicas=4))
    for made in (budget("min", minAvailable=2), budget("half", maxUnavailable="50%"), budget("all", minAvailable="100%"), budget("empty", "nobody", maxUnavailable=1)):
        world.create(made)
    world.settle()

    def allowed():
        return {b["metadata"]["name"]: b["status"]["disruptionsAllowed"] for b in world.list("poddisruptionbudgets.policy")}
    assert allowed() == {"all": 0, "empty": 0, "half": 2, "min": 2}
    assert world.conditions("poddisruptionbudgets.policy", "min")["DisruptionAllowed"][:2] == ("True", "SufficientPods")
    world.scale("deployments.apps", "web", 2)
    world.settle()
    assert allowed() == {"all": 0, "empty": 0, "half": 1, "min": 0}


def role(name, labels=None, **more):
    return kind("ClusterRole", name, "rbac.authorization.k8s.io/v1", namespace=None, labels=labels, **more)


def rule(resource):
    return {"apiGroups": [""], "resources": [resource], "verbs": ["get"]}


def test_cluster_roles_are_aggregated(world):
    world.create(role("all", aggregationRule={"clusterRoleSelectors": [{"matchLabels": {"agg": "yes"}}]}, rules=[]))
    for name, resource in (("a", "pods"), ("b", "services")):
        world.create(role(name, {"agg": "yes"}, rules=[rule(resource)]))
    world.settle()
    assert world.get("clusterroles.rbac.authorization.k8s.io", "all", "")["rules"] == [rule("pods"), rule("services")]
    world.patch("clusterroles.rbac.authorization.k8s.io", "b", {"metadata": {"labels": {"agg": None}}}, namespace="")
    world.settle()
    assert world.get("clusterroles.rbac.authorization.k8s.io", "all", "")["rules"] == [rule("pods")]


def test_refused_pods_show_in_the_conditions(world):
    """Whatever refuses the pods: here an account that does not exist."""
    world.create(workload("Deployment", replicas=2, pod=template(serviceAccountName="nobody")))
    report = world.settle()
    status, reason, message = world.conditions("deployments.apps", "web")["ReplicaFailure"]
    assert (status, reason) == ("True", "FailedCreate") and 'serviceaccount "nobody" not found' in message
    assert any("nobody" in line for line in report.lines())
    world.create(kind("ServiceAccount", "nobody"))
    world.settle()
    assert "ReplicaFailure" not in world.conditions("deployments.apps", "web")


def definition(plural, kind_):
    version = {"name": "v1", "served": True, "storage": True,
               "schema": {"openAPIV3Schema": {"type": "object", "x-kubernetes-preserve-unknown-fields": True}}}
    return kind("CustomResourceDefinition", f"{plural}.example.com", "apiextensions.k8s.io/v1", namespace=None,
                spec={"group": "example.com", "scope": "Namespaced", "names": {"plural": plural, "singular": plural[:-1], "kind": kind_, "listKind": kind_ + "List"}, "versions": [version]})


def test_custom_resources_own_and_are_owned(world):
    world.create(definition("crates", "Crate"))
    world.settle()
    client = world.cluster.client()
    crate = client.create(("example.com", "crates"), kind("Crate", "a", "example.com/v1"))
    owned = config_map("inside")
    owned["metadata"]["ownerReferences"] = [{"apiVersion": "example.com/v1", "kind": "Crate", "name": "a", "uid": crate["metadata"]["uid"]}]
    world.create(owned)
    stray = kind("Crate", "stray", "example.com/v1")
    stray["metadata"]["ownerReferences"] = [{"apiVersion": "v1", "kind": "ConfigMap", **GHOST["metadata"]}]
    client.create(("example.com", "crates"), stray)
    world.settle()
    assert world.names("configmaps") == ["inside", "kube-root-ca.crt"]
    assert [o["metadata"]["name"] for o in client.list(("example.com", "crates"), "demo")["items"]] == ["a"]
    client.delete(("example.com", "crates"), "a", "demo")
    world.settle()
    assert world.names("configmaps") == ["kube-root-ca.crt"]


def test_nodes_that_join_get_ranges_of_their_own(world):
    for name in ("late-b", "late-a"):
        world.create(kind("Node", name, namespace=None))
    world.settle()
    specs = [n["spec"] for n in world.list("nodes", namespace="")]
    ranges = [spec["podCIDR"] for spec in specs]
    assert len(set(ranges)) == len(ranges) >= 2 and all(spec["podCIDRs"] == [spec["podCIDR"]] for spec in specs)
