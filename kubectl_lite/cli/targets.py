"""The objects a command is about: flags and arguments to a question for the resource builder, and going through its answers.

A target is an Info of cli/builder.py: `resource`, `namespace`, `name`, `obj`, `source` (the file, "" for arguments).
"""
from __future__ import annotations

from kubectl_lite.cli.errors import Aggregate, CommandError, Exit, is_final, raise_all
from kubectl_lite.machinery.errors import ApiError


BOTH = "only one of -f or -k can be specified"


class Found:
    """What was found: iterates over Infos and Exceptions, read as they are asked for and remembered."""

    def __init__(self, items, single: bool):
        self.single = single
        self._source, self._items = iter(items), []

    def __iter__(self):
        at = 0
        while True:
            if at == len(self._items) and not self._more():
                return
            yield self._items[at]
            at += 1

    def _more(self) -> bool:
        try:
            self._items.append(next(self._source))
            return True
        except StopIteration:
            return False

    def __len__(self) -> int:
        return len(self.infos)

    @property
    def infos(self) -> list:
        return [item for item in self if not isinstance(item, Exception)]

    @property
    def errors(self) -> list:
        return [item for item in self if isinstance(item, Exception)]

    def check(self) -> None:
        """Raise what went wrong, for commands that must know all their targets before they begin."""
        raise_all(self.errors)

    def mapped(self, change) -> "Found":
        """The same with each Info changed as it is read."""
        return Found((item if isinstance(item, Exception) else change(item) for item in self), self.single)

    def without_missing(self) -> "Found":
        """The same without the errors of objects that do not exist."""
        return Found(without_missing(self), self.single)


def find(ctx, flags, args, *, local: bool = False, latest: bool = False, fetch: bool = True, selectors: bool = False, files: bool = True,
         every: bool = True, all_names: bool = False, default_namespace: bool = True, subresource: str = "") -> Found:
    """Ask the builder for what flags and arguments name.

    `every`: --all selects, too (else it only allows a type without names);
    `local`: ask no server; `latest`: fetch also what files name; `fetch`: fetch what arguments name; `selectors`: -l, --field-selector,
    --all and --all-namespaces count; `files`: -f, -k and -R count; `all_names`: a type alone means all its objects.
    """
    from kubectl_lite.cli.builder import Builder
    builder = Builder(ctx).local(local)
    if not local and (default_namespace or ctx.namespace_explicit):
        builder.namespace(ctx.namespace, ctx.namespace_explicit)
    else:
        builder.namespace("")
    if selectors:
        _select(builder, flags, every)
    if files and flags.get("filename") is not None:
        if flags["filename"] and flags.get("kustomize"):
            raise CommandError(BOTH)
        builder.filenames(flags["filename"], flags.get("recursive", False), flags.get("kustomize") or "")
        builder.validated(_validates(flags))
    result = builder.args(args, all_names).subresource(subresource).latest(latest and not local).require_object(fetch).result()
    return Found(result.visit(), result.single)


def _select(builder, flags, every: bool) -> None:
    label, field, every = flags.get("selector") or "", flags.get("field-selector") or "", every and bool(flags.get("all"))
    if every and (label or field):
        raise CommandError("setting 'all' parameter but found a non empty selector. ")
    builder.selector(label).field_selector(field).select_all(every).all_namespaces(bool(flags.get("all-namespaces")))


def _validates(flags) -> bool:
    """Whether files are checked before they are sent (--validate, where a command has it)."""
    from kubectl_lite.cli import dryrun
    return flags.get("validate") is not None and dryrun.validation(flags) != "Ignore"


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
            if is_final(e):
                raise
            errors.append(e)
    raise_all(errors)


def without_missing(items):
    """The items without the errors of objects that do not exist (utilerrors.FilterOut)."""
    for item in items:
        if isinstance(item, Aggregate):
            kept = list(without_missing(item.errors))
            if kept:
                yield Aggregate(kept)
        elif not (isinstance(item, ApiError) and item.reason == "NotFound"):
            yield item


def require_files(flags) -> None:
    """-f or -k, and not both (FilenameOptions.RequireFilenameOrKustomize and Validate)."""
    if flags["filename"] and flags["kustomize"]:
        raise CommandError(BOTH)
    if not flags["filename"] and not flags["kustomize"]:
        raise CommandError("must specify one of -f and -k")
