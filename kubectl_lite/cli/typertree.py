"""The command tree as a typer app, made from the table of commands and flags: for completion. The only module that imports typer.

Parsing is not typer's: pflag's rules are in flags.py. The tree knows names, so that shells can offer them.
"""
from __future__ import annotations

import inspect

import typer

from kubectl_lite.cli import completing, helptext, ownflags

COMPLETE_VAR = "_KUBECTL_LITE_COMPLETE"
PROGRAM = "kubectl-lite"
OFFERED = ("namespace", "state", "context", "cluster", "user")  # of the flags that every command has


def script(shell: str) -> str:
    """The completion script of a shell."""
    from typer.completion import get_completion_script
    return get_completion_script(prog_name=PROGRAM, complete_var=COMPLETE_VAR, shell=shell)


def app(ctx) -> typer.Typer:
    """The whole tree; `ctx` answers what may follow as arguments."""
    return _group("", ctx)


def _group(path: str, ctx) -> typer.Typer:
    group = typer.Typer(name=path.rpartition(" ")[2] or PROGRAM, help=helptext.short(path), add_completion=True, no_args_is_help=False)
    for name in ownflags.children(path):
        full = f"{path} {name}".strip()
        if ownflags.children(full):
            group.add_typer(_group(full, ctx), name=name)
        else:
            group.command(name, help=helptext.short(full))(_function(full, ctx))
    if path:
        group.callback(invoke_without_command=True)(_function(path, ctx, arguments=False))
    return group


def _function(path: str, ctx, arguments: bool = True):
    """A function without a body whose signature is the command's flags."""
    def command(**_):
        pass
    parameters = [_option(row, number, _values(path, row[0], ctx)) for number, (row, own) in enumerate(ownflags.flag_rows(path))
                  if own or row[0] in OFFERED]
    if arguments:
        parameters.append(_arguments(path, ctx))
    command.__signature__ = inspect.Signature(parameters)
    command.__annotations__ = {p.name: p.annotation for p in parameters}
    return command


def _values(path, flag, ctx):
    """The function that offers values of a flag, or None."""
    if flag not in completing.VALUES:
        return None

    def complete(incomplete: str):
        return completing.values(ctx, path, flag, incomplete)
    return complete


def _option(row, number: int, complete) -> inspect.Parameter:
    name, short, type, _, bare = row
    names = [f"--{name}", *([f"-{short}"] if short else [])]
    flag = bool(bare) and type in ("bool", "tristate")
    default = typer.Option(False if flag else None, *names, help=helptext.flag(name), autocompletion=complete)
    return inspect.Parameter(f"flag_{number}", inspect.Parameter.KEYWORD_ONLY, default=default, annotation=bool if flag else str)


def _arguments(path: str, ctx) -> inspect.Parameter:
    def complete(incomplete: str):
        return completing.arguments(ctx, path, incomplete)
    default = typer.Argument(None, autocompletion=complete)
    return inspect.Parameter("words", inspect.Parameter.KEYWORD_ONLY, default=default, annotation=list[str])
