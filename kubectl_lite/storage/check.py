"""Proves a state directory sound, and finds what was done to its files by hand. Reads only; may run beside writers.

`problems` is for people: everything that is wrong, one line each. `differences` is for adoption: registry files that are not what the store
wrote, with the value on either side; the API server validates the new values before they are adopted.
"""
from __future__ import annotations

import json
import os
import re
from collections import namedtuple

from kubectl_lite.storage import founding, text
from kubectl_lite.storage.journal import parsed_checkpoint
from kubectl_lite.storage.layout import key_of, relative
from kubectl_lite.storage.protocol import Entry, StoreError
from kubectl_lite.storage.record import Record, keys_of, needle, next_of, revision_of, sound
from kubectl_lite.storage.registry import Edited, difference, fields
from kubectl_lite.storage.versioner import unstamped

# Something wrong: the path, and what is wrong with it; where the directory cannot be read at all the path is "".
Problem = namedtuple("Problem", "path what")

# What may lie in a registry besides files of keys -> why it cannot be taken in.
STRANGE, LINK = "has a name that no key has", "is a link that leads to no file"
UNFIT = {STRANGE: "its name is no key's", LINK: "there is nothing in it"}
_CONFLICT = re.compile(rb"^(<<<<<<<|>>>>>>>) ", re.MULTILINE)

# A registry file that was touched by hand. stored: Entry or None (its value is None when the journal has forgotten it); found: the value in the
# file, None when it was removed; error: why the file cannot be taken in ("" when it can).
Difference = namedtuple("Difference", "key path what stored found error data")


def problems(store, key_problem=None) -> list:
    """Everything that is wrong with the directory. key_problem(key, value) -> str adds what only the API knows (keys against kinds)."""
    found = []
    try:
        if not store.journal.open():
            founding.refuse_strangers(store.files, store.layout)
            return []
        store.journal.refresh()
        found += _journal_problems(store)
        for key, path, sums in sorted(_files(store)):
            found += _file_problems(store, key, path, sums, key_problem)
    except StoreError as error:
        found.append(Problem("", str(error)))
    return found


def differences(store, only: str = "") -> list:
    """The registry files that were edited, added or removed by hand, in key order (of all keys or of one)."""
    if not store.revision():  # reads on to the journal's end
        return []
    if only:
        row = _difference(store, only, relative(only))
        return [row] if row else []
    rows = [_difference(store, key, path) for key, path, sums in _files(store) if _suspicious(store, key, path, sums)]
    return sorted((row for row in rows if row), key=lambda row: row.key)


def still_there(store, row):
    """The change (key, old Entry, new value) that adopts a difference; StoreError when it cannot be or is not as it was."""
    if row.error:
        raise StoreError(f"{row.path} cannot be adopted: {row.error}")
    now = _difference(store, row.key, row.path[len(store.layout.registry) + 1:])
    if now is None or now.data != row.data:
        raise StoreError(f"{row.path} has changed while it was adopted: try again")
    stored = now.stored
    if stored is None and now.found is None:
        raise StoreError(f"{row.path} has changed while it was adopted: try again")
    return row.key, stored, None if row.found is None else unstamped(row.found)


# ---- files

def _files(store):
    """(key, path, line of the sums or None) of every file that is or should be there."""
    expected = set(store.journal.latest)
    for directory, names, sums in store.registry.walk("/registry/"):
        lead = f"{directory}/" if directory else ""
        for name in {*names, *map(os.fsdecode, sums)}:
            key = key_of(lead + name)
            expected.discard(key)
            yield key, lead + name, sums.get(os.fsencode(name))
    for key in sorted(expected):
        yield key, relative(key), None


def _suspicious(store, key, path, sums):
    data, known = store.registry.read(path), fields(b"- " + sums) if sums else None
    return key in store.journal.latest or data is None or difference(data, known) or known[0] > store.journal.base


def _difference(store, key, path):
    """The Difference of one file; None when it is what it should be."""
    what = _edit(store, key, path)
    store.revision()  # a get need not have taken in the whole journal
    if not what:
        return None
    data = store.registry.read(path)
    value, error = _parsed(data, what)
    return Difference(key, store.layout.file(path), what, _stored(store, key), value, error, data)


def _edit(store, key, path):
    """What was done to a file; "" when nothing was."""
    try:
        if relative(key) != path:
            return STRANGE
        if store.get(key) is None and store.files.is_link(store.layout.file(path)):
            return LINK
        return ""
    except Edited as error:
        return error.what
    except StoreError:
        return STRANGE


def _parsed(data, what=""):
    if what in UNFIT:
        return None, UNFIT[what]
    if data is None:
        return None, ""
    try:
        value = json.loads(data)
    except ValueError as error:
        return None, "it has the conflict markers of a merge" if _CONFLICT.search(data) else f"it is not JSON: {error}"
    return (value, "") if isinstance(value, dict) else (None, "it is not a JSON object")


def _stored(store, key):
    """What the store had for the key: Entry, its value None when only the revision is known."""
    journal = store.journal
    last = None
    for line in journal.after(journal.compacted(), needle(key)):
        last = line if key in keys_of(line) else last
    if last is not None:
        return Record(last).after(key)
    try:
        known = store.registry.sum_of(relative(key))
    except StoreError:
        known = None
    return Entry(key, None, known[0]) if known else None


def _file_problems(store, key, path, sums, key_problem):
    file = store.layout.file(path)
    try:
        row = _difference(store, key, path) if _suspicious(store, key, path, sums) else None
    except OSError as error:
        return [Problem(file, f"cannot be read: {error.strerror}")]
    if row:
        error = row.error or (key_problem(key, row.found) if key_problem and row.found is not None else "")
        return [Problem(file, row.what + (f"; {error}" if error else ""))]
    data, record = store.registry.read(path), store.journal.last(key)
    if data is None or record is not None and difference(data, record.sum_of(key)):
        return []  # it lags behind the journal: the next writer writes it
    return [Problem(file, what) for what in _content_problems(key, data, None if record else sums, key_problem)]


def _content_problems(key, data, sums, key_problem):
    value, error = _parsed(data)
    if error:
        return [error]
    found = []
    if text.page(value) != data:
        found.append("is not written as the store writes")
    revision = value.get("metadata", {}).get("resourceVersion")
    if sums and not sums.startswith(str(revision).encode() + b" "):
        found.append(f"has resourceVersion {revision}, its sums say {sums.split(b' ')[0].decode()}")
    what = key_problem(key, value) if key_problem else ""
    return found + [what] if what else found


# ---- the journal

def _journal_problems(store):
    layout, files, journal = store.layout, store.files, store.journal
    mark = parsed_checkpoint(files.read(layout.checkpoint), layout.checkpoint)
    found, names = [], journal.segments()
    last, written = None, {}
    for position, name in enumerate(names):
        following = names[position + 1] if position + 1 < len(names) else None
        last = _segment_problems(layout.segment(name), files.read(layout.segment(name)) or b"", last, following, written, found)
    if mark.segment not in names and int(mark.segment) <= mark.revision:
        found.append(Problem(layout.segment(mark.segment), "is missing, the checkpoint needs it"))
    if names and int(names[0]) - 1 > mark.compacted:
        found.append(Problem(layout.journal, f"revisions {mark.compacted + 1} to {int(names[0]) - 1} are missing"))
    if last is not None and last < mark.revision:
        found.append(Problem(layout.journal, f"ends at revision {last}, the checkpoint is at {mark.revision}"))
    return found + _disagreements(store, written)


def _segment_problems(path, data, last, following, written, found):
    """Read one segment; answers the last revision in it."""
    lines = data.split(b"\n")
    ended = None
    for number, line in enumerate(lines[:-1], 1):
        if not sound(line):
            found.append(Problem(path, f"line {number} is damaged (its checksum is wrong)"))
            continue
        revision = revision_of(line)
        if not revision:
            ended = next_of(line)
            continue
        if last is not None and revision != last + 1:
            found.append(Problem(path, f"line {number} has revision {revision} after {last}"))
        last = revision
        _follow(path, number, Record(line), written, found)
    if lines[-1]:
        found.append(Problem(path, f"ends with {len(lines[-1])} bytes of an unfinished commit; the next write cuts them"))
    if ended != following and not (ended and following is None):  # the next write makes the segment that its writer could not
        found.append(Problem(path, f"names {ended or 'nothing'} as the next segment, there is {following or 'none'}"))
    return last


def _follow(path, number, record, written, found):
    """Each change must begin where the key's last one ended."""
    for operation in record.operations:
        key = operation.get("put") or operation["delete"]
        if key in written and written[key] != operation["from"]:
            found.append(Problem(path, f"line {number}: {key} was at revision {written[key]}, not {operation['from']}"))
        written[key] = record.revision if "put" in operation else 0


def _disagreements(store, written):
    """Keys whose last commit in the journal is not what the sums say."""
    found = []
    for key, revision in written.items():
        if key in store.journal.latest or revision > store.journal.revision():
            continue
        known = store.registry.sum_of(relative(key))
        if (known[0] if known else 0) != revision:
            found.append(Problem(store.layout.sums_file(relative(key).rpartition("/")[0]),
                                 f"has {key} at revision {known[0] if known else 0}, the journal at {revision}"))
    return found
