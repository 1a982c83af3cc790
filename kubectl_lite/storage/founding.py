"""Makes a directory a state directory with the first write, and refuses those that are something else. Loaded where nobody has written yet."""
from __future__ import annotations

import os

from kubectl_lite.storage.journal import Checkpoint
from kubectl_lite.storage.layout import IGNORED, segment_name
from kubectl_lite.storage.protocol import StoreError

_OWN = ("config", "kubeconfig")  # what kubectl-lite itself may have put into a directory before the store's first commit


def prepare(files, layout) -> None:
    """Make room for the lock, where that may be."""
    refuse_strangers(files, layout)
    files.make_directories(layout.journal)


def refuse_strangers(files, layout) -> None:
    """StoreError where something else lies in a directory without a checkpoint, or the checkpoint itself is gone."""
    names, directories = files.names(layout.root)
    strange = sorted(name for name in names + directories if name[0] != "." and name not in _OWN and name != "journal")
    journal = files.names(layout.journal)[0]
    if any(name.isdigit() for name in journal) and files.read(layout.segment(segment_name(1))) != b"":
        raise StoreError(f"{layout.checkpoint} is missing: restore the directory from a copy or a snapshot")
    if strange:
        raise StoreError(f"{layout.root} holds {strange[0]!r} but no state of kubectl-lite: name an empty or new directory")


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
