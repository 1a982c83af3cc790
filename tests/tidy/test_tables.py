"""Every plug-in stands in its table, and every row of a table has its module."""
from importlib import import_module
from importlib.util import find_spec

import pytest

from tests.tidy import imports


def modules_of(folder):
    return {p.stem for p in (imports.ROOT / folder).glob("*.py") if p.stem != "__init__"}


def test_every_admission_plugin_is_in_the_order():
    from kubectl_lite.apiserver.admission.order import ORDER
    assert modules_of("apiserver/admission/plugins") == {module for _, module, _ in ORDER}


def test_every_kind_module_is_in_the_table():
    from kubectl_lite.api.kinds import KINDS
    missing = [module for module in KINDS.values() if find_spec(f"kubectl_lite.api.{module}") is None]
    assert not missing


def test_every_stored_kind_has_its_rules():
    from kubectl_lite.api import resources
    from kubectl_lite.api.kinds import KINDS
    assert [r.kind for r in resources.all_stored() if (r.group, r.kind) not in KINDS] == []


def test_every_command_has_its_module():
    from kubectl_lite.cli.commands import COMMANDS
    missing = [path for path, module in COMMANDS.items() if find_spec(f"kubectl_lite.cli.verbs.{module}") is None]
    assert not missing


def test_every_subresource_has_its_module():
    from kubectl_lite.apiserver.subresources import SUBRESOURCES
    for module in set(SUBRESOURCES.values()):
        assert callable(import_module(f"kubectl_lite.apiserver.subresources.{module}").run)


def test_every_virtual_resource_has_its_module():
    from kubectl_lite.api import resources
    from kubectl_lite.api.facts.resources import RESOURCES
    from kubectl_lite.apiserver.virtual import VIRTUAL
    unstored = {(row[0], row[2]) for row in RESOURCES if not resources.find(*row[:3]).storage_prefix}
    assert unstored == set(VIRTUAL)


@pytest.mark.parametrize("table", ["controllers.table:CONTROLLERS", "scheduler.table:SCHEDULERS", "kubelet.table:KUBELETS"])
def test_every_participant_has_its_module(table):
    module, _, name = table.partition(":")
    for row in getattr(import_module(f"kubectl_lite.{module}"), name):
        assert find_spec(row.module if hasattr(row, "module") else row.__name__)
