"""AppArmor annotations of new pods become fields, with a warning. Mirrors applyAppArmorVersionSkew."""
from __future__ import annotations

from kubectl_lite.api.podspec import annotations as notes
from kubectl_lite.api.podspec.security import app_armor
from kubectl_lite.api.podspec.walk import containers
from kubectl_lite.machinery.field import Path

ANNOTATIONS = Path("metadata.annotations")


def early_warnings(pod: dict) -> list[str]:
    """What is warned of before anything is moved: annotations that no field repeats."""
    own = _pod_profile(pod)
    return [notes.app_armor_warning(container.get("name", ""), ANNOTATIONS) for container, profile in _moved(pod) if profile is None or profile != own]


def move(pod: dict) -> None:
    """Give each container the profile that its annotation names; changes the private pod."""
    own = _pod_profile(pod)
    for container, profile in _moved(pod):
        if profile is not None and profile != own:
            container["securityContext"] = {**(container.get("securityContext") or {}), "appArmorProfile": profile}


def _moved(pod):
    """(container, profile or None) of the containers with an annotation and without a field."""
    annotations, spec = pod["metadata"].get("annotations") or {}, pod["spec"]
    if not any(key.startswith(notes.APP_ARMOR) for key in annotations) or (spec.get("os") or {}).get("name") == "windows":
        return
    for container in containers(spec):
        annotation = annotations.get(notes.APP_ARMOR + container.get("name", ""))
        if annotation is not None and (container.get("securityContext") or {}).get("appArmorProfile") is None:
            profile = notes.app_armor_profile(annotation)
            yield container, None if app_armor(profile, ANNOTATIONS) else profile


def _pod_profile(pod):
    return (pod["spec"].get("securityContext") or {}).get("appArmorProfile")
