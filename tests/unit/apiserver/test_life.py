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
KINDS = [*resources.all_stored(), CUSTOM]
FINALIZER, MERGE, APPLY = "example.com/hold", "application/merge-patch+json", "application/apply-patch+yaml"


def certificate_request() -> dict:
    name = x509.Name([x509.NameAttribute(x509.oid.NameOID.COMMON_NAME, "jane")])
    request = x509.CertificateSigningRequestBuilder().subject_name(name).sign(pki.load_key(pki.new_key()), hashes.SHA256())
    return {"apiVersion": "certificates.k8s.io/v1", "kind": "CertificateSigningRequest", "metadata": {"name": "jane"},
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

    def apply(self, status, manager, labels, **query):
        metadata = {"name": self.made["metadata"]["name"], **({"labels": labels} if labels else {})}
        body = {"apiVersion": self.row.api_version, "kind": self.row.kind, "metadata": metadata}
        return self.want(status, "PATCH", self.path, body, APPLY, fieldManager=manager, **query)


def kind_name(row) -> str:
    return row if row == CUSTOM else row.group_resource


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
    uid = life.made["metadata"]["uid"]
    events = [e["type"] for e in stream.poll(0) if e["type"] != "BOOKMARK" and e["object"]["metadata"]["uid"] == uid]
    stream.close()
    assert events[0] == "ADDED" and set(events[1:]) == {"MODIFIED"}  # the server itself changes a new definition once more


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
    live = life.live()
    assert life.want(200, "GET", f"{life.path}/status")["metadata"] == live["metadata"]
    written = life.want(200, "PUT", f"{life.path}/status", live)
    assert written.get("spec") == live.get("spec") and written["metadata"]["uid"] == live["metadata"]["uid"]


def test_delete_with_finalizer(life):
    life.want(200, "PATCH", life.path, {"metadata": {"finalizers": [FINALIZER]}}, MERGE)
    now = {"apiVersion": "v1", "kind": "DeleteOptions", "gracePeriodSeconds": 0}
    held = life.cluster.request("DELETE", life.path, now)
    assert held.status in (200, 202), held.body
    assert life.live()["metadata"]["deletionTimestamp"] and FINALIZER in life.live()["metadata"]["finalizers"]
    life.want(200, "PATCH", life.path, {"metadata": {"finalizers": None}}, MERGE)
    if life.row.name == "namespaces":  # which has finalizers of its own besides
        life.want(200, "PUT", f"{life.path}/finalize", {**life.live(), "spec": {"finalizers": []}})
    life.want(404, "GET", life.path)
