"""What describers ask for besides their object: (path, query) pairs. Owns paths only; nothing is fetched here."""
from __future__ import annotations

from kubectl_lite.printers.labels import selector_text


def events(obj: dict, kind: str | None = None, uid: str | None = None) -> tuple[str, dict]:
    """The events about an object; kind "" leaves the kind out, as pods need it."""
    meta = obj["metadata"]
    kind = obj.get("kind", "") if kind is None else kind
    uid = meta.get("uid", "") if uid is None else uid
    terms = ([f"involvedObject.kind={kind}"] if kind else []) + [f"involvedObject.name={meta['name']}",
                                                                 f"involvedObject.namespace={meta.get('namespace', '')}"]
    terms += [f"involvedObject.uid={uid}"] if uid else []
    return collection("/api/v1", "events", meta.get("namespace", ""), fieldSelector=",".join(terms))


def collection(root: str, resource: str, namespace: str = "", **query: str) -> tuple[str, dict]:
    """A list, of one namespace or of all."""
    return (f"{root}/namespaces/{namespace}/{resource}" if namespace else f"{root}/{resource}"), query


def controlled_pods(obj: dict) -> tuple[str, dict]:
    """The pods that a workload's selector selects (of a LabelSelector or of plain labels)."""
    selector = (obj.get("spec") or {}).get("selector") or {}
    if obj.get("kind") == "ReplicationController":
        selector = {"matchLabels": selector}
    return collection("/api/v1", "pods", obj["metadata"].get("namespace", ""), labelSelector=selector_text(selector))


def endpoint_slices(namespace: str, service: str) -> tuple[str, dict]:
    """The endpoint slices of a service."""
    return collection("/apis/discovery.k8s.io/v1", "endpointslices", namespace, labelSelector=f"kubernetes.io/service-name={service}")


def items(answer) -> list[dict]:
    """The items of a list; an error counts as none."""
    return answer.get("items") or [] if isinstance(answer, dict) else []


def body(answer) -> dict:
    """A decoded body; an error is raised."""
    if isinstance(answer, Exception):
        raise answer
    return answer
