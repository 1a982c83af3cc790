"""--from-file, --from-literal and --from-env-file of `create configmap|secret`: text to (key, bytes), with kubectl's error texts."""
from __future__ import annotations

import os

from kubectl_lite.cli.errors import CommandError
from kubectl_lite.machinery import names


def literals(sources: list[str]):
    """(key, value bytes) of `key=value` texts."""
    for source in sources:
        key, equals, value = source.partition("=")
        if not equals or not key:
            raise CommandError(f"invalid literal source {source}, expected key=value")
        yield key, value.encode("utf-8", "surrogateescape")


def files(sources: list[str]):
    """(key, content) of `[key=]path` texts; a directory gives its regular files."""
    for source in sources:
        key, path = _split(source)
        _stat(path)
        if not os.path.isdir(path):
            yield key, _read(path)
        elif "=" in source:
            raise CommandError("cannot give a key name for a directory path")
        else:
            yield from _directory(path)


def _directory(path: str):
    for entry in sorted(os.scandir(path), key=lambda e: e.name):
        if entry.is_file(follow_symlinks=False):
            yield entry.name, _read(os.path.join(path, entry.name))


def _split(source: str) -> tuple[str, str]:
    """generate's ParseFileSource."""
    if "=" not in source:
        return os.path.basename(source.rstrip("/")) or source, source
    if source.count("=") > 1:
        raise CommandError("key names or file paths cannot contain '='")
    key, path = source.split("=")
    if not key:
        raise CommandError(f"key name for file path {path} missing")
    if not path:
        raise CommandError(f"file path for key name {key} missing")
    return key, path


def env_files(paths: list[str], environ):
    """(key, value bytes) of the lines of env files; a key without `=` takes the environment's value."""
    for path in paths:
        _stat(path)
        if os.path.isdir(path):
            raise CommandError("env config file cannot be a directory")
        for number, line in enumerate(_read(path).split(b"\n")):
            entry = _env_line(line.removesuffix(b"\r"), path, number, environ)
            if entry:
                yield entry


def _env_line(line: bytes, path: str, number: int, environ):
    try:
        text = line.decode()
    except UnicodeDecodeError:
        raise CommandError(f"env file {path} contains invalid utf8 bytes at line {number + 1}: {line!r}") from None
    text = (text.removeprefix("\ufeff") if number == 0 else text).lstrip()
    if not text or text[0] == "#":
        return None
    key, equals, value = text.partition("=")
    problems = names.env_var_name(key)
    if problems:
        raise CommandError(f'"{key}" is not a valid key name: {";".join(problems)}')
    return key, (value if equals else environ.get(key, "")).encode()


def _stat(path: str) -> None:
    try:
        os.stat(path)
    except OSError as e:
        raise CommandError(f"error reading {path}: {e.strerror.lower()}") from None


def _read(path: str) -> bytes:
    try:
        with open(path, "rb") as f:
            return f.read()
    except OSError as e:
        raise CommandError(f"open {path}: {e.strerror.lower()}") from None
