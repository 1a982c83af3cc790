"""Where things lie in a state directory, and how keys become paths. Pure: it touches no file.

    STATE/registry/pods/default/web      the object as JSON; the path is the key below /registry
    STATE/journal/00000000000000000001   segments: one commit per line; the name is the first revision in it
    STATE/journal/checkpoint             up to where files and sums are complete and flushed; also what says "this directory is ours"
    STATE/journal/applied                a hint: up to where the files were written (not flushed, not for git)
    STATE/journal/lock                   the writers' lock (not for git)
    STATE/journal/tmp/                   half-written files on their way to a rename, and the reserve of a full disk (not for git)
    STATE/sums/pods/default/%sums        name, revision and checksum of every file of registry/pods/default, as of the checkpoint
"""
from __future__ import annotations

import os
import re

from kubectl_lite.storage.protocol import StoreError

ROOT = "/registry/"
SUMS = "%sums"  # no encoded name can be equal to it: there a % is followed by two hex digits
IGNORED = "# of this machine and moment only\n/journal/applied\n/journal/lock\n/journal/tmp/\n"

_UNSAFE = re.compile(r"^\.|[\x00-\x20%\x7f]")
_ESCAPE = re.compile(r"%([0-9A-F]{2})")


def encoded(name: str) -> str:
    """One part of a key as a file name: readable as it is, except for a leading dot, percent signs, blanks and control characters."""
    return _UNSAFE.sub(lambda match: f"%{ord(match.group()):02X}", name) if _UNSAFE.search(name) else name


def decoded(name: str) -> str:
    """The part of a key that a file name stands for."""
    return _ESCAPE.sub(lambda match: chr(int(match.group(1), 16)), name) if "%" in name else name


def relative(key: str) -> str:
    """The path of a key below STATE/registry. StoreError when the key is none that a directory can hold."""
    if not key.startswith(ROOT) or key.endswith("/") or "//" in key or not (key.isascii() or _is_text(key)):
        raise StoreError(f"{key!r} is not a key: keys are {ROOT}PART/…/PART")
    return "/".join(encoded(part) for part in key[len(ROOT):].split("/"))


def _is_text(key):
    """Whether the key can be a file name: names of files that are no UTF-8 can, other halves of surrogate pairs cannot."""
    try:
        os.fsencode(key)
    except UnicodeEncodeError:
        return False
    return True


def key_of(path: str) -> str:
    """The key of a path below STATE/registry."""
    return ROOT + ("/".join(decoded(part) for part in path.split("/")) if "%" in path else path)


class Layout:
    """The paths of one state directory."""

    __slots__ = ("root", "registry", "sums", "journal", "checkpoint", "applied", "lock", "tmp", "reserve")

    def __init__(self, root: str):
        self.root = os.path.abspath(root)
        self.registry = os.path.join(self.root, "registry")
        self.sums = os.path.join(self.root, "sums")
        self.journal = os.path.join(self.root, "journal")
        self.checkpoint = os.path.join(self.journal, "checkpoint")
        self.applied = os.path.join(self.journal, "applied")
        self.lock = os.path.join(self.journal, "lock")
        self.tmp = os.path.join(self.journal, "tmp")
        self.reserve = os.path.join(self.tmp, "reserve")

    def file(self, path: str) -> str:
        """The registry file of a relative path."""
        return self.registry + "/" + path

    def sums_file(self, directory: str) -> str:
        """The sums of the registry directory with this relative path ("" for the registry itself)."""
        return f"{self.sums}/{directory}/{SUMS}" if directory else f"{self.sums}/{SUMS}"

    def segment(self, name: str) -> str:
        """A journal segment's path."""
        return self.journal + "/" + name


def segment_name(first: int) -> str:
    """The name of the segment whose first commit has this revision; names sort as revisions do."""
    return f"{first:020d}"
