"""Volume sources of pods and persistent volumes: one row per kind of source, written as kubectl's print…VolumeSource functions do."""
from __future__ import annotations

from kubectl_lite.printers.describe.writer import Nested, Writer, go_list, shorten, MAX_ANNOTATION


def go_bool(value) -> str:
    return "true" if value else "false"


def go_map(values: dict | None) -> str:
    return "map[" + " ".join(f"{key}:{values[key]}" for key in sorted(values or ())) + "]"


def local_reference(ref: dict | None) -> str:
    return "nil" if ref is None else "&LocalObjectReference{Name:%s,}" % ref.get("name", "")


def secret_reference(ref: dict | None) -> str:
    return "nil" if ref is None else "&SecretReference{Name:%s,Namespace:%s,}" % (ref.get("name", ""), ref.get("namespace", ""))


def reference(ref: dict | None) -> str:
    """The text of a secret reference; those of persistent volumes name a namespace."""
    return secret_reference(ref) if ref and "namespace" in ref else local_reference(ref)


def text(value) -> str:
    return "" if value is None else go_bool(value) if isinstance(value, bool) else str(value)


def number(value) -> str:
    return str(value or 0)


def or_none(value) -> str:
    return "<none>" if value is None else str(value)


def or_unset(value) -> str:
    return "<unset>" if value is None else str(value)


def joined(values) -> str:
    return ", ".join(values or ())


ISCSI = (("TargetPortal:", "targetPortal", text), ("IQN:", "iqn", text), ("Lun:", "lun", number), ("ISCSIInterface", "iscsiInterface", text),
         ("FSType:", "fsType", text), ("ReadOnly:", "readOnly", go_bool), ("Portals:", "portals", go_list),
         ("DiscoveryCHAPAuth:", "chapAuthDiscovery", go_bool), ("SessionCHAPAuth:", "chapAuthSession", go_bool),
         ("SecretRef:", "secretRef", reference), ("InitiatorName:", "initiatorName", or_none))

# key of the source: (what its Type line says, rows of (label, field, how the field is written))
SOURCES = {
    "hostPath": ("HostPath (bare host directory volume)", (("Path:", "path", text), ("HostPathType:", "type", or_none))),
    "gcePersistentDisk": ("GCEPersistentDisk (a Persistent Disk resource in Google Compute Engine)", (
        ("PDName:", "pdName", text), ("FSType:", "fsType", text), ("Partition:", "partition", number), ("ReadOnly:", "readOnly", go_bool))),
    "awsElasticBlockStore": ("AWSElasticBlockStore (a Persistent Disk resource in AWS)", (
        ("VolumeID:", "volumeID", text), ("FSType:", "fsType", text), ("Partition:", "partition", number), ("ReadOnly:", "readOnly", go_bool))),
    "gitRepo": ("GitRepo (a volume that is pulled from git when the pod is created)", (
        ("Repository:", "repository", text), ("Revision:", "revision", text))),
    "secret": ("Secret (a volume populated by a Secret)", (("SecretName:", "secretName", text), ("Optional:", "optional", go_bool))),
    "configMap": ("ConfigMap (a volume populated by a ConfigMap)", (("Name:", "name", text), ("Optional:", "optional", go_bool))),
    "nfs": ("NFS (an NFS mount that lasts the lifetime of a pod)", (
        ("Server:", "server", text), ("Path:", "path", text), ("ReadOnly:", "readOnly", go_bool))),
    "iscsi": ("ISCSI (an ISCSI Disk resource that is attached to a kubelet's host machine and then exposed to the pod)", ISCSI),
    "glusterfs": ("Glusterfs (a Glusterfs mount on the host that shares a pod's lifetime)", (
        ("EndpointsName:", "endpoints", text), ("Path:", "path", text), ("ReadOnly:", "readOnly", go_bool))),
    "persistentVolumeClaim": ("PersistentVolumeClaim (a reference to a PersistentVolumeClaim in the same namespace)", (
        ("ClaimName:", "claimName", text), ("ReadOnly:", "readOnly", go_bool))),
    "rbd": ("RBD (a Rados Block Device mount on the host that shares a pod's lifetime)", (
        ("CephMonitors:", "monitors", go_list), ("RBDImage:", "image", text), ("FSType:", "fsType", text), ("RBDPool:", "pool", text),
        ("RadosUser:", "user", text), ("Keyring:", "keyring", text), ("SecretRef:", "secretRef", reference), ("ReadOnly:", "readOnly", go_bool))),
    "quobyte": ("Quobyte (a Quobyte mount on the host that shares a pod's lifetime)", (
        ("Registry:", "registry", text), ("Volume:", "volume", text), ("ReadOnly:", "readOnly", go_bool))),
    "azureDisk": ("AzureDisk (an Azure Data Disk mount on the host and bind mount to the pod)", (
        ("DiskName:", "diskName", text), ("DiskURI:", "diskURI", text), ("Kind: ", "kind", text), ("FSType:", "fsType", text),
        ("CachingMode:", "cachingMode", text), ("ReadOnly:", "readOnly", go_bool))),
    "vsphereVolume": ("vSphereVolume (a Persistent Disk resource in vSphere)", (
        ("VolumePath:", "volumePath", text), ("FSType:", "fsType", text), ("StoragePolicyName:", "storagePolicyName", text))),
    "cinder": ("Cinder (a Persistent Disk resource in OpenStack)", (
        ("VolumeID:", "volumeID", text), ("FSType:", "fsType", text), ("ReadOnly:", "readOnly", go_bool), ("SecretRef:", "secretRef", reference))),
    "photonPersistentDisk": ("PhotonPersistentDisk (a Persistent Disk resource in photon platform)", (
        ("PdID:", "pdID", text), ("FSType:", "fsType", text))),
    "portworxVolume": ("PortworxVolume (a Portworx Volume resource)", (("VolumeID:", "volumeID", text),)),
    "scaleIO": ("ScaleIO (a persistent volume backed by a block device in ScaleIO)", (
        ("Gateway:", "gateway", text), ("System:", "system", text), ("Protection Domain:", "protectionDomain", text),
        ("Storage Pool:", "storagePool", text), ("Storage Mode:", "storageMode", text), ("VolumeName:", "volumeName", text),
        ("FSType:", "fsType", text), ("ReadOnly:", "readOnly", go_bool))),
    "local": ("LocalVolume (a persistent volume backed by local storage on a node)", (("Path:", "path", text),)),
    "cephfs": ("CephFS (a CephFS mount on the host that shares a pod's lifetime)", (
        ("Monitors:", "monitors", go_list), ("Path:", "path", text), ("User:", "user", text), ("SecretFile:", "secretFile", text),
        ("SecretRef:", "secretRef", reference), ("ReadOnly:", "readOnly", go_bool))),
    "storageos": ("StorageOS (a StorageOS Persistent Disk resource)", (
        ("VolumeName:", "volumeName", text), ("VolumeNamespace:", "volumeNamespace", text), ("FSType:", "fsType", text),
        ("ReadOnly:", "readOnly", go_bool))),
    "fc": ("FC (a Fibre Channel disk)", (
        ("TargetWWNs:", "targetWWNs", joined), ("LUN:", "lun", or_none), ("FSType:", "fsType", text), ("ReadOnly:", "readOnly", go_bool))),
    "azureFile": ("AzureFile (an Azure File Service mount on the host and bind mount to the pod)", (
        ("SecretName:", "secretName", text), ("ShareName:", "shareName", text), ("ReadOnly:", "readOnly", go_bool))),
    "flexVolume": ("FlexVolume (a generic volume resource that is provisioned/attached using an exec based plugin)", (
        ("Driver:", "driver", text), ("FSType:", "fsType", text), ("SecretRef:", "secretRef", reference), ("ReadOnly:", "readOnly", go_bool),
        ("Options:", "options", go_map))),
    "flocker": ("Flocker (a Flocker volume mounted by the Flocker agent)", (
        ("DatasetName:", "datasetName", text), ("DatasetUUID:", "datasetUUID", text))),
    "image": ("Image (a container image or OCI artifact)", (("Reference:", "reference", text), ("PullPolicy:", "pullPolicy", text))),
}

# sources that a persistent volume describes with other rows than a pod does
OF_PERSISTENT_VOLUMES = {
    "glusterfs": (SOURCES["glusterfs"][0], (
        ("EndpointsName:", "endpoints", text), ("EndpointsNamespace:", "endpointsNamespace", or_unset), ("Path:", "path", text),
        ("ReadOnly:", "readOnly", go_bool))),
    "azureFile": (SOURCES["azureFile"][0], (
        ("SecretName:", "secretName", text), ("SecretNamespace:", "secretNamespace", text), ("ShareName:", "shareName", text),
        ("ReadOnly:", "readOnly", go_bool))),
    "scaleIO": (SOURCES["scaleIO"][0], (
        *SOURCES["scaleIO"][1][:6], ("SecretName:", "secretRef", lambda ref: (ref or {}).get("name", "")),
        ("SecretNamespace:", "secretRef", lambda ref: (ref or {}).get("namespace", "")), *SOURCES["scaleIO"][1][6:])),
}


def volumes(w: Writer, listed: list[dict] | None, space: str) -> None:
    """The volumes of a pod (space "") or of a pod template (space "  ")."""
    if not listed:
        w.line(0, f"{space}Volumes:\t<none>")
        return
    w.line(0, f"{space}Volumes:")
    for volume in listed:
        w.line(1, f"{' ' if space else ''}{volume['name']}:")
        source(w, volume)


def source(w: Writer, holder: dict, persistent: bool = False) -> None:
    """The one source that a pod's volume, or a persistent volume's spec, has."""
    for key, write in SPECIAL.items():
        if holder.get(key) is not None and (key != "csi" or not persistent):
            return write(w, holder[key])
    if persistent and holder.get("csi") is not None:
        return _persistent_csi(w, holder["csi"])
    for key in SOURCES:
        if holder.get(key) is not None:
            return _rows(w, OF_PERSISTENT_VOLUMES.get(key, SOURCES[key]) if persistent else SOURCES[key], holder[key])
    w.line(1, "<unknown>")


def _rows(w: Writer, kind: tuple, values: dict) -> None:
    title, rows = kind
    w.rows(2, ("Type:", title), *((label, write(values.get(field))) for label, field, write in rows))


def _empty_dir(w: Writer, values: dict) -> None:
    limit = values.get("sizeLimit")
    w.rows(2, ("Type:", "EmptyDir (a temporary directory that shares a pod's lifetime)"), ("Medium:", values.get("medium", "")),
           ("SizeLimit:", limit if limit not in (None, "0") else "<unset>"))


def _projected(w: Writer, values: dict) -> None:
    w.rows(2, ("Type:", "Projected (a volume that contains injected data from multiple sources)"))
    for item in values.get("sources") or ():
        w.rows(2, *_projection(item))


def _projection(item: dict) -> list[tuple]:
    for key, label in (("secret", "SecretName:"), ("downwardAPI", ""), ("configMap", "ConfigMapName:")):
        if item.get(key) is not None:
            return [(label, item[key].get("name", "")), ("Optional:", go_bool(item[key].get("optional")))] if label else [("DownwardAPI:", "true")]
    token = item.get("serviceAccountToken")
    return [("TokenExpirationSeconds:", token.get("expirationSeconds", 0))] if token is not None else []


def _downward_api(w: Writer, values: dict) -> None:
    w.rows(2, ("Type:", "DownwardAPI (a volume populated by information about the pod)"), ("Items:",))
    for item in values.get("items") or ():
        for key, field in (("fieldRef", "fieldPath"), ("resourceFieldRef", "resource")):
            if item.get(key) is not None:
                w.line(3, f"{item[key].get(field, '')} -> {item.get('path', '')}")


def _ephemeral(w: Writer, values: dict) -> None:
    from kubectl_lite.printers.describe.persistentvolumeclaim import claim
    w.rows(2, ("Type:", "EphemeralVolume (an inline specification for a volume that gets created and deleted with the pod)"))
    template = values.get("volumeClaimTemplate")
    if template is not None:
        claim(Nested(w, 2), {"metadata": template.get("metadata") or {}, "spec": template.get("spec") or {}}, full=False)


def _csi(w: Writer, values: dict) -> None:
    w.rows(2, ("Type:", "CSI (a Container Storage Interface (CSI) volume source)"), ("Driver:", values.get("driver", "")),
           ("FSType:", values.get("fsType", "")), ("ReadOnly:", go_bool(values.get("readOnly"))))
    _csi_attributes(w, values.get("volumeAttributes"))


def _persistent_csi(w: Writer, values: dict) -> None:
    w.rows(2, ("Type:", "CSI (a Container Storage Interface (CSI) volume source)"), ("Driver:", values.get("driver", "")),
           ("FSType:", values.get("fsType", "")), ("VolumeHandle:", values.get("volumeHandle", "")), ("ReadOnly:", go_bool(values.get("readOnly"))))
    _csi_attributes(w, values.get("volumeAttributes"))


def _csi_attributes(w: Writer, attributes: dict | None) -> None:
    """One attribute a line; each piece of a line is indented again, as kubectl has it."""
    w.write(2, "VolumeAttributes:\t")
    if not attributes:
        w.bare_line("<none>")
    for i, key in enumerate(sorted(attributes or ())):
        if i:
            w.write(2, "")
            w.write(2, "\t")
        w.line(2, shorten(f"{key}={attributes[key]}", MAX_ANNOTATION))


SPECIAL = {"emptyDir": _empty_dir, "projected": _projected, "downwardAPI": _downward_api, "ephemeral": _ephemeral, "csi": _csi}
