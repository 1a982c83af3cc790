"""The field and label selectors of access reviews: what is wrong with them, and what of them authorisers do not get to see.

Mirrors pkg/apis/authorization/validation and pkg/registry/authorization/util.
"""
from __future__ import annotations

from kubectl_lite.api.validation import selectors
from kubectl_lite.machinery import field, labels
from kubectl_lite.machinery import selectors as fieldselectors


def problems(attributes: dict, where) -> list:
    """The field errors of the selectors of some resourceAttributes."""
    found = []
    for name, check in (("fieldSelector", _field_requirement), ("labelSelector", _label_requirement)):
        selector, path = attributes.get(name), where / name
        if selector is None:
            continue
        raw, requirements = selector.get("rawSelector"), selector.get("requirements")
        if raw and requirements:
            found.append(field.invalid(path / "rawSelector", raw, "may not specified at the same time as requirements"))
        if not raw and not requirements:
            found.append(field.required(path / "requirements", f"when {path} is specified, requirements or rawSelector is required"))
        for i, requirement in enumerate(requirements or ()):
            found += check(requirement, (path / "requirements").index(i))
    return found


def _field_requirement(requirement, path):
    missing = [] if requirement.get("key") else [field.required(path / "key", "must be specified")]
    return missing + selectors.value_count(requirement, path, any_operator=True)


def _label_requirement(requirement, path):
    return selectors.requirement(requirement, path, any_operator=True)


def unread(attributes: dict):
    """The sentences that say which selectors could not be read (BuildEvaluationError)."""
    for name, is_known, parse in (("fieldSelector", _is_field_term, fieldselectors.parse), ("labelSelector", _is_label_term, labels.parse)):
        selector = attributes.get(name) or {}
        requirements = selector.get("requirements") or ()
        bad = sum(not is_known(r) for r in requirements) if requirements else int(not _is_readable(parse, selector.get("rawSelector", "")))
        if bad:
            yield f"spec.resourceAttributes.{name} {'partially ' if bad < len(requirements) else ''}ignored due to parse error"


def _is_field_term(requirement):
    return requirement.get("operator") in selectors.WITH_VALUES and len(requirement.get("values") or ()) == 1


def _is_label_term(requirement):
    return requirement.get("operator") in (*selectors.WITH_VALUES, *selectors.WITHOUT_VALUES)


def _is_readable(parse, raw):
    try:
        parse(raw)
        return True
    except ValueError:
        return False


def field_selector(selector: dict) -> str:
    """A field selector as text; of requirements those that fix a value."""
    fixed = [r for r in selector.get("requirements") or () if r.get("operator") == "In" and len(r.get("values") or ()) == 1]
    return selector.get("rawSelector") or ",".join(f"{r.get('key', '')}={r['values'][0]}" for r in fixed)
