"""Apply conflicts as the API server reports them."""
from __future__ import annotations

from kubectl_lite.machinery import errors
from kubectl_lite.machinery.field import go_quote
from kubectl_lite.machinery.managedfields.entries import UPDATE
from kubectl_lite.machinery.managedfields.sets import path_text


def error(found) -> errors.ApiError:
    """409 for a list of (manager identifier, path)."""
    causes = [{"reason": "FieldManagerConflict", "message": f"conflict with {manager_text(who)}", "field": path_text(path)} for who, path in found]
    return errors.apply_conflict(causes, message(found))


def message(found) -> str:
    """The sentence, or for several conflicts the list by manager."""
    if len(found) == 1:
        who, path = found[0]
        return f"Apply failed with 1 conflict: conflict with {manager_text(who)}: {path_text(path)}"
    by_manager: dict = {}
    for who, path in found:
        by_manager.setdefault(who, []).append(path)
    lines = []
    for who in sorted(by_manager):
        lines.append(f"conflicts with {manager_text(who)}:")
        lines += [f"- {path_text(path)}" for path in by_manager[who]]
    return f"Apply failed with {len(found)} conflicts: " + "\n".join(lines)


def manager_text(who: tuple) -> str:
    """A manager as messages name it: "kubectl-patch" using v1."""
    name, operation, version, subresource = who
    text = go_quote(name)
    if subresource:
        text += f" with subresource {go_quote(subresource)}"
    return f"{text} using {version}" if operation == UPDATE else text
