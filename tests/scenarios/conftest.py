"""World: a whole cluster in memory with a clock that moves only when told to; scenarios act as its user and let it settle."""
from __future__ import annotations

import pytest

from kubectl_lite import cluster
from kubectl_lite.machinery.env import FixedEnv
from kubectl_lite.machinery.errors import ApiError

NAMESPACE = "demo"


class World:
    """The cluster, its administrator's client, and short words for what scenarios do."""

    def __init__(self, nodes=3):
        self.env = FixedEnv(seed=7)
        self.cluster = cluster.in_memory(self.env, nodes)
        self.client = self.cluster.client()
        self.create(kind("Namespace", NAMESPACE, namespace=None))
        self.settle()

    def create(self, obj):
        return self.client.create(self._row(obj), obj)

    def settle(self):
        """Reconcile, and see that nothing was left moving or refused."""
        report = self.cluster.reconcile()
        assert report.converged, report.lines()
        for mistake in report.broken:
            raise mistake
        return report

    def pass_time(self, seconds):
        self.env.advance(seconds)
        return self.settle()

    def get(self, resource, name, namespace=NAMESPACE):
        """The object, or None."""
        try:
            return self.client.get(pair(resource), name, namespace)
        except ApiError as e:
            if e.code != 404:
                raise
            return None

    def list(self, resource, namespace=NAMESPACE, **how):
        return self.client.list(pair(resource), namespace, **how)["items"]

    def names(self, resource, namespace=NAMESPACE, **how):
        return sorted(o["metadata"]["name"] for o in self.list(resource, namespace, **how))

    def patch(self, resource, name, patch, namespace=NAMESPACE, subresource="", content_type="application/strategic-merge-patch+json"):
        return self.client.patch(pair(resource), name, patch, content_type, namespace, subresource)

    def delete(self, resource, name, namespace=NAMESPACE, **options):
        self.client.delete(pair(resource), name, namespace, {"kind": "DeleteOptions", "apiVersion": "v1", **options})

    def scale(self, resource, name, replicas):
        self.patch(resource, name, {"spec": {"replicas": replicas}})

    def events(self, **fields):
        """(type, reason, component, message) of the events about objects with these fields ("kind", "name")."""
        found = self.list("events")
        return sorted((e["type"], e["reason"], e["source"].get("component"), e["message"]) for e in found
                      if all(e["involvedObject"].get(k) == v for k, v in fields.items()))

    def conditions(self, resource, name, namespace=NAMESPACE):
        """{type: (status, reason, message)}"""
        found = self.get(resource, name, namespace)["status"].get("conditions") or []
        return {c["type"]: (c["status"], c.get("reason", ""), c.get("message", "")) for c in found}

    def _row(self, obj):
        group, _, version = obj["apiVersion"].rpartition("/")
        return self.client.mapper.find_kind(obj["apiVersion"], obj["kind"])


def pair(resource):
    """ "deployments.apps" -> ("apps", "deployments")"""
    name, _, group = resource.partition(".")
    return group, name


def kind(kind_, name, api_version="v1", namespace=NAMESPACE, labels=None, annotations=None, **fields):
    """An object of a kind."""
    meta = {"name": name}
    meta.update((k, v) for k, v in (("namespace", namespace), ("labels", labels), ("annotations", annotations)) if v)
    return {"apiVersion": api_version, "kind": kind_, "metadata": meta, **fields}


def template(app="web", image="registry.k8s.io/pause:3.10", **spec):
    return {"metadata": {"labels": {"app": app}}, "spec": {"containers": [{"name": "main", "image": image}], **spec}}


def workload(kind_, name="web", replicas=3, pod=None, **spec):
    """A Deployment, ReplicaSet, StatefulSet or DaemonSet of one container whose pods are labelled app=NAME."""
    made = {"selector": {"matchLabels": {"app": name}}, "template": pod or template(name), **spec}
    if replicas is not None:
        made["replicas"] = replicas
    return kind(kind_, name, "apps/v1", labels={"app": name}, spec=made)


def pod(name, labels=None, annotations=None, containers=None, **spec):
    return kind("Pod", name, labels=labels, annotations=annotations,
                spec={"containers": containers or [{"name": "main", "image": "registry.k8s.io/pause:3.10"}], **spec})


@pytest.fixture
def world():
    return World()
