"""The plug-ins that are off by default, one after the other."""
from __future__ import annotations

import pytest

from kubectl_lite.apiserver import configuration
from kubectl_lite.machinery.wire import Request, UserInfo


def enable(world, *names):
    world.server.settings.enable_admission = names


def pod(name="p", resources=None, **spec):
    return {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": name}, "spec": {"containers": [{"name": "c", "image": "x", "resources": resources or {}}], **spec}}


def test_always_deny(world):
    enable(world, "AlwaysDeny", "AlwaysAdmit")
    assert world.post("pods", pod()).body["message"] == 'pods "p" is forbidden: admission control is denying all modifications'
    assert world.send("DELETE", "serviceaccounts/default").status == 403 and world.get("serviceaccounts/default").status == 200


def test_namespaces_that_come_by_themselves(world):
    body = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "c"}}
    assert world.post("/api/v1/namespaces/new/configmaps", body).status == 404
    enable(world, "NamespaceAutoProvision")
    assert world.post("/api/v1/namespaces/new/configmaps", body, dryRun="All").status == 404
    assert world.post("/api/v1/namespaces/new/configmaps", body).status == 201
    assert world.get("/api/v1/namespaces/new").status == 200


def test_namespaces_that_must_exist(world):
    enable(world, "NamespaceExists")
    world.server.settings.disable_admission = ("NamespaceLifecycle",)
    body = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "c"}}
    assert world.post("/api/v1/namespaces/new/configmaps", body).body["message"] == 'namespaces "new" not found'
    assert world.post("configmaps", body).status == 201


def test_anti_affinity_by_host_only(world):
    enable(world, "LimitPodHardAntiAffinityTopology")
    apart = [{"topologyKey": "zone", "labelSelector": {}}]
    answer = world.post("pods", pod(affinity={"podAntiAffinity": {"requiredDuringSchedulingIgnoredDuringExecution": apart}}))
    assert answer.body["message"].endswith("affinity.PodAntiAffinity.RequiredDuringScheduling has TopologyKey zone but only key kubernetes.io/hostname is allowed")
    apart[0]["topologyKey"] = "kubernetes.io/hostname"
    assert world.post("pods", pod(affinity={"podAntiAffinity": {"requiredDuringSchedulingIgnoredDuringExecution": apart}})).status == 201


def test_tolerations_of_extended_resources(world):
    enable(world, "ExtendedResourceToleration")
    found = world.post("pods", pod(resources={"limits": {"b.io/y": "1", "a.io/x": "1", "cpu": "1"}})).body["spec"]["tolerations"]
    assert [t for t in found if t["effect"] == "NoSchedule"] == [{"key": key, "operator": "Exists", "effect": "NoSchedule"} for key in ("a.io/x", "b.io/y")]


def test_external_ips(world):
    service = {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "s"}, "spec": {"ports": [{"port": 80}], "externalIPs": ["192.0.2.1", "192.0.2.2"]}}
    world.post("services", service)
    enable(world, "DenyServiceExternalIPs")
    refused = world.post("services", {**service, "metadata": {"name": "t"}})
    assert refused.body["message"] == 'services "t" is forbidden: Use of external IPs is denied by admission control.'
    assert world.patch("services/s", "merge", {"spec": {"externalIPs": ["192.0.2.2"]}}).status == 200
    assert world.patch("services/s", "merge", {"spec": {"externalIPs": ["192.0.2.3"]}}).status == 403


def test_node_selectors_of_namespaces(world):
    found = configuration.settings({"enableAdmissionPlugins": ["PodNodeSelector"], "admissionConfiguration": {
        "apiVersion": "apiserver.config.k8s.io/v1", "kind": "AdmissionConfiguration", "plugins": [{"name": "PodNodeSelector", "configuration": {
            "podNodeSelectorPluginConfig": {"clusterDefaultNodeSelector": "pool=any", "demo": "pool=any, env=test,pool=any,disk=ssd"}}}]}})
    enable(world, *found["enable_admission"])
    world.server.settings.admission_configuration = found["admission_configuration"]
    assert world.post("pods", pod(nodeSelector={"env": "test"})).body["spec"]["nodeSelector"] == {"pool": "any", "env": "test"}
    assert world.post("pods", pod("q", nodeSelector={"env": "live"})).body["message"].endswith("pod node label selector labels conflict with its namespace whitelist")
    world.patch("/api/v1/namespaces/demo", "merge", {"metadata": {"annotations": {"scheduler.alpha.kubernetes.io/node-selector": "disk=ssd"}}})
    assert world.post("pods", pod("r", nodeSelector={"disk": "hdd"})).body["message"].endswith("pod node label selector conflicts with its namespace node label selector")
    assert world.post("pods", pod("s")).body["spec"]["nodeSelector"] == {"disk": "ssd"}


JANE = UserInfo("jane", ("system:authenticated",))
RBAC = "/apis/rbac.authorization.k8s.io/v1/namespaces/demo"


def as_jane(world, method, path, body, content_type="application/json"):
    return world.server.handle(Request(method, f"/api/v1/namespaces/demo/{path}", {}, {"content-type": content_type}, body, JANE))


def grant(world, name, *rules):
    world.post(f"{RBAC}/roles", {"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "Role", "metadata": {"name": name},
                                 "rules": [{"apiGroups": [group], "resources": [resource], "verbs": verbs} for group, resource, verbs in rules]})
    world.post(f"{RBAC}/rolebindings", {"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "RoleBinding", "metadata": {"name": name},
                                        "roleRef": {"kind": "Role", "name": name}, "subjects": [{"kind": "User", "name": "jane"}]})


def test_owners_need_rights(world):
    enable(world, "OwnerReferencesPermissionEnforcement")
    grant(world, "writer", ("", "configmaps", ["create", "patch"]))
    owner = {"apiVersion": "apps/v1", "kind": "ReplicaSet", "name": "r", "uid": "u", "blockOwnerDeletion": True}
    body = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "c", "ownerReferences": [owner]}}
    assert as_jane(world, "POST", "configmaps", body).body["message"].endswith(
        "cannot set blockOwnerDeletion if an ownerReference refers to a resource you can't set finalizers on: , <nil>")
    unknown = {**body, "metadata": {"name": "c", "ownerReferences": [{**owner, "kind": "Moon"}]}}
    assert as_jane(world, "POST", "configmaps", unknown).body["message"].endswith(
        'cannot find RESTMapping for APIVersion apps/v1 Kind Moon: no matches for kind "Moon" in version "apps/v1"')
    grant(world, "finalizer", ("apps", "replicasets/finalizers", ["update"]))
    assert as_jane(world, "POST", "configmaps", body).status == 201
    change = {"metadata": {"ownerReferences": []}}
    refused = as_jane(world, "PATCH", "configmaps/c", change, "application/merge-patch+json")
    assert refused.body["message"] == "configmaps \"c\" is forbidden: cannot set an ownerRef on a resource you can't delete: , <nil>"


@pytest.mark.parametrize("config, text", [
    ({"enableAdmissionPlugins": ["Moon"]}, "unknown admission plugin 'Moon'"),
    ({"enableAdmissionPlugins": ["AlwaysDeny"], "disableAdmissionPlugins": ["AlwaysDeny"]},
     "'AlwaysDeny'.* in enable-admission-plugins and disable-admission-plugins overlapped"),
    ({"disableAdmissionPlugins": "Priority"}, "must be a list")])
def test_mistakes_in_the_lists_are_told(config, text):
    with pytest.raises(configuration.BadConfiguration, match=text):
        configuration.settings(config)


def test_names_behind_gates_are_known():
    assert configuration.settings({"disableAdmissionPlugins": ["ClusterTrustBundleAttest"]})["disable_admission"] == ("ClusterTrustBundleAttest",)
