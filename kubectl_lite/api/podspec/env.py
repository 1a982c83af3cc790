"""Validation of environment variables and the references they take their values from."""
from __future__ import annotations

import re

from kubectl_lite.api.validation import text
from kubectl_lite.machinery import field, names, quantity

ENV_FIELDS = {"metadata.name", "metadata.namespace", "metadata.uid", "spec.nodeName", "spec.serviceAccountName",
              "status.hostIP", "status.hostIPs", "status.podIP", "status.podIPs"}
# every label that ConvertDownwardAPIFieldLabel knows
KNOWN_FIELDS = ENV_FIELDS | {"metadata.annotations", "metadata.labels", "spec.restartPolicy", "spec.schedulerName", "spec.hostUsers", "status.phase"}
RENAMED = {"spec.host": "spec.nodeName"}
SUBSCRIPTED = r"(?s)(metadata\.(?:annotations|labels))\['(.*)'\]"
RESOURCE_FIELDS = {"limits.cpu", "limits.memory", "limits.ephemeral-storage", "requests.cpu", "requests.memory", "requests.ephemeral-storage"}
HUGE_PAGES = ("requests.hugepages-", "limits.hugepages-")
SIZES = ("1", "1k", "1M", "1G", "1T", "1P", "1E", "1Ki", "1Mi", "1Gi", "1Ti", "1Pi", "1Ei")
SIZES_TEXT = "only divisor's values 1, 1k, 1M, 1G, 1T, 1P, 1E, 1Ki, 1Mi, 1Gi, 1Ti, 1Pi, 1Ei are supported with the {} resource"
DIVISORS = {"cpu": (("1m", "1"), "only divisor's values 1m and 1 are supported with the cpu resource"),
            "memory": (SIZES, SIZES_TEXT.format("memory")), "ephemeral-storage": (SIZES, SIZES_TEXT.format("local ephemeral storage"))}

ONE_SOURCE = "must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef`, `secretKeyRef` or `fileKeyRef`"
ONE_ENV_SOURCE = "must specify one of: `configMapRef` or `secretRef`"
TOO_MANY = "may not have more than one field specified at a time"


def validate(variables, path, volumes) -> list:
    """ValidateEnv. `volumes` are the pod's valid volumes by name."""
    problems = []
    for i, variable in enumerate(variables):
        at, name = path.index(i), variable.get("name", "")
        if not name:
            problems.append(field.required(at / "name"))
        else:
            problems += [field.invalid(at / "name", name, text) for text in names.relaxed_env_var_name(name)]
        if variable.get("valueFrom") is not None:
            problems += _value_from(variable, at / "valueFrom", volumes)
    return problems


def _value_from(variable, path, volumes):
    source, problems = variable["valueFrom"], []
    present = [name for name, _ in SOURCES if source.get(name) is not None]
    for name, check in SOURCES:
        if name in present:
            problems += check(source[name], path / name, volumes)
    if not present:
        problems.append(field.invalid(path, "", ONE_SOURCE))
    elif variable.get("value"):
        problems.append(field.invalid(path, "", "may not be specified when `value` is not empty"))
    elif len(present) > 1:
        problems.append(field.invalid(path, "", TOO_MANY))
    return problems


def _field_ref(reference, path, _volumes):
    return object_field(reference, ENV_FIELDS, path)


def _resource_ref(reference, path, _volumes):
    return resource_field(reference, path, volume=False)


def _key_ref(reference, path, _volumes):
    name, key = reference.get("name", ""), reference.get("key", "")
    problems = text.dns_subdomain(name, path / "name")
    return problems + (text.config_key(key, path / "key") if key else [field.required(path / "key")])


def _file_ref(reference, path, volumes):
    from kubectl_lite.api.podspec.paths import local_path
    problems = []
    name = reference.get("volumeName", "")
    if not name:
        problems.append(field.required(path / "volumeName"))
    else:
        problems += text.dns_label(name, path / "volumeName")
        if name in volumes and volumes[name].get("emptyDir") is None:
            problems.append(field.invalid(path / "volumeName", name, "referenced volume must be of type emptyDir"))
    if not reference.get("path"):
        problems.append(field.required(path / "path"))
    else:
        problems += local_path(reference["path"], path / "path")
    key = reference.get("key", "")
    if not key:
        return [*problems, field.required(path / "key")]
    return problems + [field.invalid(path / "key", key, message) for message in names.relaxed_env_var_name(key)]


SOURCES = (("fieldRef", _field_ref), ("resourceFieldRef", _resource_ref), ("configMapKeyRef", _key_ref), ("secretKeyRef", _key_ref),
           ("fileKeyRef", _file_ref))


def object_field(reference, allowed, path) -> list:
    """validateObjectFieldSelector: a field of the pod itself."""
    version, label = reference.get("apiVersion", ""), reference.get("fieldPath", "")
    if not version:
        return [field.required(path / "apiVersion")]
    if not label:
        return [field.required(path / "fieldPath")]
    found = re.fullmatch(SUBSCRIPTED, label) if label.endswith("']") else None
    problem = "" if found and version == "v1" else conversion_error(version, label)
    if problem:
        return [field.invalid(path / "fieldPath", label, f"error converting fieldPath: {problem}")]
    if found:
        key = found[2].lower() if found[1].endswith("annotations") else found[2]
        return text.qualified_name(key, path)
    label = RENAMED.get(label, label)
    return [] if label in allowed else [field.not_supported(path / "fieldPath", label, allowed)]


def conversion_error(version: str, label: str) -> str:
    """ConvertDownwardAPIFieldLabel's refusal, "" for a label it knows."""
    if version != "v1":
        return f"unsupported pod version: {version}"
    if label.endswith("']") and "['" in label[:-2]:
        return f'field label does not support subscript: {label}'
    return "" if RENAMED.get(label, label) in KNOWN_FIELDS else f"field label not supported: {label}"


def resource_field(reference, path, volume: bool) -> list:
    """validateContainerResourceFieldSelector: a resource of a container."""
    problems, resource = [], reference.get("resource", "")
    if volume and not reference.get("containerName"):
        problems.append(field.required(path / "containerName"))
    elif not resource:
        problems.append(field.required(path / "resource"))
    elif resource not in RESOURCE_FIELDS and not resource.startswith(HUGE_PAGES):
        problems.append(field.not_supported(path / "resource", resource, RESOURCE_FIELDS))
    return problems + _divisor(resource, reference.get("divisor", "0"), path / "divisor")


def _divisor(resource, divisor, path):
    if not quantity.parse(divisor):
        return []
    allowed, message = DIVISORS.get(resource.partition(".")[2], ((), ""))
    if resource.startswith(HUGE_PAGES):
        allowed, message = SIZES, SIZES_TEXT.format("hugepages")
    elif resource not in RESOURCE_FIELDS:
        return []
    return [] if divisor in allowed else [field.invalid(path, resource, message)]


def validate_from(sources, path) -> list:
    """ValidateEnvFrom."""
    problems = []
    for i, source in enumerate(sources):
        at = path.index(i)
        if source.get("prefix"):
            problems += [field.invalid(at / "prefix", source["prefix"], text) for text in names.relaxed_env_var_name(source["prefix"])]
        present = [name for name in ("configMapRef", "secretRef") if source.get(name) is not None]
        for name in present:
            problems += _reference_name(source[name].get("name", ""), at / name / "name")
        if not present:
            problems.append(field.invalid(path, "", ONE_ENV_SOURCE))
        elif len(present) > 1:
            problems.append(field.invalid(path, "", TOO_MANY))
    return problems


def _reference_name(name, path):
    """The name may be the beginning of one: a dash at its end is let through, as in Kubernetes."""
    if not name:
        return [field.required(path)]
    masked = name[:-2] + "a" if len(name) > 1 and name.endswith("-") else name
    return [field.invalid(path, name, message) for message in names.dns_subdomain(masked)]
