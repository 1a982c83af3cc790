"""The rules of a custom kind, made from its definition: what other kinds have in a module of api/.

Mirrors apiextensions' customResourceStrategy and statusStrategy.
"""
from __future__ import annotations

from kubectl_lite.api.strategy import Strategy
from kubectl_lite.api.structural import check, embedded, lists
from kubectl_lite.apiserver.crd import fields, versions
from kubectl_lite.machinery import field
from kubectl_lite.machinery.field import Path

MAX_INT32 = (1 << 31) - 1
BLOCKING = ("unsupported", "required", "toolong", "toomany", "typeinvalid")
FINALIZERS = ("foregroundDeletion", "kubernetes", "orphan")
UNQUALIFIED = ("metadata.finalizers: {}: prefer a domain-qualified finalizer name including a path (/) to avoid accidental conflicts with other "
               "finalizer writers")
NOT_CHECKED = "some validation rules were not checked because the object was invalid; correct the existing errors to complete validation"


def strategy(resource) -> Strategy:
    """The strategy of one version of a custom resource."""
    return Strategy(Rules(resource))


class Rules:
    """The slots of api/strategy.py for one version of a custom resource."""
    HAS_GENERATION = True
    KUBE_FINALIZERS = False
    ALLOW_UNCONDITIONAL_UPDATE = False

    def __init__(self, resource):
        self.resource = resource
        self.schema = versions.schema(resource.crd, resource.version)
        self.status = versions.has_status(resource.crd, resource.version)
        self.scale = versions.scale(resource.crd, resource.version)
        self.has_rules = check.has_rules(self.schema)
        self.SELECTABLE = fields.names(resource)

    def default(self, obj):
        """Defaults are filled when the object is decoded."""

    def prepare_for_create(self, obj):
        if self.status:
            obj.pop("status", None)

    def prepare_for_update(self, obj, old):
        if not self.status:
            return
        if "status" in old:
            obj["status"] = old["status"]
        else:
            obj.pop("status", None)

    def bumps_generation(self, obj, old):
        outside = ("metadata", "status", "apiVersion") if self.status else ("metadata", "apiVersion")
        return {k: v for k, v in obj.items() if k not in outside} != {k: v for k, v in old.items() if k not in outside}

    def prepare_for_status_update(self, obj, old):
        """Everything but the status (and who owns it) stays as it was."""
        status, owners = obj.get("status"), obj["metadata"].get("managedFields")
        for key in list(obj):
            del obj[key]
        obj.update({k: v for k, v in old.items() if k not in ("status", "metadata")})
        obj["metadata"] = {**old["metadata"]}
        if owners is not None:
            obj["metadata"]["managedFields"] = owners
        if status is not None:
            obj["status"] = status

    def selectable_fields(self, obj):
        return fields.values(self.resource, obj)

    def validate(self, obj):
        problems = check.check(_body(obj), self.schema) + self._scale(obj)
        problems += embedded.check(obj, self.schema) + lists.check(obj, self.schema)
        return self._with_rules(problems, obj, None)

    def warnings(self, obj, old):
        """Rules that the object breaks as it did before the update, and new finalizers whose names others might use too."""
        broken = self._rules(obj, old)[1] if old is not None and self.has_rules else []
        before = (old["metadata"].get("finalizers") or ()) if old is not None else ()
        new = set(obj["metadata"].get("finalizers") or ()).difference(before, FINALIZERS)
        return broken + [UNQUALIFIED.format(field.go_quote(name)) for name in sorted(new) if "/" not in name]

    def validate_update(self, obj, old):
        problems = check.check(_body(obj), self.schema, old=_body(old)) + self._scale(obj)
        problems += embedded.check(obj, self.schema)
        problems += [] if lists.check(old, self.schema) else lists.check(obj, self.schema)
        return self._with_rules(problems, obj, old)

    def validate_status_update(self, obj, old):
        below = (self.schema.get("properties") or {}).get("status")
        problems = []
        if isinstance(below, dict) and "status" in obj:
            problems = check.check(obj["status"], below, Path("status"), old.get("status", check.ABSENT))
        problems += self._scale(obj, ("statusReplicasPath",))
        if isinstance(below, dict):
            problems += lists.check(obj.get("status"), below, Path("status"))
        return self._with_rules(problems, obj, old)

    def _with_rules(self, problems, obj, old):
        """The rules of x-kubernetes-validations, unless what was found already forbids to run them."""
        if not self.has_rules:
            return problems
        if any(p.type in BLOCKING for p in problems):
            return [*problems, field.FieldError("invalid", "<nil>", None, NOT_CHECKED)]
        return problems + self._rules(obj, old)[0]

    def _rules(self, obj, old):
        from kubectl_lite.api.structural import rules
        return rules.check(obj, self.schema, old)

    def _scale(self, obj, keys=("specReplicasPath", "statusReplicasPath")):
        if not self.scale:
            return []
        problems = [problem for key in keys for problem in _replicas(obj, self.scale[key])]
        path = self.scale.get("labelSelectorPath")
        if path:
            _value, text = _nested(obj, path, str, "string")
            problems += [field.invalid(Path(path), "", text)] if text else []
        return problems


def _body(obj):
    return {k: v for k, v in obj.items() if k != "metadata"} if "metadata" in obj else obj


def _replicas(obj, path):
    value, text = _nested(obj, path, int, "int64")
    at = Path(path)
    if text:
        return [field.invalid(at, 0, text)]
    if value is None:
        return []
    if value < 0:
        return [field.invalid(at, value, "should be a non-negative integer")]
    return [field.invalid(at, value, f"should be less than or equal to {MAX_INT32}")] if value > MAX_INT32 else []


def _nested(obj, path, kind, name):
    """(the value at a path or None, Go's complaint about its type)."""
    from kubectl_lite.machinery import gofmt
    from kubectl_lite.machinery.typenames import reflect_type
    at, seen = obj, ""
    for key in path.strip(".").split("."):
        if not isinstance(at, dict):
            return None, f"{seen} accessor error: {gofmt.text(at)} is of the type {reflect_type(at)}, expected map[string]interface{{}}"
        if key not in at:
            return None, ""
        at, seen = at[key], f"{seen}.{key}"
    if not isinstance(at, kind) or isinstance(at, bool):
        return None, f"{seen} accessor error: {gofmt.text(at)} is of the type {reflect_type(at)}, expected {name}"
    return at, ""
