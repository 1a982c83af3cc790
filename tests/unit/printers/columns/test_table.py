"""Every module of the columns package: as many cells as columns, whatever is missing from the object."""
import pytest

from kubectl_lite.api import resources
from kubectl_lite.api.facts.resources import RESOURCES
from kubectl_lite.machinery.resource import Resource
from kubectl_lite.printers import columns

NOW = 1_700_000_000.0
LISTABLE = [resources.find(*row[:3]) for row in RESOURCES if "list" in resources.find(*row[:3]).verbs]
MORE_CELLS = {"ipaddresses"}  # Kubernetes gives an age without a column


def test_every_listable_resource_is_in_the_table():
    assert len(LISTABLE) >= 61
    assert not [r for r in LISTABLE if (r.group, r.name) not in columns.MODULES]


@pytest.mark.parametrize("resource", LISTABLE, ids=str)
def test_a_bare_object_has_a_cell_for_every_column(resource):
    obj = {"apiVersion": resource.api_version, "kind": resource.kind, "metadata": {"name": "x"}}
    cells = columns.row_cells(resource, obj, NOW)
    definitions = columns.table_columns(resource)
    assert len(cells) == len(definitions) + (resource.name in MORE_CELLS)
    name = next(i for i, d in enumerate(definitions) if d["name"] == "Name")
    assert cells[name] == "x"
    assert list(definitions[0]) == ["name", "type", "format", "description", "priority"]


def test_a_resource_without_columns_shows_name_and_creation_time():
    unknown = Resource("example.com", "v1", "things", "Thing", True)
    assert [c["name"] for c in columns.table_columns(unknown)] == ["Name", "Created At"]


def test_flow_schemas_are_sorted_by_precedence():
    resource = resources.find("flowcontrol.apiserver.k8s.io", "v1", "flowschemas")
    listed = [{"metadata": {"name": n}, "spec": {"matchingPrecedence": p}} for n, p in (("a", 900), ("z", 1), ("b", 900))]
    assert [o["metadata"]["name"] for o in columns.row_order(resource, listed)] == ["z", "a", "b"]


def test_only_finished_pods_have_row_conditions():
    pods = resources.find("", "v1", "pods")
    done = columns.row_conditions(pods, {"metadata": {"name": "x"}, "status": {"phase": "Failed"}})
    assert [(c["type"], c["status"], c["reason"]) for c in done] == [("Completed", "True", "Failed")]
    assert columns.row_conditions(pods, {"metadata": {"name": "x"}, "status": {"phase": "Running"}}) == []
    assert columns.row_conditions(resources.find("", "v1", "nodes"), {}) == []


def test_a_scale_has_a_table_of_its_own():
    from kubectl_lite.printers.columns import scales
    table = scales.table({"metadata": {"name": "d", "resourceVersion": "7"}, "spec": {"replicas": 3}, "status": {"replicas": 2}}, NOW)
    assert [c["name"] for c in table["columnDefinitions"]] == ["Name", "Desired", "Available", "Age"]
    assert table["rows"][0]["cells"] == ["d", 3, 2, "<unknown>"] and table["metadata"] == {"resourceVersion": "7"}
