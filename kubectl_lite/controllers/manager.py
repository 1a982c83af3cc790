"""Manager: one thread and one work queue that drive all participants until nothing changes.

Owns the order (participants in the order given, keys in the order they were noticed), the bound, the retries and what waits for time.
It decides nothing about objects. The counterpart of controller-runtime's manager and of the controllers' rate-limited queues.
"""
from __future__ import annotations

from collections import namedtuple
from importlib import import_module
from itertools import count

from kubectl_lite.controllers.cache import Cache
from kubectl_lite.controllers.context import Context
from kubectl_lite.controllers.report import Report
from kubectl_lite.controllers.resolving import resolver
from kubectl_lite.machinery.errors import ApiError

READER = "system:kube-controller-manager"
PASSES_MAX = 1000      # rounds over all participants
DRAINS_MAX = 50        # times one participant may refill its own queue within a round
RETRIES_MAX = 5        # failures of one key before it is left to the report
CONFLICTS = ("Conflict", "AlreadyExists", "NotFound")

# A participant that is imported only when there is an object of one of the resources it `wakes` for. The module is the participant,
# or has a function `participant()` that makes it.
Row = namedtuple("Row", "name module wakes")


class Run:
    """What the contexts of one run share."""

    def __init__(self, client_for, env, authority, standing=tuple):
        self._client_for, self.env, self.authority, self.standing = client_for, env, authority, standing
        self._clients: dict[str, object] = {}
        self.report, self.serials = Report(), count(env.below(1_000_000))
        self.resolve = resolver(self.client_for(READER))
        self.cache = Cache(self.client_for(READER), self.resolve)

    def client_for(self, user: str):
        """The client that acts as a user, made once."""
        if user not in self._clients:
            self._clients[user] = self._client_for(user)
        return self._clients[user]


class Manager:
    """Runs participants. `client_for(user name)` makes their clients, `authority()` gives the certificate authority as (certificate, key) in PEM,
    `standing()` the objects that no cluster is without.

    A participant is a module or object as the package's contract says, or a Row (anything with its fields) that names one to be imported when it is needed.
    """

    def __init__(self, participants, client_for, env, authority, standing=tuple, passes_max: int = PASSES_MAX):
        self._run = Run(client_for, env, authority, standing)
        self._run.cache.on_change = self._changed
        self._slots = [_Slot(p) for p in participants]
        self._passes_max = passes_max
        self._by_resource: dict[str, list] = {}
        self._sleeping: dict[str, list] = {}
        self._changes = 0

    @property
    def report(self) -> Report:
        return self._run.report

    def run(self) -> Report:
        """Bring everything to rest at the present moment, or stop at the bound; the Report says which."""
        self._start()
        for _ in range(self._passes_max):
            if not self._pass():
                break
        else:
            self.report.changing = [(slot.name, key) for slot in self._slots for key in slot.queue]
        self._finish()
        return self.report

    def _start(self):
        for slot in self._slots:
            if slot.participant is not None:
                self._wake(slot)
                continue
            for resource in slot.wakes:
                if self._run.cache.list(resource):
                    self._wake(slot)
                    break
                self._sleeping.setdefault(resource, []).append(slot)

    def _wake(self, slot):
        """Begin to watch for a participant, and let it look at everything that is there."""
        if slot.context is not None:
            return
        slot.load(self._run)
        for resource, keys in slot.watches().items():
            self._by_resource.setdefault(resource, []).append((slot, keys))
            for obj in self._run.cache.list(resource):
                slot.add(keys(obj, self._run.cache))

    def _changed(self, resource, old, new):
        self._changes += 1
        for slot in self._sleeping.pop(resource, ()):
            self._wake(slot)
        for slot, keys in self._by_resource.get(resource, ()):
            for obj in (old, new):
                if obj is not None:
                    slot.add(keys(obj, self._run.cache))

    def _pass(self) -> bool:
        """One round over all participants; whether there was anything to do."""
        before, worked = self._changes, False
        for slot in self._slots:
            for _ in range(DRAINS_MAX):
                if not slot.queue:
                    break
                worked = True
                self._drain(slot)
        self._run.cache.poll()
        self._wake_due()
        if self._changes > before:
            self._retry()
        return worked or any(slot.queue for slot in self._slots)

    def _drain(self, slot):
        keys, slot.queue = slot.queue, {}
        order = getattr(slot.participant, "order", None)
        for key in sorted(keys, key=order) if order else keys:
            self._step(slot, key)

    def _step(self, slot, key):
        self.report.steps += 1
        try:
            after = slot.participant.reconcile(key, slot.context)
        except ApiError as e:
            return self._failed(slot, key, e)
        except Exception as e:  # one participant's mistake must not keep the others from their work
            if getattr(e, "final", False):  # nothing they do could succeed either
                raise
            return self._broke(slot, key, e)
        slot.failures.pop(key, None)
        self.report.errors.pop((slot.name, key), None)
        if after is None:
            slot.due.pop(key, None)
        else:
            slot.due[key] = self._run.env.now() + after

    def _failed(self, slot, key, error):
        count = slot.failures[key] = slot.failures.get(key, 0) + 1
        self.report.errors[(slot.name, key)] = error.message
        if error.reason in CONFLICTS and count <= RETRIES_MAX:
            self._run.cache.poll()
            slot.queue[key] = True

    def _broke(self, slot, key, error):
        """A mistake of our own: told in the report, not tried again."""
        slot.failures[key] = RETRIES_MAX + 1
        self.report.errors[(slot.name, key)] = f"unexpected {type(error).__name__}: {error}"
        self.report.broken.append(error)

    def _retry(self):
        """Something changed: what was refused may succeed now."""
        for slot in self._slots:
            slot.add(key for key, count in slot.failures.items() if count <= RETRIES_MAX)

    def _wake_due(self):
        now = self._run.env.now()
        for slot in self._slots:
            due = [key for key, when in slot.due.items() if when <= now]
            for key in due:
                del slot.due[key]
            slot.add(due)

    def _finish(self):
        now = self._run.env.now()
        waiting = [(max(0.0, when - now), slot.name, key) for slot in self._slots for key, when in slot.due.items()]
        self.report.waiting = sorted(waiting, key=lambda w: (w[0], w[1], str(w[2])))
        self._run.cache.close()


class _Slot:
    """One participant with its queue, its failures and its timers."""

    def __init__(self, participant):
        row = hasattr(participant, "module")
        self.participant = None if row else participant
        self.name = participant.name if row else participant.NAME
        self.wakes = participant.wakes if row else ()
        self._module = participant.module if row else ""
        self.context = None
        self.queue: dict = {}
        self.failures: dict = {}
        self.due: dict = {}

    def load(self, run):
        if self.participant is None:
            module = import_module(self._module)
            self.participant = module.participant() if hasattr(module, "participant") else module
        made = self.participant
        self.context = Context(run, made.NAME, made.USER, getattr(made, "SOURCE", ""), modern=getattr(made, "MODERN_EVENTS", False))

    def watches(self) -> dict:
        """What the participant watches: WATCHES, or what its `watches(ctx)` finds out."""
        made = self.participant
        return made.watches(self.context) if hasattr(made, "watches") else made.WATCHES

    def add(self, keys):
        for key in keys or ():
            self.queue[key] = True
