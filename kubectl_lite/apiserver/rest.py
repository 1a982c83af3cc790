"""The generic life of an object: what happens to it before it is created, updated or deleted, whatever its kind.

Mirrors apiserver/pkg/registry/rest (BeforeCreate, BeforeUpdate, BeforeDelete): system fields, preparation by the kind's strategy,
validation. Changes the private object it is given; never the stored one.
"""
from __future__ import annotations

from kubectl_lite.api.validation import meta as metavalidation
from kubectl_lite.machinery import errors, field

# the words for a deletion of another object than the caller named: those of most kinds, and of those that mark themselves as going
BEFORE_DELETE = {
    "UID": "the UID in the precondition ({}) does not match the UID in record ({}). The object might have been deleted and then recreated",
    "ResourceVersion": "the ResourceVersion in the precondition ({}) does not match the ResourceVersion in record ({}). The object might have been modified",
}
CHECKED_FIRST = {
    "UID": "Precondition failed: UID in precondition: {}, UID in object meta: {}",
    "ResourceVersion": "Precondition failed: ResourceVersion in precondition: {}, ResourceVersion in object meta: {}",
}
MAX_NAME_PREFIX = 58  # a generated name is the prefix cut to this length and five random characters


def before_create(scope, obj: dict) -> None:
    """Fill the system fields of a new object, prepare and validate it; Invalid with every field error."""
    strategy, env, metadata = scope.strategy, scope.env, obj["metadata"]
    for key in ("deletionTimestamp", "deletionGracePeriodSeconds", "selfLink"):
        metadata.pop(key, None)
    if strategy.HAS_GENERATION:
        metadata["generation"] = 1
    metadata["creationTimestamp"] = env.timestamp()
    metadata["uid"] = env.uuid()
    if metadata.get("generateName") and not metadata.get("name"):
        metadata["name"] = metadata["generateName"][:MAX_NAME_PREFIX] + env.suffix()
    _warn(scope, strategy.slot("early_warnings", _no_rules)(obj))
    strategy.prepare_for_create(obj)
    _from_request(scope, obj, None)
    refuse(scope, obj, _in_namespace(scope, "validate_in_namespace", obj) + _problems_of_new(scope, obj))
    _warn(scope, strategy.warnings(obj, None))
    strategy.canonicalize(obj)


def _problems_of_new(scope, obj):
    """Metadata comes first; a kind that does not look at metadata is only held to its rules once it has no problem of its own."""
    strategy = scope.strategy
    own = strategy.validate(obj)
    if own and strategy.slot("METADATA_LAST"):
        return own
    return metavalidation.validate_meta(obj["metadata"], scope.resource.namespaced, strategy.NAME_CHECK,
                                        kube_finalizers=strategy.KUBE_FINALIZERS) + own


def _warn(scope, texts):
    for text in texts:
        scope.warn(text)


def _from_request(scope, obj, old):
    """What a few kinds take from the request itself: its user, and the time."""
    for_user, stamp = scope.strategy.slot("prepare_for_user"), scope.strategy.slot("stamp")
    if for_user is not None and old is None:
        for_user(obj, scope.user)
    if stamp is not None:
        stamp(obj, old, scope.env.timestamp())


def _in_namespace(scope, slot, *objects):
    """What depends on the namespace: few kinds look at its labels."""
    check = scope.strategy.slot(slot)
    if check is None:
        return []
    from kubectl_lite.api import resources
    return check(*objects, scope.objects.find(resources.find("", "v1", "namespaces"), "", scope.namespace) or {})


def before_update(scope, obj: dict, old: dict, part: str = "") -> None:
    """Keep what an update may not touch, prepare and validate the new object; `part` is "" or "status" (or a slot name of the kind)."""
    strategy, metadata, was = scope.strategy, obj["metadata"], old["metadata"]
    _keep_system_fields(metadata, was)
    if not scope.dry_run:
        metadata.pop("selfLink", None)  # which is lost on the way into the storage, so that a dry run still shows it
    _slot(strategy, "prepare_for", part)(obj, old)
    _from_request(scope, obj, old)
    if strategy.HAS_GENERATION and part not in ("status", "binding") and strategy.bumps_generation(obj, old):
        obj["metadata"]["generation"] = was.get("generation", 0) + 1  # preparing may have given it other metadata
    validate = _slot(strategy, "validate", part)
    problems = metavalidation.validate_meta_update(obj["metadata"], was, kube_finalizers=strategy.KUBE_FINALIZERS)
    before = _in_namespace(scope, "validate_status_in_namespace", obj, old) if part == "status" else []
    refuse(scope, obj, before + problems + validate(obj, old))
    _warn(scope, strategy.slot(f"warnings_{part}_update", _no_rules)(obj, old) if part else strategy.warnings(obj, old))
    strategy.canonicalize(obj)


def _slot(strategy, step, part):
    """The strategy's function for a step of an update of the object or of one part; parts without rules of their own have none."""
    name = f"{step}_{part}_update" if part else f"{step}_update"
    return getattr(strategy, name, None) or strategy.slot(name, _no_rules)


def _no_rules(_obj, _old=None):
    return []


def _keep_system_fields(metadata, was):
    """What only the server may set stays as it was (an empty uid is filled in; another one is an error of validation)."""
    for key in ("generation", "creationTimestamp"):
        if key in was:
            metadata[key] = was[key]
        else:
            metadata.pop(key, None)
    if "deletionTimestamp" in was:  # setting it anew is an error of validation
        metadata["deletionTimestamp"] = was["deletionTimestamp"]
    if "deletionGracePeriodSeconds" in was:
        metadata.setdefault("deletionGracePeriodSeconds", was["deletionGracePeriodSeconds"])
    if not metadata.get("uid") and "uid" in was:
        metadata["uid"] = was["uid"]
    metadata["resourceVersion"] = was["resourceVersion"]  # whoever named another one was refused before


def refuse(scope, obj, problems: list) -> None:
    """Invalid if there are field errors."""
    if scope.tracing:
        scope.trace("validation", f"refused: {len(problems)} problem{'s' if len(problems) > 1 else ''}" if problems else "ok", [str(p) for p in problems])
    if problems:
        resource = scope.resource
        kind = scope.strategy.slot("ERROR_KIND") or resource.group_kind
        raise errors.invalid(kind, obj["metadata"].get("name", ""), problems)


def check_identity(scope, obj: dict) -> None:
    """Put the object of an update or a patch into the request's namespace; BadRequest unless it is the one that the URL names."""
    metadata = obj.setdefault("metadata", {})
    ensure_namespace(scope, metadata)
    name = metadata.get("name") or ""
    if not name:
        raise errors.bad_request(f"the name of the object ({scope.name} based on URL) was undeterminable: name must be provided")
    if name != scope.name:
        raise errors.bad_request(f"the name of the object ({name}) does not match the name on the URL ({scope.name})")


def ensure_namespace(scope, metadata: dict) -> None:
    """The namespace of an object is the request's; BadRequest when it names another one. Objects of the cluster have none."""
    if not scope.resource.namespaced:
        metadata.pop("namespace", None)
        return
    if (metadata.get("namespace") or scope.namespace) != scope.namespace:
        raise errors.bad_request("the namespace of the provided object does not match the namespace sent on the request")
    metadata["namespace"] = scope.namespace


def check_preconditions(scope, obj: dict, uid, resource_version) -> None:
    """Conflict unless the object is the one, and in the version, that the caller of a deletion named."""
    metadata, marks_itself = obj["metadata"], scope.strategy.slot("begin_delete") is not None
    words, named = (CHECKED_FIRST, scope.resource.group_resource) if marks_itself else (BEFORE_DELETE, scope.resource.group_kind)
    for what, wanted, found in (("UID", uid, metadata["uid"]), ("ResourceVersion", resource_version, metadata["resourceVersion"])):
        if wanted is not None and wanted != found:
            raise errors.conflict(named, metadata["name"], words[what].format(wanted, found))


def check_stored(scope, obj: dict, uid, resource_version="") -> None:
    """Conflict in the words of the storage layer unless an object to be written is the one, and in the version, that was named ("" for any)."""
    metadata = obj["metadata"]
    for what, wanted, found in (("UID", uid, metadata["uid"]), ("ResourceVersion", resource_version, metadata["resourceVersion"])):
        if wanted and wanted != found:
            resource, key = scope.resource, scope.resource.key(scope.namespace, scope.name)
            raise errors.conflict(resource.group_resource, scope.name, f"StorageError: invalid object, Code: 4, Key: {key}, ResourceVersion: 0, "
                                  f"AdditionalErrorMsg: {CHECKED_FIRST[what].format(wanted, found)}")


def number(text: str) -> int:
    """A resourceVersion of an object as a number, 0 when it has none; InternalError with Go's words when it is none."""
    if not text:
        return 0
    if not (text.isascii() and text.isdigit()):
        raise errors.internal_text(f'strconv.ParseUint: parsing {field.go_quote(text)}: invalid syntax')
    return int(text)


def check_update_version(scope, obj: dict, old: dict) -> bool:
    """Whether the caller named the resourceVersion to replace (then a lost race is a Conflict); Conflict or Invalid when it does not fit."""
    wanted = number(obj["metadata"].get("resourceVersion"))
    if not wanted:
        if not scope.strategy.ALLOW_UNCONDITIONAL_UPDATE:
            problem = field.invalid(field.Path("metadata.resourceVersion"), 0, "must be specified for an update")
            raise errors.invalid(scope.resource.group_resource, old["metadata"]["name"], [problem])  # which stands where a kind should
        return False
    if wanted != int(old["metadata"]["resourceVersion"]):
        raise errors.modified(scope.resource.group_resource, old["metadata"]["name"])
    return True


def dedup_owner_references(scope, obj: dict) -> None:
    """Drop repeated owner references, with the warning Kubernetes gives."""
    references = obj["metadata"].get("ownerReferences")
    if not references:
        return
    seen, kept = set(), []
    for reference in references:
        if reference.get("uid") in seen and reference in kept:
            scope.warn(".metadata.ownerReferences contains duplicate entries; API server dedups owner references in 1.20+, and may reject such requests as early as 1.24; "
                       f"please fix your requests; duplicate UID(s) observed: {reference['uid']}")
            continue
        seen.add(reference.get("uid"))
        kept.append(reference)
    obj["metadata"]["ownerReferences"] = kept
