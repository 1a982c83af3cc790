"""What a writer does before it writes, when the last one died: cut a torn journal, write the files that were left behind. Needs the writers' lock."""
from __future__ import annotations

from kubectl_lite.storage.judge import lagging
from kubectl_lite.storage.layout import relative
from kubectl_lite.storage.protocol import StoreError
from kubectl_lite.storage.record import Record, revision_of, sound
from kubectl_lite.storage.registry import difference


def cut_torn(store) -> None:
    """Cut what the last writer did not finish to append: nobody was told that this commit is done. The store's notices say so."""
    journal = store.journal
    path = store.layout.segment(journal.segment)
    lost = unfinished(store.files, path, journal)
    store.files.cut(path, journal.offset)
    journal.torn = False
    store.notices.append(f"{path}: cut {lost} bytes of an unfinished commit after revision {journal.revision()}")


def unfinished(files, path: str, journal) -> int:
    """How many bytes of the segment belong to an unfinished flush. StoreError when an acknowledged commit comes after the broken line."""
    data = files.read_from(path, journal.offset)[0] or b""
    for line in data.split(b"\n"):
        if sound(line) and revision_of(line) and Record(line).unit > journal.revision() + 1:
            raise StoreError(f"{path} is damaged after revision {journal.revision()} (byte {journal.offset}): "
                             "restore the directory from a copy or a snapshot")
    return len(data)


def place_again(store, placer, done: int, copied: bool = False) -> None:
    """Write the files of all commits after `done` that are not what they should be; a file that was edited by hand is left as it is.
    Of a directory that was copied the store's notices say how many."""
    count = 0
    for key, line in list(store.journal.latest.items()):
        record = Record(line)
        if record.revision <= done:
            continue
        path = relative(key)
        data, known = store.registry.read(path), store.registry.sum_of(path)
        if difference(data, record.sum_of(key)) and not lagging(store, key, path, data, known, record):
            placer.put_entry(key, record.after(key))
            count += 1
    if copied and count:
        store.notices.append(f"{store.layout.root} was copied while it was written: wrote {count} file{'s' if count > 1 else ''} again as the journal has them")
