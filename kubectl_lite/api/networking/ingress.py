"""Ingress: validation. Mirrors pkg/apis/networking and pkg/registry/networking/ingress."""
from __future__ import annotations

from kubectl_lite.api.codec_types import as_sent
from kubectl_lite.api.validation import meta, references, text
from kubectl_lite.machinery import field, ips, names
from kubectl_lite.machinery.field import Path

HAS_GENERATION = True
SPEC, BALANCER = Path("spec"), Path("status.loadBalancer")
CLASS_ANNOTATION = "kubernetes.io/ingress.class"
BAD_SEQUENCES = ("//", "/./", "/../", "%2f", "%2F")
BAD_SUFFIXES = ("/..", "/.")
PATH_TYPES = ("Exact", "ImplementationSpecific", "Prefix")


def prepare_for_create(obj):
    obj["status"] = {"loadBalancer": {}}


def validate(obj):
    spec = obj.get("spec") or {}
    problems, named = _spec(spec), spec.get("ingressClassName")
    annotation = (obj["metadata"].get("annotations") or {}).get(CLASS_ANNOTATION)
    if annotation is not None and named is not None and annotation != named:
        problems.append(field.invalid(Path("annotations").child(CLASS_ANNOTATION), annotation, "must match `ingressClassName` when both are specified"))
    return problems


def validate_update(obj, old):
    return meta.validate_meta(obj["metadata"], True) + _spec(obj.get("spec") or {})


def validate_status_update(obj, old):
    """ValidateIngressLoadBalancerStatus; addresses that were there are not looked at again."""
    def points(ingress):
        return ((ingress.get("status") or {}).get("loadBalancer") or {}).get("ingress") or ()
    known, problems = {point.get("ip") for point in points(old)}, []
    for i, point in enumerate(points(obj)):
        path, host = (BALANCER / "ingress").index(i), point.get("hostname") or ""
        problems += text.ip(point["ip"], path / "ip", known) if point.get("ip") else []
        if host:
            problems += text.dns_subdomain(host, path / "hostname") + _not_an_ip(host, path / "hostname")
    return problems


def _not_an_ip(host, path):
    return [field.invalid(path, host, "must be a DNS name, not an IP address")] if ips.parse_ip(host) else []


def _spec(spec):
    problems, rules = [], spec.get("rules")
    if not rules and spec.get("defaultBackend") is None:
        problems.append(field.invalid(SPEC, as_sent(spec, "rules"), "either `defaultBackend` or `rules` must be specified"))
    if spec.get("defaultBackend") is not None:
        problems += _backend(spec["defaultBackend"], SPEC / "defaultBackend")
    for i, rule in enumerate(rules or ()):
        problems += _rule(rule, (SPEC / "rules").index(i))
    for i, tls in enumerate(spec.get("tls") or ()):
        problems += _tls(tls, (SPEC / "tls").index(i))
    if spec.get("ingressClassName") is not None:
        problems += text.dns_subdomain(spec["ingressClassName"], SPEC / "ingressClassName")
    return problems


def _host(host):
    return names.wildcard_subdomain(host) if "*" in host else names.dns_subdomain(host)


def _tls(tls, path):
    problems = []
    for i, host in enumerate(tls.get("hosts") or ()):
        problems += text.each(_host(host), host, (path / "hosts").index(i))
    if tls.get("secretName"):
        problems += text.dns_subdomain(tls["secretName"], path / "secretName")
    return problems


def _rule(rule, path):
    host, problems = rule.get("host") or "", []
    if host:
        problems += _not_an_ip(host, path / "host")
        problems += text.each(_host(host), host, path / "host")
    if rule.get("http") is None:
        return problems
    paths, at = rule["http"].get("paths") or (), path.child("http", "paths")
    if not paths:
        problems.append(field.required(at))
    for i, item in enumerate(paths):
        problems += _path(item, at.index(i))
    return problems


def _path(item, path):
    kind, value, at = item.get("pathType"), item.get("path") or "", path / "path"
    if kind is None:
        return [field.required(path / "pathType", "pathType must be specified")]
    problems = []
    if kind not in PATH_TYPES:
        problems.append(field.not_supported(path / "pathType", kind, PATH_TYPES))
    elif not value.startswith("/") and (value or kind != "ImplementationSpecific"):
        problems.append(field.invalid(at, value, "must be an absolute path"))
    if kind in ("Exact", "Prefix"):
        problems += [field.invalid(at, value, f"must not contain '{bad}'") for bad in BAD_SEQUENCES if bad in value]
        problems += [field.invalid(at, value, f"cannot end with '{bad}'") for bad in BAD_SUFFIXES if value.endswith(bad)]
    return problems + _backend(item.get("backend") or {}, path / "backend")


def _backend(backend, path):
    resource, service = backend.get("resource"), backend.get("service")
    if resource is not None and service is not None:
        return [field.invalid(path, "", "cannot set both resource and service backends")]
    if resource is not None:
        return references.typed_local(resource, path / "resource")
    if service is not None:
        return _service(service, path)
    return [field.invalid(path, "", "resource or service backend is required")]


def _service(service, path):
    name, port, at = service.get("name") or "", service.get("port") or {}, path / "service"
    problems = text.each(names.dns_label(name), name, at / "name") if name else [field.required(at / "name")]
    if port.get("name") and port.get("number"):
        problems.append(field.invalid(path, "", "cannot set both port name & port number"))
    elif port.get("name"):
        problems += text.each(names.port_name(port["name"]), port["name"], at.child("port", "name"))
    elif port.get("number"):
        problems += text.port_number(port["number"], at.child("port", "number"))
    else:
        problems.append(field.required(path, "port name or number is required"))
    return problems


def warnings(obj, old):
    if old is None and CLASS_ANNOTATION in (obj["metadata"].get("annotations") or {}) and (obj.get("spec") or {}).get("ingressClassName") is None:
        return [f"annotation \"{CLASS_ANNOTATION}\" is deprecated, please use 'spec.ingressClassName' instead"]
    return []
