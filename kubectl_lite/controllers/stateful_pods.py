"""The pods and claims of a StatefulSet: their names, what they are made of, and whose the claims are. Pure."""
from __future__ import annotations

from kubectl_lite.controllers import owners, pods, revisions

POD_NAME, POD_INDEX = "statefulset.kubernetes.io/pod-name", "apps.kubernetes.io/pod-index"
RETAIN, DELETE = "Retain", "Delete"


def ordinal(pod: dict) -> int:
    """The number at the end of the name; -1 without one."""
    tail = pod["metadata"]["name"].rpartition("-")[2]
    return int(tail) if tail.isdigit() else -1


def belongs(found: dict, pod: dict) -> bool:
    """Whether the pod's name is one of the set's."""
    return pod["metadata"]["name"].rpartition("-")[0] == found["metadata"]["name"] and ordinal(pod) >= 0


def new_pod(found: dict, template: dict, number: int, revision: str) -> dict:
    """The pod with an ordinal, of the template of a revision."""
    pod = pods.from_template(template, found)
    meta, spec, name = pod["metadata"], pod["spec"], f"{found['metadata']['name']}-{number}"
    del meta["generateName"]
    meta["name"] = name
    meta["labels"] = {**(meta.get("labels") or {}), POD_NAME: name, POD_INDEX: str(number), revisions.HASH: revision}
    spec["hostname"] = name
    if found["spec"].get("serviceName"):
        spec["subdomain"] = found["spec"]["serviceName"]
    mounted = [{"name": t["metadata"]["name"], "persistentVolumeClaim": {"claimName": claim_name(found, t, number)}} for t in _templates(found)]
    names = {volume["name"] for volume in mounted}
    volumes = mounted + [v for v in spec.get("volumes") or () if v["name"] not in names]
    if volumes:
        spec["volumes"] = volumes
    return pod


def _templates(found):
    return found["spec"].get("volumeClaimTemplates") or ()


def claim_name(found: dict, template: dict, number: int) -> str:
    return f"{template['metadata']['name']}-{found['metadata']['name']}-{number}"


def claim_names(found: dict, number: int) -> list[str]:
    """The names of the claims of an ordinal."""
    return [claim_name(found, t, number) for t in _templates(found)]


def new_claims(found: dict, number: int) -> list[dict]:
    """The claims of an ordinal."""
    labels = found["spec"]["selector"].get("matchLabels") or {}
    made = []
    for template in _templates(found):
        meta = {"name": claim_name(found, template, number), "namespace": found["metadata"]["namespace"],
                "labels": {**(template["metadata"].get("labels") or {}), **labels}}
        if template["metadata"].get("annotations"):
            meta["annotations"] = template["metadata"]["annotations"]
        made.append({"apiVersion": "v1", "kind": "PersistentVolumeClaim", "metadata": meta, "spec": template["spec"]})
    return made


def claim_owners(found: dict, pod: dict, claim: dict, condemned: bool) -> list:
    """The owner references a claim should have by the retention policy: the set's, the pod's when it is scaled away, or neither."""
    policy = found["spec"].get("persistentVolumeClaimRetentionPolicy") or {}
    deleted, scaled = policy.get("whenDeleted", RETAIN) == DELETE, policy.get("whenScaled", RETAIN) == DELETE
    ours = {found["metadata"]["uid"], pod["metadata"].get("uid")}
    kept = [r for r in claim["metadata"].get("ownerReferences") or () if r["uid"] not in ours]
    if scaled and condemned:
        return kept + [owners.controller_reference(pod)]
    return kept + ([owners.controller_reference(found)] if deleted else [])
