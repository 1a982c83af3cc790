"""Reads a command line as pflag and cobra do: `-oyaml`, `-o=yaml`, combined shorthands, `--flag=false`, values that may be left out, `--`.

Owns syntax and typed values, with pflag's error texts; knows no command's meaning.
"""
from __future__ import annotations

from kubectl_lite.cli import goparse, ownflags


class FlagError(Exception):
    """A command line that pflag refuses; `path` is the command whose usage the message points to."""

    def __init__(self, message: str, path: str = ""):
        super().__init__(message)
        self.path = path


class Flag:
    """One flag's definition and its value so far."""
    __slots__ = ("name", "shorthand", "type", "default", "bare", "value", "changed", "own")

    def __init__(self, row, own=True):
        self.name, self.shorthand, self.type, self.default, self.bare = row
        self.own = own
        self.value, self.changed = goparse.default(self.type, self.default), False

    def set(self, text: str) -> None:
        """Take one occurrence; raises ValueError with Go's text."""
        self.value = goparse.parse(self.type, text, self.value, self.changed)
        self.changed = True


class Flags:
    """The typed flags of one parsed command line: `flags["output"]`, `flags.changed("output")`.

    `path` is the command ("create secret generic"), `dash` the number of arguments before `--` (-1 without one), `words` are the
    arguments, `given` the flags in the order they were written, with their texts.
    """
    __slots__ = ("path", "dash", "words", "given", "_flags")

    def __init__(self, path: str, flags: dict):
        self.path, self.dash, self._flags = path, -1, flags
        self.words: list[str] = []
        self.given: list[tuple[str, str]] = []

    def __getitem__(self, name: str):
        return self._flags[name].value

    def __contains__(self, name: str) -> bool:
        return name in self._flags

    def get(self, name: str, default=None):
        """The value, or `default` where the command does not have such a flag."""
        flag = self._flags.get(name)
        return default if flag is None else flag.value

    def inherited(self, name: str, default=""):
        """The value of a global flag; `default` where the command has a flag of its own of that name."""
        flag = self._flags.get(name)
        return default if flag is None or flag.own else flag.value

    def set(self, name: str, text: str) -> None:
        """Take a value as if the user had written it; raises FlagError."""
        _set(self._flags[name], text)

    def changed(self, name: str) -> bool:
        """Whether the user wrote the flag."""
        flag = self._flags.get(name)
        return flag is not None and flag.changed

    def changed_names(self) -> list[str]:
        return [name for name, flag in self._flags.items() if flag.changed]


def define(path: str) -> dict:
    """name -> Flag of a command; its own flags shadow global ones of the same name."""
    flags: dict = {}
    for row, own in ownflags.flag_rows(path):
        if row[0] not in flags:
            flags[row[0]] = Flag(row, own)
    return flags


def find_command(args: list[str]) -> tuple[str, list[str]]:
    """(command path, the other arguments), as cobra's Find: flags before and between the words are stepped over."""
    path, rest = "", list(args)
    while ownflags.children(path):
        at = _first_word(rest, path)
        found = ownflags.child(path, rest[at]) if at is not None else None
        if not found:
            break
        path, rest = found, rest[:at] + rest[at + 1:]
    return path, rest


def first_word(args: list[str], path: str = "") -> str | None:
    """The first argument that is neither a flag nor a flag's value."""
    at = _first_word(args, path)
    return None if at is None else args[at]


def _first_word(args: list[str], path: str) -> int | None:
    if args and not args[0].startswith("-") and args[0]:
        return 0
    flags = define(path)
    shorthands = {f.shorthand: f for f in flags.values() if f.shorthand}
    i = 0
    while i < len(args):
        arg = args[i]
        if arg == "--":
            return None
        if arg.startswith("-") and _takes_next(arg, flags, shorthands):
            i += 1
        elif arg and not arg.startswith("-"):
            return i
        i += 1
    return None


def _takes_next(arg: str, flags: dict, shorthands: dict) -> bool:
    """Whether cobra counts the next argument as this flag's value (flags it does not know take one)."""
    if "=" in arg:
        return False
    if arg.startswith("--"):
        flag = flags.get(normal(arg[2:]))
        return not (flag and flag.bare)
    flag = shorthands.get(arg[1:])
    return len(arg) == 2 and not (flag and flag.bare)


def normal(name: str) -> str:
    """kubectl's word separators: `show_labels` is `show-labels`."""
    return name.replace("_", "-")


def parse(path: str, args: list[str]) -> tuple[Flags, list[str]]:
    """Flags and positional arguments of one command; raises FlagError."""
    flags = Flags(path, define(path))
    try:
        flags.words = _Parser(flags).run(args)
        return flags, flags.words
    except FlagError as e:
        e.path = path
        raise


class _Parser:
    """pflag's FlagSet.Parse over one list of arguments."""
    __slots__ = ("flags", "byname", "byshort", "rest")

    def __init__(self, flags: Flags):
        self.flags, self.byname = flags, flags._flags
        self.byshort = {}
        for flag in self.byname.values():
            if flag.shorthand:
                self.byshort.setdefault(flag.shorthand, flag)
        self.rest: list[str] = []

    def run(self, args: list[str]) -> list[str]:
        words: list[str] = []
        self.rest = list(reversed(args))
        while self.rest:
            arg = self.rest.pop()
            if len(arg) < 2 or arg[0] != "-":
                words.append(arg)
            elif arg == "--":
                self.flags.dash = len(words)
                words.extend(reversed(self.rest))
                break
            elif arg[1] == "-":
                self._long(arg)
            else:
                self._shorthands(arg)
        return words

    def _long(self, arg: str) -> None:
        body = arg[2:]
        if body[0] in "-=":
            raise FlagError(f"bad flag syntax: {arg}")
        name, equals, value = body.partition("=")
        flag = self.byname.get(normal(name))
        if flag is None:
            raise FlagError(f"unknown flag: --{name}")
        if equals:
            self._set(flag, value)
        elif flag.bare:
            self._set(flag, flag.bare)
        elif self.rest:
            self._set(flag, self.rest.pop())
        else:
            raise FlagError(f"flag needs an argument: {arg}")

    def _shorthands(self, arg: str) -> None:
        letters = arg[1:]
        while letters:
            letters = self._shorthand(letters, arg)

    def _shorthand(self, letters: str, arg: str) -> str:
        """Take one letter with its value; answers the letters still to read."""
        flag = self.byshort.get(letters[0])
        if flag is None:
            raise FlagError(f"unknown shorthand flag: {goparse.quote_char(letters[0])} in -{letters}")
        if len(letters) > 2 and letters[1] == "=":
            self._set(flag, letters[2:])
        elif flag.bare:
            self._set(flag, flag.bare)
            return letters[1:]
        elif len(letters) > 1:
            self._set(flag, letters[1:])
        elif self.rest:
            self._set(flag, self.rest.pop())
        else:
            raise FlagError(f"flag needs an argument: {goparse.quote_char(letters[0])} in -{letters}")
        return ""

    def _set(self, flag: Flag, text: str) -> None:
        self.flags.given.append((flag.name, text))
        _set(flag, text)


def _set(flag: Flag, text: str) -> None:
    try:
        flag.set(text)
    except ValueError as e:
        name = f"-{flag.shorthand}, --{flag.name}" if flag.shorthand else f"--{flag.name}"
        raise FlagError(f"invalid argument {goparse.quote(text)} for \"{name}\" flag: {e}") from None


def missing_required(flags: Flags) -> list[str]:
    """The required flags that were not given."""
    return [name for name in ownflags.REQUIRED.get(flags.path, ()) if not flags.changed(name)]
