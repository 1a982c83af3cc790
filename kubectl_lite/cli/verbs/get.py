"""`get`: shows resources, as tables or in the format of -o, once or as they change.

Owns the options and what they exclude; tables are gettable's, other formats getgeneric's, watches getwatch's.
"""
from __future__ import annotations

from kubectl_lite.cli.errors import CommandError, UsageError

NO_TYPE = 'You must specify the type of resource to get. Use "kubectl api-resources" for a complete list of supported resources.\n\n'
REQUIRED = ('Required resource not specified.\nUse "kubectl explain <resource>" for a detailed description of that resource '
            "(e.g. kubectl explain pods).")


def run(ctx, flags, args):
    if flags["at"]:
        from kubectl_lite.cli import moments
        moments.look_back(ctx, flags["at"])
    if flags["raw"]:
        return _raw(ctx, flags, args)
    watching = flags["watch"] or flags["watch-only"]
    if watching and flags["sort-by"]:
        ctx.error("warning: --watch requested, --sort-by will be ignored for watch events received\n" if flags["watch"]
                  else "warning: --watch-only requested, --sort-by will be ignored\n")
    elif not args and not flags["filename"] and not flags["kustomize"] and not watching:
        ctx.error(NO_TYPE)
        raise UsageError(flags.path, REQUIRED)
    _check(flags, watching)
    module = "getwatch" if watching else "gettable" if human_readable(flags) else "getgeneric"
    return __import__(f"kubectl_lite.cli.{module}", fromlist=["run"]).run(ctx, flags, args)


def human_readable(flags) -> bool:
    """Whether a table is wanted."""
    return flags["output"] == "wide" or not flags["output"] and not flags["template"]


def _check(flags, watching) -> None:
    if flags["show-labels"] and flags["output"] not in ("", "wide"):
        raise CommandError(f"--show-labels option cannot be used with {flags['output']} printer")
    if flags["output-watch-events"] and not watching:
        raise CommandError("--output-watch-events option can only be used with --watch or --watch-only")


def _raw(ctx, flags, args):
    if args:
        raise CommandError("arguments may not be passed when --raw is specified")
    if flags["watch"] or flags["watch-only"] or flags["selector"]:
        raise CommandError("--raw may not be specified with other flags that filter the server request or alter the output")
    if flags["output"]:
        raise CommandError("--raw and --output are mutually exclusive")
    from kubectl_lite.cli import rawrequest
    return rawrequest.send(ctx, "GET", flags["raw"])


def query(ctx, flags, args):
    """The builder of what the command line asks for, without what is particular to tables or watches."""
    from kubectl_lite.cli.builder import Builder
    builder = Builder(ctx).namespace(ctx.namespace, ctx.namespace_explicit and not flags["all-namespaces"])
    builder.all_namespaces(flags["all-namespaces"]).filenames(flags["filename"], flags["recursive"], flags["kustomize"])
    builder.selector(flags["selector"]).field_selector(flags["field-selector"]).latest()
    return builder


def several_kinds(infos) -> bool:
    """Whether objects of more than one kind were found."""
    return len({(info.resource.group, info.resource.version, info.resource.kind) for info in infos}) > 1


def without_missing(errors: list, flags) -> list:
    """The errors that --ignore-not-found leaves."""
    from kubectl_lite.cli import targets
    return list(targets.without_missing(errors)) if flags["ignore-not-found"] else errors
