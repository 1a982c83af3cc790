"""Validation of probes, lifecycle hooks and the handlers in them."""
from __future__ import annotations

from kubectl_lite.api.validation.remembered import remembered
from kubectl_lite.api.validation.text import non_negative, port_number_or_name
from kubectl_lite.machinery import field, names

SCHEMES = ("HTTP", "HTTPS")
ONE_HANDLER = "may not specify more than 1 handler type"
PROBE_HANDLERS = ("exec", "httpGet", "tcpSocket", "grpc")
HOOK_HANDLERS = ("exec", "httpGet", "tcpSocket", "sleep")
PROBE_NUMBERS = ("initialDelaySeconds", "timeoutSeconds", "periodSeconds", "successThreshold", "failureThreshold")


def validate_all(container, grace, path) -> list:
    """The lifecycle and the three probes of a container that may have them; `grace` is the pod's grace period."""
    problems = []
    if container.get("lifecycle") is not None:
        problems += lifecycle(container["lifecycle"], grace, path / "lifecycle")
    if container.get("livenessProbe") is not None:
        problems += liveness(container["livenessProbe"], grace, path / "livenessProbe")
    if container.get("readinessProbe") is not None:
        problems += readiness(container["readinessProbe"], grace, path / "readinessProbe")
    if container.get("startupProbe") is not None:
        problems += liveness(container["startupProbe"], grace, path / "startupProbe")
    return problems


def lifecycle(value, grace, path) -> list:
    problems = []
    for hook in ("postStart", "preStop"):
        if value.get(hook) is not None:
            problems += handler(value[hook], HOOK_HANDLERS, grace, path / hook)
    return problems


def liveness(probe, grace, path) -> list:
    """Liveness and startup probes succeed at once."""
    problems = _probe(probe, path, grace)
    if probe.get("successThreshold", 0) != 1:
        problems.append(field.invalid(path / "successThreshold", probe.get("successThreshold", 0), "must be 1"))
    return problems


def readiness(probe, grace, path) -> list:
    problems = _probe(probe, path, grace)
    if probe.get("terminationGracePeriodSeconds") is not None:
        problems.append(field.invalid(path / "terminationGracePeriodSeconds", probe["terminationGracePeriodSeconds"],
                                      "must not be set for readinessProbes"))
    return problems


@remembered
def _probe(probe, path, grace):
    problems = handler(probe, PROBE_HANDLERS, grace, path)
    for name in PROBE_NUMBERS:
        problems += non_negative(probe.get(name), path / name)
    seconds = probe.get("terminationGracePeriodSeconds")
    if seconds is not None and seconds <= 0:
        problems.append(field.invalid(path / "terminationGracePeriodSeconds", seconds, "must be greater than 0"))
    return problems


def handler(value, kinds, grace, path) -> list:
    """validateHandler: exactly one kind of action."""
    problems, found = [], 0
    for kind in kinds:
        if value.get(kind) is None:
            continue
        if found:
            problems.append(field.forbidden(path / kind, ONE_HANDLER))
        else:
            problems += ACTIONS[kind](value[kind], grace, path / kind)
        found += 1
    return problems if found else [field.required(path, "must specify a handler type")]


def _exec(action, _grace, path):
    return [] if action.get("command") else [field.required(path / "command")]


def _http(action, _grace, path):
    problems = [] if action.get("path") else [field.required(path / "path")]
    problems += port_number_or_name(action.get("port", 0), path / "port")
    if action.get("scheme", "") not in SCHEMES:
        problems.append(field.not_supported(path / "scheme", action.get("scheme", ""), SCHEMES))
    for header in action.get("httpHeaders") or ():
        name = header.get("name", "")
        problems += [field.invalid(path / "httpHeaders", name, text) for text in names.http_header_name(name)]
    return problems


def _port(action, _grace, path):
    return port_number_or_name(action.get("port", 0), path / "port")


def _sleep(action, grace, path):
    seconds = action.get("seconds", 0)
    if grace is None or 0 <= seconds <= grace:
        return []
    return [field.invalid(path, seconds, f"must be non-negative and less than terminationGracePeriodSeconds ({grace})")]


ACTIONS = {"exec": _exec, "httpGet": _http, "tcpSocket": _port, "grpc": _port, "sleep": _sleep}
