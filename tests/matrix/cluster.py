"""A server over a store in memory with the namespace demo and its default service account, as the recordings had it."""
from __future__ import annotations

from kubectl_lite.api import resources
from kubectl_lite.apiserver.bootstrap import flowcontrol
from kubectl_lite.apiserver.server import Server
from kubectl_lite.machinery.env import FixedEnv
from kubectl_lite.machinery.wire import Request, UserInfo
from kubectl_lite.storage.memory import MemoryStore
from kubectl_lite.storage.protocol import Delete

ADMIN = UserInfo("kubernetes-admin", ("system:masters", "system:authenticated"))
NAMESPACE = "demo"


RECORDED = 1_795_348_800.0  # 2026-11-22T12:00:00Z: ages of fixed times are those of the recordings


class Cluster:
    """Requests as the administrator; one live object at a time for updates and patches."""

    def __init__(self):
        self.server = Server(MemoryStore(), FixedEnv(seed=1, time=RECORDED))
        self._live = (None, None, None)
        for name in ("default", "kube-system", NAMESPACE):
            self.must("POST", "/api/v1/namespaces", {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": name}})
        for name, value in (("system-node-critical", 2000001000), ("system-cluster-critical", 2000000000)):
            self.must("POST", "/apis/scheduling.k8s.io/v1/priorityclasses",
                      {"apiVersion": "scheduling.k8s.io/v1", "kind": "PriorityClass", "metadata": {"name": name}, "value": value})
        self.must("POST", "/apis/flowcontrol.apiserver.k8s.io/v1/prioritylevelconfigurations", flowcontrol.objects()[0])
        self.must("POST", f"/api/v1/namespaces/{NAMESPACE}/serviceaccounts",
                  {"apiVersion": "v1", "kind": "ServiceAccount", "metadata": {"name": "default"}})

    def request(self, method, path, body=None, content_type="application/json", **query):
        headers = {"content-type": content_type}
        return self.server.handle(Request(method, path, {k: [v] for k, v in query.items()}, headers, body, ADMIN))

    def must(self, method, path, body=None, **query):
        response = self.request(method, path, body, **query)
        if response.status >= 300:
            raise RuntimeError(f"{method} {path}: {response.body}")
        return response.body

    def collection(self, obj):
        group, _, version = obj["apiVersion"].rpartition("/")
        resource = resources.find_kind(group, version, obj["kind"])
        return resource.path(NAMESPACE)

    def live(self, base_id, base):
        """(path, stored object) of a base, created by manager m1; the one before is removed: bases share names."""
        known, path, obj = self._live
        if known != base_id:
            if path:
                self._live = (None, None, None)
                self._remove(path)
            obj = self.must("POST", self.collection(base), base, fieldManager="m1")
            path = f"{self.collection(base)}/{obj['metadata']['name']}"
            obj = self.must("GET", path)  # a few kinds read back differently from what their creation answers
            self._live = (base_id, path, obj)
        return path, obj

    def _remove(self, path):
        self.request("DELETE", path, gracePeriodSeconds="0", propagationPolicy="Background")
        left = self.request("GET", path)
        if left.status == 404:
            return
        obj = left.body  # held by a finalizer
        group, _, version = obj["apiVersion"].rpartition("/")
        resource = resources.find_kind(group, version, obj["kind"])
        key = resource.key(obj["metadata"].get("namespace", ""), obj["metadata"]["name"])
        self.server.store.commit([Delete(key, int(obj["metadata"]["resourceVersion"]))])
