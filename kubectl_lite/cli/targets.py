"""The objects a command is about: a thin front of the resource builder for the verbs that change things.

A target is an Info of cli/builder.py: `resource`, `namespace`, `name`, `obj`, `source` (the file, "" for arguments).
"""
from __future__ import annotations

from kubectl_lite.cli.errors import CommandError, Exit, raise_all


def visit(items, action) -> None:
    """Do the action for each target; go on after errors and raise them together at the end (ContinueOnError)."""
    errors = []
    for item in items:
        if isinstance(item, Exception):
            errors.append(item)
            continue
        try:
            action(item)
        except (KeyboardInterrupt, BrokenPipeError, Exit):
            raise
        except Exception as e:
            errors.append(e)
    raise_all(errors)


def require_files(flags) -> None:
    """-f or -k, and not both (FilenameOptions.RequireFilenameOrKustomize and Validate)."""
    if flags["filename"] and flags["kustomize"]:
        raise CommandError("only one of -f or -k can be specified")
    if not flags["filename"] and not flags["kustomize"]:
        raise CommandError("must specify one of -f and -k")
