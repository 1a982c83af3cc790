"""Defaults of pod specs, as Kubernetes' pkg/apis/core/v1/defaults.go sets them. Fills private copies in place.

`default_spec` is what every kind with a pod template calls; what only pods get is in core/pod_defaults.py.
"""
from __future__ import annotations

from kubectl_lite.api.podspec import images
from kubectl_lite.machinery import quantity

TERMINATION_MESSAGE_PATH = "/dev/termination-log"
FILE_MODE = 420  # 0644
TOKEN_SECONDS = 3600

# volume source: what its empty fields become
SOURCE_DEFAULTS = {
    "secret": {"defaultMode": FILE_MODE}, "configMap": {"defaultMode": FILE_MODE}, "downwardAPI": {"defaultMode": FILE_MODE},
    "projected": {"defaultMode": FILE_MODE}, "hostPath": {"type": ""}, "iscsi": {"iscsiInterface": "default"},
    "rbd": {"pool": "rbd", "user": "admin", "keyring": "/etc/ceph/keyring"},
    "azureDisk": {"cachingMode": "ReadWrite", "kind": "Shared", "fsType": "ext4", "readOnly": False},
    "scaleIO": {"storageMode": "ThinProvisioned", "fsType": "xfs"},
}
POINTERS = ("defaultMode", "type", "cachingMode", "kind", "readOnly")  # an empty value of these is a value
PROBE_DEFAULTS = (("timeoutSeconds", 1), ("periodSeconds", 10), ("successThreshold", 1), ("failureThreshold", 3))


def default_template(template: dict | None) -> None:
    """Defaults of a PodTemplateSpec."""
    if template is not None:
        default_spec(template.setdefault("spec", {}))


def default_spec(spec: dict) -> None:
    """SetDefaults_PodSpec and the defaults of everything in it; fields whose feature is off in 1.36 are dropped."""
    spec.pop("schedulingGroup", None)
    for volume in spec.get("volumes") or ():
        default_volume(volume)
    for containers in ("initContainers", "containers", "ephemeralContainers"):
        for container in spec.get(containers) or ():
            default_container(container)
    for key, value in (("dnsPolicy", "ClusterFirst"), ("restartPolicy", "Always"), ("schedulerName", "default-scheduler")):
        if not spec.get(key):
            spec[key] = value
    _service_account(spec)
    if spec.get("securityContext") is None:
        spec["securityContext"] = {}
    if spec.get("terminationGracePeriodSeconds") is None:
        spec["terminationGracePeriodSeconds"] = 30
    if spec.get("overhead"):
        default_resource_list(spec["overhead"])
    default_resources(spec.get("resources"))


def _service_account(spec):
    """The old name of the field always says what the new one says."""
    account = spec.get("serviceAccountName") or spec.get("serviceAccount")
    if account:
        spec["serviceAccountName"] = spec["serviceAccount"] = account


def default_container(container: dict) -> None:
    """SetDefaults_Container and the defaults inside."""
    for port in container.get("ports") or ():
        if not port.get("protocol"):
            port["protocol"] = "TCP"
    for variable in container.get("env") or ():
        source = variable.get("valueFrom")
        if source and "fieldRef" in source:
            default_field_ref(source["fieldRef"])
        if source and "fileKeyRef" in source and source["fileKeyRef"].get("optional") is None:
            source["fileKeyRef"]["optional"] = False
    default_resources(container.get("resources"))
    for probe in ("livenessProbe", "readinessProbe", "startupProbe"):
        if container.get(probe) is not None:
            default_probe(container[probe])
    if container.get("lifecycle"):
        container["lifecycle"].pop("stopSignal", None)
        for hook in container["lifecycle"].values():
            default_handler(hook)
    if not container.get("imagePullPolicy"):
        container["imagePullPolicy"] = images.pull_policy(container.get("image", ""))
    if not container.get("terminationMessagePath"):
        container["terminationMessagePath"] = TERMINATION_MESSAGE_PATH
    if not container.get("terminationMessagePolicy"):
        container["terminationMessagePolicy"] = "File"


def default_probe(probe: dict) -> None:
    for key, value in PROBE_DEFAULTS:
        if not probe.get(key):
            probe[key] = value
    default_handler(probe)
    if "grpc" in probe and probe["grpc"].get("service") is None:
        probe["grpc"]["service"] = ""


def default_handler(handler: dict) -> None:
    http = handler.get("httpGet")
    if http is not None:
        http["path"] = http.get("path") or "/"
        http["scheme"] = http.get("scheme") or "HTTP"


def default_field_ref(reference: dict) -> None:
    if not reference.get("apiVersion"):
        reference["apiVersion"] = "v1"


def default_resources(resources: dict | None) -> None:
    for part in ("limits", "requests"):
        if resources and resources.get(part):
            default_resource_list(resources[part])


def default_resource_list(values: dict) -> None:
    """SetDefaults_ResourceList: amounts are rounded up to thousandths."""
    for name, text in values.items():
        if text[-1] in "nu" or "e" in text:
            values[name] = str(quantity.parse(text).round_up_milli())


def default_volume(volume: dict) -> None:
    """SetDefaults_Volume and those of its source; a volume without a source is an emptyDir."""
    if not any(key != "name" for key in volume):
        volume["emptyDir"] = {}
    for name, values in SOURCE_DEFAULTS.items():
        source = volume.get(name)
        if source is not None:
            for key, value in values.items():
                if source.get(key) is None or not source[key] and key not in POINTERS:
                    source[key] = value
    for item in (volume.get("downwardAPI") or {}).get("items") or ():
        _default_file(item)
    for source in (volume.get("projected") or {}).get("sources") or ():
        _default_projection(source)
    if "image" in volume and not volume["image"].get("pullPolicy"):
        volume["image"]["pullPolicy"] = images.pull_policy(volume["image"].get("reference", ""))
    template = (volume.get("ephemeral") or {}).get("volumeClaimTemplate")
    if template is not None:
        default_claim_spec(template.setdefault("spec", {}))


def _default_file(item):
    if item.get("fieldRef") is not None:
        default_field_ref(item["fieldRef"])


def _default_projection(source):
    source.pop("clusterTrustBundle", None)
    source.pop("podCertificate", None)
    token = source.get("serviceAccountToken")
    if token is not None and token.get("expirationSeconds") is None:
        token["expirationSeconds"] = TOKEN_SECONDS
    for item in (source.get("downwardAPI") or {}).get("items") or ():
        _default_file(item)


def default_claim_spec(spec: dict) -> None:
    """SetDefaults_PersistentVolumeClaimSpec, for claim templates of pods and of stateful sets."""
    if spec.get("volumeMode") is None:
        spec["volumeMode"] = "Filesystem"
    default_resources(spec.get("resources"))
