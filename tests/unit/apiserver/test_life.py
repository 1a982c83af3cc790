"""One life for every kind that is stored: created, read, watched, updated, patched in every way, applied by two managers, and deleted with a finalizer."""
from __future__ import annotations

import copy
import os
from base64 import b64encode

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization

from kubectl_lite.api import resources
from kubectl_lite.apiserver.catalog import Catalog
from kubectl_lite.machinery import pki
from tests.matrix import cases
from tests.matrix.cluster import NAMESPACE, Cluster

DATA = os.path.join(os.path.dirname(__file__), "..", "..", "matrix", "data")
CUSTOM = "gadgets.x.example.com"
SERVED = [row for stored in resources.all_stored() for row in resources.sharing(stored.storage_prefix)]  # each in every version it is served in
KINDS = [*SERVED, CUSTOM]
FINALIZER, MERGE, APPLY = "example.com/hold", "application/merge-patch+json", "application/apply-patch+yaml"


TIME = "2026-01-01T00:00:00Z"
CONDITION = {"type": "Odd", "status": "True", "lastTransitionTime": TIME, "reason": "Test", "message": "m"}
CONDITIONS = {"conditions": [CONDITION]}
COUNT = {"replicas": 1}
NODE = {"key": "metadata.name", "operator": "In", "values": ["n"]}
CERTIFICATE = b64encode(pki.self_signed_ca(pki.new_key(), "ca", 1_767_225_600.0).encode()).decode()
# kind: a part of a status that it may have
STATUSES = {
    "Namespace": CONDITIONS, "Node": {"nodeInfo": {"machineID": "m"}}, "PersistentVolumeClaim": {"phase": "Bound"},
    "PersistentVolume": {"message": "m"}, "Pod": {"message": "m"}, "ReplicationController": COUNT, "ResourceQuota": {"used": {"pods": "1"}},
    "Service": CONDITIONS, "APIService": CONDITIONS, "DaemonSet": {"numberReady": 1},
    "Deployment": COUNT, "ReplicaSet": COUNT, "StatefulSet": COUNT, "HorizontalPodAutoscaler": {"desiredReplicas": 3}, "CronJob": {"lastScheduleTime": TIME},
    "Job": {"active": 1}, "CertificateSigningRequest": {"certificate": CERTIFICATE}, "Ingress": {"loadBalancer": {"ingress": [{"hostname": "a.example"}]}},
    "ServiceCIDR": CONDITIONS, "PodDisruptionBudget": {"currentHealthy": 1}, "VolumeAttachment": {"attached": True},
    "ValidatingAdmissionPolicy": {"observedGeneration": 7}, "CustomResourceDefinition": {"observedGeneration": 7}, "FlowSchema": CONDITIONS,
    "ResourceClaim": {"allocation": {"nodeSelector": {"nodeSelectorTerms": [{"matchFields": [NODE]}]}}}, "PriorityLevelConfiguration": CONDITIONS, "Gadget": {"size": 3}}


def certificate_request() -> dict:
    name = x509.Name([x509.NameAttribute(x509.oid.NameOID.COMMON_NAME, "jane")])
    request = x509.CertificateSigningRequestBuilder().subject_name(name).sign(pki.load_key(pki.new_key()), hashes.SHA256())
    return {"apiVersion": "certificates.k8s.io/v1", "kind": "CertificateSigningRequest", "metadata": {"name": "jane", "labels": {"a": "b"}},
            "spec": {"request": b64encode(request.public_bytes(serialization.Encoding.PEM)).decode(), "signerName": "kubernetes.io/kube-apiserver-client",
                     "usages": ["client auth"]}}


def valid_objects() -> dict:
    """{(apiVersion, kind): the first recorded base of a kind}."""
    found = {("certificates.k8s.io/v1", "CertificateSigningRequest"): certificate_request()}
    for base in cases.bases(DATA).values():
        found.setdefault((base["apiVersion"], base["kind"]), base)
    return found


BASES = valid_objects()


GADGET = {"apiVersion": "x.example.com/v1", "kind": "Gadget", "metadata": {"name": "g"}, "spec": {"size": 1}}


def custom_definition() -> dict:
    """A custom kind with a schema, a status and a scale."""
    size = {"type": "object", "properties": {"size": {"type": "integer"}}}
    version = {"name": "v1", "served": True, "storage": True, "schema": {"openAPIV3Schema": {"type": "object", "properties": {"spec": size, "status": size}}},
               "subresources": {"status": {}, "scale": {"specReplicasPath": ".spec.size", "statusReplicasPath": ".status.size"}}}
    return {"apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition", "metadata": {"name": CUSTOM}, "spec": {
        "group": "x.example.com", "scope": "Namespaced", "names": {"plural": "gadgets", "kind": "Gadget"}, "versions": [version]}}


class Life:
    """One object of a kind in a cluster of its own."""

    def __init__(self, row):
        self.cluster = Cluster()
        self.row = self._custom() if row == CUSTOM else row
        row = self.row
        self.collection = row.path(NAMESPACE)
        self.base = copy.deepcopy(GADGET if row.crd else BASES[row.api_version, row.kind])
        self.start = self.cluster.server.store.revision()
        self.made = self.want(201, "POST", self.collection, self.base, fieldManager="m1")
        self.path = f"{self.collection}/{self.made['metadata']['name']}"

    def _custom(self):
        self.want(201, "POST", "/apis/apiextensions.k8s.io/v1/customresourcedefinitions", custom_definition())
        return Catalog(self.cluster.server).find("x.example.com", "v1", "gadgets")

    def want(self, status, method, path, body=None, content_type="application/json", **query):
        response = self.cluster.request(method, path, body, content_type, **query)
        assert response.status == status, f"{method} {path}: {response.body}"
        return response.stream if response.stream is not None else response.body

    def live(self):
        return copy.deepcopy(self.want(200, "GET", self.path))

    def end(self) -> bool:
        """Delete the object without grace; whether it is gone."""
        held = self.cluster.request("DELETE", self.path, {"apiVersion": "v1", "kind": "DeleteOptions", "gracePeriodSeconds": 0})
        assert held.status in (200, 202), held.body
        return self.gone()

    def gone(self) -> bool:
        """Whether there is no object any more; kinds that are held by finalizers of their own are helped on."""
        found = self.cluster.request("GET", self.path)
        if found.status == 200 and FINALIZER not in found.body["metadata"].get("finalizers", ()):
            self._let_go(found.body)
            found = self.cluster.request("GET", self.path)
        return found.status == 404

    def _let_go(self, obj):
        if self.row.name == "namespaces":
            self.want(200, "PUT", f"{self.path}/finalize", {**obj, "spec": {"finalizers": []}})
        elif obj["metadata"].get("finalizers"):
            self.want(200, "PATCH", self.path, {"metadata": {"finalizers": None}}, MERGE)

    def apply(self, status, manager, labels, **query):
        metadata = {"name": self.made["metadata"]["name"], **({"labels": labels} if labels else {})}
        body = {"apiVersion": self.row.api_version, "kind": self.row.kind, "metadata": metadata}
        return self.want(status, "PATCH", self.path, body, APPLY, fieldManager=manager, **query)


def kind_name(row) -> str:
    return row if row == CUSTOM else f"{row.api_version}/{row.name}"


@pytest.fixture(params=KINDS, ids=kind_name)
def life(request):
    return Life(request.param)


def test_read(life):
    assert life.live()["metadata"]["uid"] == life.made["metadata"]["uid"]
    listed = life.want(200, "GET", life.collection)
    assert life.made["metadata"]["name"] in [item["metadata"]["name"] for item in listed["items"]]
    assert life.want(200, "GET", life.collection, labelSelector="nobody=has-this")["items"] == []
    table = life.want(200, "GET", life.collection, fieldSelector=f"metadata.name={life.made['metadata']['name']}")
    assert [item["metadata"]["uid"] for item in table["items"]] == [life.made["metadata"]["uid"]]


def test_watch(life):
    stream = life.want(200, "GET", life.collection, watch="1", resourceVersion=str(life.start))
    life.want(200, "PATCH", life.path, {"metadata": {"labels": {"life": "1"}}}, MERGE)
    assert life.end()
    uid = life.made["metadata"]["uid"]
    events = [e["type"] for e in stream.poll(0) if e["type"] != "BOOKMARK" and e["object"]["metadata"]["uid"] == uid]
    stream.close()
    assert (events[0], set(events[1:-1]), events[-1]) == ("ADDED", {"MODIFIED"}, "DELETED")  # the server itself changes a new definition once more


def test_update(life):
    live = life.live()
    assert life.want(200, "PUT", life.path, live)["metadata"]["resourceVersion"] == live["metadata"]["resourceVersion"]
    live["metadata"].setdefault("labels", {})["life"] = "1"
    updated = life.want(200, "PUT", life.path, live)
    assert updated["metadata"]["resourceVersion"] != life.made["metadata"]["resourceVersion"]
    assert life.live()["metadata"]["labels"]["life"] == "1"
    life.want(409, "PUT", life.path, live)
    assert life.live() == updated or life.live()["metadata"] == updated["metadata"]


@pytest.mark.parametrize("kind", ["json", "merge", "strategic"])
def test_patch(life, kind):
    life.want(200, "PATCH", life.path, {"metadata": {"annotations": {"life": "0"}}}, MERGE)
    body = [{"op": "replace", "path": "/metadata/annotations/life", "value": "1"}] if kind == "json" else {"metadata": {"annotations": {"life": "1"}}}
    types = {"json": "application/json-patch+json", "merge": MERGE, "strategic": "application/strategic-merge-patch+json"}
    if life.row.crd and kind == "strategic":
        life.want(415, "PATCH", life.path, body, types[kind])
        return
    dry = life.want(200, "PATCH", life.path, body, types[kind], dryRun="All")
    assert dry["metadata"]["annotations"]["life"] == "1" and life.live()["metadata"]["annotations"]["life"] == "0"
    life.want(200, "PATCH", life.path, body, types[kind])
    assert life.live()["metadata"]["annotations"]["life"] == "1"


def test_apply_by_two_managers(life):
    life.apply(200, "one", {"first": "1", "shared": "x"})
    life.apply(200, "two", {"second": "2", "shared": "x"})
    refused = life.apply(409, "two", {"second": "2", "first": "9"})
    assert 'conflict with "one"' in refused["message"]
    life.apply(200, "one", {})
    labels = life.live()["metadata"]["labels"]
    assert labels.get("second") == "2" and labels.get("shared") == "x" and "first" not in labels
    life.apply(200, "two", {"second": "3"}, force="true")
    assert "shared" not in life.live()["metadata"]["labels"]
    appliers = [e["manager"] for e in life.live()["metadata"]["managedFields"] if e["operation"] == "Apply" and "subresource" not in e]
    assert appliers == ["two"]


def test_status(life):
    if "status" not in life.row.subresources:
        assert life.cluster.request("GET", f"{life.path}/status").status == 404
        return
    live, wanted, path = life.live(), STATUSES[life.row.kind], f"{life.path}/status"
    assert life.want(200, "GET", path)["metadata"] == live["metadata"]
    sent = {**live, "status": {**(live.get("status") or {}), **wanted}}
    assert not holds(life.want(200, "PUT", life.path, sent).get("status") or {}, wanted)
    written = life.want(200, "PUT", path, {**life.live(), "spec": {}, "status": sent["status"]})  # which leaves everything but the status alone
    assert holds(written["status"], wanted) and written.get("spec") == live.get("spec") and holds(life.live()["status"], wanted)


@pytest.mark.parametrize("content_type", [MERGE, APPLY])
def test_patched_status(life, content_type):
    if "status" not in life.row.subresources:
        return
    wanted, path = STATUSES[life.row.kind], f"{life.path}/status"
    body = {"apiVersion": life.row.api_version, "kind": life.row.kind, "status": wanted}
    patched = life.want(200, "PATCH", path, body, content_type, fieldManager="m3")
    assert holds(patched["status"], wanted) and holds(life.live()["status"], wanted)
    [owner] = [e for e in life.live()["metadata"]["managedFields"] if e["manager"] == "m3"]
    assert owner["subresource"] == "status" and owner["operation"] == ("Apply" if content_type == APPLY else "Update")
    assert set(owner["fieldsV1"]) == {"f:status"}


def holds(value, wanted) -> bool:
    """Whether a value says (at least) what is wanted; the server adds conditions of its own to some."""
    if isinstance(wanted, dict):
        return isinstance(value, dict) and all(holds(value.get(key), part) for key, part in wanted.items())
    if isinstance(wanted, list):
        return isinstance(value, list) and all(any(holds(item, part) for item in value) for part in wanted)
    return value == wanted


def test_delete_with_finalizer(life):
    life.want(200, "PATCH", life.path, {"metadata": {"finalizers": [FINALIZER]}}, MERGE)
    assert not life.end()
    assert life.live()["metadata"]["deletionTimestamp"] and FINALIZER in life.live()["metadata"]["finalizers"]
    life.want(200, "PATCH", life.path, {"metadata": {"finalizers": None}}, MERGE)
    assert life.gone()


# ---- kinds that are only asked ---------------------------------------------------------------------------------------

REVIEWS, TOKENS = "authorization.k8s.io/v1", "authentication.k8s.io/v1"
ATTRIBUTES = {"resourceAttributes": {"verb": "get", "resource": "pods", "namespace": NAMESPACE}}
# (apiVersion, kind): (a spec, a part of the status that answers)
ASKED = {
    (TOKENS, "SelfSubjectReview"): (None, {"userInfo": {"username": "kubernetes-admin"}}),
    (TOKENS, "TokenReview"): ({"token": "nobody's"}, {"error": "invalid bearer token"}),
    (REVIEWS, "SelfSubjectAccessReview"): (ATTRIBUTES, {"allowed": True}),
    (REVIEWS, "SubjectAccessReview"): ({"user": "jane", **ATTRIBUTES}, {"allowed": False}),
    (REVIEWS, "LocalSubjectAccessReview"): ({"user": "jane", **ATTRIBUTES}, {"allowed": False}),
    (REVIEWS, "SelfSubjectRulesReview"): ({"namespace": NAMESPACE}, {"incomplete": False}),
}


@pytest.mark.parametrize("row", [resources.find_kind(*api_version.split("/"), kind) for api_version, kind in ASKED], ids=kind_name)
def test_a_review(row):
    spec, wanted = ASKED[row.api_version, row.kind]
    cluster, body = Cluster(), {"apiVersion": row.api_version, "kind": row.kind, **({"spec": spec} if spec else {})}
    if row.namespaced:
        body["metadata"] = {"namespace": NAMESPACE}
    answer = cluster.must("POST", row.path(NAMESPACE), body)
    assert holds(answer["status"], wanted) and answer["kind"] == row.kind and answer.get("spec") == spec
    assert cluster.request("GET", row.path(NAMESPACE)).status == 405 == cluster.request("DELETE", row.path(NAMESPACE)).status


def test_the_older_door_to_bindings():
    life = Life(resources.find("", "v1", "pods"))
    binding = {"apiVersion": "v1", "kind": "Binding", "metadata": {"name": life.made["metadata"]["name"]}, "target": {"kind": "Node", "name": "n"}}
    assert life.want(201, "POST", resources.find("", "v1", "bindings").path(NAMESPACE), binding)["status"] == "Success"
    assert life.live()["spec"]["nodeName"] == "n"


def test_component_statuses_are_read():
    cluster, path = Cluster(), resources.find("", "v1", "componentstatuses").path("")
    cluster.server.settings.component_probes = {"scheduler": lambda: (True, "ok"), "etcd-0": lambda: (False, "away")}
    listed = cluster.must("GET", path)["items"]
    assert {item["metadata"]["name"]: item["conditions"][0]["status"] for item in listed} == {"scheduler": "True", "etcd-0": "False"}
    assert cluster.must("GET", f"{path}/scheduler")["conditions"] == listed[0]["conditions"] and cluster.request("POST", path, {}).status == 405


def test_every_kind_of_discovery_has_a_life():
    known = {(row.api_version, row.kind) for row in SERVED} | set(ASKED) | {("v1", "Binding"), ("v1", "ComponentStatus")}
    served = {(doc["groupVersion"], r["kind"]) for doc in discovered() for r in doc["resources"] if "/" not in r["name"]}
    assert served == known


def discovered() -> list:
    cluster = Cluster()
    groups = [f"/apis/{v['groupVersion']}" for group in cluster.must("GET", "/apis")["groups"] for v in group["versions"]]
    return [cluster.must("GET", path) for path in ("/api/v1", *groups)]


def test_a_kind_that_leaves_metadata_out_is_held_to_it_last(world):
    def refused(path, **event):
        return world.post(path, {"kind": "Event", "metadata": {"name": "a/b"}, **event}).body["message"]
    legacy = "/api/v1/namespaces/demo/events"
    assert refused(legacy, involvedObject={"namespace": "other"}) == (
        'Event "a/b" is invalid: involvedObject.namespace: Invalid value: "other": does not match event.namespace')
    assert refused(legacy, involvedObject={"namespace": "demo"}) == 'Event "a/b" is invalid: metadata.name: Invalid value: "a/b": may not contain \'/\''
    modern = refused("/apis/events.k8s.io/v1/namespaces/demo/events")
    assert "may not contain" not in modern and "a lowercase RFC 1123 subdomain" in modern
