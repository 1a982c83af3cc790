"""Validation of claim specs and claim templates: PersistentVolumeClaim.spec, ephemeral volumes and stateful sets share it."""
from __future__ import annotations

from kubectl_lite.api.codec_types import as_sent
from kubectl_lite.api.podspec.resources import amount, is_fractional
from kubectl_lite.api.validation import meta, text
from kubectl_lite.api.validation.selectors import label_selector
from kubectl_lite.machinery import field, names, quantity

ACCESS_MODES = ("ReadOnlyMany", "ReadWriteMany", "ReadWriteOnce", "ReadWriteOncePod")
VOLUME_MODES = ("Block", "Filesystem")
# the rest of ObjectMeta, in Go's order: (field, how the error names it)
FORBIDDEN_META = (("name", "name"), ("generateName", "generateName"), ("namespace", "namespace"), ("selfLink", "selfLink"), ("uid", "uID"),
                  ("resourceVersion", "resourceVersion"), ("generation", "generation"), ("creationTimestamp", "creationTimestamp"),
                  ("deletionTimestamp", "deletionTimestamp"), ("deletionGracePeriodSeconds", "deletionGracePeriodSeconds"),
                  ("ownerReferences", "ownerReferences"), ("finalizers", "finalizers"), ("managedFields", "managedFields"))


def validate_template(template, path) -> list:
    """ValidatePersistentVolumeClaimTemplate."""
    metadata = template.get("metadata")
    return template_meta({} if metadata is None else metadata, path / "metadata") + validate_spec(template.get("spec") or {}, path / "spec")


def template_meta(value, path) -> list:
    """ValidateTemplateObjectMeta: labels and annotations are all a template may have."""
    problems = meta.annotations(value.get("annotations") or {}, path / "annotations") + meta.labels(value.get("labels") or {}, path / "labels")
    return problems + [field.forbidden(path / shown, "cannot be set") for name, shown in FORBIDDEN_META if as_sent(value, name) is not None]


def validate_spec(spec, path, selector_values_too: bool = True, groups_too: bool = True) -> list:
    """ValidatePersistentVolumeClaimSpec; the last two: label values of selectors, and the API groups of data sources, must be right."""
    problems, modes = [], spec.get("accessModes") or ()
    if not modes:
        problems.append(field.required(path / "accessModes", "at least 1 access mode is required"))
    problems += label_selector(spec.get("selector"), path / "selector", selector_values_too)
    problems += access_modes(modes, path / "accessModes")
    problems += _storage(spec, (path / "resources").key("storage"))
    if spec.get("storageClassName"):
        problems += text.dns_subdomain(spec["storageClassName"], path / "storageClassName")
    if spec.get("volumeMode") is not None and spec["volumeMode"] not in VOLUME_MODES:
        problems.append(field.not_supported(path / "volumeMode", spec["volumeMode"], VOLUME_MODES))
    problems += _sources(spec, path, groups_too)
    if spec.get("volumeAttributesClassName"):
        problems += text.dns_subdomain(spec["volumeAttributesClassName"], path / "volumeAttributesClassName")
    return problems


def access_modes(modes, path) -> list:
    problems = [field.not_supported(path, mode, ACCESS_MODES) for mode in modes if mode not in ACCESS_MODES]
    if "ReadWriteOncePod" in modes and any(mode != "ReadWriteOncePod" and mode in ACCESS_MODES for mode in modes):
        problems.append(field.forbidden(path, "may not use ReadWriteOncePod with other access modes"))
    return problems


def _storage(spec, path):
    value = ((spec.get("resources") or {}).get("requests") or {}).get("storage")
    if value is None:
        return [field.required(path)]
    if quantity.parse(value) <= quantity.ZERO:
        return [field.invalid(path, value, "must be greater than zero")]
    return amount("storage", value, path)


def basic_amount(value, path, name) -> list:
    """validateBasicResource: an amount that is not negative."""
    whole = quantity.parse(value).value()
    return [field.invalid(path.key(name), whole, "must be a valid resource quantity")] if whole < 0 else []


def _sources(spec, path, groups_too):
    source, reference = spec.get("dataSource"), spec.get("dataSourceRef")
    problems = data_source(source, path / "dataSource", groups_too) if source is not None else []
    if reference is not None:
        problems += data_source(reference, path / "dataSourceRef", groups_too)
        if reference.get("namespace"):
            problems += [field.invalid(path / "dataSourceRef" / "namespace", reference["namespace"], t) for t in names.dns_label(reference["namespace"])]
    if reference is not None and reference.get("namespace"):
        if source is not None:
            problems.append(field.invalid(path, {}, "may not be specified when dataSourceRef.namespace is specified"))
    elif source is not None and reference is not None and _key(source) != _key(reference):
        problems.append(field.invalid(path, {}, "must match dataSourceRef"))
    return problems


def spec_warnings(spec, path) -> list[str]:
    """GetWarningsForPersistentVolumeClaimSpec: parts of bytes are rounded up by drivers; better say whole ones."""
    found = []
    for kind in ("requests", "limits"):
        value = ((spec.get("resources") or {}).get(kind) or {}).get("storage")
        if value is not None and is_fractional(value):
            found.append(f"{path / 'resources' / kind}[storage]: fractional byte value {field.go_quote(value)} is invalid, must be an integer")
    return found


def _key(source):
    return source.get("apiGroup"), source.get("kind", ""), source.get("name", "")


def data_source(source, path, group_too: bool = True) -> list:
    """validateDataSource."""
    problems = [field.required(path / name) for name in ("name", "kind") if not source.get(name)]
    group, kind = source.get("apiGroup") or "", source.get("kind", "")
    if not group and kind != "PersistentVolumeClaim":
        problems.append(field.invalid(path, kind, "must be 'PersistentVolumeClaim' when referencing the default apiGroup"))
    return problems + (text.dns_subdomain(group, path / "apiGroup") if group and group_too else [])
