"""DynamicResources: device claims. Pods without claims pass; its post-filter has nothing to give back."""
from __future__ import annotations

NAME = "DynamicResources"


def post_filter(cycle, rejections, refusal):
    """Kubernetes' own words: where a pod was refused before this plug-in saw it, its state is "not found"."""
    return "", "not found" if refusal is not None else "no new claims to deallocate"
