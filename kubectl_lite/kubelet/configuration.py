"""What a pod refers to and cannot start without: ConfigMaps, Secrets and their keys, claims. Pure over a `find(resource, namespace, name)`."""
from __future__ import annotations

SOURCES = (("configMapRef", "configmaps", "configmap"), ("secretRef", "secrets", "secret"))
KEY_SOURCES = (("configMapKeyRef", "configmaps", "configmap"), ("secretKeyRef", "secrets", "secret"))


def container_problem(pod: dict, container: dict, find) -> str:
    """Why the container cannot be created, in the kubelet's words; "" when it can."""
    namespace = pod["metadata"]["namespace"]
    for source in container.get("envFrom") or ():
        for field, resource, word in SOURCES:
            reference = source.get(field)
            if reference and not reference.get("optional") and find(resource, namespace, reference.get("name", "")) is None:
                return f'{word} "{reference.get("name", "")}" not found'
    for variable in container.get("env") or ():
        problem = _variable_problem(namespace, variable.get("valueFrom") or {}, find)
        if problem:
            return problem
    return ""


def _variable_problem(namespace, source, find):
    for field, resource, word in KEY_SOURCES:
        reference = source.get(field)
        if not reference or reference.get("optional"):
            continue
        found = find(resource, namespace, reference.get("name", ""))
        if found is None:
            return f'{word} "{reference.get("name", "")}" not found'
        if reference["key"] not in (found.get("data") or {}) and reference["key"] not in (found.get("binaryData") or {}):
            kind = "Secret" if word == "secret" else "ConfigMap"
            return f"couldn't find key {reference['key']} in {kind} {namespace}/{reference['name']}"
    return ""


def volume_problem(pod: dict, find) -> tuple[str, str]:
    """(volume, why it cannot be mounted) of the first volume that cannot; ("", "") when all can."""
    namespace = pod["metadata"]["namespace"]
    for volume in pod["spec"].get("volumes") or ():
        problem = _volume_problem(namespace, volume, find) or _projected_problem(namespace, volume.get("projected") or {}, find)
        if problem:
            return volume["name"], problem
    return "", ""


def _volume_problem(namespace, volume, find):
    for field, resource, name_field, word in (("configMap", "configmaps", "name", "configmap"), ("secret", "secrets", "secretName", "secret")):
        source = volume.get(field)
        if source is not None:
            return _source_problem(namespace, source, source.get(name_field, ""), resource, word, find)
    return ""


def _projected_problem(namespace, projected, find):
    for one in projected.get("sources") or ():
        for field, resource, word in (("configMap", "configmaps", "configmap"), ("secret", "secrets", "secret")):
            source = one.get(field)
            problem = source is not None and _source_problem(namespace, source, source.get("name", ""), resource, word, find)
            if problem:
                return problem
    return ""


def _source_problem(namespace, source, name, resource, word, find):
    if source.get("optional"):
        return ""
    found = find(resource, namespace, name)
    if found is None:
        return f'{word} "{name}" not found'
    keys = {**(found.get("data") or {}), **(found.get("binaryData") or {})}
    if any(item["key"] not in keys for item in source.get("items") or ()):
        return f"references non-existent {word if word == 'secret' else 'config'} key: " + next(i["key"] for i in source["items"] if i["key"] not in keys)
    return ""
