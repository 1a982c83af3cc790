"""AlwaysPullImages (off by default): nobody may use an image that lies on a node without having the right to pull it."""
from __future__ import annotations

from kubectl_lite.api.podspec.walk import containers, with_paths
from kubectl_lite.machinery import field

RESOURCES = (("", "pods"),)
ALWAYS = "Always"


def admit(attributes) -> None:
    """Set the pull policy of every container and every volume that is an image to Always."""
    if _concerns(attributes):
        spec = attributes.obj["spec"]
        for container in containers(spec):
            container["imagePullPolicy"] = ALWAYS
        for image in _volumes(spec):
            image["pullPolicy"] = ALWAYS


def _volumes(spec):
    return [volume["image"] for volume in spec.get("volumes") or () if volume.get("image")]


def validate(attributes) -> None:
    """Refuse any other policy: something changed it after this plug-in had set it."""
    if not _concerns(attributes):
        return
    for container, path in with_paths(attributes.obj["spec"], field.Path("spec")):
        policy = container.get("imagePullPolicy", "")
        if policy != ALWAYS:
            raise attributes.forbidden(str(field.not_supported(path / "imagePullPolicy", policy, (ALWAYS,))))


def _concerns(attributes):
    """New pods, and changed ones with an image that they did not have."""
    if attributes.operation not in ("CREATE", "UPDATE") or not attributes.is_("", "pods"):
        return False
    if attributes.operation == "CREATE":
        return True
    old, new = ({c.get("image") for c in containers(pod["spec"])} | {i.get("reference") for i in _volumes(pod["spec"])} for pod in (attributes.old, attributes.obj))
    return not new <= old
