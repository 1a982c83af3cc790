from __future__ import annotations

import pkgutil
from importlib import import_module

import pytest

from kubectl_lite import controllers
from kubectl_lite.controllers.table import CONTROLLERS
from kubectl_lite.kubelet.stages import STAGES
from kubectl_lite.scheduler import plugins
from kubectl_lite.scheduler.profile import PROFILE


def modules(package):
    return {m.name for m in pkgutil.iter_modules(package.__path__)}


@pytest.mark.parametrize("row", CONTROLLERS, ids=lambda row: row.name)
def test_row_names_a_controller_that_keeps_the_contract(row):
    module = import_module(row.module)
    assert module.NAME == row.name and module.USER.startswith("system:") and callable(module.reconcile)
    assert row.wakes and (hasattr(module, "WATCHES") or callable(module.watches))
    assert "__doc__" in vars(module) and module.__doc__


def test_every_controller_is_in_the_table():
    found = {name for name in modules(controllers) if hasattr(import_module(f"kubectl_lite.controllers.{name}"), "reconcile")}
    assert found == {row.module.rpartition(".")[2] for row in CONTROLLERS}


def test_every_plugin_is_in_the_profile():
    assert modules(plugins) == {row.module for row in PROFILE}


def test_every_stage_is_in_its_table():
    from kubectl_lite.kubelet import stages
    assert modules(stages) == {name for name, _ in STAGES}
    assert STAGES[-1][1].applies(None) is True
