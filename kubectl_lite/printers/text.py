"""Small texts that several columns and describers share. Each takes parts of an object and returns words; nothing here fetches."""
from __future__ import annotations

ROLE_PREFIX, ROLE_LABEL = "node-role.kubernetes.io/", "kubernetes.io/role"


def host_port(host: str, port) -> str:
    """net.JoinHostPort: an address with a colon is bracketed."""
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def containers_and_images(template: dict | None) -> tuple[str, str]:
    """The names and the images of a pod template's containers, each joined by commas."""
    containers = ((template or {}).get("spec") or {}).get("containers") or ()
    return ",".join(c.get("name", "") for c in containers), ",".join(c.get("image", "") for c in containers)


def node_roles(node: dict) -> list[str]:
    """The roles that a node's labels give it, sorted."""
    labels = node["metadata"].get("labels") or {}
    roles = {key[len(ROLE_PREFIX):] for key in labels if key.startswith(ROLE_PREFIX)} | {labels.get(ROLE_LABEL, "")}
    return sorted(roles - {""})


def load_balancer(obj: dict) -> str:
    """The addresses of status.loadBalancer (IP, else host name), sorted, joined by commas."""
    ingress = ((obj.get("status") or {}).get("loadBalancer") or {}).get("ingress") or ()
    return ",".join(sorted({i.get("ip") or i.get("hostname") or "" for i in ingress} - {""}))


def param_kind(policy: dict) -> str:
    """The parameter kind of an admission policy."""
    kind = (policy.get("spec") or {}).get("paramKind")
    return f"{kind.get('apiVersion', '')}/{kind.get('kind', '')}" if kind else "<unset>"


def title_bool(value: bool | None) -> str:
    """printBoolPtr: "True", "False" or "<unset>"."""
    return "<unset>" if value is None else str(value)


def csr_status(status: dict) -> str:
    """Where a certificate signing request stands: Pending, Approved or Denied, then Failed, then Issued."""
    types = {c.get("type") for c in status.get("conditions") or ()}
    words = ["Denied" if "Denied" in types else "Approved" if "Approved" in types else "Pending"]
    return ",".join(words + ["Failed"] * ("Failed" in types) + ["Issued"] * bool(status.get("certificate")))


def controller_of(obj: dict) -> dict | None:
    """The owner reference of the controller, metav1.GetControllerOf."""
    return next((ref for ref in obj["metadata"].get("ownerReferences") or () if ref.get("controller")), None)
