"""kubectl describe ingress, with the endpoints behind each backend."""
from __future__ import annotations

from kubectl_lite.printers.describe import fetching
from kubectl_lite.printers.describe.events import events
from kubectl_lite.printers.describe.slices import endpoints_text
from kubectl_lite.printers.describe.writer import Writer, annotations, labels
from kubectl_lite.printers.text import load_balancer


def related(obj: dict) -> dict:
    """Endpoint slices and service of every backend, under ("slices", name) and ("service", name)."""
    namespace = obj["metadata"].get("namespace", "")
    wanted: dict = {"events": fetching.events(obj)}
    for name in _services(obj.get("spec") or {}):
        wanted["slices", name] = fetching.endpoint_slices(namespace, name)
        wanted["service", name] = (f"/api/v1/namespaces/{namespace}/services/{name}", {})
    return wanted


def _services(spec: dict) -> list[str]:
    backends = [spec.get("defaultBackend") or {}] + [path.get("backend") or {} for rule in spec.get("rules") or () for path in _paths(rule)]
    return [backend["service"]["name"] for backend in backends if backend.get("service")]


def _paths(rule: dict):
    return (rule.get("http") or {}).get("paths") or ()


def describe(obj: dict, related: dict, now: float) -> str:
    meta, spec, w = obj["metadata"], obj.get("spec") or {}, Writer()
    default = spec.get("defaultBackend")
    default_text = _backend(default, related) if default is not None else "<default>"
    w.field("Name", meta["name"])
    labels(w, "Labels", meta.get("labels"))
    w.rows(0, ("Namespace:", meta.get("namespace", "")), ("Address:", load_balancer(obj)),
           ("Ingress Class:", spec.get("ingressClassName", "<none>")), ("Default backend:", default_text))
    _tls(w, spec.get("tls") or ())
    _rules(w, spec.get("rules") or (), default_text, related)
    annotations(w, "Annotations", meta.get("annotations"))
    events(w, related, now)
    return w.text()


def _tls(w: Writer, listed) -> None:
    if listed:
        w.line(0, "TLS:")
    for tls in listed:
        hosts, secret = ",".join(tls.get("hosts") or ()), tls.get("secretName")
        w.line(1, f"{secret} terminates {hosts}" if secret else f"SNI routes {hosts}")


def _rules(w: Writer, rules, default: str, related: dict) -> None:
    w.write(0, "Rules:\n  Host\tPath\tBackends\n")
    w.rows(1, ("----", "----", "--------"))
    routed = [rule for rule in rules if rule.get("http") is not None]
    for rule in routed:
        w.rows(1, (rule.get("host") or "*", ""))
        for path in _paths(rule):
            w.rows(2, ("", f"{path.get('path', '')} ", _backend(path.get("backend") or {}, related)))
    if not routed:
        w.rows(1, ("*", "*", default))


def _backend(backend: dict, related: dict) -> str:
    if backend.get("service") is not None:
        return _service(backend["service"], related)
    resource = backend.get("resource")
    if resource is None:
        return ""
    return f"APIGroup: {resource.get('apiGroup', '<none>')}, Kind: {resource.get('kind', '')}, Name: {resource.get('name', '')}"


def _service(wanted: dict, related: dict) -> str:
    name, port = wanted["name"], wanted.get("port") or {}
    text = f"{name}:{port.get('number') or port.get('name', '')}"
    for answer in (related["slices", name], related["service", name]):
        if isinstance(answer, Exception):
            return f"{text} (<error: {answer}>)"
    names = [p.get("name", "") for p in (related["service", name].get("spec") or {}).get("ports") or () if _is_port(p, port)]
    return f"{text} ({endpoints_text(fetching.items(related['slices', name]), names[-1] if names else '')})"


def _is_port(offered: dict, wanted: dict) -> bool:
    return offered.get("port") == wanted["number"] if wanted.get("number") else bool(wanted.get("name")) and offered.get("name") == wanted["name"]
