"""Validation of the sources of volumes, as far as pods use them; many are those of persistent volumes too.

Each check takes (source, path, options). Projected volumes are in projected.py.
"""
from __future__ import annotations

import re

from kubectl_lite.api.podspec.env import object_field, resource_field
from kubectl_lite.api.podspec.paths import descending, local_path, no_backsteps
from kubectl_lite.api.validation import text
from kubectl_lite.machinery import field, names

MODE_TEXT = "must be a number between 0 and 0777 (octal), both inclusive"
HOST_PATH_TYPES = ("", "BlockDevice", "CharDevice", "Directory", "DirectoryOrCreate", "File", "FileOrCreate", "Socket")
VOLUME_FIELDS = {"metadata.name", "metadata.namespace", "metadata.labels", "metadata.annotations", "metadata.uid"}
PULL_POLICIES = ("Always", "IfNotPresent", "Never")
QUALIFIED = {"iqn": r"iqn\.\d{4}-\d{2}\.([A-Za-z0-9\-.]+)(:[^,;*&$|\s]+)$", "eui": r"^eui.[A-Za-z0-9]{16}$", "naa": r"^naa.[A-Za-z0-9]{32}$"}
NO_IQN, START_TEXT = "must be valid format", "must be valid format starting with iqn, eui, or naa"
MAX_ISCSI = 64
ISCSI_TEXT = "Total length of <volume name>:<iscsi.targetPortal> must be under 64 characters if iscsi.initiatorName is specified."
RESERVED = (".kubernetes.io", ".k8s.io")
DISK_KINDS, CACHING = ("Dedicated", "Managed", "Shared"), ("None", "ReadOnly", "ReadWrite")
MANAGED_URI = ("/subscriptions/{sub-id}/resourcegroups/{group-name}/providers/microsoft.compute/disks/{disk-id}",)
BLOB_URI = ("https://{account-name}.blob.core.windows.net/{container-name}/{disk-name}.vhd",)
HOST_PORT = "must be a host:port pair or multiple pairs separated by commas"


def needs(*required):
    """A check that these fields are there."""
    def check(source, path, _options=None):
        return [field.required(path / name) for name in required if not source.get(name)]
    return check


def mode(value, path) -> list:
    return [] if value is None or 0 <= value <= 0o777 else [field.invalid(path, value, MODE_TEXT)]


def host_path(source, path, _options=None) -> list:
    if not source.get("path"):
        return [field.required(path / "path")]
    problems, kind = no_backsteps(source["path"], path / "path"), source.get("type")
    return problems if kind is None or kind in HOST_PATH_TYPES else [*problems, field.not_supported(path / "type", kind, HOST_PATH_TYPES)]


def git_repo(source, path, _options=None) -> list:
    problems = [] if source.get("repository") else [field.required(path / "repository")]
    return problems + descending(source.get("directory", ""), path / "directory")


def _partitioned(name):
    def check(source, path, _options=None):
        problems, partition = needs(name)(source, path), source.get("partition", 0)
        return problems + [field.invalid(path / "partition", partition, message) for message in names.in_range(partition, 0, 255)]
    return check


def _keys(name):
    def check(source, path, _options=None):
        problems = needs(name)(source, path) + mode(source.get("defaultMode"), path / "defaultMode")
        return problems + [p for i, item in enumerate(source.get("items") or ()) for p in key_to_path(item, (path / "items").index(i))]
    return check


def key_to_path(item, path) -> list:
    """validateKeyToPath."""
    problems = needs("key", "path")(item, path) + local_path(item.get("path", ""), path / "path")
    return problems + mode(item.get("mode"), path / "mode")


def nfs(source, path, _options=None) -> list:
    problems = needs("server", "path")(source, path)
    where = source.get("path", "")
    return problems if where.startswith("/") else [*problems, field.invalid(path / "path", where, "must be an absolute path")]


def iscsi(source, path, _options=None) -> list:
    return needs("targetPortal")(source, path) + iscsi_target(source, path, START_TEXT) + iscsi_initiator(source, path, START_TEXT)


def iscsi_target(source, path, start_text: str = NO_IQN) -> list:
    """What is to be found at the portal: its qualified name, the unit, the secret of an authentication; `start_text` is said of a name of no known kind."""
    problems = qualified(source["iqn"], path / "iqn", start_text) if source.get("iqn") else [field.required(path / "iqn")]
    lun = source.get("lun", 0)
    problems += [field.invalid(path / "lun", lun, message) for message in names.in_range(lun, 0, 255)]
    if (source.get("chapAuthDiscovery") or source.get("chapAuthSession")) and source.get("secretRef") is None:
        problems.append(field.required(path / "secretRef"))
    return problems


def iscsi_initiator(source, path, start_text: str) -> list:
    return [] if source.get("initiatorName") is None else qualified(source["initiatorName"], path / "initiatorname", start_text)


def qualified(value, path, start_text: str) -> list:
    """An iSCSI qualified name."""
    pattern = QUALIFIED.get(value[:3])
    if pattern is None:
        return [field.invalid(path, value, start_text)]
    return [] if re.search(pattern, value) else [field.invalid(path, value, NO_IQN)]


def flocker(source, path, _options=None) -> list:
    name, uuid, problems = source.get("datasetName", ""), source.get("datasetUUID", ""), []
    if not name and not uuid:
        problems.append(field.required(path, "one of datasetName and datasetUUID is required"))
    if name and uuid:
        problems.append(field.invalid(path, "resource", "datasetName and datasetUUID can not be specified simultaneously"))
    return [*problems, field.invalid(path / "datasetName", name, "must not contain '/'")] if "/" in name else problems


def with_secret(check):
    """A check, and that a reference to a secret has a name."""
    def both(source, path, _options=None):
        problems, secret = check(source, path), source.get("secretRef")
        return problems if secret is None or secret.get("name") else [*problems, field.required(path / "secretRef" / "name")]
    return both


def quobyte(source, path, _options=None) -> list:
    registry, problems = source.get("registry", ""), []
    if not registry:
        problems.append(field.required(path / "registry", HOST_PORT))
    elif names.size(source.get("tenant", "")) >= 65:
        problems.append(field.required(path / "tenant", "must be a UUID and may not exceed a length of 64 characters"))
    else:
        problems += [field.invalid(path / "registry", registry, HOST_PORT) for pair in registry.split(",") if not _is_host_port(pair)]
    return problems + needs("volume")(source, path)


def _is_host_port(pair):
    """net.SplitHostPort takes it."""
    host, colon, _ = pair.rpartition(":")
    return bool(colon) and (host.startswith("[") and host.endswith("]") or not set(host) & set(":[]"))


def downward_api(source, path, options) -> list:
    problems = mode(source.get("defaultMode"), path / "defaultMode")
    return problems + [p for item in source.get("items") or () for p in downward_file(item, path)]


def downward_file(item, path) -> list:
    """validateDownwardAPIVolumeFile; its errors name the volume, not the item."""
    where, reference, resource = item.get("path", ""), item.get("fieldRef"), item.get("resourceFieldRef")
    problems = needs("path")(item, path) + local_path(where, path / "path")
    if reference is not None:
        problems += object_field(reference, VOLUME_FIELDS, path / "fieldRef")
        if resource is not None:
            problems.append(field.invalid(path, "resource", "fieldRef and resourceFieldRef can not be specified simultaneously"))
    elif resource is not None:
        problems += resource_field(resource, path / "resourceFieldRef", volume=True)
    else:
        problems.append(field.required(path, "one of fieldRef and resourceFieldRef is required"))
    return problems + mode(item.get("mode"), path / "mode")


def fibre_channel(source, path, _options=None) -> list:
    targets, ids, lun, problems = source.get("targetWWNs") or [], source.get("wwids") or [], source.get("lun"), []
    if not targets and not ids:
        problems.append(field.required(path / "targetWWNs", "must specify either targetWWNs or wwids, but not both"))
    if targets and ids:
        problems.append(field.invalid(path / "targetWWNs", targets, "targetWWNs and wwids can not be specified simultaneously"))
    if targets and lun is None:
        problems.append(field.required(path / "lun", "lun is required if targetWWNs is specified"))
    elif targets:
        problems += [field.invalid(path / "lun", lun, message) for message in names.in_range(lun, 0, 255)]
    return problems


def flex_volume(source, path, _options=None) -> list:
    problems = needs("driver")(source, path)
    for key in sorted(source.get("options") or ()):
        if ("." + key.partition("/")[0].lower()).endswith(RESERVED):
            problems.append(field.invalid((path / "options").key(key), key, "kubernetes.io and k8s.io namespaces are reserved"))
    return problems


def azure_disk(source, path, _options=None) -> list:
    problems, uri, kind = needs("diskName", "diskURI")(source, path), source.get("diskURI", ""), source.get("kind")
    for name, allowed in (("cachingMode", CACHING), ("kind", DISK_KINDS)):
        if source.get(name) is not None and source[name] not in allowed:
            problems.append(field.not_supported(path / name, source[name], allowed))
    if kind == "Managed" and not uri.startswith("/subscriptions/"):
        problems.append(field.not_supported(path / "diskURI", uri, MANAGED_URI))
    if kind is not None and kind != "Managed" and not uri.startswith("https://"):
        problems.append(field.not_supported(path / "diskURI", uri, BLOB_URI))
    return problems


def storage_os_names(source, path, _options=None) -> list:
    name, namespace = source.get("volumeName", ""), source.get("volumeNamespace", "")
    problems = text.dns_label(name, path / "volumeName") if name else [field.required(path / "volumeName")]
    return problems + (text.dns_label(namespace, path / "volumeNamespace") if namespace else [])


def csi(source, path, _options=None) -> list:
    problems, secret = csi_driver_name(source.get("driver", ""), path / "driver"), source.get("nodePublishSecretRef")
    if secret is None:
        return problems
    if not secret.get("name"):
        return [*problems, field.required(path / "nodePublishSecretRef" / "name")]
    return problems + text.dns_subdomain(secret["name"], path / "name")


def csi_driver_name(name, path) -> list:
    """ValidateCSIDriverName."""
    if not name:
        return [field.required(path)]
    problems = [field.too_long(path, 63)] if names.size(name) > 63 else []
    return problems + [field.invalid(path, name, message) for message in names.dns_subdomain(name.lower())]


def image(source, path, options) -> list:
    problems = needs("reference")(source, path) if options.is_pod else []
    return problems + pull_policy(source.get("pullPolicy"), path / "pullPolicy")


def pull_policy(value, path) -> list:
    return text.one_of(value, PULL_POLICIES, path, absent="")


def ephemeral(source, path, _options=None) -> list:
    from kubectl_lite.api.podspec import claims
    template = source.get("volumeClaimTemplate")
    if template is None:
        return [field.required(path / "volumeClaimTemplate")]
    return claims.validate_template(template, path / "volumeClaimTemplate")


CHECKS = {
    "hostPath": host_path, "gitRepo": git_repo, "gcePersistentDisk": _partitioned("pdName"), "awsElasticBlockStore": _partitioned("volumeID"),
    "secret": _keys("secretName"), "nfs": nfs, "iscsi": iscsi, "glusterfs": needs("endpoints", "path"), "flocker": flocker,
    "persistentVolumeClaim": needs("claimName"), "rbd": needs("monitors", "image"), "cinder": with_secret(needs("volumeID")), "cephfs": needs("monitors"),
    "quobyte": quobyte, "downwardAPI": downward_api, "fc": fibre_channel, "flexVolume": flex_volume, "configMap": _keys("name"),
    "azureFile": needs("secretName", "shareName"), "vsphereVolume": needs("volumePath"), "photonPersistentDisk": needs("pdID"),
    "portworxVolume": needs("volumeID"), "azureDisk": azure_disk, "storageos": with_secret(storage_os_names), "scaleIO": needs("gateway", "system", "volumeName"),
    "csi": csi, "ephemeral": ephemeral, "image": image,
}
