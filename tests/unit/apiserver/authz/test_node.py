"""What kubelets may do: with their own objects, with what their pods refer to, and with nothing else."""
from __future__ import annotations

import pytest

from kubectl_lite import cluster
from kubectl_lite.machinery.env import FixedEnv
from kubectl_lite.machinery.errors import ApiError
from kubectl_lite.machinery.wire import UserInfo

KUBELET = UserInfo("system:node:a", ("system:nodes",))
POD = {"nodeName": "a", "serviceAccountName": "app", "imagePullSecrets": [{"name": "pull"}], "containers": [{
    "name": "c", "image": "x", "envFrom": [{"configMapRef": {"name": "env"}}],
    "env": [{"name": "K", "valueFrom": {"secretKeyRef": {"name": "key", "key": "k"}}}]}],
    "volumes": [{"name": "v", "persistentVolumeClaim": {"claimName": "claim"}}, {"name": "e", "ephemeral": {"volumeClaimTemplate": {"spec": {
        "accessModes": ["ReadWriteOnce"], "resources": {"requests": {"storage": "1Gi"}}}}}},
        {"name": "p", "projected": {"sources": [{"secret": {"name": "projected"}}, {"configMap": {"name": "projected"}}]}},
        {"name": "s", "secret": {"secretName": "mounted"}}, {"name": "d", "csi": {"driver": "d.example.com", "nodePublishSecretRef": {"name": "publish"}}}]}
NONE = "no relationship found between node 'a' and this object"


@pytest.fixture(scope="module")
def place():
    """A cluster with the nodes a and b, a pod on each, and a volume that the first one's claim is bound to."""
    here = cluster.in_memory(FixedEnv(seed=1))
    send(here, "POST", "serviceaccounts", {"apiVersion": "v1", "kind": "ServiceAccount", "metadata": {"name": "app"}})
    for node in ("a", "b"):
        send(here, "POST", "/api/v1/nodes", {"apiVersion": "v1", "kind": "Node", "metadata": {"name": node, "labels": {"kubernetes.io/hostname": node}}})
    send(here, "POST", "pods", {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p"}, "spec": POD})
    send(here, "POST", "pods", {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "q"}, "spec": {
        "nodeName": "b", "serviceAccountName": "app", "containers": [{"name": "c", "image": "x"}]}})
    send(here, "POST", "/api/v1/persistentvolumes", {"apiVersion": "v1", "kind": "PersistentVolume", "metadata": {"name": "pv"}, "spec": {
        "capacity": {"storage": "1Gi"}, "accessModes": ["ReadWriteOnce"], "claimRef": {"namespace": "default", "name": "claim"},
        "csi": {"driver": "d.example.com", "volumeHandle": "h", "nodeStageSecretRef": {"name": "stage", "namespace": "default"}}}})
    return here


def send(place, method, path, body=None, user=None, **query):
    path = path if path.startswith("/") else f"/api/v1/namespaces/default/{path}"
    return place.client(user).request(method, path, query, body=body).body


def refusal(place, method, path, body=None, user=KUBELET, **query):
    """Why a request is refused: what follows the sentence of the Forbidden; "" when it got past authorisation."""
    try:
        send(place, method, path, body, user, **query)
    except ApiError as e:
        if e.reason != "Forbidden":
            return ""
        return e.message.partition(" is forbidden: ")[2].partition('namespace "default": ')[2] or e.message.partition("cluster scope: ")[2] or e.message
    return ""


@pytest.mark.parametrize("path", ["secrets/pull", "secrets/key", "secrets/projected", "secrets/mounted", "secrets/publish", "secrets/stage", "configmaps/env",
                                  "configmaps/projected", "persistentvolumeclaims/claim", "persistentvolumeclaims/p-e", "/api/v1/persistentvolumes/pv",
                                  "pods/p", "/api/v1/nodes/a"])
def test_what_pods_refer_to_is_related(place, path):
    assert refusal(place, "GET", path) == ""
    if path != "/api/v1/nodes/a":
        assert refusal(place, "GET", path, user=UserInfo("system:node:b", ("system:nodes",))).endswith("no relationship found between node 'b' and this object")


@pytest.mark.parametrize("method, path, query, why", [
    ("GET", "secrets/other", {}, NONE), ("GET", "configmaps/other", {}, NONE), ("GET", "/api/v1/persistentvolumes/other", {}, NONE), ("GET", "pods/q", {}, NONE),
    ("GET", "secrets", {}, "No Object name found"), ("GET", "secrets", {"fieldSelector": "metadata.name=pull"}, ""),
    ("POST", "secrets", {}, "can only read resources of this type"), ("GET", "/api/v1/secrets", {}, "can only read namespaced object of this type"),
    ("GET", "persistentvolumeclaims", {}, "can only get individual resources of this type"),
    ("GET", "/api/v1/nodes", {}, "node 'a' cannot read all nodes, only its own Node object"),
    ("GET", "/api/v1/nodes/b", {}, "node 'a' cannot read 'b', only its own Node object"),
    ("GET", "/api/v1/pods", {}, "can only list/watch pods with spec.nodeName field selector"), ("GET", "/api/v1/pods", {"fieldSelector": "spec.nodeName=a"}, ""),
    ("GET", "/api/v1/pods", {"fieldSelector": "spec.nodeName=b"}, "can only list/watch pods with spec.nodeName field selector"),
    ("GET", "/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases/b", {}, "can only access node lease with the same name as the requesting node"),
    ("GET", "/apis/coordination.k8s.io/v1/namespaces/default/leases/a", {}, 'can only access leases in the "kube-node-lease" system namespace'),
    ("GET", "/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases", {}, "can only get, create, update, patch, or delete a node lease"),
    ("GET", "/apis/storage.k8s.io/v1/csinodes/b", {}, "can only access CSINode with the same name as the requesting node"),
    ("GET", "/apis/storage.k8s.io/v1/csinodes", {}, "can only get, create, update, patch, or delete a CSINode"),
    ("GET", "services", {}, ""), ("POST", "serviceaccounts", {}, "can only create tokens for individual service accounts"),
])
def test_what_else_it_asks_for(place, method, path, query, why):
    found = refusal(place, method, path, {} if method == "POST" else None, **query)
    assert found == why or why and found.endswith(why)


def test_a_user_who_only_claims_to_be_a_node(place):
    assert "cannot get" in refusal(place, "GET", "secrets/pull", user=UserInfo("system:node:a"))


def token(pod, uid, *audiences):
    return {"apiVersion": "authentication.k8s.io/v1", "kind": "TokenRequest", "spec": {"audiences": list(audiences), "boundObjectRef": {
        "apiVersion": "v1", "kind": "Pod", "name": pod, **({"uid": uid} if uid else {})}}}


def mirror(**metadata):
    return {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "m", "annotations": {"kubernetes.io/config.mirror": "x"}, **metadata},
            "spec": {"nodeName": "a", "containers": [{"name": "c", "image": "x"}]}}


@pytest.mark.parametrize("method, path, body, why", [
    ("POST", "/api/v1/nodes", {"apiVersion": "v1", "kind": "Node", "metadata": {"name": "c"}}, 'node "a" is not allowed to modify node "c"'),
    ("POST", "pods", {**mirror(), "metadata": {"name": "m"}}, 'pod does not have "kubernetes.io/config.mirror" annotation, node "a" can only create mirror pods'),
    ("POST", "pods", mirror(), 'node "a" can only create pods with an owner reference set to itself'),
    ("POST", "pods", mirror(ownerReferences=[{"apiVersion": "v1", "kind": "Node", "name": "a", "uid": "x"}]),
     'node "a" can only create pods with a controller owner reference set to itself'),
    ("DELETE", "pods/q", None, 'node "a" can only delete pods with spec.nodeName set to itself'),
    ("POST", "pods/q/eviction", {"apiVersion": "policy/v1", "kind": "Eviction", "metadata": {"name": "q"}}, "node a can only evict pods with spec.nodeName set to itself"),
    ("POST", "serviceaccounts/app/token", {"apiVersion": "authentication.k8s.io/v1", "kind": "TokenRequest", "spec": {"audiences": ["x"]}}, "node requested token not bound to a pod"),
    ("POST", "serviceaccounts/app/token", token("p", ""), "node requested token with a pod binding without a uid"),
    ("POST", "/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases", {"apiVersion": "coordination.k8s.io/v1", "kind": "Lease", "metadata": {"name": "b"}},
     "can only access node lease with the same name as the requesting node"),
    ("POST", "/apis/storage.k8s.io/v1/csinodes", {"apiVersion": "storage.k8s.io/v1", "kind": "CSINode", "metadata": {"name": "b"}, "spec": {"drivers": []}},
     "can only access CSINode with the same name as the requesting node"),
])
def test_writes_that_admission_refuses(place, method, path, body, why):
    with pytest.raises(ApiError) as caught:
        send(place, method, path, body, KUBELET)
    assert caught.value.message.endswith(f" is forbidden: {why}"), caught.value.message


def test_a_token_for_a_pod_of_the_node(place):
    pods = {name: send(place, "GET", f"pods/{name}")["metadata"]["uid"] for name in ("p", "q")}
    assert send(place, "POST", "serviceaccounts/app/token", token("p", pods["p"]), KUBELET)["status"]["token"]
    with pytest.raises(ApiError, match="node requested token bound to a pod scheduled on a different node"):
        send(place, "POST", "serviceaccounts/app/token", token("q", pods["q"]), KUBELET)


def test_a_token_for_what_the_pod_needs_it_for(place):
    uid = send(place, "GET", "pods/p")["metadata"]["uid"]

    def refused(*audiences):
        with pytest.raises(ApiError) as caught:
            send(place, "POST", "serviceaccounts/app/token", token("p", uid, *audiences), KUBELET)
        return caught.value.message.partition("is forbidden: ")[2]
    assert refused("a", "b") == "node may only request 0 or 1 audiences"
    assert refused("vault") == 'audience "vault" not found in pod spec volume, system:node:a is not authorized to request tokens for this audience'
    rule = {"apiGroups": [""], "resources": ["vault"], "resourceNames": ["app"], "verbs": ["request-serviceaccounts-token-audience"]}
    rbac = "/apis/rbac.authorization.k8s.io/v1"
    send(place, "POST", f"{rbac}/clusterroles", {"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "ClusterRole", "metadata": {"name": "vault"}, "rules": [rule]})
    send(place, "POST", f"{rbac}/clusterrolebindings", {"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "ClusterRoleBinding", "metadata": {"name": "vault"},
                                                        "roleRef": {"kind": "ClusterRole", "name": "vault"}, "subjects": [{"kind": "Group", "name": "system:nodes"}]})
    assert send(place, "POST", "serviceaccounts/app/token", token("p", uid, "vault"), KUBELET)["status"]["token"]


VOLUMES = ({"csi": {"driver": "d.io"}}, {"persistentVolumeClaim": {"claimName": "c"}},
           {"projected": {"sources": [{"serviceAccountToken": {"path": "t", "audience": "vault"}}]}})


def test_audiences_that_volumes_need(place):
    from kubectl_lite.apiserver.admission import audiences
    send(place, "POST", "/apis/storage.k8s.io/v1/csidrivers", {"apiVersion": "storage.k8s.io/v1", "kind": "CSIDriver", "metadata": {"name": "d.io"}, "spec": {
        "tokenRequests": [{"audience": "vault"}]}})
    source = {"accessModes": ["ReadWriteOnce"], "storageClassName": ""}
    send(place, "POST", "/api/v1/persistentvolumes", {"apiVersion": "v1", "kind": "PersistentVolume", "metadata": {"name": "v"}, "spec": {
        **source, "capacity": {"storage": "1Gi"}, "csi": {"driver": "d.io", "volumeHandle": "h"}}})
    send(place, "POST", "persistentvolumeclaims", {"apiVersion": "v1", "kind": "PersistentVolumeClaim", "metadata": {"name": "c"}, "spec": {
        **source, "volumeName": "v", "resources": {"requests": {"storage": "1Gi"}}}})
    for volume in VOLUMES:
        assert list(audiences.of_volume(place.server.objects, {"metadata": {"namespace": "default"}}, volume)) == ["vault"]


@pytest.mark.parametrize("change, why", [
    ({"metadata": {"labels": {"node-restriction.kubernetes.io/x": "1", "k8s.io/x": "1"}}},
     "is not allowed to modify labels: k8s.io/x, node-restriction.kubernetes.io/x"),
    ({"metadata": {"labels": {"kubernetes.io/arch": "arm64", "kubelet.kubernetes.io/x": "1", "mine": "1"}}}, ""),
    ({"spec": {"taints": [{"key": "a", "effect": "NoSchedule"}]}}, 'node "a" is not allowed to modify taints'),
    ({"metadata": {"ownerReferences": [{"apiVersion": "v1", "kind": "Node", "name": "b", "uid": "u"}]}}, 'node "a" is not allowed to modify ownerReferences'),
])
def test_what_a_kubelet_may_change_of_its_node(place, change, why):
    node = send(place, "GET", "/api/v1/nodes/a")
    changed = {**node, "metadata": {**node["metadata"], **change.get("metadata", {}), "labels": {**node["metadata"]["labels"], **change.get("metadata", {}).get("labels", {})}},
               "spec": {**node["spec"], **change.get("spec", {})}}
    if not why:
        assert send(place, "PUT", "/api/v1/nodes/a", changed, KUBELET)["metadata"]["labels"]["mine"] == "1"
        return
    with pytest.raises(ApiError) as caught:
        send(place, "PUT", "/api/v1/nodes/a", changed, KUBELET)
    assert caught.value.message == f'nodes "a" is forbidden: {why}'
