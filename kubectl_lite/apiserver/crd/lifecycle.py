"""The life of a CustomResourceDefinition: its names are accepted, it becomes Established, and at its end its objects go first.

The controllers of the apiextensions server do this in Kubernetes; here it happens with the request that gives cause to it. Mirrors its naming,
establishing and finalizing controllers.
"""
from __future__ import annotations

from kubectl_lite.api import resources
from kubectl_lite.api.apiextensions.conditions import CLEANUP, set_condition, with_condition
from kubectl_lite.apiserver.crd import registration
from kubectl_lite.machinery.errors import ApiError

APPROVAL = "api-approved.kubernetes.io"


def definitions():
    """The resource of definitions."""
    return resources.find("apiextensions.k8s.io", "v1", "customresourcedefinitions")


def settle(server, crd: dict, note: dict) -> None:
    """Accept the names of a new or changed definition and establish it, then those that waited for a name it gave up; register its versions."""
    _name(server, crd, note)
    _release(server, crd, note)
    registration.settle(server, crd)


def ended(server, crd: dict, note: dict) -> None:
    """A definition is gone: its names are free for others, and its versions may be served no more."""
    _release(server, crd, note)
    registration.settle(server, crd)


def _release(server, crd, note):
    """Names of a definition may have become free: look again at those of its group that wait for names."""
    for other in server.objects.list(definitions())[0]:
        if other["spec"]["group"] == crd["spec"]["group"] and _waits(other) and other["metadata"]["name"] != crd["metadata"]["name"]:
            _name(server, other, note)


def _waits(crd):
    return any(c["type"] == "NamesAccepted" and c["status"] == "False" for c in (crd.get("status") or {}).get("conditions") or ())


def _name(server, crd, note):
    everyone, _ = server.objects.list(definitions())
    rivals = [c for c in everyone if c["spec"]["group"] == crd["spec"]["group"] and c["metadata"]["name"] != crd["metadata"]["name"]]
    _write_status(server, crd, named(crd, rivals, server.env.timestamp()), note)


def _write_status(server, crd, status, note):
    if status == crd.get("status"):
        return crd
    try:
        return server.objects.update(definitions(), "", crd["metadata"]["name"], {**crd, "status": status}, crd, note)
    except ApiError as e:
        if e.reason not in ("Conflict", "NotFound"):
            raise
        return crd


def named(crd: dict, others: list[dict], now: str) -> dict:
    """The status of a definition among others of its group: which of its names it gets, and whether it is established."""
    taken, kinds = _taken(others)
    status = dict(crd.get("status") or {})
    accepted, problem = _accept(crd["spec"]["names"], status.get("acceptedNames") or {}, taken, kinds)
    status["acceptedNames"] = accepted
    status.setdefault("storedVersions", [])
    conditions = [dict(c) for c in status.get("conditions") or ()]
    set_condition(conditions, now, "NamesAccepted", *(("False", *problem) if problem else ("True", "NoConflicts", "no conflicts found")))
    established = any(c["type"] == "Established" and c["status"] == "True" for c in conditions)
    if problem:
        if not established:
            set_condition(conditions, now, "Established", "False", "NotAccepted", "not all names are accepted")
    elif not established:
        set_condition(conditions, now, "Established", "True", "InitialNamesAccepted", "the initial names have been accepted")
    _approve(crd, conditions, now)
    status["conditions"] = conditions
    return {key: status[key] for key in ("conditions", "acceptedNames", "storedVersions") if key in status} | status


def _taken(others):
    """(resource names, kinds) that other definitions of the group have."""
    names, kinds = set(), set()
    for other in others:
        accepted = (other.get("status") or {}).get("acceptedNames") or {}
        names |= {accepted.get("plural"), accepted.get("singular"), *(accepted.get("shortNames") or ())}
        kinds |= {accepted.get("kind"), accepted.get("listKind")}
    return names - {None, ""}, kinds - {None, ""}


def _accept(wanted, before, names, kinds):
    """(the accepted names, (reason, message) of the last conflict or None)."""
    accepted, problem = dict(before), None
    for key, reason, used in (("plural", "PluralConflict", names), ("singular", "SingularConflict", names)):
        value = wanted.get(key, "")
        if value in used and value != before.get(key):
            problem = (reason, f'"{value}" is already in use')
        else:
            accepted[key] = value
    short = wanted.get("shortNames") or []
    clashes = [f'"{s}" is already in use' for s in short if s in names and s not in (before.get("shortNames") or ())]
    if clashes:
        problem = ("ShortNamesConflict", clashes[0] if len(clashes) == 1 else "[" + ", ".join(clashes) + "]")
    else:
        accepted["shortNames"] = short
    for key, reason in (("kind", "KindConflict"), ("listKind", "ListKindConflict")):
        value = wanted.get(key, "")
        if value in kinds and value != before.get(key):
            problem = (reason, f'"{value}" is already in use')
        else:
            accepted[key] = value
    accepted["categories"] = wanted.get("categories") or []
    for key in ("plural", "kind"):
        accepted.setdefault(key, "")
    return {k: v for k in ("plural", "singular", "shortNames", "kind", "listKind", "categories") if (v := accepted.get(k)) or k in ("plural", "kind")}, problem


def _approve(crd, conditions, now):
    group = crd["spec"]["group"]
    if not protected(group):
        return
    value = (crd["metadata"].get("annotations") or {}).get(APPROVAL, "")
    if value.startswith("unapproved"):
        set_condition(conditions, now, "KubernetesAPIApprovalPolicyConformant", "False", "UnapprovedAnnotation", f'not approved: "{value}"')
    else:
        set_condition(conditions, now, "KubernetesAPIApprovalPolicyConformant", "True", "ApprovedAnnotation", f"approved in {value}")


def protected(group: str) -> bool:
    """Whether a group belongs to the Kubernetes community."""
    return any(group == g or group.endswith("." + g) for g in ("k8s.io", "kubernetes.io"))


def clean_up(server, name: str) -> None:
    """Go on with the end of a definition that is being deleted: its objects first, then its finalizer.

    Does nothing for a definition that lives; waits for objects that others hold.
    """
    crd = server.objects.find(definitions(), "", name)
    if crd is None or "deletionTimestamp" not in crd["metadata"] or CLEANUP not in (crd["metadata"].get("finalizers") or ()):
        return
    note = {"time": server.env.micro_timestamp(), "user": "system:apiserver", "verb": "update"}
    if _delete_objects(server, crd, note):
        waiting = with_condition(crd, server.env.timestamp(), "InstanceDeletionInProgress", "CustomResource deletion is in progress")
        _write_status(server, crd, waiting["status"], note)
        return
    finalizers = [f for f in crd["metadata"]["finalizers"] if f != CLEANUP]
    if not finalizers:
        server.objects.delete(definitions(), "", name, crd, {**note, "verb": "delete"})
        ended(server, crd, note)
        return
    done = with_condition(crd, server.env.timestamp(), "InstanceDeletionCompleted", "removed all instances", "False")
    server.objects.update(definitions(), "", name, {**done, "metadata": {**crd["metadata"], "finalizers": finalizers}}, crd, note)


def _delete_objects(server, crd, note) -> int:
    """Delete all objects of a definition; how many stay because of their finalizers."""
    from kubectl_lite.apiserver import customresources
    rows = customresources.rows(crd)
    row = next((r for r in rows if r.version == r.storage_version), rows[0] if rows else None)
    held = 0
    for obj in server.objects.list(row)[0] if row else ():
        metadata = obj["metadata"]
        if not metadata.get("finalizers"):
            server.objects.delete(row, metadata.get("namespace", ""), metadata["name"], obj, {**note, "verb": "delete"})
            continue
        held += 1
        if "deletionTimestamp" not in metadata:
            marked = {**metadata, "deletionTimestamp": server.env.timestamp(), "deletionGracePeriodSeconds": 0}
            server.objects.update(row, metadata.get("namespace", ""), metadata["name"], {**obj, "metadata": marked}, obj, note)
    return held

