"""The device requests that ResourceClaims and their templates share, and selectors of devices. Mirrors pkg/apis/resource/validation."""
from __future__ import annotations

from kubectl_lite.api.podspec.sources import csi_driver_name
from kubectl_lite.api.validation import meta, text
from kubectl_lite.machinery import cel, field, names
from kubectl_lite.machinery.cel import types as t
from kubectl_lite.machinery.field import Path

MAX_REQUESTS, MAX_ALTERNATIVES, MAX_SELECTORS, MAX_CONSTRAINTS, MAX_CONFIGS = 32, 8, 32, 32, 32
MAX_EXPRESSION = 10 * 1024
MODES = ("All", "ExactCount")
EFFECTS = ("NoSchedule", "NoExecute", "None")
ADMIN_LABEL = "resource.kubernetes.io/admin-access"
ADMIN_TEXT = f"admin access to devices requires the `{ADMIN_LABEL}: true` label on the containing namespace"
ONE_OF = "exactly one of `exactly` or `firstAvailable` is required"
DEVICE = t.object_of("kubernetes.DRADevice", {
    "driver": t.STRING, "attributes": t.map_of(t.STRING, t.map_of(t.STRING, t.DYN)),
    "capacity": t.map_of(t.STRING, t.map_of(t.STRING, t.QUANTITY)), "allowMultipleAllocations": t.BOOL})


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
    if (namespace.get("metadata", {}).get("labels") or {}).get(ADMIN_LABEL) == "true":
        return []
    return [field.forbidden(Path("spec.devices.requests").index(i) / "adminAccess", ADMIN_TEXT)
            for i, request in enumerate(devices.get("requests") or ()) if (request.get("exactly") or {}).get("adminAccess")]


def driver_name(value: str, path) -> list:
    return csi_driver_name(value, path) if value else [field.required(path)]


def validate(devices: dict, path) -> list:
    """validateDeviceClaim."""
    requests = devices.get("requests") or ()
    known = {r.get("name") for r in requests} | {f"{r.get('name')}/{a.get('name')}" for r in requests for a in r.get("firstAvailable") or ()}
    problems = named_set(requests, MAX_REQUESTS, _request, path / "requests")
    problems += each_of(devices.get("constraints") or (), MAX_CONSTRAINTS, lambda c, p: _constraint(c, known, p), path / "constraints")
    return problems + each_of(devices.get("config") or (), MAX_CONFIGS, lambda c, p: _refs(c, known, p) + configuration(c, p), path / "config")


def each_of(items, most, check, path) -> list:
    problems = [field.too_many(path, len(items), most)] if len(items) > most else []
    for i, item in enumerate(items):
        problems += check(item, path.index(i))
    return problems


def named_set(items, most, check, path) -> list:
    """Each checked, and no name twice."""
    problems = [field.too_many(path, len(items), most)] if len(items) > most else []
    seen = set()
    for i, item in enumerate(items):
        problems += check(item, path.index(i))
        name = item.get("name") or ""
        if name in seen:
            problems.append(field.duplicate(path.index(i), name))
        seen.add(name)
    return problems


def _request(request, path):
    problems = text.dns_label(request.get("name") or "", path / "name")
    exactly, alternatives = request.get("exactly"), request.get("firstAvailable") or ()
    if alternatives:
        problems += named_set(alternatives, MAX_ALTERNATIVES, _alternative, path / "firstAvailable")
    if exactly is not None:
        problems += _exactly(exactly, path / "exactly")
    if exactly is None and not alternatives:
        problems.append(field.required(path, ONE_OF))
    if exactly is not None and alternatives:
        problems.append(field.invalid(path, None, ONE_OF + ", but multiple fields are set"))
    return problems


def _alternative(part, path):
    return text.dns_label(part.get("name") or "", path / "name") + _exactly(part, path)


def _exactly(part, path):
    name = part.get("deviceClassName") or ""
    problems = text.dns_subdomain(name, path / "deviceClassName") if name else [field.required(path / "deviceClassName")]
    problems += selectors(part.get("selectors") or (), path / "selectors")
    mode, count = part.get("allocationMode") or "", part.get("count") or 0
    if mode not in MODES:
        problems.append(field.not_supported(path / "allocationMode", mode, MODES))
    if mode == "ExactCount" and count <= 0:
        problems.append(field.invalid(path / "count", count, "must be greater than zero"))
    if mode == "All" and count:
        problems.append(field.invalid(path / "count", count, "must not be specified when allocationMode is 'All'"))
    for i, toleration in enumerate(part.get("tolerations") or ()):
        problems += _toleration(toleration, (path / "tolerations").index(i))
    return problems


def _toleration(toleration, path):
    key, operator, value = (toleration.get(name) or "" for name in ("key", "operator", "value"))
    problems = meta.label_name(key, path / "key") if key else []
    if operator == "Exists" and value:
        problems.append(field.invalid(path / "value", value, "must be empty for operator `Exists`"))
    elif operator == "Equal":
        problems += text.each(names.label_value(value), value, path / "value")
    elif not operator:
        problems.append(field.required(path / "operator"))
    elif operator != "Exists":
        problems.append(field.not_supported(path / "operator", operator, ("Equal", "Exists")))
    effect = toleration.get("effect") or ""
    return problems + ([field.not_supported(path / "effect", effect, EFFECTS[:2])] if effect and effect not in EFFECTS else [])


def selectors(items, path) -> list:
    return each_of(items, MAX_SELECTORS, _selector, path)


def _selector(selector, path):
    if selector.get("cel") is None:
        return [field.required(path / "cel")]
    expression, at = selector["cel"].get("expression") or "", path.child("cel", "expression")
    if len(expression) > MAX_EXPRESSION:
        return [field.too_long(at, MAX_EXPRESSION)]
    try:
        program = cel.compile(expression, cel.Env({"device": DEVICE}))
    except cel.CompileError as error:
        return [field.invalid(at, expression, f"compilation failed: {error}")]
    if program.type not in (t.BOOL, t.DYN):
        return [field.invalid(at, expression, f"must evaluate to bool or the unknown type, not {program.type}")]
    return []


def _refs(item, known, path):
    problems, seen = [], set()
    for i, name in enumerate(item.get("requests") or ()):
        at = (path / "requests").index(i)
        bad = [p for segment in name.split("/") for p in text.dns_label(segment, at)]
        problems += bad
        if not bad and name not in known:
            problems.append(field.invalid(at, name, "must be the name of a request in the claim or the name of a request and a subrequest separated by '/'"))
        if name in seen:
            problems.append(field.duplicate(at, name))
        seen.add(name)
    return problems


def _constraint(constraint, known, path):
    problems = _refs(constraint, known, path)
    attribute = constraint.get("matchAttribute")
    if attribute is None:
        return problems if constraint.get("distinctAttribute") is not None else [*problems, field.required(path / "matchAttribute")]
    return problems + qualified_attribute(attribute, path / "matchAttribute", domain_required=True)


def qualified_attribute(name: str, path, domain_required: bool = False) -> list:
    """A C identifier, with a domain before it where it needs one."""
    domain, slash, identifier = name.rpartition("/")
    if not name:
        return [field.required(path, "a fully qualified name is required, including domain and name")] if domain_required else [field.required(path, "name required")]
    problems = []
    if slash:
        problems += text.dns_subdomain(domain, path) if domain else [field.required(path, "the domain must not be empty")]
        if len(domain) > 63:
            problems.append(field.too_long(path, 63))
    elif domain_required:
        problems.append(field.invalid(path, name, "must include a domain"))
    if not identifier:
        return [*problems, field.required(path, "the name must not be empty")]
    problems += text.each(names.c_identifier(identifier), identifier, path)
    return problems + ([field.too_long(path, 32)] if len(identifier) > 32 else [])


def configuration(item: dict, path) -> list:
    """validateDeviceConfiguration."""
    opaque = item.get("opaque")
    if opaque is None:
        return [field.required(path / "opaque")]
    problems, parameters, at = driver_name(opaque.get("driver") or "", path.child("opaque", "driver")), opaque.get("parameters"), path.child("opaque", "parameters")
    if parameters is None:
        return [*problems, field.required(at)]
    return problems if isinstance(parameters, dict) else [*problems, field.invalid(at, "<value omitted>", "parameters must be a valid JSON object")]
