"""How a webhook is reached: a URL or a service of the cluster. Mirrors apiserver's util/webhook validation."""
from __future__ import annotations

from kubectl_lite.machinery import field, names

# a missing field, and the one that Kubernetes names for it
MISSING = (("namespace", "name"), ("name", "namespace"))
FORM = "; desired format: https://host[/path]"


def validate(config: dict, path) -> list:
    """Exactly one of the two, and that one right."""
    url, service = config.get("url"), config.get("service")
    if (url is None) == (service is None):
        return [field.required(path, "exactly one of url or service is required")]
    return _url(url, path / "url") if url is not None else _service(service, path / "service")


def default(config: dict | None) -> None:
    service = (config or {}).get("service")
    if service is not None and service.get("port") is None:
        service["port"] = 443


def _url(text, path):
    from urllib.parse import urlsplit
    bad = next((c for c in text if ord(c) < 0x20 or ord(c) == 0x7F), None)
    if bad is not None:
        return [field.required(path, f"url must be a valid URL: parse {field.go_quote(text)}: net/url: invalid control character in URL{FORM}")]
    parts, problems = urlsplit(text), []
    user, _, host = parts.netloc.rpartition("@")
    if " " in host:
        return [field.required(path, f'url must be a valid URL: parse {field.go_quote(text)}: invalid character " " in host name{FORM}')]
    if parts.scheme != "https":
        problems.append(field.invalid(path, parts.scheme, "'https' is the only allowed URL scheme" + FORM))
    if not host:
        problems.append(field.invalid(path, host, "host must be specified" + FORM))
    if "@" in parts.netloc:
        problems.append(field.invalid(path, user, "user information is not permitted in the URL"))
    if parts.fragment:
        problems.append(field.invalid(path, parts.fragment, "fragments are not permitted in the URL"))
    if parts.query:
        problems.append(field.invalid(path, parts.query, "query parameters are not permitted in the URL"))
    return problems


def _service(service, path):
    problems = [field.required(path / shown) for name, shown in MISSING if not service.get(name)]
    port = service.get("port", 0)
    problems += [field.invalid(path / "port", port, "port is not valid: " + m) for m in names.port_number(port)]
    return problems + _path(service.get("path"), path / "path")


def _path(value, path):
    if value in (None, "", "/"):
        return []
    if value == "//":
        return [field.invalid(path, value, "segment[0] may not be empty")]
    problems = [] if value.startswith("/") else [field.invalid(path, value, "must start with a '/'")]
    inner = value[1:].removesuffix("/")
    for i, segment in enumerate(inner.split("/")):
        texts = [f"segment[{i}]: {m}" for m in names.dns_subdomain(segment)] if segment else [f"segment[{i}] may not be empty"]
        problems += [field.invalid(path, value, text) for text in texts]
    return problems
