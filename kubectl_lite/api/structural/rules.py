"""x-kubernetes-validations: the rules of a schema evaluated over a custom object. Mirrors apiextensions' schema/cel.

A rule sees `self`, the value it stands at, and `oldSelf`, what stood there before an update; a rule that speaks of oldSelf is evaluated
only where there is one (unless it takes it as an optional). A broken rule of a value that an update does not change is only warned of.
"""
from __future__ import annotations

from collections import namedtuple
from functools import lru_cache

from kubectl_lite.api.structural import fieldpath
from kubectl_lite.api.structural.check import ABSENT, RULES, has_rules, old_items
from kubectl_lite.api.structural.declared import declare, with_meta
from kubectl_lite.api.structural.native import native
from kubectl_lite.machinery import cel, field
from kubectl_lite.machinery.cel import types as t
from kubectl_lite.machinery.cel.values import Optional
from kubectl_lite.machinery.field import Path
from kubectl_lite.machinery.patch.json import equal

BUDGET = 10_000_000         # what all rules of an object may cost
LONGEST_MESSAGE = 5 * 1024  # bytes of a message that an expression makes
OUT_OF_BUDGET = "due to running out of cost budget, no further validation rules will be run"
REASONS = {"FieldValueForbidden": "forbidden", "FieldValueRequired": "required", "FieldValueDuplicate": "duplicate", "FieldValueInvalid": "invalid"}


class Spent(Exception):
    """The rules have cost too much; the others are not evaluated."""


def check(obj, schema: dict, old=None, path: Path = Path(""), resource: bool = True, was=None) -> tuple[list, list[str]]:
    """(the field errors of all rules that a value breaks, warnings of those that it broke before).

    `old` is what `oldSelf` shows, `was` what the value is compared with to tell what an update changed (`old` where it is not given).
    """
    walk = Walk()
    before = ABSENT if old is None else old
    try:
        walk.value(obj, schema, path, resource, Past(before, before if was is None else was, False))
    except Spent:
        pass
    return walk.problems, walk.warnings


class Past:
    """What stood at a place before: for oldSelf, to compare with, and whether what is around it is unchanged."""
    __slots__ = ("old", "was", "unchanged")

    def __init__(self, old, was, unchanged):
        self.old, self.was, self.unchanged = old, was, unchanged

    def same(self, value) -> bool:
        """Whether an update leaves the value as it was."""
        return self.unchanged if self.was is ABSENT else equal(value, self.was)

    def inside(self, value, old, was) -> "Past":
        return Past(old, was, self.same(value))


# where rules are evaluated: the schema, the type of its values, the path, the schema's type by name, and what was there before
Here = namedtuple("Here", "schema declared path kind past")


class Walk:
    """One evaluation of the rules of a value and of all that is in it."""
    __slots__ = ("problems", "warnings", "budget")

    def __init__(self):
        self.problems, self.warnings, self.budget = [], [], BUDGET

    def value(self, value, schema, path, resource, past):
        if value is None or not has_rules(schema):
            return
        if schema.get(RULES):
            self.rules(value, schema, path, resource, past)
        if isinstance(value, list) and isinstance(schema.get("items"), dict):
            olds, were = old_items(value, schema, past.old), old_items(value, schema, past.was)
            for i, item in enumerate(value):
                self.below(item, schema["items"], path.index(i), past.inside(value, olds[i], were[i]))
        elif isinstance(value, dict):
            self.fields(value, schema, path, past)

    def below(self, value, schema, path, past):
        self.value(value, schema, path, bool(schema.get("x-kubernetes-embedded-resource")), past)

    def fields(self, value, schema, path, past):
        properties, others = schema.get("properties") or {}, schema.get("additionalProperties")
        for key in sorted(value):
            below = properties.get(key, others)
            if isinstance(below, dict):
                old, was = (p.get(key, ABSENT) if isinstance(p, dict) else ABSENT for p in (past.old, past.was))
                self.below(value[key], below, path.child(key) if key in properties else path.key(key), past.inside(value, old, was))

    def rules(self, value, schema, path, resource, past):
        at, kind = path or Path("<nil>"), _kind(schema)  # as Go prints the path of the object itself
        if self.budget <= 0:
            self.end(at, kind, f"validation failed {OUT_OF_BUDGET}")
        declared = _declared(_Key(schema), resource)
        shown = with_meta(schema) if resource else schema
        this, before = native(value, shown), ABSENT if past.old in (ABSENT, None) else native(past.old, shown)
        for rule in schema[RULES]:
            self.rule(rule, value, (this, before), Here(schema, declared, path, kind, past))

    def rule(self, rule, value, natives, here):
        at, optional = here.path or Path("<nil>"), bool(rule.get("optionalOldSelf"))
        program, trouble = compiled(rule["rule"], here.declared, optional, t.BOOL)
        if trouble:
            self.problems.append(field.invalid(at, here.kind, f"rule compile error: {trouble}"))
            return
        transition = program.mentions("oldSelf")
        if transition and natives[1] is ABSENT and not optional:
            return
        variables = _variables(natives, optional)
        try:
            if self.paid(program, variables, at, here.kind, "validation failed") is not True:
                plain = _variables(natives, False)  # messages see oldSelf as it is, even where the rule takes it as an optional
                self.broken(rule, value, plain, here, not transition and here.past.same(value))
        except cel.CostExceeded as e:
            self.end(at, here.kind, f"'{e}': no further validation rules will be run due to call cost exceeds limit for rule: {_said(rule)}")
        except cel.EvaluationError as e:
            self.problems.append(field.invalid(at, here.kind, _trouble(e, rule)))

    def broken(self, rule, value, variables, here, unchanged):
        """Add the field error of a broken rule, in its own words and at the place it names."""
        at, kind = _place(here.path, rule, here.schema), here.kind
        text = self.message(rule, variables, here, at) or (rule.get("message") or "").strip() or f"failed rule: {rule['rule'].strip()}"
        sort = REASONS.get(rule.get("reason") or "", "invalid")
        problem = field.FieldError(sort, at, field.OMIT if kind in ("object", "array") else value, "" if sort == "duplicate" else text)
        if unchanged:
            self.warnings.append(str(problem))
        else:
            self.problems.append(problem)

    def message(self, rule, variables, here, at):
        """What the rule's messageExpression says, "" when it does not say anything fit to be shown."""
        if not rule.get("messageExpression"):
            return ""
        program, trouble = compiled(rule["messageExpression"], here.declared, bool(rule.get("optionalOldSelf")), t.STRING)
        if trouble:
            return ""
        try:
            said = self.paid(program, variables, at, here.kind, "messageExpression evaluation failed")
        except cel.CostExceeded:
            shown = field.go_quote(rule["messageExpression"])
            self.end(at, here.kind, f"no further validation rules will be run due to call cost exceeds limit for messageExpression: {shown}")
        except cel.EvaluationError:
            return ""
        said = said.strip() if isinstance(said, str) else ""
        return said if "\n" not in said and len(said.encode()) <= LONGEST_MESSAGE else ""

    def paid(self, program, variables, at, kind, failed):
        """The value of an expression, paid from the budget."""
        meter = cel.Meter()
        try:
            return program.evaluate(variables, meter)
        finally:
            if meter.spent > self.budget:
                self.end(at, kind, f"{failed} {OUT_OF_BUDGET}")
            self.budget -= meter.spent

    def end(self, at, kind, text):
        """Add a last field error."""
        self.problems.append(field.invalid(at, kind, text))
        raise Spent


def _kind(schema):
    return schema.get("type") or ""


def _variables(natives, optional):
    this, before = natives
    if optional:
        return {"self": this, "oldSelf": Optional(before, True) if before is not ABSENT else Optional()}
    return {"self": this} if before is ABSENT else {"self": this, "oldSelf": before}


def _said(rule):
    return (rule.get("message") or "").strip() or rule["rule"].strip()


def _trouble(problem, rule):
    if str(problem).startswith("no such overload"):
        return f"'{problem}': call arguments did not match a supported operator, function or macro signature for rule: {_said(rule)}"
    return f"{problem} evaluating rule: {_said(rule)}"


def _place(path, rule, schema):
    """Where the error of a rule stands: at the field that it names."""
    below = fieldpath.find(rule["fieldPath"], schema).path if rule.get("fieldPath") else ""
    return path.child(below) if below else path or Path("<nil>")


class _Key:
    """A schema as a cache key: the schema object itself."""
    __slots__ = ("schema",)

    def __init__(self, schema):
        self.schema = schema

    def __hash__(self):
        return hash((len(self.schema), self.schema.get("type")))

    def __eq__(self, other):
        return self.schema is other.schema or self.schema == other.schema


@lru_cache(512)
def _declared(key, resource):
    return declare(key.schema, resource)


@lru_cache(512)
def compiled(text: str, declared, optional, wanted: t.Type):
    """(program, "") or (None, why the text is no rule or message over values of a declaration)."""
    if declared is None:
        return None, "unable to convert structural schema to CEL declarations"
    what = "messageExpression " if wanted == t.STRING else ""
    try:
        env = cel.Env({"self": declared.type, "oldSelf": t.optional_of(declared.type) if optional else declared.type})
        program = cel.compile(text, env)
    except cel.CompileError as e:
        return None, f"{what}compilation failed: {e}"
    if program.type != wanted:
        return None, "messageExpression must evaluate to a string" if what else "cel expression must evaluate to a bool"
    return program, ""


def estimated(program, declared) -> int:
    """The most an expression over values of a declaration can cost."""
    def most_at(path):
        found = declared.at(path[1:])  # whatever variable it is, it has the values of this declaration
        return None if found is None else found.most
    return program.estimate(most_at)
