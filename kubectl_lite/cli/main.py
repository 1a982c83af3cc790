"""The way in: finds the command, reads its flags, runs its module, and ends cleanly whatever happens.

Owns nothing else: texts of errors are in errors.py, the environment in context.py. Imports nothing that `get` does not need.
"""
from __future__ import annotations

import os
import sys

from kubectl_lite.cli import errors, flags as flag_parser, ownflags
from kubectl_lite.cli.commands import COMMANDS
from kubectl_lite.cli.context import Context


def main(argv=None, stdin=None, stdout=None, stderr=None, environ=None) -> int:
    """Run one command line (without the program's name) and answer its exit status. Never raises for bad input."""
    ctx = Context(stdin, stdout, stderr, environ)
    try:
        return _finish(ctx, _guarded(ctx, list(sys.argv[1:] if argv is None else argv)))
    except KeyboardInterrupt as e:
        return getattr(e, "status", 130)  # cli/following.py
    except BrokenPipeError:
        return 141


def _finish(ctx: Context, status: int) -> int:
    ctx.close()
    if ctx.warned and ctx.warnings_as_errors and status == 0:
        plural = "" if ctx.warned == 1 else "s"
        ctx.error(f"error: {ctx.warned} warning{plural} received\n")
        return 1
    return status


def _guarded(ctx: Context, argv: list[str]) -> int:
    try:
        return _dispatch(ctx, argv)
    except (KeyboardInterrupt, BrokenPipeError):
        raise
    except errors.Exit as e:
        return e.status
    except flag_parser.FlagError as e:
        ctx.error(f"error: {e}\nSee '{errors.full_name(e.path)} --help' for usage.\n")
        return 1
    except (errors.CommandError, errors.Aggregate, errors.ApiError, OSError) as e:
        _debug(ctx)
        ctx.error(errors.text_of(e))
        return errors.status_of(e)
    except Exception as e:  # the last line of defence: a clear line instead of a traceback
        _debug(ctx)
        ctx.error(errors.text_of(e) if getattr(e, "clear", False) else f"error: {_unexpected(e)}\n")
        return 1


def _unexpected(e: Exception) -> str:
    text = str(e).strip() or "no details"
    return f"unexpected {type(e).__name__}: {text} (set KUBECTL_LITE_DEBUG=1 to see where)".replace("\n", " ")


def _debug(ctx: Context) -> None:
    if ctx.environ.get("KUBECTL_LITE_DEBUG") == "1":
        import traceback
        ctx.error(traceback.format_exc())


def _dispatch(ctx: Context, argv: list[str]) -> int:
    if "_KUBECTL_LITE_COMPLETE" in ctx.environ:
        from kubectl_lite.cli import completing
        return completing.answer(ctx)
    argv, defaults = _preferences(ctx, argv)
    path, rest = flag_parser.find_command(argv)
    word = flag_parser.first_word(rest, path)
    if path in ("", "create") and word:
        from kubectl_lite.cli import plugins
        if plugins.handles(ctx, path, word) and not argv[0].startswith("-"):
            return plugins.run(ctx, argv)
    if not path and word:
        raise _unknown_command(argv, word)
    parsed, args = flag_parser.parse(path, rest)
    if defaults:
        from kubectl_lite.cli import preferences
        preferences.set_defaults(parsed, defaults)
    _deprecations(ctx, parsed)
    if not path or parsed["help"]:
        from kubectl_lite.cli import help
        return help.show(ctx, path)
    missing = flag_parser.missing_required(parsed)
    if missing:
        raise errors.CommandError("required flag(s) " + ", ".join(f'"{m}"' for m in missing) + " not set")
    return _run(ctx, parsed, args)


def _preferences(ctx: Context, argv: list[str]) -> tuple[list[str], list]:
    """What the user's kuberc makes of the command line; loads nothing where there is none."""
    named, home = ctx.environ.get("KUBERC", ""), ctx.environ.get("HOME", "")
    there = named not in ("", "off") or not named and os.path.exists(os.path.join(home, ".kube", "kuberc"))
    if argv[:1] == ["kuberc"] or not there and not any(arg.startswith("--kuberc") for arg in argv):
        return argv, []
    from kubectl_lite.cli import preferences
    return preferences.apply(ctx, argv)


def _run(ctx: Context, parsed, args: list[str]) -> int:
    ctx.use(parsed)
    name = COMMANDS.get(parsed.path)
    if name is None and (ownflags.children(parsed.path) or parsed.path == "alpha"):
        from kubectl_lite.cli import help
        return help.show_group(ctx, parsed.path, args)
    if name is None:
        raise errors.CommandError(f'kubectl-lite does not do "{errors.full_name(parsed.path)}" yet')
    module = __import__(f"kubectl_lite.cli.verbs.{name}", fromlist=["run"])
    return module.run(ctx, parsed, args) or 0


def _deprecations(ctx: Context, parsed) -> None:
    for (path, name), text in ownflags.DEPRECATED.items():
        if path in ("", parsed.path) and parsed.changed(name):
            ctx.error(f"Flag --{name} has been deprecated, {text}\n")


def _unknown_command(argv: list[str], word: str) -> Exception:
    if argv[0].startswith("-"):
        return errors.PlainError(f"Error: flags cannot be placed before plugin name: {argv[0]}")
    from kubectl_lite.cli import help
    return errors.CommandError(f'unknown command "{word}" for "kubectl"{help.suggestions(word)}')


def console() -> None:
    """The console script."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="surrogateescape")
    sys.stdin.reconfigure(encoding="utf-8", errors="surrogateescape")
    status = main()
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        status = 141
    _leave(status)


def _leave(status: int) -> None:
    """End at once: the interpreter's own shutdown costs time and could complain about a closed pipe."""
    try:
        sys.stderr.flush()
    finally:
        os._exit(status)
