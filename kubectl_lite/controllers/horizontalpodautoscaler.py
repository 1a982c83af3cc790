"""Horizontal pod autoscaler: keeps the size of a workload within its bounds and says why it can do no more. Mirrors pkg/controller/podautoscaler.

A simulated cluster measures nothing: every metric is one that nobody serves, and the conditions say so in Kubernetes' words.
"""
from __future__ import annotations

from kubectl_lite.controllers import conditions, owners
from kubectl_lite.machinery.errors import ApiError

NAME, SOURCE, USER = "horizontal-pod-autoscaler-controller", "horizontal-pod-autoscaler", "system:serviceaccount:kube-system:horizontal-pod-autoscaler"
SCALERS = "horizontalpodautoscalers.autoscaling"
TARGETS = {"Deployment": "deployments.apps", "ReplicaSet": "replicasets.apps", "StatefulSet": "statefulsets.apps", "ReplicationController": "replicationcontrollers"}
MISSING = "the server could not find the requested resource (get {})"
# metric type -> (condition reason, what could not be read, the API that nobody serves)
METRICS = {
    "Pods": ("FailedGetPodsMetric", "unable to get metric {name}: unable to fetch metrics from custom metrics API", "no custom metrics API (custom.metrics.k8s.io) registered"),
    "Object": ("FailedGetObjectMetric", "unable to get metric {name}: {object}: unable to fetch metrics from custom metrics API",
               "no custom metrics API (custom.metrics.k8s.io) registered"),
    "External": ("FailedGetExternalMetric", "unable to get external metric {namespace}/{name}/{selector}: unable to fetch metrics from external metrics API",
                 "no external metrics API (external.metrics.k8s.io) registered"),
}


def _target_keys(obj, cache):
    kind, meta = obj["kind"], obj["metadata"]
    return [owners.own_key(h, cache)[0] for h in cache.list(SCALERS, meta["namespace"])
            if h["spec"]["scaleTargetRef"]["kind"] == kind and h["spec"]["scaleTargetRef"]["name"] == meta["name"]]


WATCHES = {SCALERS: owners.own_key, **dict.fromkeys(TARGETS.values(), _target_keys)}


def reconcile(key, ctx):
    """One autoscaler."""
    scaler = ctx.cache.get(SCALERS, *key)
    if scaler is not None:
        _Step(ctx, scaler).run()


class _Step:
    """One reconcile: the autoscaler and its status as it will be."""

    def __init__(self, ctx, scaler):
        self.ctx, self.scaler, self.spec = ctx, scaler, scaler["spec"]
        self.status = {"desiredReplicas": 0, "currentMetrics": None, **(scaler.get("status") or {})}
        self.found = self.status.get("conditions") or []

    def run(self):
        scale = self._scale()
        if scale is not None:
            self._decide(scale, scale["spec"].get("replicas", 0))
        if self.found:
            self.status["conditions"] = self.found
        if self.scaler["metadata"].get("generation"):
            self.status["observedGeneration"] = self.scaler["metadata"]["generation"]
        self.ctx.update_status(SCALERS, self.scaler, self.status)

    def _say(self, type_, status, reason, message):
        self.found = conditions.moved(self.found, type_, status, reason, message, self.ctx.timestamp)

    def _scale(self):
        """The target's Scale, or None when there is none to be had."""
        target = self.spec["scaleTargetRef"]
        resource = self._resource(target)
        try:
            if resource is None:
                text = f'no matches for kind "{target["kind"]}" in group "{target.get("apiVersion", "").rpartition("/")[0]}"'
                raise ApiError({"message": text})
            scale = self.ctx.client.get(resource, target["name"], self.scaler["metadata"]["namespace"], "scale")
        except ApiError as e:
            self.ctx.events.warning(self.scaler, "FailedGetScale", str(e), once=True)
            self._say("AbleToScale", "False", "FailedGetScale", f"the HPA controller was unable to get the target's current scale: {e}")
            return None
        self._say("AbleToScale", "True", "SucceededGetScale", "the HPA controller was able to get the target's current scale")
        return scale

    def _resource(self, target):
        name = TARGETS.get(target["kind"])
        if name is not None:
            return self.ctx.resolve(name)
        return self.ctx.client.mapper.find_kind(target.get("apiVersion", "v1"), target["kind"])

    def _decide(self, scale, current):
        low, high = self.spec.get("minReplicas", 1), self.spec["maxReplicas"]
        self.status["currentReplicas"] = current
        if current == 0 and low != 0:
            self.status["desiredReplicas"] = 0
            self._say("ScalingActive", "False", "ScalingDisabled", "scaling is disabled since the replica count of the target is zero")
        elif current > high:
            self._rescale(scale, high, "Current number of replicas above Spec.MaxReplicas")
        elif current < low:
            self._rescale(scale, low, "Current number of replicas below Spec.MinReplicas")
        else:
            self._say_unmeasured()

    def _rescale(self, scale, size, reason):
        scale = {**scale, "spec": {**scale["spec"], "replicas": size}}
        self.ctx.update(TARGETS.get(self.spec["scaleTargetRef"]["kind"], ""), scale, subresource="scale")
        self.ctx.events.normal(self.scaler, "SuccessfulRescale", f"New size: {size}; reason: {reason}")
        self._say("AbleToScale", "True", "SucceededRescale", f"the HPA controller was able to update the target scale to {size}")
        self.status.update(desiredReplicas=size, lastScaleTime=self.ctx.timestamp)

    def _say_unmeasured(self):
        """The first metric that cannot be read is the reason; each is told in an event."""
        problems = [unmeasured(metric, self.scaler["metadata"]["namespace"]) for metric in self.spec.get("metrics") or ()]
        if not problems:
            return
        for reason, text in problems:
            self.ctx.events.warning(self.scaler, reason, text, once=True)
        reason, text = problems[0]
        first = text.replace("failed to get cpu utilization", "failed to get cpu resource metric value")
        summary = f"invalid metrics ({len(problems)} invalid out of {len(problems)}), first error is: {first}"
        self.ctx.events.warning(self.scaler, "FailedComputeMetricsReplicas", summary, once=True)
        self._say("ScalingActive", "False", reason, f"the HPA was unable to compute the replica count: {text}")


def unmeasured(metric: dict, namespace: str) -> tuple[str, str]:
    """(reason, text) of a metric that nobody serves."""
    type_ = metric["type"]
    if type_ in ("Resource", "ContainerResource"):
        source = metric.get("resource") or metric.get("containerResource")
        word = "utilization" if source["target"]["type"] == "Utilization" else "usage"
        text = (f"failed to get {source['name']} {word}: unable to get metrics for resource {source['name']}: "
                f"unable to fetch metrics from resource metrics API: {MISSING.format('pods.metrics.k8s.io')}")
        return f"FailedGet{type_}Metric", text
    source = metric[type_.lower()]
    reason, text, api = METRICS[type_]
    described = source.get("describedObject") or {}
    filled = text.format(name=source["metric"]["name"], namespace=namespace, selector=source["metric"].get("selector"),
                         object=f"{described.get('kind')} on {namespace} {described.get('name')}")
    return reason, f"{filled}: {api}"
