"""Large writes, on a store that takes so much in one commit and no more: several commits, each of them all or nothing.

Who is interrupted has written some parts and not the others; all that is done here can simply be done again, and does then what is left.
"""
from __future__ import annotations

from kubectl_lite.storage import text
from kubectl_lite.storage.protocol import Put, StoreError


class Partly(StoreError):
    """Some parts were written before `cause` stopped the rest; `done` of `total` operations."""

    def __init__(self, cause, done: int, total: int, again: str):
        super().__init__(f"{cause}; {done} of {total} keys are written: `{again}` writes the rest")
        self.cause, self.done, self.total = cause, done, total


def parts(store, operations: list) -> list:
    """The operations in as many lists as the store needs commits for them, in order."""
    if not store.OPERATIONS_MAX:
        return [operations]
    found, size = [[]], 0
    for operation in operations:
        more = len(text.data(operation.value)) if isinstance(operation, Put) else 0
        if found[-1] and (len(found[-1]) == store.OPERATIONS_MAX or size + more > store.BYTES_MAX):
            found.append([])
            size = 0
        found[-1].append(operation)
        size += more
    return found


def commit(store, operations: list, note: dict, again: str) -> int:
    """Commit all operations, in one commit if the store can; the new revision. `again` is the command that does what is left of it.

    Raises what Store.commit raises as long as nothing is written, then Partly.
    """
    done = revision = 0
    for part in parts(store, operations):
        try:
            revision = store.commit(part, note)
        except StoreError as error:
            if not done:
                raise
            raise Partly(error, done, len(operations), again) from None
        done += len(part)
    return revision
