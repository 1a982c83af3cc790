"""Validation of a pod's volumes: names, and that each has exactly one source. The sources' own rules are in sources.py."""
from __future__ import annotations

from kubectl_lite.api.podspec import projected, sources
from kubectl_lite.api.podspec.paths import descending
from kubectl_lite.api.validation import text
from kubectl_lite.api.validation.remembered import remembered
from kubectl_lite.machinery import field, names, quantity

ONE_TYPE = "may not specify more than 1 volume type"
# in the order of validateVolumeSource: (source, path of its errors, path of "more than one type")
SOURCES = (("hostPath", "hostPath", "hostPath"), ("gitRepo", "gitRepo", "gitRepo"), ("gcePersistentDisk", "persistentDisk", "gcePersistentDisk"),
           ("awsElasticBlockStore", "awsElasticBlockStore", "awsElasticBlockStore"), ("secret", "secret", "secret"), ("nfs", "nfs", "nfs"),
           ("iscsi", "iscsi", "iscsi"), ("glusterfs", "glusterfs", "glusterfs"), ("flocker", "flocker", "flocker"),
           ("persistentVolumeClaim", "persistentVolumeClaim", "persistentVolumeClaim"), ("rbd", "rbd", "rbd"), ("cinder", "cinder", "cinder"),
           ("cephfs", "cephfs", "cephFS"), ("quobyte", "quobyte", "quobyte"), ("downwardAPI", "downwardAPI", "downwarAPI"), ("fc", "fc", "fc"),
           ("flexVolume", "flexVolume", "flexVolume"), ("configMap", "configMap", "configMap"), ("azureFile", "azureFile", "azureFile"),
           ("vsphereVolume", "vsphereVolume", "vsphereVolume"), ("photonPersistentDisk", "photonPersistentDisk", "photonPersistentDisk"),
           ("portworxVolume", "portworxVolume", "portworxVolume"), ("azureDisk", "azureDisk", "azureDisk"), ("storageos", "storageos", "storageos"),
           ("projected", "projected", "projected"), ("scaleIO", "scaleIO", "scaleIO"), ("csi", "csi", "csi"), ("ephemeral", "ephemeral", "ephemeral"),
           ("image", "image", "image"))
PLACES = {row[0]: i for i, row in enumerate(SOURCES)}
OWN_CLAIM = "must not reference a PVC that gets created for an ephemeral volume"


def validate(volumes, meta, path, options) -> tuple[dict, list]:
    """ValidateVolumes: (the valid volumes by name, field errors). `meta` is the pod's metadata, None for templates."""
    pod_name = (meta or {}).get("name", "")
    created = {f"{pod_name}-{v.get('name', '')}" for v in volumes if pod_name and v.get("ephemeral") is not None}
    valid, problems = {}, []
    for i, volume in enumerate(volumes):
        at, name = path.index(i), volume.get("name", "")
        mine = _source(volume, name, pod_name, at, options)
        mine += text.dns_label(name, at / "name") if name else [field.required(at / "name")]
        if name in valid:
            mine.append(field.duplicate(at / "name", name))
        if not mine:
            valid[name] = volume
        problems += mine
        claim = (volume.get("persistentVolumeClaim") or {}).get("claimName")
        if claim in created:
            problems.append(field.invalid(at / "persistentVolumeClaim" / "claimName", claim, OWN_CLAIM))
    return valid, problems


def _source(volume, name, pod_name, path, options):
    problems, found = [], 0
    empty_dir = volume.get("emptyDir")
    if empty_dir is not None:
        found = 1
        if empty_dir.get("sizeLimit") is not None and quantity.parse(empty_dir["sizeLimit"]) < quantity.ZERO:
            problems.append(field.forbidden(path / "emptyDir" / "sizeLimit", "SizeLimit field must be a valid resource quantity"))
    if len(volume) <= 2 and found:
        return problems
    for source, at, more in [SOURCES[i] for i in sorted(PLACES[key] for key in volume if key in PLACES)]:
        value = volume[source]
        if value is None:
            continue
        if found:
            problems.append(field.forbidden(path / more, ONE_TYPE))
        else:
            problems += _check(value, path / at, source, options)
            problems += _claim_name(name, pod_name, path) if source == "ephemeral" else []
        found += 1
        if source == "iscsi" and value.get("initiatorName") is not None and names.size(f"{name}:{value.get('targetPortal', '')}") > sources.MAX_ISCSI:
            problems.append(field.invalid(path / "name", name, sources.ISCSI_TEXT))
    return problems if found else [*problems, field.required(path, "must specify a volume type")]


@remembered
def _check(value, path, source, options):
    if source == "projected":
        return projected.validate(value, path, options)
    return sources.CHECKS[source](value, path, options)


def _claim_name(name, pod_name, path):
    """The claim of an ephemeral volume is named after pod and volume."""
    if not pod_name or not name:
        return []
    claim = f"{pod_name}-{name}"
    return [field.invalid(path / "name", name, f"PVC name {field.go_quote(claim)}: {message}") for message in names.dns_subdomain(claim)]


def validate_mounts(container, volumes, path) -> list:
    """ValidateVolumeMounts and ValidateVolumeDevices of a container; `volumes` are the pod's valid ones by name."""
    mounts, devices = container.get("volumeMounts") or (), container.get("volumeDevices") or ()
    mounted = {m.get("name", ""): m.get("mountPath", "") for m in mounts}
    attached = {d.get("name", ""): d.get("devicePath", "") for d in devices}
    return (_mounts(mounts, attached, volumes, container, path / "volumeMounts")
            + _devices(devices, mounted, volumes, path / "volumeDevices"))


def _mounts(mounts, devices, volumes, container, path):
    problems, seen = [], set()
    for i, mount in enumerate(mounts):
        at, name, where = path.index(i), mount.get("name", ""), mount.get("mountPath", "")
        if not name:
            problems.append(field.required(at / "name"))
        if name not in volumes:
            problems.append(field.not_found(at / "name", name))
        if not where:
            problems.append(field.required(at / "mountPath"))
        if where in seen:
            problems.append(field.invalid(at / "mountPath", where, "must be unique"))
        seen.add(where)
        if name in devices:
            problems.append(field.invalid(at / "name", name, "must not already exist in volumeDevices"))
        if where in devices.values():
            problems.append(field.invalid(at / "mountPath", where, "must not already exist as a path in volumeDevices"))
        problems += _mount_options(mount, volumes.get(name) or {}, container, at, path)
    return problems


def _mount_options(mount, volume, container, at, path):
    """Sub-paths, propagation and recursive read-only; several of their errors name the list, not the mount."""
    sub, expression, problems = mount.get("subPath", ""), mount.get("subPathExpr", ""), []
    if volume.get("image") is not None:
        problems += [field.invalid(at / name, mount[name], "not allowed in image volume sources") for name in ("subPath", "subPathExpr") if mount.get(name)]
    if sub:
        problems += descending(sub, path / "subPath")
    if expression:
        if sub:
            problems.append(field.invalid(at / "subPathExpr", expression, "subPathExpr and subPath are mutually exclusive"))
        problems += descending(expression, path / "subPathExpr")
    if mount.get("mountPropagation") is not None:
        problems += _propagation(mount["mountPropagation"], container, path / "mountPropagation")
    return problems + _recursive(mount, path / "recursiveReadOnly")


PROPAGATIONS = ("Bidirectional", "HostToContainer", "None")
RECURSIVE = ("Disabled", "Enabled", "IfPossible")


def _propagation(value, container, path):
    problems = [] if value in PROPAGATIONS else [field.not_supported(path, value, PROPAGATIONS)]
    if value == "Bidirectional" and not (container.get("securityContext") or {}).get("privileged"):
        problems.append(field.forbidden(path, "Bidirectional mount propagation is available only to privileged containers"))
    return problems


def _recursive(mount, path):
    value = mount.get("recursiveReadOnly")
    if value is None or value == "Disabled":
        return []
    if value not in RECURSIVE:
        return [field.not_supported(path, value, RECURSIVE)]
    problems = [] if mount.get("readOnly") else [field.forbidden(path, "may only be specified when readOnly is true")]
    if mount.get("mountPropagation") not in (None, "None"):
        problems.append(field.forbidden(path, "may only be specified when mountPropagation is None or not specified"))
    return problems


def _devices(devices, mounts, volumes, path):
    problems, names_seen, paths_seen = [], set(), set()
    for i, device in enumerate(devices):
        at, name, where = path.index(i), device.get("name", ""), device.get("devicePath", "")
        volume = volumes.get(name)
        if not name:
            problems.append(field.required(at / "name"))
        if name in names_seen:
            problems.append(field.invalid(at / "name", name, "must be unique"))
        if volume is not None and volume.get("persistentVolumeClaim") is None and volume.get("ephemeral") is None:
            problems.append(field.invalid(at / "name", name, "can only use volume source type of PersistentVolumeClaim or Ephemeral for block mode"))
        if volume is None:
            problems.append(field.not_found(at / "name", name))
        problems += _device_path(where, paths_seen, at / "devicePath")
        if name in mounts:
            problems.append(field.invalid(at / "name", name, "must not already exist in volumeMounts"))
        if where in mounts.values():
            problems.append(field.invalid(at / "devicePath", where, "must not already exist as a path in volumeMounts"))
        if name:
            names_seen.add(name)
    return problems


def _device_path(where, seen, path):
    problems = [] if where else [field.required(path)]
    if where in seen:
        problems.append(field.invalid(path, where, "must be unique"))
    if ".." in where.split("/"):
        problems.append(field.invalid(path, where, "can not contain backsteps ('..')"))
    else:
        seen.add(where)
    return problems
