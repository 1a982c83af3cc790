"""Help: what a command is for, its subcommands and its flags. Imports nothing heavy; texts are in helptext.py."""
from __future__ import annotations

from kubectl_lite.cli import errors, ownflags


def show(ctx, path: str) -> int:
    """Print a command's help on stdout."""
    ctx.write(text(path))
    return 0


LISTING = 11  # columns at least of the names in a list of commands
# Commands without an action of their own print their help on stderr and fail, but these.
QUIET_GROUPS = ("certificate",)


def show_group(ctx, path: str, args: list[str]) -> int:
    """A command that only has subcommands: its help (a failure, but for a few), or an error about a word it does not know."""
    if path == "alpha":
        ctx.error("No alpha commands are available in this version of kubectl\n")
        return 0
    if path in QUIET_GROUPS:
        return show(ctx, path)
    if args:
        raise errors.UsageError(path, f'unknown command "{" ".join(args)}"')
    ctx.error(text(path))
    return 1


def text(path: str) -> str:
    from kubectl_lite.cli import helptext
    entry = ownflags.command(path)
    parts = [helptext.long(path)]
    if entry and entry[0]:
        parts.append("Aliases:\n" + ", ".join([path.split()[-1], *entry[0].split()]))
    parts += _children(path)
    if path:
        parts += [f"Options:\n{_options(path)}"] if _options(path) else []
        usage = errors.full_name(" ".join([*path.split()[:-1], entry[1]]))
        bare = ownflags.children(path) and " " not in entry[1]
        parts.append(f"Usage:\n  {usage}{' [flags]' * bool(bare)}{'' if '[options]' in usage else ' [options]'}")
        more = f'Use "{errors.full_name(path)} <command> --help" for more information about a given command.\n' if ownflags.children(path) else ""
        parts.append(more + 'Use "kubectl options" for a list of global command-line options (applies to all commands).')
    else:
        parts.append("Usage:\n  kubectl [flags] [options]")
        parts.append('Use "kubectl <command> --help" for more information about a given command.\n'
                     'Use "kubectl options" for a list of global command-line options (applies to all commands).')
    return "\n\n".join(parts) + "\n"


def _children(path: str) -> list[str]:
    from kubectl_lite.cli import helptext
    if not path:
        return [f"{title}:\n" + _listing("", names) for title, names in helptext.GROUPS]
    names = ownflags.children(path)
    return ["Available Commands:\n" + _listing(path, names)] if names else []


def _listing(path: str, names) -> str:
    from kubectl_lite.cli import helptext
    width = max(LISTING, *(len(n) for n in names))
    return "\n".join(f"  {n:{width}}   {helptext.short(f'{path} {n}'.strip())}".rstrip() for n in names)


def _options(path: str) -> str:
    """The command's own flags, as kubectl prints them."""
    entry = ownflags.command(path)
    rows = [line.split("|") for t in (entry[2], ownflags.EXTRA.get(path, "")) if t for line in t.split("\n")]
    return option_text(sorted(rows))


def option_text(rows) -> str:
    from kubectl_lite.cli import helptext
    return "\n\n".join(_option(row) + f"\n\t{helptext.flag(row[0])}".rstrip() for row in rows)


def _option(row) -> str:
    name, short, type, default, _ = row
    value = f"'{default}'" if type == "string" else default or "[]"
    return f"    {'-' + short + ', ' if short else ''}--{name}={value}:"


def suggestions(word: str) -> str:
    """cobra's "Did you mean this?": commands within two edits, or that begin with the word."""
    near = [n for n in ownflags.children("") if distance(word.lower(), n.lower()) <= 2 or n.lower().startswith(word.lower())]
    return "\n\nDid you mean this?\n" + "".join(f"\t{n}\n" for n in near) if near else ""


def distance(a: str, b: str) -> int:
    """Levenshtein's."""
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        last, row[0] = row[0], i
        for j, y in enumerate(b, 1):
            last, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, last + (x != y))
    return row[-1]
