"""DefaultIngressClass: an ingress that names no class gets the default one."""
from __future__ import annotations

from kubectl_lite.api import resources

RESOURCES = (("networking.k8s.io", "ingresses"),)

DEFAULT, OLD_ANNOTATION = "ingressclass.kubernetes.io/is-default-class", "kubernetes.io/ingress.class"


def admit(attributes) -> None:
    """Name the default class of a new ingress; several defaults are an error only when both are equally new, as in Kubernetes the newest wins."""
    if attributes.operation != "CREATE" or not attributes.is_("networking.k8s.io", "ingresses"):
        return
    ingress = attributes.obj
    if ingress["spec"].get("ingressClassName") is not None or OLD_ANNOTATION in (ingress["metadata"].get("annotations") or {}):
        return
    classes = [c for c in attributes.objects.standing(resources.find("networking.k8s.io", "v1", "ingressclasses"))
               if (c["metadata"].get("annotations") or {}).get(DEFAULT) == "true"]
    if classes:
        newest = sorted(classes, key=lambda c: c["metadata"]["name"])
        ingress["spec"]["ingressClassName"] = max(newest, key=lambda c: c["metadata"]["creationTimestamp"])["metadata"]["name"]
