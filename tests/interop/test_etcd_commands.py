"""The whole program with its state in a real etcd: what commands print, write and refuse there."""
from __future__ import annotations

import io
import json
import os
import subprocess
import sys

import pytest

from kubectl_lite.cli.main import main
from kubectl_lite.storage.protocol import Delete, Put
from tests.unit.storage.etcdserver import Members, needs_etcd

pytestmark = [needs_etcd]
pytest.importorskip("etcd3gw")
from kubectl_lite.storage.etcd import EtcdStore  # noqa: E402
from kubectl_lite.storage.etcdclient import decoded  # noqa: E402

COUNT = 150  # more than etcd takes in a transaction
LAST = "/registry/namespaces/default"


@pytest.fixture
def members(tmp_path):
    made = Members(tmp_path)
    made.store = EtcdStore(made.url)
    yield made
    made.stop()


def called(members, *arguments, stdin=""):
    """(exit status, stdout, stderr) of a command, run in this process."""
    out, err = io.StringIO(), io.StringIO()
    status = main(["--store", members.url, *arguments], io.StringIO(stdin), out, err, {})
    return status, out.getvalue(), err.getvalue()


def run(members, *arguments, stdin=""):
    """What a command prints."""
    status, out, err = called(members, *arguments, stdin=stdin)
    assert status == 0, err
    return out


def refused(members, *arguments):
    """The one line of a command that fails."""
    status, out, err = called(members, *arguments)
    assert status == 1 and out == "" and err.count("\n") == 1 and "unexpected" not in err, err
    return err


@pytest.fixture
def asked(monkeypatch):
    """The paths of all requests to etcd, as they are made."""
    from kubectl_lite.storage.etcdclient import Etcd

    paths, call = [], Etcd.call

    def noted(self, path, *arguments, **options):
        paths.append(path)
        return call(self, path, *arguments, **options)

    monkeypatch.setattr(Etcd, "call", noted)
    return paths


def maps(text):
    return "\n---\n".join(json.dumps({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": f"c{n:03d}"}, "data": {"text": text}})
                          for n in range(COUNT))


def test_a_cluster_in_etcd_has_the_keys_of_kubernetes(members):
    run(members, "init", "--nodes", "1")
    run(members, "create", "deployment", "web", "--image=nginx", "--replicas=2")
    run(members, "reconcile")
    assert run(members, "get", "pods", "--no-headers").count("Running") == 2
    run(members, "delete", "deployment", "web")
    run(members, "reconcile")
    assert "No resources found" in called(members, "get", "pods")[2]
    assert "/registry/minions/node1\n" in run(members, "store", "ls", "-R")
    everything = members.store.etcd.call("kv/range", {"key": "AA==", "range_end": "AA==", "keys_only": True})["kvs"]
    keys = [decoded(kv["key"]).decode() for kv in everything]
    assert [key for key in keys if not key.startswith("/registry/")] == ["/kubectl-lite/keys/ca", "/kubectl-lite/note"]
    assert not [key for key in keys if key.startswith("/registry/kubectl-lite")]
    assert [key for key in keys if "/namespaces/" in key] == [f"/registry/namespaces/{name}" for name in ("default", "kube-node-lease", "kube-public", "kube-system")]
    assert {"/registry/services/specs/default/kubernetes", "/registry/serviceaccounts/default/default", "/registry/leases/kube-node-lease/node1"} <= set(keys)


def test_few_journeys_to_etcd(members, asked):
    """A name is looked up with one look at the custom resources, and who writes much asks for rules and quotas only when they change."""
    run(members, "init", "--nodes", "0")
    asked.clear()
    run(members, "get", "cm", "-A")
    assert len(asked) <= 3
    asked.clear()
    run(members, "create", "-f", "-", stdin=maps("x"))
    assert asked.count("kv/txn") == COUNT and len(asked) <= 2 * COUNT + 16


def test_rules_made_meanwhile_count(members):
    """What is kept of the rules in force is renewed when they change: maps, then a policy that refuses them, then more maps."""
    run(members, "init", "--nodes", "0")
    head = {"apiVersion": "admissionregistration.k8s.io/v1", "metadata": {"name": "no-more"}}
    policy = {**head, "kind": "ValidatingAdmissionPolicy", "spec": {
        "matchConstraints": {"resourceRules": [{"apiGroups": [""], "apiVersions": ["v1"], "resources": ["configmaps"], "operations": ["CREATE"]}]},
        "validations": [{"expression": "false"}]}}
    binding = {**head, "kind": "ValidatingAdmissionPolicyBinding", "spec": {"policyName": "no-more", "validationActions": ["Deny"]}}
    texts = maps("x").split("\n---\n")
    texts[4:4] = [json.dumps(policy), json.dumps(binding)]
    status, out, err = called(members, "create", "-f", "-", stdin="\n---\n".join(texts[:10]))
    assert status == 1 and out.count("configmap/") == 4 and err.count("denied request") == 4, (out, err)


def test_history_and_going_back(members):
    run(members, "init", "--nodes", "1")
    run(members, "create", "deployment", "web", "--image=nginx:1", "--replicas=2")
    created = members.store.revision()
    run(members, "set", "image", "deployment/web", "nginx=nginx:2")
    run(members, "scale", "deployment/web", "--replicas=5")
    rows = json.loads(run(members, "history", "deployment/web", "-o", "json"))
    assert [(row["type"], row["user"], row["verb"]) for row in rows] == [
        ("create", "admin", "create"), ("update", "admin", "patch"), ("update", "admin", "patch/scale")]
    assert [row["revision"] for row in rows] == [created, created + 1, created + 2] and all(row["time"] for row in rows)
    assert {"path": ["spec", "replicas"], "old": 2, "new": 5} in rows[2]["changes"]
    image = ("-o", "jsonpath={.spec.template.spec.containers[0].image} {.spec.replicas}")
    assert run(members, "get", "deployment", "web", "--at", str(created), *image) == "nginx:1 2"
    assert run(members, "get", "deployment", "web", "--at", rows[1]["time"], *image) == "nginx:2 2"
    assert "changed back" in run(members, "undo", "deployment/web")
    assert run(members, "get", "deployment", "web", *image) == "nginx:2 2"
    assert "changed back" in run(members, "undo", "deployment/web", "--to", str(created))
    assert run(members, "get", "deployment", "web", *image) == "nginx:1 2"
    assert [row["verb"] for row in json.loads(run(members, "history", "deployment/web", "-o", "json"))][-2:] == ["undo", "undo"]
    run(members, "store", "compact", "--keep", "1")
    assert [row["verb"] for row in json.loads(run(members, "history", "deployment/web", "-o", "json"))] == ["undo"]
    assert f"too old resource version: {created}" in refused(members, "get", "deployment", "web", "--at", str(created))
    assert f"revision {created} has been compacted" in refused(members, "undo", "--to", str(created))


def test_going_back_leaves_the_leader_alone(members):
    run(members, "init", "--nodes", "1")
    run(members, "create", "configmap", "c")
    before = members.store.revision()
    run(members, "reconcile")  # its last write gives the lease back
    lease = "/registry/leases/kube-system/kubectl-lite-reconcile"
    free = members.store.get(lease)
    assert "lease.coordination.k8s.io/kube-system" not in run(members, "undo") + run(members, "undo", "--to", str(before))
    assert members.store.get(lease) == free
    assert run(members, "get", "configmap", "c", "-o", "name") == "configmap/c\n"


def test_large_steps_back_and_snapshots(members, tmp_path):
    run(members, "init", "--nodes", "0")
    run(members, "create", "-f", "-", stdin=maps("first"))
    before, file = members.store.revision(), str(tmp_path / "snapshot.gz")
    run(members, "snapshot", "save", file)
    run(members, "apply", "-f", "-", stdin=maps("second"))
    run(members, "delete", "configmaps", "--all", "--wait=false")
    out = run(members, "undo", "--to", str(before))
    assert out.count(" restored\n") == COUNT and out.endswith(f"the cluster as it was at revision {before}\n")
    texts = ("get", "configmaps", "-o", "jsonpath={.items[*].data.text}")
    assert run(members, *texts).split() == ["first"] * COUNT
    assert run(members, "undo", "--to", str(before)) == f"nothing has changed since revision {before}\n"
    run(members, "apply", "-f", "-", stdin=maps("third"))
    assert "already holds a cluster" in refused(members, "snapshot", "restore", file)
    assert f"{COUNT} keys written" in run(members, "snapshot", "restore", "--force", file)
    assert run(members, *texts).split() == ["first"] * COUNT
    assert run(members, "store", "check").startswith(f"{members.url}: sound at revision ")


def local(folder, *arguments):
    """What a command prints on a directory."""
    out = io.StringIO()
    assert main(["--state", str(folder), *arguments], environ={}, stdout=out) == 0
    return out.getvalue()


def test_a_directory_moves_into_etcd_and_back(members, tmp_path):
    """A snapshot of a directory, restored into an empty etcd that others use too, and one of that: who had a token keeps it."""
    members.store.etcd.call("kv/put", {"key": "L2Zvbw==", "value": "YmFy"})  # /foo
    local(tmp_path / "state", "create", "serviceaccount", "bob")
    token = local(tmp_path / "state", "create", "token", "bob").strip()
    local(tmp_path / "state", "snapshot", "save", str(tmp_path / "s"))
    assert "keys written" in run(members, "snapshot", "restore", str(tmp_path / "s"))
    assert "serviceaccount:default:bob" in run(members, "auth", "whoami", "--token", token)
    run(members, "snapshot", "save", str(tmp_path / "t"))
    local(tmp_path / "other", "snapshot", "restore", str(tmp_path / "t"))
    assert "serviceaccount:default:bob" in local(tmp_path / "other", "auth", "whoami", "--token", token)


def test_a_half_made_cluster_is_finished(members):
    run(members, "init", "--nodes", "2")
    whole = members.store.keys("/registry/")
    lost = [key for key in whole if "minions" in key or "services" in key or key == LAST]
    members.store.commit([Delete(key, None) for key in lost])  # as if its maker had died
    assert "node/node2" in run(members, "get", "nodes", "-o", "name")
    assert set(whole) <= set(members.store.keys("/registry/"))


def test_two_who_begin_at_once_make_one_cluster(members):
    program = [sys.executable, "-m", "kubectl_lite", "--store", members.url, "get", "nodes", "-o", "name"]
    processes = [subprocess.Popen(program, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(3)]
    for process in processes:
        assert process.communicate(timeout=120) == ("node/node1\nnode/node2\nnode/node3\n", "")
    assert "sound" in run(members, "store", "check")


def test_what_makes_no_sense_there_is_refused_in_a_line(members, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    run(members, "init", "--nodes", "0")
    assert "has no files" in refused(members, "store", "adopt")
    assert "has no files" in refused(members, "store", "adopt", "--discard")
    assert "keeps nobody's kubeconfig" in refused(members, "config", "set-context", "--current", "--namespace", "x")
    assert "already holds a cluster" in refused(members, "init")
    assert members.url in run(members, "cluster-info")
    assert sorted(os.listdir(tmp_path)) == ["m0"]  # nothing was written beside


def test_check_names_what_is_not_kubernetes(members):
    run(members, "init", "--nodes", "0")
    members.store.commit([Put("/registry/configmaps/default/x", {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "x", "namespace": "default"}}, 0)])
    assert called(members, "store", "check") == (1, "/registry/configmaps/default/x holds an object whose key is /registry/secrets/default/x\n", "")
    members.store.etcd.call("kv/put", {"key": "L3JlZ2lzdHJ5L3BvZHMvZGVmYXVsdC94", "value": "azhzAA=="})  # Kubernetes' own protobuf
    assert "belongs to somebody else" in refused(members, "get", "pods")


def test_an_object_too_large_is_refused_as_kubernetes_words_it(members, tmp_path):
    run(members, "init", "--nodes", "0")
    (tmp_path / "crd.yaml").write_text(json.dumps({
        "apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition", "metadata": {"name": "things.example.com"},
        "spec": {"group": "example.com", "scope": "Namespaced", "names": {"plural": "things", "kind": "Thing"}, "versions": [
            {"name": "v1", "served": True, "storage": True,
             "schema": {"openAPIV3Schema": {"type": "object", "x-kubernetes-preserve-unknown-fields": True}}}]}}))
    run(members, "create", "-f", str(tmp_path / "crd.yaml"))
    file = tmp_path / "thing.json"
    file.write_text(json.dumps({"apiVersion": "example.com/v1", "kind": "Thing", "metadata": {"name": "t"}, "text": "x" * 1_800_000}))
    assert refused(members, "create", "-f", str(file)) == f'Error from server: error when creating "{file}": etcdserver: request is too large\n'


def test_old_revisions_are_forgotten_in_time(members, monkeypatch):
    from kubectl_lite.storage import etcd

    monkeypatch.setattr(etcd, "_EVERY", 50)
    monkeypatch.setattr(etcd, "KEEP_REVISIONS", 80)
    for n in range(400):
        members.store.commit([Put("/registry/x", {"metadata": {}, "n": n}, None)], {"user": "me"})
    assert 400 - 80 - 50 <= members.store.oldest() <= 400
    assert members.store.get("/registry/x", members.store.revision() - 70).value["n"] == 399 - 70
    assert len(list(members.store.past("/registry/", members.store.oldest()))) <= 131
