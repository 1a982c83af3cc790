"""What the model and fault tests share: a store's behaviour as a few dictionaries, random operations, and faulty files. No tests."""
from __future__ import annotations

import errno
import os

from kubectl_lite.storage.files import Files
from kubectl_lite.storage.protocol import Delete, Put

KEYS = [f"/registry/{kind}/{rest}" for kind in ("pods", "configmaps") for rest in ("default/a", "default/b", "default/a-b", "ns-2/a", "ns-2/c")] + [
    "/registry/minions/node1", "/registry/minions/node-2", "/registry/example.com/things/default/system:odd name%"]
PREFIXES = ["/registry/", "/registry/pods/", "/registry/pods/default/", "/registry/pods/default/a", "/registry/m", "/registry/none/"]


class Model:
    """All states of a store: one dictionary key -> (value, revision) for each revision."""

    def __init__(self):
        self.states = [{}]
        self.compacted = 0

    @property
    def revision(self):
        return len(self.states) - 1

    @property
    def now(self):
        return self.states[-1]

    def refuses(self, operations):
        """Whether an expected revision does not hold."""
        return any(op.expected is not None and op.expected != self.now.get(op.key, (None, 0))[1] for op in operations)

    def commit(self, operations):
        """The new revision; call it only when refuses() says no."""
        writes = [op for op in operations if isinstance(op, Put) or op.key in self.now]
        if writes:
            state = dict(self.now)
            for op in writes:
                if isinstance(op, Put):
                    state[op.key] = (op.value, self.revision + 1)
                else:
                    del state[op.key]
            self.states.append(state)
        return self.revision

    def range(self, prefix, after, revision):
        state = self.states[revision]
        return [(key, *state[key]) for key in sorted(state) if key.startswith(prefix) and key > after]

    def events(self, prefix, after):
        """(key, value or None, revision, former value or None) of all changes after a revision, as a list of sets, one for each revision."""
        changes = []
        for revision in range(after + 1, self.revision + 1):
            old, new = self.states[revision - 1], self.states[revision]
            changes += [(key, new.get(key, (None, 0))[0], revision, old.get(key, (None, 0))[0])
                        for key in sorted(old.keys() | new.keys()) if old.get(key) != new.get(key) and key.startswith(prefix)]
        return changes


def random_value(random):
    """A small object."""
    return {"kind": random.choice(["Pod", "Thing"]), "metadata": {"name": "x", "labels": {"n": str(random.randrange(5))}},
            "spec": {"list": [random.randrange(3) for _ in range(random.randrange(4))], "text": random.choice(["", "é", "a\nb", "x" * 300])}}


def random_operations(random, model, most=4):
    """One to `most` operations on different keys, most of them with a true expectation."""
    operations = []
    for key in random.sample(KEYS, random.randint(1, most)):
        expected = random.choice([None, model.now.get(key, (None, 0))[1], model.now.get(key, (None, 0))[1], random.randrange(model.revision + 2)]
                                 if random.random() < 0.5 else [None])
        operations.append(Put(key, random_value(random), expected) if random.random() < 0.7 else Delete(key, expected))
    return operations


def bare(entry):
    """(value without resourceVersion, revision) of an Entry, having looked that they agree; None for None."""
    if entry is None:
        return None
    value = dict(entry.value, metadata=dict(entry.value["metadata"]))
    assert value["metadata"].pop("resourceVersion") == str(entry.revision)
    return value, entry.revision


class Died(BaseException):
    """The process died here."""


class FaultyFiles(Files):
    """Fails with an OSError, or dies, at the n-th operation that changes the disk; a write may have been half done."""

    def __init__(self, at: int, kind: str, half: float = 0.5, lasting: bool = False):
        self.at, self.kind, self.half, self.lasting = at, kind, half, lasting
        self.count = 0

    def _write_all(self, fd, data):
        if self._strikes():
            super()._write_all(fd, data[:int(len(data) * self.half)])
            self._strike()
        super()._write_all(fd, data)

    def _flush(self, fd):
        if self._strikes():
            self._strike()
        super()._flush(fd)

    def _strikes(self):
        self.count += 1
        return self.count == self.at or (self.lasting and self.count > self.at)

    def _strike(self):
        if self.kind == "die":
            self.lasting = True
            raise Died
        raise OSError(getattr(errno, self.kind), self.kind)


def _faulty(name):
    real = getattr(Files, name)

    def operation(self, *arguments, **more):
        if self._strikes():
            self._strike()
        return real(self, *arguments, **more)

    return operation


for _name in ("make_directories", "overwrite", "cut", "flush", "flush_all", "rename", "remove", "remove_directory", "write", "append"):
    setattr(FaultyFiles, _name, _faulty(_name))


class PowerFiles(FaultyFiles):
    """Dies at the n-th operation, and then `lose` takes away from the disk what nobody has flushed: each file and each name by itself."""

    def __init__(self, at: int, half: float):
        super().__init__(at, "die", half)
        self._data: dict[str, bytes] = {}  # path of a file that is not flushed -> what it is sure to hold
        self._names: dict[str, bytes | None] = {}  # path that its directory may not have on the disk yet -> what the disk has there

    def write(self, path, data, flush=False):
        self._touch(path)
        super().write(path, data, flush)
        if flush:
            self._data.pop(path)

    def append(self, path, data, flush=False):
        self._touch(path)
        super().append(path, data, flush)
        if flush:
            self._data.pop(path)

    def overwrite(self, path, data):
        self._touch(path)
        super().overwrite(path, data)

    def cut(self, path, size):
        self._touch(path)
        super().cut(path, size)
        self._data.pop(path)

    def rename(self, old, new):
        before = self.read(new)
        super().rename(old, new)
        self._names.setdefault(new, before)
        self._names.pop(old, None)
        self._data.pop(new, None)
        if self._data.pop(old, None) is not None:
            self._data[new] = b""

    def remove(self, path):
        before = self.read(path)
        super().remove(path)
        if before is not None:
            self._names.setdefault(path, before)
            self._data.pop(path, None)

    def flush(self, path):
        done = super().flush(path)
        self._data.pop(path, None)
        for name in [name for name in self._names if os.path.dirname(name) == path]:
            del self._names[name]
        return done

    def flush_all(self):
        super().flush_all()
        self._data.clear()
        self._names.clear()

    def lose(self, random) -> None:
        """The power fails."""
        for path in sorted(self._data.keys() | self._names.keys()):
            now, sure = Files().read(path), self._data.get(path, b"")
            if path in self._names and random.random() < 0.5:
                _restore(path, self._names[path])
            elif path in self._data and now is not None:
                some = now[:random.randint(len(sure) if now.startswith(sure) else 0, len(now))]
                _restore(path, random.choice([now, sure, some, some + b"\0" * (len(now) - len(some))]))

    def _touch(self, path):
        before = self.read(path)
        if before is None:
            self._names.setdefault(path, None)
        self._data.setdefault(path, before or b"")


def _restore(path, data):
    if data is None:
        Files().remove(path)
    else:
        os.makedirs(os.path.dirname(path), exist_ok=True)
        Files().write(path, data)
