"""Objects as the API server's internal types print: Go's field names, every field, null where nothing is set.

Field errors and the differences that pod updates report show this form. The internal types follow the served ones but for the exceptions listed
here. Nothing here changes objects or decides anything.
"""
from __future__ import annotations

import json
import os

from kubectl_lite.api import schema
from kubectl_lite.api.codec_types import WithEmpties, as_sent
from kubectl_lite.machinery.field import Raw

CORE = "io.k8s.api.core.v1."
META = "io.k8s.apimachinery."
OBJECT_META = META + "pkg.apis.meta.v1.ObjectMeta"

# where the internal type has another order: the first fields, the rest follow as served
ORDER = {
    "PersistentVolumeSpec": ("gcePersistentDisk awsElasticBlockStore hostPath glusterfs nfs rbd quobyte iscsi flexVolume cinder cephfs fc flocker azureFile "
                             "vsphereVolume azureDisk photonPersistentDisk portworxVolume scaleIO local storageos csi").split(),
    "VolumeSource": ("hostPath emptyDir gcePersistentDisk awsElasticBlockStore gitRepo secret nfs iscsi glusterfs persistentVolumeClaim rbd quobyte flexVolume "
                     "cinder cephfs flocker downwardAPI fc azureFile configMap vsphereVolume azureDisk photonPersistentDisk projected portworxVolume scaleIO "
                     "storageos csi ephemeral image").split(),
    "PodSpec": ("volumes initContainers containers ephemeralContainers restartPolicy terminationGracePeriodSeconds activeDeadlineSeconds dnsPolicy nodeSelector "
                "serviceAccountName automountServiceAccountToken nodeName securityContext imagePullSecrets hostname subdomain setHostnameAsFQDN affinity "
                "schedulerName tolerations hostAliases priorityClassName priority preemptionPolicy dnsConfig readinessGates runtimeClassName overhead "
                "enableServiceLinks topologySpreadConstraints os schedulingGates resourceClaims resources hostnameOverride schedulingGroup").split(),
    "PodSecurityContext": ("hostNetwork hostPID hostIPC shareProcessNamespace hostUsers seLinuxOptions windowsOptions runAsUser runAsGroup runAsNonRoot "
                           "supplementalGroups supplementalGroupsPolicy fsGroup fsGroupChangePolicy sysctls seccompProfile appArmorProfile "
                           "seLinuxChangePolicy").split(),
}
# fields of the pod spec that the internal type keeps in the security context
MOVED = ("hostNetwork", "hostPID", "hostIPC", "shareProcessNamespace", "hostUsers")
GONE = ("serviceAccount",)
ZEROS = {"string": "", "integer": 0, "boolean": False, "number": 0}

_layouts: dict = {}


def value(obj, name: str) -> Raw:
    """An object, or a list of objects, as a field error shows it; `name` is a definition, or a type of core/v1."""
    return Raw(_compact(form(obj, name)))


def indented(obj, name: str) -> str:
    """The same over several lines, as Go's MarshalIndent with one space writes it."""
    return indented_form(form(obj, name))


def indented_form(value) -> str:
    """An internal form over several lines."""
    text = json.dumps(value, indent=1, separators=(",", ": "), ensure_ascii=False)
    return text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")


def form(obj, name: str):
    """The internal form as a JSON value."""
    if obj is None:
        return None
    name = name if "." in name else CORE + name
    if isinstance(obj, list):
        return [_struct(item, name) for item in obj]
    return _struct(obj, name)


def _struct(obj, name):
    if name.startswith(META):
        return obj if not isinstance(obj, dict) else _tagged(obj, name)
    if name == CORE + "PodSpec":
        obj = _with_host_fields(obj)
    out = {}
    for key, go, field in _layout(name):
        if field.get("ref") == OBJECT_META:
            out.update(_tagged(obj.get(key) or {}, OBJECT_META))
        else:
            out[go] = _field(as_sent(obj, key), field)
    return out


def _with_host_fields(spec):
    own = spec.get("securityContext")
    moved = {k: spec[k] for k in MOVED if k in spec}
    if own is None and not moved:
        return spec
    context = WithEmpties({**(own or {}), **moved}, getattr(own, "empties", None))
    return WithEmpties({**spec, "securityContext": context}, getattr(spec, "empties", None))


def _layout(name):
    """[(field, Go name, facts)] of a definition in the internal type's order."""
    found = _layouts.get(name)
    if found is None:
        fields, short = schema.fields(name), name.removeprefix(CORE)
        order = _order(short, fields)
        if short == "PodSecurityContext":
            fields = {**{k: schema.fields(CORE + "PodSpec")[k] for k in MOVED}, **fields}
        found = _layouts[name] = [(k, _go_name(name, k), fields[k]) for k in order if k in fields]
    return found


def _go_name(name, key):
    return schema.go_name(CORE + "PodSpec" if key in MOVED else name, key)


def _order(short, fields):
    if short == "PodSpec" or short == "PodSecurityContext":
        return ORDER[short]
    if short == "PersistentVolumeSpec":
        return ["capacity", *ORDER[short], *(k for k in fields if k not in ORDER[short] and k != "capacity")]
    if short == "Volume":
        return ["name", *ORDER["VolumeSource"]]
    return [k for k, field in fields.items() if field.get("in") != "TypeMeta"]


def _field(value, field):
    if value is None:
        return _zero(field)
    if "ref" in field:
        return _struct(value, field["ref"])
    if "items" in field:
        return [_field(item, field["items"]) for item in value]
    if "values" in field:
        return {key: _field(value[key], field["values"]) for key in sorted(value)}
    return value


def _zero(field):
    if field.get("ptr") or "items" in field or "values" in field or field.get("format") == "byte":
        return None
    if "ref" in field:
        name = field["ref"]
        if name.endswith("resource.Quantity"):
            return "0"
        return None if name.startswith(META) and not schema.fields(name) else _struct({}, name)
    return ZEROS.get(field.get("type"))


def _tagged(obj, name):
    """Types of apimachinery print as they are served: by their tags, in Go's order."""
    from kubectl_lite.api.codec import ordered
    return ordered(obj, name)


def _compact(shown):
    text = json.dumps(shown, separators=(",", ":"), ensure_ascii=False)
    return text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")


