"""Turns errors into kubectl's text and exit status; the only place that does (kubectl's cmd/util/helpers.go checkErr)."""
from __future__ import annotations

from kubectl_lite.machinery.errors import ApiError


class CommandError(Exception):
    """What a command itself has to say: printed as `error: message`."""

    def __init__(self, message: str, exit: int = 1):
        super().__init__(message)
        self.exit = exit


class UsageError(CommandError):
    """A command line that parses but makes no sense; `path` is the command whose help the text points to."""

    def __init__(self, path: str, message: str):
        super().__init__(f"{message}\nSee '{full_name(path)} -h' for help and examples")


class PlainError(CommandError):
    """Printed as it stands, without `error: `."""


class Exit(Exception):
    """Nothing more to say; leave with this status."""

    def __init__(self, status: int):
        super().__init__(status)
        self.status = status


class Aggregate(Exception):
    """Several errors of one command; one alone counts as itself (utilerrors.NewAggregate)."""

    def __init__(self, errors: list):
        super().__init__(f"{len(errors)} errors")
        self.errors = errors


def full_name(path: str) -> str:
    """"create secret" -> "kubectl create secret": how texts name a command."""
    return f"kubectl {path}".rstrip()


def raise_all(errors: list) -> None:
    """Raise nothing, the one error, or an Aggregate."""
    if len(errors) == 1:
        raise errors[0]
    if errors:
        raise Aggregate(errors)


def is_final(error: Exception) -> bool:
    """Whether what is asked next is in vain too (storage/protocol.py): a command does not go on to the next object."""
    return getattr(error, "final", False)


def add_source(verb: str, source: str, error: Exception) -> Exception:
    """The same error saying where it came from: `error when creating "x.yaml": …` (cmdutil.AddSourceToErr)."""
    if not source or is_final(error):
        return error
    if isinstance(error, ApiError):
        return ApiError({**error.status, "message": f'error when {verb} "{source}": {error.message}'})
    return CommandError(f'error when {verb} "{source}": {plain_text(error)}')


def plain_text(error: Exception) -> str:
    """Go's err.Error()."""
    if isinstance(error, Aggregate):
        texts = list(dict.fromkeys(plain_text(e) for e in error.errors))
        return texts[0] if len(texts) == 1 else "[" + ", ".join(texts) + "]"
    if isinstance(error, OSError):
        return os_text(error)
    return str(error)


def text_of(error: Exception) -> str:
    """What is printed on stderr for an error, with its newline."""
    if isinstance(error, Aggregate) and len(error.errors) == 1:
        error = error.errors[0]
    if isinstance(error, Aggregate):
        return "".join(_in_aggregate(e) + "\n" for e in error.errors)
    if isinstance(error, ApiError):
        text = _invalid_text(error) if error.reason == "Invalid" else _standard_text(error)
    else:
        text = _message(error)
    return text if text.endswith("\n") else text + "\n"


def status_of(error: Exception) -> int:
    """The exit status an error leads to."""
    return getattr(error, "exit", 1)


def _message(error: Exception) -> str:
    text = plain_text(error)
    if isinstance(error, PlainError) or text.startswith("error: "):
        return text
    return f"error: {text}"


def _in_aggregate(error: Exception) -> str:
    return _standard_text(error) if isinstance(error, ApiError) else plain_text(error)


def _standard_text(error: ApiError) -> str:
    if error.reason == "Unauthorized":
        return f"error: You must be logged in to the server ({error.message})"
    if error.reason:
        return f"Error from server ({error.reason}): {error.message}"
    return f"Error from server: {error.message}"


def _invalid_text(error: ApiError) -> str:
    details, text = error.status.get("details"), "The request is invalid"
    if not details:
        return f"{text}: {error.message}" if error.message else text
    kind, name, causes = details.get("kind", ""), details.get("name", ""), details.get("causes") or []
    if kind or name:
        text = f'The {kind} "{name}" is invalid'
    elif error.message and not causes:
        text += f": {error.message}"
    lines = list(dict.fromkeys(f"{c.get('field', '')}: {c.get('message', '')}" for c in causes))
    return multiline(f"{text}: ", lines) if lines else text


def multiline(prefix: str, lines: list[str]) -> str:
    """One line after the prefix, or a list with stars (cmdutil.MultilineError)."""
    if len(lines) == 1:
        return f"{prefix}{lines[0]}\n"
    return prefix + "\n" + "".join(f"* {line}\n" for line in lines)


def os_text(error: OSError) -> str:
    """An operating-system error as Go words it: `open x: no such file or directory`."""
    why = (error.strerror or str(error)).lower()
    return f"open {error.filename}: {why}" if error.filename else why
