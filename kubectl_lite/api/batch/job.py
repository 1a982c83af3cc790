"""Job: defaults, the generated selector, validation, what an update may change. Mirrors pkg/apis/batch and pkg/registry/batch/job."""
from __future__ import annotations

from kubectl_lite.api.batch import jobspec, jobstatus
from kubectl_lite.api.podspec.encoding import settle as canonicalize  # noqa: F401 (a slot)
from kubectl_lite.api.validation import meta, selectors, workloads
from kubectl_lite.machinery import field, labels, names
from kubectl_lite.machinery.field import Path

HAS_GENERATION = True
DEFAULT_GC = "orphan"
ORPHAN_WARNING = ("child pods are preserved by default when jobs are deleted; set propagationPolicy=Background to remove them or set "
                  "propagationPolicy=Orphan to suppress this warning")
SELECTABLE = ("status.successful",)
FIELD_LABEL_ERROR = 'field label "{}" not supported for Job'

SPEC = Path("spec")
TEMPLATE = SPEC / "template"
UID_LABEL, NAME_LABEL = "batch.kubernetes.io/controller-uid", "batch.kubernetes.io/job-name"
OLD_UID_LABEL, OLD_NAME_LABEL = "controller-uid", "job-name"
MAX_INT32 = (1 << 31) - 1
# what may change in the template of a job that is suspended and has not started
SCHEDULING = ("nodeSelector", "tolerations", "schedulingGates")
# (field, its type where it is printed in its internal form)
IMMUTABLE = (("completionMode", ""), ("podFailurePolicy", "PodFailurePolicy"), ("backoffLimitPerIndex", ""), ("managedBy", ""),
             ("successPolicy", "SuccessPolicy"))


def selectable_fields(obj):
    return {"status.successful": str((obj.get("status") or {}).get("succeeded", 0))}


def default(obj):
    """SetDefaults_Job."""
    spec = obj.setdefault("spec", {})
    if spec.get("parallelism") is None:
        if spec.get("completions") is None:
            spec["completions"] = 1
        spec["parallelism"] = 1
    if spec.get("backoffLimit") is None:
        spec["backoffLimit"] = 6 if spec.get("backoffLimitPerIndex") is None else MAX_INT32
    own = ((spec.get("template") or {}).get("metadata") or {}).get("labels")
    if own and not (obj.get("metadata") or {}).get("labels"):
        obj.setdefault("metadata", {})["labels"] = own  # the same map on purpose: labels generated for the template show here too
    if spec.get("completionMode") is None:
        spec["completionMode"] = "NonIndexed"
    if spec.get("suspend") is None:
        spec["suspend"] = False
    if spec.get("podReplacementPolicy") is None:
        spec["podReplacementPolicy"] = "TerminatingOrFailed" if spec.get("podFailurePolicy") is None else "Failed"
    if spec.get("manualSelector") is None:
        spec["manualSelector"] = False
    jobspec.default_conditions(spec)
    workloads.default_template(spec)


def prepare_for_create(obj):
    obj["status"] = {}
    spec = obj["spec"] = dict(obj.get("spec") or {})
    if not spec.get("manualSelector"):
        _generate_selector(spec, obj["metadata"])
    _own_labels(obj["metadata"])


def prepare_for_update(obj, old):
    obj["status"] = old.get("status") or {}
    _own_labels(obj["metadata"])


def _own_labels(metadata):
    """Nothing but the generation of labels relies on default's sharing of the map."""
    if metadata.get("labels"):
        metadata["labels"] = dict(metadata["labels"])


def _generate_selector(spec, metadata):
    """Labels and a selector by the job's own uid, which no other controller can have."""
    uid, name = metadata.get("uid", ""), metadata.get("name", "")
    template = spec["template"] = dict(spec.get("template") or {})
    template["metadata"] = dict(template.get("metadata") or {})
    given = template["metadata"].get("labels")
    own = dict(given or {})
    for key, value in ((OLD_NAME_LABEL, name), (OLD_UID_LABEL, uid), (NAME_LABEL, name), (UID_LABEL, uid)):
        own.setdefault(key, value)
    template["metadata"]["labels"] = own
    if given and metadata.get("labels") is given:
        metadata["labels"] = own
    selector = spec["selector"] = dict(spec.get("selector") or {})
    selector["matchLabels"] = {UID_LABEL: uid, **(selector.get("matchLabels") or {})}


def at_rest(obj):
    """A stored job that has no labels reads with those of its template."""
    own = obj["spec"]["template"].get("metadata", {}).get("labels")
    if not own or obj["metadata"].get("labels"):
        return obj
    return {**obj, "metadata": {**obj["metadata"], "labels": dict(own)}}


def validate(obj, old=None):
    """ValidateJob."""
    spec = obj.get("spec") or {}
    problems = _generated(obj, spec, _expected(obj, old))
    problems += jobspec.validate(spec, SPEC, ((old or {}).get("spec") or {}).get("template"))
    problems += _selector(spec)
    if spec.get("completionMode") == "Indexed" and (spec.get("completions") or 0) > 0:
        name = obj["metadata"].get("name", "")
        hostname = f"{name}-{spec['completions'] - 1}"
        if names.dns_label(hostname):
            problems.append(field.invalid("metadata.name", name, f"will not able to create pod with invalid DNS label: {hostname}"))
    return problems


def _expected(obj, old):
    """The generated labels of the pods; jobs of old releases lack the prefixed ones."""
    uid, name = obj["metadata"].get("uid", ""), obj["metadata"].get("name", "")
    expected = {OLD_UID_LABEL: uid, OLD_NAME_LABEL: name}
    was = (((old or obj)["spec"].get("template") or {}).get("metadata") or {}).get("labels") or {}
    return expected if old and not {UID_LABEL, NAME_LABEL} <= was.keys() else {**expected, UID_LABEL: uid, NAME_LABEL: name}


def _generated(obj, spec, expected):
    """The labels and the selector that the server made must be there."""
    selector = spec.get("selector")
    if spec.get("manualSelector") or selector is None:
        return []
    own = ((spec.get("template") or {}).get("metadata") or {}).get("labels") or {}
    problems = []
    for key, value in expected.items():
        path = TEMPLATE.child("metadata", "labels").key(key)
        if key not in own:
            problems.append(field.required(path, f"must be '{value}'"))
        elif own[key] != value:
            problems.append(field.invalid(path, own, f"must be '{value}'"))
    try:
        if not labels.from_object(selector).matches(expected):
            problems.append(field.invalid(SPEC / "selector", selectors.selector_value(selector), "`selector` not auto-generated"))
    except labels.SelectorError:
        pass
    return problems


def _selector(spec):
    selector, template = spec.get("selector"), spec.get("template") or {}
    problems = [field.required(SPEC / "selector")] if selector is None else selectors.label_selector(selector, SPEC / "selector")
    try:
        found = labels.from_object(selector)
    except labels.SelectorError:
        return problems
    return problems + workloads.selected(template, found, TEMPLATE)


def validate_update(obj, old):
    """ValidateJob, then what is fixed once the job is there."""
    from kubectl_lite.api import internal
    spec, was = obj["spec"], old["spec"]
    problems = meta.validate_meta(obj["metadata"], True) + validate(obj, old)
    problems += _completions(spec, was) + workloads.immutable_selector(spec, was) + _template(spec, was, old)
    for name, kind in IMMUTABLE:
        if spec.get(name) != was.get(name):
            shown = internal.value(spec.get(name), jobspec.TYPES + kind) if kind else spec.get(name)
            problems.append(field.invalid(SPEC / name, shown, "field is immutable"))
    return problems


def _completions(spec, was):
    new, path = spec.get("completions"), SPEC / "completions"
    if new == was.get("completions"):
        return []
    if spec.get("completionMode") != "Indexed":
        return [field.invalid(path, new, "field is immutable")]
    if new is None or new == spec.get("parallelism"):
        return []
    return [field.invalid(path, new, f"can only be modified in tandem with {SPEC / 'parallelism'}")]


def _template(spec, was, old):
    from kubectl_lite.api import internal
    template, before = spec.get("template") or {}, was.get("template") or {}
    if _waits(was, old.get("status") or {}):
        pod = template.get("spec") or {}
        if pod == _with_scheduling(before.get("spec") or {}, pod):
            return []
        return [field.invalid(TEMPLATE / "spec", internal.value(pod, "PodSpec"), "field is immutable")]
    if template == before:
        return []
    return [field.invalid(TEMPLATE, internal.value(template, "PodTemplateSpec"), "field is immutable")]


def _waits(spec, status):
    """Whether a job is suspended and none of its pods is there (any more)."""
    if not spec.get("suspend") or status.get("active"):
        return False
    return not status.get("startTime") or jobstatus.condition(status, "Suspended")


def _with_scheduling(before, new):
    """The old pod spec with the new scheduling directives and the new resources of its containers."""
    spec = dict(before)
    for name in SCHEDULING:
        _copy(spec, new, name)
    for name in ("containers", "initContainers"):
        if len(before.get(name) or ()) == len(new.get(name) or ()) != 0:
            spec[name] = [_with_resources(*pair) for pair in zip(before[name], new[name])]
    affinity = dict(spec.get("affinity") or {})
    _copy(affinity, new.get("affinity") or {}, "nodeAffinity")
    spec.pop("affinity", None)
    if affinity or new.get("affinity") is not None:
        spec["affinity"] = affinity
    return spec


def _with_resources(container, new):
    if container.get("name") != new.get("name"):
        return container
    container = dict(container)
    _copy(container, new, "resources")
    return container


def _copy(target, source, name):
    if name in source:
        target[name] = source[name]
    else:
        target.pop(name, None)


def warnings(obj, old):
    return jobspec.warnings(obj, old, obj["spec"], SPEC)


validate_status_update = jobstatus.validate_update
