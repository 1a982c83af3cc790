"""The sources of persistent volumes: most are those of pods, some have references to secrets of any namespace.

SOURCES lists them in Kubernetes' order: (field, name in error paths, check or None for that of pods, whether a second one is refused).
"""
from __future__ import annotations

from kubectl_lite.api.podspec import sources
from kubectl_lite.api.podspec.paths import no_backsteps
from kubectl_lite.api.validation import text
from kubectl_lite.machinery import field, names

SECRETS = ("controllerPublishSecretRef", "controllerExpandSecretRef", "nodePublishSecretRef", "nodeExpandSecretRef", "nodeStageSecretRef")


def _local(source, path, _options=None):
    if not source.get("path"):
        return [field.required(path / "path")]
    return no_backsteps(source["path"], path / "path")


def _secret(reference, path):
    problems = []
    for name, check in (("name", text.dns_subdomain), ("namespace", text.dns_label)):
        value = reference.get(name) or ""
        problems += check(value, path / name) if value else [field.required(path / name)]
    return problems


def _csi(source, path, _options=None):
    problems = sources.csi_driver_name(source.get("driver", ""), path / "driver") if source.get("driver") else [field.required(path / "driver")]
    if not source.get("volumeHandle"):
        problems.append(field.required(path / "volumeHandle"))
    for name in SECRETS:
        if source.get(name) is not None:
            problems += _secret(source[name], path / name)
    return problems


def _with_secret(check):
    """A check, and that a reference to a secret is whole."""
    def both(source, path, _options=None):
        secret = source.get("secretRef")
        return check(source, path) + ([] if secret is None else [field.required(path / "secretRef" / name) for name in ("name", "namespace") if not secret.get(name)])
    return both


def _iscsi(source, path, volume):
    portal, problems = source.get("targetPortal", ""), sources.needs("targetPortal")(source, path)
    if source.get("initiatorName") is not None and names.size(f"{volume}:{portal}") > sources.MAX_ISCSI:
        problems.append(field.invalid(path / "targetportal", portal, sources.ISCSI_TEXT))
    problems += sources.iscsi_target(source, path)
    secret = source.get("secretRef")
    if secret is not None and not secret.get("name"):
        problems.append(field.required(path / "secretRef" / "name"))
    return problems + sources.iscsi_initiator(source, path, sources.NO_IQN)


def _azure_file(source, path, _options=None):
    problems = sources.needs("secretName", "shareName")(source, path)
    if source.get("secretNamespace") == "":
        problems.append(field.required(path / "secretNamespace"))
    return problems


def _glusterfs(source, path, _options=None):
    problems = sources.needs("endpoints", "path")(source, path)
    namespace = source.get("endpointsNamespace")
    if namespace == "":
        problems.append(field.invalid(path / "endpointsNamespace", namespace,
                                      "if the endpointnamespace is set, it must be a valid namespace name"))
    return problems + (text.dns_label(namespace, path / "endpointsNamespace") if namespace else [])


SOURCES = (("hostPath", "hostPath", None, True), ("gcePersistentDisk", "gcePersistentDisk", None, True),
           ("awsElasticBlockStore", "awsElasticBlockStore", None, True), ("glusterfs", "glusterfs", _glusterfs, True),
           ("flocker", "flocker", None, True), ("nfs", "nfs", None, True), ("rbd", "rbd", None, True), ("quobyte", "quobyte", None, True),
           ("cephfs", "cephFS", None, True), ("iscsi", "iscsi", _iscsi, True), ("cinder", "cinder", _with_secret(sources.needs("volumeID")), True), ("fc", "fc", None, True),
           ("flexVolume", "flexVolume", None, False), ("azureFile", "azureFile", _azure_file, True), ("vsphereVolume", "vsphereVolume", None, True),
           ("photonPersistentDisk", "photonPersistentDisk", None, True), ("portworxVolume", "portworxVolume", None, True),
           ("azureDisk", "azureDisk", None, True), ("scaleIO", "scaleIO", None, True), ("local", "local", _local, True),
           ("storageos", "storageos", _with_secret(sources.storage_os_names), True), ("csi", "csi", _csi, True))


def validate(spec: dict, path, volume: str = "") -> list:
    """Exactly one source, and that one right; `volume` is the name of the persistent volume."""
    problems, found = [], 0
    for name, shown, check, exclusive in SOURCES:
        source = spec.get(name)
        if source is None:
            continue
        if found and exclusive:
            problems.append(field.forbidden(path / shown, "may not specify more than 1 volume type"))
        else:
            found += 1
            problems += (check or sources.CHECKS[name])(source, path / shown, volume)
            problems += _bound_to_nodes(name, spec, path)
    return problems if found else [*problems, field.required(path, "must specify a volume type")]


def _bound_to_nodes(name, spec, path):
    if name == "local" and spec.get("nodeAffinity") is None:
        return [field.required(path / "nodeAffinity", "Local volume requires node affinity")]
    return []
