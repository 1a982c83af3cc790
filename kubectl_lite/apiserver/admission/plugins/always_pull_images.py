"""AlwaysPullImages (off by default): nobody may use an image that lies on a node without having the right to pull it."""
from __future__ import annotations

from kubectl_lite.api.podspec.walk import containers

RESOURCES = (("", "pods"),)


def admit(attributes) -> None:
    """Set every container's pull policy to Always."""
    if attributes.operation in ("CREATE", "UPDATE") and attributes.is_("", "pods"):
        for container in containers(attributes.obj["spec"]):
            container["imagePullPolicy"] = "Always"


def validate(attributes) -> None:
    """Refuse any other policy."""
    if attributes.operation not in ("CREATE", "UPDATE") or not attributes.is_("", "pods"):
        return
    for container in containers(attributes.obj["spec"]):
        if container.get("imagePullPolicy") != "Always":
            raise attributes.forbidden(f'spec.containers: Unsupported value: "{container.get("imagePullPolicy", "")}": supported values: "Always"')
