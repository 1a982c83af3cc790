"""What the checks share: containers by name, quoted lists, singular and plural. Mirrors pod-security-admission/policy/helpers.go."""
from __future__ import annotations

from kubectl_lite.api.podspec.walk import containers


def context(thing: dict) -> dict:
    """The security context of a pod spec or a container."""
    return thing.get("securityContext") or {}


def quoted(names) -> str:
    """"a", "b"."""
    return ", ".join(f'"{n}"' for n in names)


def plural(word: str, things) -> str:
    return word if len(things) == 1 else word + "s"


def named(names) -> str:
    """container "a" / containers "a", "b"."""
    return f"{plural('container', names)} {quoted(names)}"


def setters(pod_does: bool, names) -> str:
    """pod and containers "a", "b": who sets something."""
    return " and ".join((["pod"] if pod_does else []) + ([named(names)] if names else []))


def failing(spec: dict, is_bad) -> list[str]:
    """The names of the containers for which is_bad(container) holds."""
    return [c["name"] for c in containers(spec) if is_bad(c)]


def is_windows(spec: dict) -> bool:
    return (spec.get("os") or {}).get("name") == "windows"
