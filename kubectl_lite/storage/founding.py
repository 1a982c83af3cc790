"""Makes a directory a state directory with the first write, and refuses those that are something else. Loaded where nobody has written yet."""
from __future__ import annotations

import os

from kubectl_lite.storage.journal import Checkpoint
from kubectl_lite.storage.layout import IGNORED, segment_name
from kubectl_lite.storage.protocol import StoreError

_PARTS = ("registry", "sums", "journal")
_OWN = ("config", "kubeconfig")  # what kubectl-lite itself may have put into a directory before the store's first commit


def prepare(files, layout) -> None:
    """Make room for the lock, where that may be. `cp -r` copies directories in the order in which they were made: the journal should
    come last, for it can put right what the others had not heard of."""
    refuse_strangers(files, layout)
    for directory in (layout.registry, layout.sums, layout.journal):
        files.make_directories(directory)


def refuse_strangers(files, layout) -> None:
    """StoreError where something else lies in a directory without a checkpoint, or the checkpoint itself is gone."""
    names, directories = files.names(layout.root)
    if files.is_file(layout.root):
        raise StoreError(f"{layout.root} is a file: name a directory")
    if any(files.names(directory) != ([], []) for directory in (layout.registry, layout.sums)) or _journals(files, layout):
        raise StoreError(f"{layout.checkpoint} is missing: restore the directory from a copy or a snapshot")
    strange = sorted(name for name in names if name[0] != "." and name not in _OWN)
    strange += sorted(name for name in directories if name[0] != "." and name not in _PARTS)
    if strange:
        raise StoreError(f"{layout.root} holds {strange[0]!r} but no state of kubectl-lite: name an empty or new directory")


def _journals(files, layout):
    """Whether a journal has begun."""
    return any(name.isdigit() for name in files.names(layout.journal)[0]) and files.read(layout.segment(segment_name(1))) != b""


def found(files, layout, write_marker) -> None:
    """Everything that an empty store has; write_marker(Checkpoint) makes it one. Needs the writers' lock."""
    name = segment_name(1)
    files.make_directories(layout.tmp)
    if files.read(f"{layout.root}/.gitignore") is None:
        files.write(f"{layout.root}/.gitignore", IGNORED.encode(), flush=True)
    files.write(layout.segment(name), b"", flush=True)
    files.flush(layout.journal)  # its name must be on the disk before the checkpoint names it
    write_marker(Checkpoint(0, name, 0, 0))
    for directory in (layout.root, os.path.dirname(layout.root)):
        files.flush(directory)
