"""APIService: which server answers a group and version; its name says both."""
from __future__ import annotations

from kubectl_lite.api.strategy import USERS_METADATA, status_alone
from kubectl_lite.api.validation import meta, text
from kubectl_lite.machinery import field, names
from kubectl_lite.machinery.field import Path

ALLOW_UNCONDITIONAL_UPDATE = False
NAME_CHECK = "path_segment"
SPEC = Path("spec")
SERVICE = SPEC / "service"


def default(obj):
    service = (obj.get("spec") or {}).get("service")
    if service is not None and service.get("port") is None:
        service["port"] = 443


def prepare_for_create(obj):
    obj["status"] = {}


prepare_for_status_update = status_alone(*USERS_METADATA)


def validate(obj):
    spec = obj.get("spec") or {}
    group, version = spec.get("group") or "", spec.get("version") or ""
    problems = _name(obj["metadata"], f"{version}.{group}")
    if not group and version != "v1":
        problems.append(field.required(SPEC / "group", "only v1 may have an empty group and it better be legacy kube"))
    problems += text.dns_subdomain(group, SPEC / "group") if group else []
    problems += text.each(names.dns1035_label(version), version, SPEC / "version")
    for name, most in (("groupPriorityMinimum", 20000), ("versionPriority", 1000)):
        value = spec.get(name) or 0
        if not 0 < value <= most:
            problems.append(field.invalid(SPEC / name, value, f"must be positive and less than {most}"))
    return problems + (_local(spec) if spec.get("service") is None else _service(spec))


def _name(metadata, wanted):
    text_ = f"must be `spec.version+\".\"+spec.group`: {field.go_quote(wanted)}"
    problems = []
    for name in ("generateName", "name"):
        value = metadata.get(name)
        if value and value != wanted and not names.path_segment(value):
            problems.append(field.invalid(Path("metadata") / name, value, text_))
    return problems


def _local(spec):
    problems = []
    if spec.get("caBundle"):
        from kubectl_lite.api.core.configmap import decoded_size
        problems.append(field.invalid(SPEC / "caBundle", f"{decoded_size(spec['caBundle'])} bytes", "local APIServices may not have a caBundle"))
    if spec.get("insecureSkipTLSVerify"):
        problems.append(field.invalid(SPEC / "insecureSkipTLSVerify", True, "local APIServices may not have insecureSkipTLSVerify"))
    return problems


def _service(spec):
    service = spec["service"]
    problems = [field.required(SERVICE / name) for name in ("namespace", "name") if not service.get(name)]
    port = service.get("port", 0)
    problems += [field.invalid(SERVICE / "port", port, "port is not valid: " + m) for m in names.port_number(port)]
    if spec.get("insecureSkipTLSVerify") and spec.get("caBundle"):
        problems.append(field.invalid(SPEC / "insecureSkipTLSVerify", True, "may not be true if caBundle is present"))
    return problems


def validate_update(obj, old):
    return meta.validate_meta(obj["metadata"], False, NAME_CHECK) + validate(obj)
