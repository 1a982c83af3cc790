"""What kuberc does to a command line: aliases become commands, flags that were not written get the user's defaults."""
from __future__ import annotations

from kubectl_lite.cli import flags as flag_parser, kuberc
from kubectl_lite.cli.errors import CommandError, PlainError

FAILED = "error occurred while applying preferences {}"


class Default:
    """One flag's value where the command line names none; `what` and `where` are the words of refusals."""
    __slots__ = ("name", "value", "what", "unknown", "where")

    def __init__(self, option: dict, what: str, unknown: str, where: str):
        self.name, self.value = option.get("name", ""), option.get("default", "")
        self.what, self.unknown, self.where = what, unknown, where


def apply(ctx, argv: list[str]) -> tuple[list[str], list[Default]]:
    """(the command line with its alias expanded, the defaults for its flags)."""
    try:
        preference = _load(ctx, argv)
        if preference is None:
            return argv, []
        kuberc.validate(preference)
        return _expanded(preference, argv) or (argv, _defaults(ctx, preference, argv))
    except CommandError as e:
        raise PlainError(FAILED.format(e)) from None


def set_defaults(flags, defaults: list[Default]) -> None:
    """Give parsed flags the defaults that the command line does not overrule."""
    for default in defaults:
        if default.name not in flags:
            raise PlainError(FAILED.format(default.unknown))
        if flags.changed(default.name):
            continue
        try:
            flags.set(default.name, default.value)
        except flag_parser.FlagError as e:
            raise PlainError(FAILED.format(f"could not apply {default.what} {default.value} to flag {default.name} {default.where} err: {e}")) from None


def _load(ctx, argv) -> dict | None:
    given = _given(argv)
    try:
        file, explicit = kuberc.path(ctx.environ, given)
    except CommandError as e:
        raise CommandError(f"kuberc error {e}") from None
    if not file:
        return None
    try:
        preference, strange = kuberc.read(file)
    except (OSError, CommandError) as e:
        text = f"open {file}: {e.strerror.lower()}" if isinstance(e, OSError) else str(e)
        if explicit:
            raise CommandError(f"kuberc error kuberc: {text}") from None
        ctx.error(f"kuberc: no preferences loaded from {file}: {text}")
        return None
    if strange:
        ctx.error(f"kuberc: ignoring strict decoding error in {file}: {strange}")
    return preference


def _given(argv) -> str:
    """The value of --kuberc, which counts before anything else is read."""
    for i, arg in enumerate(argv):
        if arg == "--":
            break
        if arg == "--kuberc" or arg.startswith("--kuberc="):
            value = arg.partition("=")[2] if "=" in arg else next(iter(argv[i + 1:i + 2]), "")
            if not value:
                raise CommandError("kuberc file is not found")
            return value
    return ""


def _expanded(preference, argv):
    """(expanded command line, defaults) where the first word is an alias, else None; built-in commands cannot be aliases."""
    if flag_parser.find_command(argv)[0]:
        return None
    at = next((i for i, arg in enumerate(argv) if not arg.startswith("-")), None)
    alias = next((a for a in preference["aliases"] if at is not None and a["name"] == argv[at]), None)
    if alias is None:
        return None
    command = alias.get("command") or ""
    words = command.split()
    if not flag_parser.find_command(words)[0]:
        raise CommandError(f'command "{command}" not found to set alias "{alias["name"]}": [{" ".join(words)}]')
    line = [*argv[:at], *words, *(alias.get("prependArgs") or []), *argv[at + 1:], *(alias.get("appendArgs") or [])]
    return line, [Default(o, "value", f"invalid alias flag {o.get('name')} in alias kubectl", "in alias kubectl") for o in alias.get("options") or []]


def _defaults(ctx, preference, argv) -> list[Default]:
    command, found = flag_parser.find_command(argv)[0], []
    for entry in preference["defaults"]:
        named = entry.get("command") or ""
        other = flag_parser.find_command(named.split())[0]
        if not other:
            ctx.error(f'Warning: command "{named}" not found to set kuberc override\n')
        elif other.split()[-1] == command.rpartition(" ")[2]:
            found += [Default(o, "override value", f"invalid flag {o.get('name')} for command {named}", f"in command {named}")
                      for o in entry.get("options") or []]
    return found
