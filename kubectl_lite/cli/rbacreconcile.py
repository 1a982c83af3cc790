"""Reconciles one role or binding with what is wanted: what is missing is added, what is too much is removed when asked for.

Mirrors component-helpers' auth/rbac/reconciliation; rules are compared by what they cover, one verb and resource at a time.
"""
from __future__ import annotations

from itertools import product

from kubectl_lite.cli import dryrun
from kubectl_lite.machinery.errors import ApiError

FIELDS = (("Verbs", "verbs"), ("APIGroups", "apiGroups"), ("Resources", "resources"), ("ResourceNames", "resourceNames"),
          ("NonResourceURLs", "nonResourceURLs"))


class Outcome:
    """What was (or would be) done to one object."""
    __slots__ = ("obj", "operation", "missing", "extra", "what")

    def __init__(self, obj, operation, missing, extra, what):
        self.obj, self.operation, self.missing, self.extra, self.what = obj, operation, missing, extra, what

    def lines(self, flags) -> list[str]:
        """The lines that tell what differed."""
        if not self.operation:
            return []
        show = rule_text if self.what == "rules" else subject_text
        remove = flags["remove-extra-permissions"] if self.what == "rules" else flags["remove-extra-subjects"]
        out = [f"\treconciliation required {self.operation}"]
        if self.missing:
            out += [f"\tmissing {self.what} added:"] + [f"\t\t{show(item)}" for item in self.missing]
        if self.extra and remove:
            out += [f"\textra {self.what} removed:"] + [f"\t\t{show(item)}" for item in self.extra]
        return out


def reconcile(ctx, flags, info, strategy: str) -> Outcome:
    """Bring one object about."""
    binding = info.resource.kind.endswith("Binding")
    field, what = ("subjects", "subjects") if binding else ("rules", "rules")
    remove = flags["remove-extra-subjects"] if binding else flags["remove-extra-permissions"]
    wanted = _with_groups(info.obj) if binding else info.obj
    if strategy == dryrun.NONE and info.resource.namespaced:
        _ensure_namespace(ctx, info.namespace)
    current = _current(ctx, info) if info.namespace or not info.resource.namespaced else None
    if current is None:
        obj = wanted if strategy == dryrun.CLIENT else ctx.client.create(info.resource, wanted, info.namespace, dryRun=dryrun.query(strategy))
        return Outcome(obj, "create", wanted.get(field) or [], [], what)
    missing, extra = (subject_differences if binding else rule_differences)(current.get(field) or [], wanted.get(field) or [])
    return _update(ctx, info, current, wanted, strategy, (field, what, remove, missing, extra))


def _update(ctx, info, current, wanted, strategy, plan):
    field, what, remove, missing, extra = plan
    if field == "subjects" and current.get("roleRef") != wanted.get("roleRef"):
        return _recreate(ctx, info, wanted, strategy, plan)
    new = {**current, field: wanted.get(field) or [] if remove and extra else (current.get(field) or []) + missing}
    changed = bool(missing) or bool(extra and remove) or _merge_meta(new, current, wanted)
    if not changed:
        return Outcome(current, "", [], [], what)
    if strategy != dryrun.CLIENT:
        new = ctx.client.update(info.resource, new, dryRun=dryrun.query(strategy))
    return Outcome(new, "update", missing, extra, what)


def _recreate(ctx, info, wanted, strategy, plan):
    """A binding's role cannot change: it is deleted and made anew."""
    field, what, _, missing, extra = plan
    if strategy != dryrun.NONE:
        return Outcome(wanted, "recreate", missing, extra, what)
    ctx.client.delete(info.resource, info.name, info.namespace)
    return Outcome(ctx.client.create(info.resource, wanted, info.namespace), "recreate", missing, extra, what)


def _merge_meta(new, current, wanted) -> bool:
    """Labels and annotations of the file are added; whether that changed anything."""
    meta = dict(current["metadata"])
    for name in ("labels", "annotations"):
        merged = {**(meta.get(name) or {}), **(wanted["metadata"].get(name) or {})}
        if merged:
            meta[name] = merged
    new["metadata"] = meta
    return meta != current["metadata"]


def _current(ctx, info):
    try:
        return ctx.client.get(info.resource, info.name, info.namespace)
    except ApiError as e:
        if e.reason == "NotFound":
            return None
        raise


def _ensure_namespace(ctx, name):
    try:
        ctx.client.get(("", "namespaces"), name)
    except ApiError as e:
        if e.reason not in ("NotFound", "Forbidden"):
            raise
        if e.reason == "NotFound":
            ctx.client.create(("", "namespaces"), {"kind": "Namespace", "apiVersion": "v1", "metadata": {"name": name}})


def _with_groups(binding):
    """Subjects with the API group they have when none is written."""
    subjects = [{**s, "apiGroup": s.get("apiGroup") or ("" if s["kind"] == "ServiceAccount" else "rbac.authorization.k8s.io")}
                for s in binding.get("subjects") or []]
    return {**binding, "subjects": [{k: v for k, v in s.items() if v} for s in subjects]}


def subject_differences(current, wanted):
    """(missing, extra) subjects."""
    key = subject_text
    have, want = {key(s) for s in current}, {key(s) for s in wanted}
    return [s for s in wanted if key(s) not in have], [s for s in current if key(s) not in want]


def rule_differences(current, wanted):
    """(missing, extra) rules (rbacvalidation.Covers in both directions)."""
    return uncovered(current, wanted), uncovered(wanted, current)


def uncovered(owner, servant) -> list[dict]:
    """The parts of the servant rules that no owner rule grants."""
    parts = [part for rule in servant for part in breakdown(rule)]
    missing = [part for part in parts if not any(_covers(rule, part) for rule in owner)]
    return missing if len(missing) != len(parts) or owner else list(servant)


def breakdown(rule) -> list[dict]:
    """A rule as rules of one verb on one resource (or URL) each."""
    parts = []
    for group, resource, verb in product(rule.get("apiGroups") or [], rule.get("resources") or [], rule.get("verbs") or []):
        part = {"verbs": [verb], "apiGroups": [group], "resources": [resource]}
        parts += [{**part, "resourceNames": [name]} for name in rule.get("resourceNames") or []] or [part]
    parts += [{"verbs": [verb], "nonResourceURLs": [url]} for verb in rule.get("verbs") or [] for url in rule.get("nonResourceURLs") or []]
    return parts


def _covers(rule, part) -> bool:
    def has(field):
        return "*" in (rule.get(field) or []) or all(value in (rule.get(field) or []) for value in part.get(field) or [])
    if part.get("nonResourceURLs"):
        return has("verbs") and any(u == part["nonResourceURLs"][0] or u.endswith("*") and part["nonResourceURLs"][0].startswith(u[:-1])
                                    for u in rule.get("nonResourceURLs") or [])
    names = rule.get("resourceNames")
    named = not names or bool(part.get("resourceNames")) and set(part["resourceNames"]) <= set(names)
    return has("verbs") and has("apiGroups") and has("resources") and named


def rule_text(rule) -> str:
    """Go's %+v of a PolicyRule."""
    return "{" + " ".join(f"{title}:[{' '.join(rule.get(field) or [])}]" for title, field in FIELDS) + "}"


def subject_text(subject) -> str:
    """Go's %+v of a Subject."""
    return (f"{{Kind:{subject['kind']} APIGroup:{subject.get('apiGroup', '')} Name:{subject['name']} "
            f"Namespace:{subject.get('namespace', '')}}}")
