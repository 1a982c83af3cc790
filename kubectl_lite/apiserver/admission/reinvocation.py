"""Reinvocation: the second round of mutating admission, when a webhook or a policy has changed the object of the first.

All mutating plug-ins run once more; of webhooks and policies only those that want it (reinvocationPolicy IfNeeded) and that something
changed after. Mirrors apiserver/pkg/admission/reinvocation.go and the webhooks' reinvocation contexts.
"""
from __future__ import annotations


class Reinvocation:
    """What two rounds over one write have to know of each other."""
    __slots__ = ("wanted", "second", "_plugins")

    def __init__(self):
        self.wanted, self.second, self._plugins = False, False, {}

    def of(self, plugin: str) -> "Round":
        """The memory of one plug-in."""
        return self._plugins.setdefault(plugin, Round(self))


class Round:
    """Which of a plug-in's webhooks (or policies) are called again."""
    __slots__ = ("_all", "_called", "_due", "_left")

    def __init__(self, reinvocation):
        self._all, self._called, self._due, self._left = reinvocation, [], set(), None

    def begin(self, obj) -> None:
        """A round begins; when other plug-ins changed the object since the last one, all that were called are due."""
        if self._all.second and self._left is not None and obj != self._left:
            self._recall()

    def skips(self, identity) -> bool:
        """Whether one is not called in this round: the second round calls nobody for the first time."""
        return self._all.second and identity not in self._due

    def called(self, identity, changed: bool, again: bool) -> None:
        """One was called; `again`: it wants to be called again when something changes after it."""
        if changed:
            self._recall()
            self._all.wanted = True
        if again:
            self._called.append(identity)

    def end(self, obj) -> None:
        """A round is over."""
        if self._all.wanted and not self._all.second:
            from copy import deepcopy
            self._left = deepcopy(obj)

    def _recall(self):
        self._due.update(self._called)
        self._called = []
