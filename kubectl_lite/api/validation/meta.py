"""Object metadata: what every create and update is held to, in the order and words of apimachinery's api/validation/objectmeta.go.

Knows no kinds. What a kind adds (name rule, namespaced or not, whether finalizer names must be Kubernetes' own) is handed in.
"""
from __future__ import annotations

from kubectl_lite.machinery import field, names
from kubectl_lite.machinery.field import Path

METADATA = Path("metadata")
MAX_ANNOTATIONS = 256 * 1024
IMMUTABLE = "field is immutable"
ORPHAN, FOREGROUND = "orphan", "foregroundDeletion"
STANDARD_FINALIZERS = ("kubernetes", ORPHAN, FOREGROUND)
NOT_A_KUBE_FINALIZER = "name is neither a standard finalizer name nor is it fully qualified"

# What an update may not change, in order: (field, value of an object that lacks it)
IMMUTABLE_FIELDS = (("name", ""), ("namespace", ""), ("uid", ""), ("creationTimestamp", None), ("deletionTimestamp", None),
                    ("deletionGracePeriodSeconds", None))


def name_check(check):
    """The function (name) -> [text] of a kind's NAME_CHECK, which may be the name of a function in machinery/names.py."""
    return getattr(names, check) if isinstance(check, str) else check


def _generated(prefix: str) -> str:
    """A generateName as the name rules see it: a dash at its end will be followed by letters."""
    return prefix[:-2] + "a" if len(prefix) > 1 and prefix.endswith("-") else prefix


def validate_meta(meta: dict, namespaced: bool, check="dns_subdomain", path: Path = METADATA, kube_finalizers: bool = True) -> list:
    """ValidateObjectMeta. `check` says what the name must be; a path segment masks no dash, as in Kubernetes."""
    rule = name_check(check)
    problems = []
    generate = meta.get("generateName")
    if generate and rule is not names.long_name:  # the declarative rule looks at the name alone
        segment = rule is names.path_segment
        texts = names.path_segment_prefix(generate) if segment else rule(_generated(generate))
        problems += [field.invalid(path / "generateName", generate, text) for text in texts]
    name = meta.get("name")
    if not name:
        problems.append(field.required(path / "name", "name or generateName is required"))
    else:
        problems += [field.invalid(path / "name", name, text) for text in rule(name)]
    problems += _namespace(meta.get("namespace"), namespaced, path)
    generation = meta.get("generation")
    if generation is not None and generation < 0:
        problems.append(field.invalid(path / "generation", generation, "must be greater than or equal to 0"))
    return problems + _common(meta, path, kube_finalizers)


def _namespace(namespace, namespaced, path):
    if not namespaced:
        return [field.forbidden(path / "namespace", "not allowed on this type")] if namespace else []
    if not namespace:
        return [field.required(path / "namespace")]
    return [field.invalid(path / "namespace", namespace, text) for text in names.dns_label(namespace)]


def _common(meta, path, kube_finalizers):
    """What creations and updates are held to alike."""
    problems = []
    for name, check in CHECKS:
        if meta.get(name):
            problems += check(meta[name], path / name)
    return problems + _kube_finalizers(meta["finalizers"], path / "finalizers") if kube_finalizers and meta.get("finalizers") else problems


def validate_meta_update(meta: dict, old: dict, path: Path = METADATA, kube_finalizers: bool = True) -> list:
    """ValidateObjectMetaUpdate: what may not change, then the rules of labels, annotations and owners."""
    problems = []
    if old.get("deletionTimestamp"):
        problems += _no_new_finalizers(meta, old, path / "finalizers")
    if not meta.get("resourceVersion"):
        problems.append(field.invalid(path / "resourceVersion", meta.get("resourceVersion") or "", "must be specified for an update"))
    if (meta.get("generation") or 0) < (old.get("generation") or 0):
        problems.append(field.invalid(path / "generation", meta.get("generation") or 0, "must not be decremented"))
    for name, absent in IMMUTABLE_FIELDS:
        if meta.get(name, absent) != old.get(name, absent):
            problems += immutable(meta.get(name, absent), old.get(name, absent), path / name)
    return problems + _common(meta, path, kube_finalizers)


def immutable(new, old, path) -> list:
    """ValidateImmutableField: the two must be equal (nothing and empty are)."""
    if new == old or (not new and not old and not isinstance(new, (bool, int)) and not isinstance(old, (bool, int))):
        return []
    return [field.invalid(path, new, IMMUTABLE)]


def labels(values: dict, path) -> list:
    """ValidateLabels."""
    problems = []
    for key, value in values.items():
        problems += [field.invalid(path, key, text) for text in names.label_key(key)]
        problems += [field.invalid(path, value, text) for text in names.label_value(value)]
    return problems


def label_name(name: str, path) -> list:
    """ValidateLabelName."""
    return [field.invalid(path, name, text) for text in names.label_key(name)]


def annotations(values: dict, path) -> list:
    """ValidateAnnotations: keys whatever their case, and 256 KiB altogether."""
    problems, total = [], 0
    for key, value in values.items():
        problems += [field.invalid(path, key, text) for text in names.label_key(key.lower())]
        total += names.size(key) + names.size(value)
    if total > MAX_ANNOTATIONS:
        problems.append(field.too_long(path, MAX_ANNOTATIONS))
    return problems


def owner_references(references: list, path) -> list:
    """ValidateOwnerReferences: each complete, none an Event, one controller at most."""
    problems, controller = [], ""
    for ref in references:
        problems += _owner(ref, path)
        if ref.get("controller"):
            this = f"{ref.get('kind', '')}/{ref.get('name', '')}"
            if controller:
                problems.append(field.invalid(path, _owner_values(references), "Only one reference can have Controller set to true. "
                                              f'Found "true" in references for {controller} and {this}'))
            else:
                controller = this
    return problems


def _owner(ref, path):
    group, _, version = ref.get("apiVersion", "").rpartition("/")
    problems = []
    if not version or "/" in group:
        problems.append(field.invalid(path / "apiVersion", ref.get("apiVersion", ""), "version must not be empty"))
    for name in ("kind", "name", "uid"):
        if not ref.get(name):
            problems.append(field.invalid(path / name, ref.get(name) or "", "must not be empty"))
    if (group, version, ref.get("kind")) == ("", "v1", "Event"):
        problems.append(field.invalid(path, _owner_value(ref), "/v1, Kind=Event is disallowed from being an owner"))
    return problems


def _owner_value(ref):
    """The reference with its fields in Go's order."""
    value = {name: ref.get(name, "") for name in ("apiVersion", "kind", "name", "uid")}
    value.update({name: ref[name] for name in ("controller", "blockOwnerDeletion") if ref.get(name) is not None})
    return field.Raw(_struct_json(value))


def _owner_values(references):
    return field.Raw("[" + ",".join(_owner_value(r).text for r in references) + "]")


def _struct_json(value):
    from json import dumps
    return dumps(value, separators=(",", ":"), ensure_ascii=False)


def finalizers(values, path) -> list:
    """ValidateFinalizers: qualified names, and not both ways of deleting dependents."""
    problems = []
    for value in values:
        problems += [field.invalid(path, value, text) for text in names.label_key(value)]
    if ORPHAN in values and FOREGROUND in values:
        problems.append(field.invalid(path, list(values), f"finalizer {ORPHAN} and {FOREGROUND} cannot be both set"))
    return problems


def finalizer_name(value: str, path) -> list:
    """The rule of built-in kinds: a finalizer is one of Kubernetes' own or has a domain."""
    if "/" in value or value in STANDARD_FINALIZERS:
        return []
    return [field.invalid(path, value, NOT_A_KUBE_FINALIZER)]


def _kube_finalizers(values, path):
    return [p for i, value in enumerate(values) for p in finalizer_name(value, path.index(i))]


def _no_new_finalizers(meta, old, path):
    extra = sorted(set(meta.get("finalizers") or ()) - set(old.get("finalizers") or ()))
    if not extra:
        return []
    shown = ", ".join(field.go_quote(e) for e in extra)
    return [field.forbidden(path, "no new finalizers can be added if the object is being deleted, "
                                  f"found new finalizers []string{{{shown}}}")]


def managed_fields(entries, path) -> list:
    """ValidateManagedFields."""
    return [p for i, entry in enumerate(entries) for p in _managed_fields_entry(entry, path.index(i))]


def _managed_fields_entry(entry, path):
    problems = []
    if entry.get("operation") not in ("Apply", "Update"):
        problems.append(field.invalid(path / "operation", entry.get("operation", ""), "must be `Apply` or `Update`"))
    if entry.get("fieldsType", "FieldsV1") not in ("", "FieldsV1"):
        problems.append(field.invalid(path / "fieldsType", entry["fieldsType"], "must be `FieldsV1`"))
    manager = entry.get("manager", "")
    if names.size(manager) > 128 or not manager.isprintable():
        problems += field_manager(manager, path / "manager")
    if len(entry.get("subresource", "")) > 256:
        problems.append(field.too_long(path / "subresource", 256))
    return problems


def field_manager(value: str, path) -> list:
    """ValidateFieldManager: at most 128 bytes, printable."""
    problems = [field.too_long(path, 128)] if names.size(value) > 128 else []
    if value.isprintable():
        return problems
    offset = 0
    for char in value:
        if not char.isprintable():
            problems.append(field.invalid(path, value, f"invalid character U+{ord(char):04X} (at position {offset})"))
        offset += names.size(char)
    return problems


# of metadata that is there, in order: check(value, path)
CHECKS = (("labels", labels), ("annotations", annotations), ("ownerReferences", owner_references), ("finalizers", finalizers), ("managedFields", managed_fields))
