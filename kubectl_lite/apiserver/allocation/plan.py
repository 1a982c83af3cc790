"""Plan: what a write takes and gives back besides its object, in one commit with it: who dies on the way has done all of it or nothing."""
from __future__ import annotations

import copy

from kubectl_lite.apiserver.objects import Overtaken
from kubectl_lite.machinery import errors

TRIES = 20  # each lost race is another writer's success


class Plan:
    """`operations()` says what the commit holds besides the object. `moving` are the keys that many writers share: when one of them has
    moved, the operations are asked again; any other that does not compare is what another has taken."""

    def __init__(self, operations, moving=()):
        self._operations, self._moving = operations, moving

    def write(self, commit):
        """What commit(operations) answers."""
        for _ in range(TRIES):
            operations = self._operations()
            try:
                return commit(operations)
            except Overtaken as error:
                if error.key not in self._moving:
                    raise
        raise _too_busy()


def insist(obj: dict, write):
    """write(), which plans, validates and stores the object; from the start again, with what was asked, when it was overtaken."""
    asked = copy.deepcopy(obj["spec"])
    for _ in range(TRIES):
        try:
            return write()
        except Overtaken:
            obj["spec"] = copy.deepcopy(asked)
    raise _too_busy()


def _too_busy():
    return errors.conflict("services", "", "provided port is already allocated")
