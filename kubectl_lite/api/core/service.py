"""Service: defaults, what an update keeps, validation. Addresses are in service_ips.py; allocating them is the API server's."""
from __future__ import annotations

from kubectl_lite.api.core import service_ips as addresses
from kubectl_lite.api.validation import meta, text
from kubectl_lite.machinery import field, ips
from kubectl_lite.machinery.field import Path

ALLOW_CREATE_ON_UPDATE = True
NAME_CHECK = "dns_label"
SELECTABLE = ("spec.clusterIP", "spec.type")
FIELD_LABEL_ERROR = "field label not supported: {}"

SPEC = Path("spec")
PORTS, INGRESS = SPEC / "ports", Path("status.loadBalancer.ingress")
IP_MODES = ("Proxy", "VIP")
TYPES = ("ClusterIP", "ExternalName", "LoadBalancer", "NodePort")
PROTOCOLS = ("SCTP", "TCP", "UDP")
AFFINITIES = ("ClientIP", "None")
TRAFFIC_POLICIES = ("Cluster", "Local")
DISTRIBUTIONS = ("PreferClose", "PreferSameZone", "PreferSameNode")
ONLY_LOAD_BALANCER = "may only be used when `type` is 'LoadBalancer'"
NO_EXTERNAL_NAME = "may not be set for ExternalName services"
SOURCE_RANGES = "service.beta.kubernetes.io/load-balancer-source-ranges"
TOPOLOGY_HINTS, TOPOLOGY_MODE = "service.kubernetes.io/topology-aware-hints", "service.kubernetes.io/topology-mode"


def selectable_fields(obj):
    spec = obj.get("spec") or {}
    return {"spec.clusterIP": spec.get("clusterIP", ""), "spec.type": spec.get("type", "")}


def default(obj):
    """SetDefaults_Service."""
    spec = obj.setdefault("spec", {})
    spec["sessionAffinity"] = spec.get("sessionAffinity") or "None"
    _default_affinity(spec)
    spec["type"] = spec.get("type") or "ClusterIP"
    for port in spec.get("ports") or ():
        port["protocol"] = port.get("protocol") or "TCP"
        if port.get("targetPort") in (None, 0, ""):
            port["targetPort"] = port.get("port", 0)
    if addresses.externally_accessible(spec) and not spec.get("externalTrafficPolicy"):
        spec["externalTrafficPolicy"] = "Cluster"
    if spec.get("internalTrafficPolicy") is None and spec["type"] in ("NodePort", "LoadBalancer", "ClusterIP"):
        spec["internalTrafficPolicy"] = "Cluster"
    if spec["type"] == "LoadBalancer":
        if spec.get("allocateLoadBalancerNodePorts") is None:
            spec["allocateLoadBalancerNodePorts"] = True
        for ingress in ((obj.get("status") or {}).get("loadBalancer") or {}).get("ingress") or ():
            if ingress.get("ip") and ingress.get("ipMode") is None:
                ingress["ipMode"] = "VIP"


def _default_affinity(spec):
    if spec["sessionAffinity"] == "None":
        spec.pop("sessionAffinityConfig", None)
    elif spec["sessionAffinity"] == "ClientIP":
        config = (spec.get("sessionAffinityConfig") or {}).get("clientIP") or {}
        if config.get("timeoutSeconds") is None:
            spec["sessionAffinityConfig"] = {"clientIP": {"timeoutSeconds": 10800}}


def prepare_for_create(obj):
    obj["status"] = {"loadBalancer": {}}
    obj["spec"] = dict(obj.get("spec") or {})
    addresses.normalize(obj["spec"], None)


def prepare_for_update(obj, old):
    obj["status"] = old.get("status") or {"loadBalancer": {}}
    spec = obj["spec"] = dict(obj.get("spec") or {})
    old_spec = old.get("spec") or {}
    addresses.normalize(spec, old_spec)
    addresses.keep_allocated(spec, old_spec)
    addresses.drop_by_type(spec, old_spec)


def validate(obj, old=None):
    """ValidateService, without the metadata; what the old service says may stay as it is written."""
    spec, was = obj.get("spec") or {}, (old or {}).get("spec") or {}
    unsound = addresses.related_fields(spec, was)
    if unsound:
        return unsound  # the allocator sees these first and goes no further
    problems = _topology(obj["metadata"].get("annotations") or {})
    if not spec.get("ports") and not addresses.is_headless(spec) and spec.get("type") != "ExternalName":
        problems.append(field.required(PORTS))
    problems += _by_type(spec) + _ports(spec)
    problems += meta.labels(spec.get("selector") or {}, SPEC / "selector")
    problems += _affinity(spec)
    for i, address in enumerate(spec.get("externalIPs") or ()):
        path = (SPEC / "externalIPs").index(i)
        problems += text.ip(address, path, was.get("externalIPs") or ()) or text.non_special_ip(address, path)
    problems += text.one_of(spec.get("type", ""), TYPES, SPEC / "type", "")
    problems += _port_use(spec) + _source_ranges(obj, spec, old)
    return problems + _load_balancer(spec) + _traffic(spec)


def _topology(annotations):
    hints, mode = annotations.get(TOPOLOGY_HINTS), annotations.get(TOPOLOGY_MODE)
    if hints is None or mode is None or hints == mode:
        return []
    return [field.invalid(Path("metadata.annotations").key(TOPOLOGY_MODE), mode, f"must match annotations[{TOPOLOGY_HINTS}] when both are specified")]


def _by_type(spec):
    kind, problems = spec.get("type"), []
    if kind in ("LoadBalancer", "NodePort") and addresses.is_headless(spec):
        problems.append(field.invalid(addresses.CLUSTER_IPS.index(0), "None", f"may not be set to 'None' for {kind} services"))
    if kind == "ExternalName":
        problems += [field.forbidden(SPEC / name, NO_EXTERNAL_NAME) for name in ("clusterIPs", "ipFamilies") if spec.get(name)]
        if spec.get("ipFamilyPolicy") is not None:
            problems.append(field.forbidden(SPEC / "ipFamilyPolicy", NO_EXTERNAL_NAME))
        name = (spec.get("externalName") or "").removesuffix(".")
        problems += text.dns_subdomain(name, SPEC / "externalName") if name else [field.required(SPEC / "externalName")]
    return problems


def _ports(spec):
    ports, names, problems = spec.get("ports") or (), set(), []
    for i, port in enumerate(ports):
        problems += _port(port, PORTS.index(i), len(ports) > 1, names)
    return problems


def _port(port, path, name_required, names):
    name, problems = port.get("name") or "", []
    if name_required and not name:
        problems.append(field.required(path / "name"))
    elif name:
        problems += text.dns_label(name, path / "name")
        if name in names:
            problems.append(field.duplicate(path / "name", name))
        names.add(name)
    problems += text.port_number(port.get("port", 0), path / "port")
    problems += text.one_of(port.get("protocol", ""), PROTOCOLS, path / "protocol", "")
    problems += text.port_number_or_name(port.get("targetPort", 0), path / "targetPort")
    if port.get("appProtocol") is not None:
        problems += text.qualified_name(port["appProtocol"], path / "appProtocol")
    return problems


def _affinity(spec):
    kind, config = spec.get("sessionAffinity", ""), spec.get("sessionAffinityConfig")
    problems = text.one_of(kind, AFFINITIES, SPEC / "sessionAffinity", "")
    path = SPEC / "sessionAffinityConfig"
    if kind == "None" and config is not None:
        problems.append(field.forbidden(path, "must not be set when session affinity is None"))
    if kind == "ClientIP":
        timeout = ((config or {}).get("clientIP") or {}).get("timeoutSeconds")
        if timeout is None:
            problems.append(field.required(path, "when session affinity type is ClientIP"))
        elif not 0 < timeout <= 86400:
            problems.append(field.invalid(path.child("clientIP", "timeoutSeconds"), timeout, "must be greater than 0 and less than 86400"))
    return problems


def _port_use(spec):
    """Node ports where the type has none, and ports or node ports said twice."""
    ports, problems = spec.get("ports") or (), []
    if spec.get("type") == "ClusterIP":
        problems += [field.forbidden(PORTS.index(i) / "nodePort", "may not be used when `type` is 'ClusterIP'")
                     for i, p in enumerate(ports) if p.get("nodePort")]
    seen = set()
    for i, port in enumerate(ports):
        key = (port.get("protocol"), port.get("nodePort"))
        if key[1] and key in seen:
            problems.append(field.duplicate(PORTS.index(i) / "nodePort", key[1]))
        seen.add(key)
    seen = set()
    for i, port in enumerate(ports):
        key = (port.get("protocol"), port.get("port", 0))
        if key in seen:
            problems.append(field.duplicate(PORTS.index(i), _port_key(*key)))
        seen.add(key)
    return problems


def _port_key(protocol, port):
    return field.Raw(f'{{"Name":"","Protocol":{field.go_quote(protocol or "")},"AppProtocol":null,"Port":{port},"TargetPort":0,"NodePort":0}}')


def _source_ranges(obj, spec, old):
    ranges, wrong_type = spec.get("loadBalancerSourceRanges") or (), spec.get("type") != "LoadBalancer"
    value = (obj["metadata"].get("annotations") or {}).get(SOURCE_RANGES)
    if not ranges and value is None:
        return []
    path = SPEC / "LoadBalancerSourceRanges" if ranges else Path("metadata.annotations").key(SOURCE_RANGES)
    problems = [field.forbidden(path, ONLY_LOAD_BALANCER)] if wrong_type else []
    if ranges:
        kept = {r.strip() for r in ((old or {}).get("spec") or {}).get("loadBalancerSourceRanges") or ()}
        return problems + [p for i, r in enumerate(ranges) for p in text.cidr(r.strip(), path.index(i), kept)]
    if old is not None and (old["metadata"].get("annotations") or {}).get(SOURCE_RANGES) == value or not value.strip():
        return problems
    return problems + [p for part in value.strip().split(",") for p in text.cidr(part.strip(), path)]


def _load_balancer(spec):
    path, allocate = SPEC / "allocateLoadBalancerNodePorts", spec.get("allocateLoadBalancerNodePorts")
    problems = []
    if spec.get("type") != "LoadBalancer":
        problems += [field.forbidden(path, ONLY_LOAD_BALANCER)] if allocate is not None else []
    elif allocate is None:
        problems.append(field.required(path))
    return problems + _class(spec)


def _class(spec):
    path, value = SPEC / "loadBalancerClass", spec.get("loadBalancerClass")
    if value is None:
        return []
    if spec.get("type") != "LoadBalancer":
        return [field.forbidden(path, ONLY_LOAD_BALANCER)]
    return text.qualified_name(value, path)


def _traffic(spec):
    external, path = spec.get("externalTrafficPolicy") or "", SPEC / "externalTrafficPolicy"
    problems = []
    if addresses.externally_accessible(spec):
        problems += text.one_of(external, TRAFFIC_POLICIES, path, "")
    elif external:
        problems.append(field.invalid(path, external, "may only be set for externally-accessible services"))
    problems += _health_check_port(spec)
    internal = spec.get("internalTrafficPolicy")
    if internal is None and spec.get("type") in ("NodePort", "LoadBalancer", "ClusterIP"):
        problems.append(field.required(SPEC / "internalTrafficPolicy"))
    if internal is not None and internal not in TRAFFIC_POLICIES:
        problems.append(field.not_supported(SPEC / "internalTrafficPolicy", internal, TRAFFIC_POLICIES))
    distribution = spec.get("trafficDistribution")
    if distribution is not None and distribution not in DISTRIBUTIONS:
        problems.append(field.not_supported(SPEC / "trafficDistribution", distribution, DISTRIBUTIONS))
    return problems


def _health_check_port(spec):
    port, path = spec.get("healthCheckNodePort") or 0, SPEC / "healthCheckNodePort"
    if not addresses.needs_health_check_port(spec):
        why = "may only be set when `type` is 'LoadBalancer' and `externalTrafficPolicy` is 'Local'"
        return [field.invalid(path, port, why)] if port else []
    return text.port_number(port, path) if port else []


def validate_update(obj, old):
    """ValidateServiceUpdate: addresses, families, health check port and class may not change; then everything."""
    spec, was = obj.get("spec") or {}, old.get("spec") or {}
    unsound = addresses.related_fields(spec, was)
    if unsound:
        return unsound
    problems = addresses.changes(spec, was)
    if spec.get("type") == was.get("type") == "LoadBalancer" and spec.get("loadBalancerClass") != was.get("loadBalancerClass"):
        problems.append(field.invalid(SPEC / "loadBalancerClass", spec.get("loadBalancerClass"), "may not change once set"))
    problems += _class(spec)
    if addresses.needs_health_check_port(spec) and addresses.needs_health_check_port(was) \
            and (spec.get("healthCheckNodePort") or 0) != (was.get("healthCheckNodePort") or 0):
        problems.append(field.forbidden(SPEC / "healthCheckNodePort", "field is immutable"))
    return problems + validate(obj, old)


def validate_status_update(obj, old):
    """ValidateLoadBalancerStatus."""
    ingresses, was = (((o.get("status") or {}).get("loadBalancer") or {}).get("ingress") or () for o in (obj, old))
    if ingresses and (obj.get("spec") or {}).get("type") != "LoadBalancer":
        return [field.forbidden(INGRESS, "may only be used when `spec.type` is 'LoadBalancer'")]
    kept = {ingress.get("ip") for ingress in was}
    return [p for i, ingress in enumerate(ingresses) for p in _ingress(ingress, INGRESS.index(i), kept)]


def _ingress(ingress, path, kept):
    ip, mode, host = ingress.get("ip", ""), ingress.get("ipMode"), ingress.get("hostname", "")
    problems = text.ip(ip, path / "ip", kept) if ip else []
    if mode is None:
        problems += [field.required(path / "ipMode", "must be specified when `ip` is set")] if ip else []
    elif not ip:
        problems.append(field.forbidden(path / "ipMode", "may not be specified when `ip` is not set"))
    elif mode not in IP_MODES:
        problems.append(field.not_supported(path / "ipMode", mode, IP_MODES))
    if not host:
        return problems
    problems += text.dns_subdomain(host, path / "hostname")
    return problems + ([field.invalid(path / "hostname", host, "must be a DNS name, not an IP address")] if ips.parse_ip(host) else [])


def warnings(obj, old):
    """GetWarningsForService."""
    spec, headless = obj.get("spec") or {}, _is_headless(obj.get("spec") or {})
    found = [f"annotation {TOPOLOGY_HINTS} is deprecated, please use {TOPOLOGY_MODE} instead"] if TOPOLOGY_HINTS in (obj["metadata"].get("annotations") or {}) else []
    if spec.get("clusterIP") not in (None, "", addresses.NONE):
        found += _unusual(spec, "clusterIPs")
    if headless:
        found += [f"spec.{name} is ignored for headless services" for name in ("loadBalancerIP", "externalIPs") if spec.get(name)]
        found += ["spec.SessionAffinity is ignored for headless services"] if spec.get("sessionAffinity", "None") != "None" else []
    found += _unusual(spec, "externalIPs")
    external_name = spec.get("type") == "ExternalName"
    if spec.get("externalIPs") and not headless and not external_name:
        found.append("spec.externalIPs is deprecated and may no longer be implemented in some clusters")
    if spec.get("loadBalancerIP"):
        found += text.ip_warnings(spec["loadBalancerIP"], SPEC / "loadBalancerIP")
    for i, value in enumerate(spec.get("loadBalancerSourceRanges") or ()):
        found += text.cidr_warnings(value, (SPEC / "loadBalancerSourceRanges").index(i))
    if external_name and spec.get("externalIPs"):
        found.append('spec.externalIPs is ignored when spec.type is "ExternalName"')
    if not external_name and spec.get("externalName"):
        found.append('spec.externalName is ignored when spec.type is not "ExternalName"')
    if spec.get("trafficDistribution") == "PreferClose":
        found.append('spec.trafficDistribution: "PreferClose" is deprecated; use "PreferSameZone"')
    return found


def _is_headless(spec):
    return spec.get("type") == "ClusterIP" and spec.get("clusterIP") == addresses.NONE


def _unusual(spec, name):
    return [found for i, address in enumerate(spec.get(name) or ()) for found in text.ip_warnings(address, (SPEC / name).index(i))]


def warnings_status_update(obj, _old):
    """Addresses that are written in an unusual way."""
    ingresses = ((obj.get("status") or {}).get("loadBalancer") or {}).get("ingress") or ()
    return [found for i, ingress in enumerate(ingresses) if ingress.get("ip") for found in text.ip_warnings(ingress["ip"], INGRESS.index(i))]
