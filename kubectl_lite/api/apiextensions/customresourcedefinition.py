"""CustomResourceDefinition: defaults, preparation and validation. Mirrors apiextensions' strategy and validation of definitions.

The parts of the validation are in definition_spec (names, versions, columns) and definition_schema (OpenAPI schemas).
"""
from __future__ import annotations

from kubectl_lite.api.apiextensions import certificates, definition_spec
from kubectl_lite.api.apiextensions.conditions import CLEANUP, ESTABLISHED, is_true, with_condition
from kubectl_lite.api.validation import meta
from kubectl_lite.machinery import field, names
from kubectl_lite.machinery.field import Path

HAS_GENERATION = True
ALLOW_UNCONDITIONAL_UPDATE = False
SPEC, STATUS = Path("spec"), Path("status")
APPROVAL = "api-approved.kubernetes.io"
SEE = "see https://github.com/kubernetes/enhancements/pull/1111"
KEEP = ("missing from spec.versions; {0} was previously a storage version, and must remain in spec.versions until a storage migration ensures no data "
        "remains persisted in {0} and removes {0} from status.storedVersions")


def NAME_CHECK(name: str) -> list[str]:
    """A subdomain; that it is PLURAL.GROUP is checked with the rest, which knows both."""
    return names.dns_subdomain(name)


def default(obj: dict) -> None:
    """Names from the kind, conversion None, the port of a conversion webhook."""
    spec = obj.setdefault("spec", {})
    wanted = spec.get("names")
    if isinstance(wanted, dict):
        if not wanted.get("singular") and wanted.get("kind"):
            wanted["singular"] = wanted["kind"].lower()
        if not wanted.get("listKind") and wanted.get("kind"):
            wanted["listKind"] = wanted["kind"] + "List"
    if not spec.get("conversion"):
        spec["conversion"] = {"strategy": "None"}
    service = ((spec["conversion"].get("webhook") or {}).get("clientConfig") or {}).get("service")
    if isinstance(service, dict):
        service.setdefault("port", 443)


def prepare_for_create(obj: dict) -> None:
    """A new definition has no status but the version in which it stores."""
    obj["status"] = {"conditions": None, "acceptedNames": {"plural": "", "kind": ""}, "storedVersions": None}
    _remember_stored(obj)


def _remember_stored(obj):
    stored = next((v["name"] for v in obj["spec"].get("versions") or () if v.get("storage")), None)
    known = obj["status"].get("storedVersions") or []
    if stored is not None and stored not in known:
        obj["status"] = {**obj["status"], "storedVersions": [*known, stored]}


def prepare_for_update(obj: dict, old: dict) -> None:
    """The status stays, but for a new storage version."""
    obj["status"] = dict(old.get("status") or {})
    _remember_stored(obj)


def prepare_for_status_update(obj: dict, old: dict) -> None:
    """Only the status and the owners of its fields change."""
    owners = obj["metadata"].get("managedFields")
    obj["spec"] = old["spec"]
    obj["metadata"] = {**old["metadata"]}
    if owners is not None:
        obj["metadata"]["managedFields"] = owners


def begin_delete(obj: dict, env):
    """The first delete marks a definition, whose objects go before it; None when it is marked already."""
    metadata = obj["metadata"]
    if "deletionTimestamp" in metadata:
        return None
    metadata["deletionTimestamp"] = env.timestamp()
    if CLEANUP not in (metadata.get("finalizers") or ()):
        metadata["finalizers"] = [*(metadata.get("finalizers") or ()), CLEANUP]
    return with_condition(obj, env.timestamp(), "InstanceDeletionPending",
                          "CustomResourceDefinition marked for deletion; CustomResource deletion will begin soon")


def validate(obj: dict) -> list:
    """Everything but the generic metadata checks."""
    spec, metadata = obj["spec"], obj["metadata"]
    wanted = f"{(spec.get('names') or {}).get('plural', '')}.{spec.get('group', '')}"
    problems = [field.invalid(Path("metadata") / key, metadata[key], 'must be spec.names.plural+"."+spec.group')
                for key in ("generateName", "name") if metadata.get(key) and metadata[key] != wanted]
    problems += definition_spec.check(spec, SPEC) + _accepted_names(obj)
    return problems + _stored_versions(obj) + _approval(obj, None) + _preserve(obj, None)


def _accepted_names(obj):
    return definition_spec.check_names((obj.get("status") or {}).get("acceptedNames") or {}, STATUS / "acceptedNames")


def validate_update(obj: dict, old: dict) -> list:
    """The same, and what may not change any more."""
    spec, was = obj["spec"], old["spec"]
    problems = definition_spec.check(spec, SPEC, loose=_may_have_no_bundle(old))
    if is_true(old, ESTABLISHED):
        problems += meta.immutable(spec.get("scope"), was.get("scope"), SPEC / "scope")
        problems += meta.immutable(spec["names"].get("kind"), was["names"].get("kind"), SPEC.child("names", "kind"))
    problems += meta.immutable(spec.get("group"), was.get("group"), SPEC / "group")
    problems += meta.immutable(spec["names"].get("plural"), was["names"].get("plural"), SPEC.child("names", "plural"))
    return problems + _accepted_names(obj) + _stored_versions(obj) + _approval(obj, old) + _preserve(obj, old)


def _may_have_no_bundle(old):
    """Whether the certificates for conversions need not be sound: until the definition is established, and while they are not."""
    client = ((old["spec"].get("conversion") or {}).get("webhook") or {}).get("clientConfig") or {}
    return not is_true(old, ESTABLISHED) or bool(client.get("caBundle")) and not certificates.sound(client["caBundle"])


def validate_status_update(obj: dict, old: dict) -> list:
    return _accepted_names(obj)


def _stored_versions(obj):
    path, stored = STATUS / "storedVersions", (obj.get("status") or {}).get("storedVersions")
    if not stored:
        return [field.invalid(path, stored, "must have at least one stored version")]
    problems, left = [], dict.fromkeys(stored)
    for version in obj["spec"].get("versions") or ():
        if version.get("storage") and version["name"] not in left:
            problems.append(field.invalid(path, stored, f"must have the storage version {version['name']}"))
        left.pop(version["name"], None)  # so that a version given twice is missed
    return problems + [field.invalid(path.index(stored.index(v)), v, KEEP.format(v)) for v in left]


def _approval(obj, old):
    """Groups of the community need the approval annotation; a definition that never had it may go on without."""
    group = obj["spec"].get("group") or ""
    if not any(group == g or group.endswith("." + g) for g in ("k8s.io", "kubernetes.io")):
        return []
    value, path = _annotation(obj), Path("metadata.annotations").key(APPROVAL)
    if value.startswith("unapproved") or value.startswith(("https://", "http://")):
        return []
    if old is not None and _annotation(old) == value:
        return []
    if value:
        return [field.invalid(path, value, f'protected groups must have approval annotation "{APPROVAL}" with either a URL or a reason starting with "unapproved", {SEE}')]
    return [field.required(path, f'protected groups must have approval annotation "{APPROVAL}", {SEE}')]


def _annotation(obj):
    return (obj["metadata"].get("annotations") or {}).get(APPROVAL, "")


def _preserve(obj, old):
    if not obj["spec"].get("preserveUnknownFields") or old is not None and old["spec"].get("preserveUnknownFields"):
        return []
    return [field.invalid(SPEC / "preserveUnknownFields", True,
                          "cannot set to true, set x-kubernetes-preserve-unknown-fields to true in spec.versions[*].schema instead")]
