"""Rules for file paths inside volumes."""
from __future__ import annotations

from kubectl_lite.machinery import field


def no_backsteps(value, path) -> list:
    """validatePathNoBacksteps."""
    return [field.invalid(path, value, "must not contain '..'")] if ".." in value.split("/") else []


def descending(value, path) -> list:
    """validateLocalDescendingPath: relative and without steps back."""
    absolute = [field.invalid(path, value, "must be a relative path")] if value.startswith("/") else []
    return absolute + no_backsteps(value, path)


def local_path(value, path) -> list:
    """ValidateLocalNonReservedPath."""
    problems = descending(value, path)
    if value.startswith("..") and not value.startswith("../"):
        problems.append(field.invalid(path, value, "must not start with '..'"))
    return problems
