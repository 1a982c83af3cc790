"""The device requests that ResourceClaims and their templates share. Mirrors validateDeviceClaim and what it calls."""
from __future__ import annotations

from kubectl_lite.api.resource import identifiers, lists, selectors
from kubectl_lite.api.validation import meta, text
from kubectl_lite.machinery import field
from kubectl_lite.machinery.field import Path

MAX_REQUESTS, MAX_ALTERNATIVES, MAX_CONSTRAINTS, MAX_CONFIGS, LONGEST_PARAMETERS = 32, 8, 32, 32, 10 * 1024
MODES, OPERATORS, EFFECTS = ("All", "ExactCount"), ("Equal", "Exists"), ("NoExecute", "NoSchedule", "None")
ADMIN_LABEL = "resource.kubernetes.io/admin-access"
ADMIN_TEXT = f"admin access to devices requires the `{ADMIN_LABEL}: true` label on the containing namespace"
ONE_OF = "exactly one of `exactly` or `firstAvailable` is required"
ONE_ATTRIBUTE = 'exactly one of "matchAttribute" or "distinctAttribute" is required, but multiple fields are set'
NO_REQUEST = "must be the name of a request in the claim or the name of a request and a subrequest separated by '/'"


def default_requests(devices: dict) -> None:
    """One device unless more, or all, are wanted."""
    for request in devices.get("requests") or ():
        for part in [request.get("exactly"), *(request.get("firstAvailable") or ())]:
            if part is None:
                continue
            part["allocationMode"] = part.get("allocationMode") or "ExactCount"
            if part["allocationMode"] == "ExactCount" and not part.get("count"):
                part["count"] = 1
            for toleration in part.get("tolerations") or ():
                toleration["operator"] = toleration.get("operator") or "Equal"


def needs_admin_access(devices: dict, namespace: dict) -> list:
    """Devices that are in use may only be had in namespaces that an administrator marked."""
    wanted = [(request.get("exactly") or {}).get("adminAccess") for request in devices.get("requests") or ()]
    return admin_access(wanted, Path("spec.devices.requests"), namespace)


def admin_access(wanted: list, path, namespace: dict) -> list:
    """The field error of the first of several wishes for admin access in a namespace that is not marked."""
    if True not in wanted or (namespace.get("metadata", {}).get("labels") or {}).get(ADMIN_LABEL) == "true":
        return []
    return [field.forbidden(path.index(wanted.index(True)) / "adminAccess", ADMIN_TEXT)]


def request_names(devices: dict) -> set:
    """What constraints and configurations may refer to: requests, and request/alternative."""
    requests = devices.get("requests") or ()
    return {r.get("name") for r in requests} | {f"{r.get('name')}/{a.get('name')}" for r in requests for a in r.get("firstAvailable") or ()}


def validate(devices: dict, path) -> list:
    """validateDeviceClaim."""
    known = request_names(devices)
    problems = lists.named_set(devices.get("requests") or (), MAX_REQUESTS, _request, path / "requests")
    problems += lists.each_of(devices.get("constraints") or (), MAX_CONSTRAINTS, lambda c, p: _constraint(c, known, p), path / "constraints")
    return problems + lists.each_of(devices.get("config") or (), MAX_CONFIGS, lambda c, p: references(c, known, p) + configuration(c, p), path / "config")


def _request(request, path):
    problems = text.dns_label(request.get("name") or "", path / "name")
    exactly, alternatives = request.get("exactly"), request.get("firstAvailable") or ()
    if exactly is None and not alternatives:
        return [*problems, field.required(path, ONE_OF)]
    if exactly is None:
        return problems + lists.named_set(alternatives, MAX_ALTERNATIVES, _alternative, path / "firstAvailable")
    if alternatives:
        return [*problems, field.invalid(path, None, ONE_OF + ", but multiple fields are set")]
    return problems + _exactly(exactly, path / "exactly")


def _alternative(part, path):
    return text.dns_label(part.get("name") or "", path / "name") + _exactly(part, path)


def _exactly(part, path):
    name = part.get("deviceClassName") or ""
    problems = text.dns_subdomain(name, path / "deviceClassName") if name else [field.required(path / "deviceClassName")]
    problems += selectors.check(part.get("selectors") or (), path / "selectors") + _count(part, path)
    return problems + tolerations(part, path)


def _count(part, path):
    mode, count = part.get("allocationMode") or "", part.get("count") or 0
    if mode not in MODES:
        return [field.not_supported(path / "allocationMode", mode, MODES)]
    if mode == "All":
        return [field.invalid(path / "count", count, "must not be specified when allocationMode is 'All'")] if count else []
    return [field.invalid(path / "count", count, "must be greater than zero")] if count <= 0 else []


def tolerations(part: dict, path) -> list:
    """The tolerations of a request, or of the result of one."""
    return lists.each_of(part.get("tolerations") or (), None, _toleration, path / "tolerations")


def _toleration(toleration, path):
    key, operator, value, effect = (toleration.get(name) or "" for name in ("key", "operator", "value", "effect"))
    problems = meta.label_name(key, path / "key") if key else []
    if operator == "Exists" and value:
        problems.append(field.invalid(path / "value", value, "must be empty for operator `Exists`"))
    elif operator == "Equal":
        problems += identifiers.label_value(value, path / "value")
    elif operator != "Exists":
        problems += text.one_of(operator, OPERATORS, path / "operator", absent="")
    return problems + (text.one_of(effect, EFFECTS, path / "effect") if effect else [])


def references(item: dict, known: set, path) -> list:
    """The requests that a constraint or a configuration is about."""
    return lists.named_set(item.get("requests") or (), MAX_REQUESTS, lambda name, at: reference(name, known, at), path / "requests", key=str)


def reference(name: str, known: set, path) -> list:
    """The name of a request, or of one and its alternative."""
    segments = name.split("/")
    problems = [p for segment in segments for p in text.dns_label(segment, path)] if len(segments) <= 2 else []
    return problems if name in known else [*problems, field.invalid(path, name, NO_REQUEST)]


def _constraint(constraint, known, path):
    problems = references(constraint, known, path)
    for key in ("matchAttribute", "distinctAttribute"):
        if constraint.get(key) is not None:
            return problems + identifiers.fully_qualified(constraint[key], path / key)
    return [*problems, field.required(path, ONE_ATTRIBUTE)]


def configuration(item: dict, path) -> list:
    """validateDeviceConfiguration."""
    opaque, at = item.get("opaque"), path / "opaque"
    if opaque is None:
        return [field.required(at)]
    return identifiers.driver_name(opaque.get("driver") or "", at / "driver") + json_object(opaque.get("parameters"), LONGEST_PARAMETERS, at / "parameters")


def json_object(value, most: int, path) -> list:
    """validateRawExtension: an object of anything, as long as its text may be."""
    if value is None:
        return [field.required(path)]
    if len(field.go_json(value).encode()) > most:
        return [field.too_long(path, most)]
    return [] if isinstance(value, dict) else [field.invalid(path, "<value omitted>", "must be a valid JSON object")]
