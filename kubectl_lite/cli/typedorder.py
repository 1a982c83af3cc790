"""The field order of Kubernetes' Go types, for the objects that kubectl makes or decodes as typed objects and prints as JSON."""
from __future__ import annotations

ROOT = ("kind", "apiVersion", "metadata", "spec", "status")
METADATA = ("name", "generateName", "namespace", "uid", "resourceVersion", "generation", "creationTimestamp", "deletionTimestamp",
            "deletionGracePeriodSeconds", "labels", "annotations", "ownerReferences", "finalizers", "managedFields")
POD_SPEC = ("volumes", "initContainers", "containers", "ephemeralContainers", "restartPolicy", "terminationGracePeriodSeconds",
            "activeDeadlineSeconds", "dnsPolicy", "nodeSelector", "serviceAccountName", "serviceAccount", "automountServiceAccountToken",
            "nodeName", "hostNetwork", "hostPID", "hostIPC", "shareProcessNamespace", "securityContext", "imagePullSecrets", "hostname",
            "subdomain", "affinity", "schedulerName", "tolerations", "hostAliases", "priorityClassName", "priority", "dnsConfig",
            "readinessGates", "runtimeClassName", "enableServiceLinks", "preemptionPolicy")
CONTAINER = ("name", "image", "command", "args", "workingDir", "ports", "envFrom", "env", "resources", "resizePolicy", "restartPolicy",
             "volumeMounts", "volumeDevices", "livenessProbe", "readinessProbe", "startupProbe", "lifecycle", "terminationMessagePath",
             "terminationMessagePolicy", "imagePullPolicy", "securityContext", "stdin", "stdinOnce", "tty")
SERVICE_SPEC = ("ports", "selector", "clusterIP", "clusterIPs", "type", "externalIPs", "sessionAffinity", "loadBalancerIP",
                "loadBalancerSourceRanges", "externalName", "externalTrafficPolicy", "healthCheckNodePort", "publishNotReadyAddresses",
                "sessionAffinityConfig", "ipFamilies", "ipFamilyPolicy", "allocateLoadBalancerNodePorts", "loadBalancerClass",
                "internalTrafficPolicy")
SERVICE_PORT = ("name", "protocol", "appProtocol", "port", "targetPort", "nodePort")


def ordered(value: dict, order: tuple) -> dict:
    """A copy with the fields of `order` first, in that order."""
    return {**{k: value[k] for k in order if k in value}, **{k: v for k, v in value.items() if k not in order}}


def pod(obj: dict) -> dict:
    """A Pod as Go encodes it: `resources` of a container and `status` are always there."""
    spec = dict(obj.get("spec") or {})
    for name in ("initContainers", "containers"):
        if spec.get(name):
            spec[name] = [ordered({**c, "resources": c.get("resources") or {}}, CONTAINER) for c in spec[name]]
    return _object({**obj, "spec": ordered(spec, POD_SPEC), "status": obj.get("status") or {}})


def service(obj: dict) -> dict:
    """A Service as Go encodes it."""
    spec = dict(obj.get("spec") or {})
    if spec.get("ports"):
        spec["ports"] = [ordered(port, SERVICE_PORT) for port in spec["ports"]]
    return _object({**obj, "spec": ordered(spec, SERVICE_SPEC), "status": obj.get("status") or {"loadBalancer": {}}})


def _object(obj: dict) -> dict:
    return ordered({**obj, "metadata": ordered(obj.get("metadata") or {}, METADATA)}, ROOT)
