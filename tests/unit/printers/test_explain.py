import pytest

from kubectl_lite.printers.explain import NoField, explain, heading

GVK = {"group": "example.com", "version": "v1", "kind": "Boat"}
DOCUMENT = {"components": {"schemas": {
    "com.example.v1.Boat": {"x-kubernetes-group-version-kind": [GVK], "type": "object", "description": "A boat.", "required": ["spec"], "properties": {
        "spec": {"description": "What it is.", "allOf": [{"$ref": "#/components/schemas/com.example.v1.BoatSpec"}]},
        "crew": {"type": "array", "items": {"type": "object", "properties": {"name": {"type": "string"}}}},
        "labels": {"type": "object", "additionalProperties": {"type": "string"}}}},
    "com.example.v1.BoatSpec": {"type": "object", "description": "Spec of a boat.", "properties": {
        "kind": {"type": "string", "enum": ["", "sail", "row", "motor", "tow"]}, "size": {"$ref": "#/components/schemas/q.Quantity"},
        "built": {"$ref": "#/components/schemas/t.Time"}, "inner": {"$ref": "#/components/schemas/com.example.v1.BoatSpec"}}},
    "q.Quantity": {"oneOf": [{"type": "string"}, {"type": "number"}]}, "t.Time": {"type": "string"}}}}


def explained(*path, recursive=False):
    return explain(DOCUMENT, "example.com", "v1", "Boat", list(path), recursive)


def test_heading():
    assert heading("", "v1", "Pod") == "KIND:       Pod\nVERSION:    v1\n\n"
    assert heading("apps", "v1", "Deployment").startswith("GROUP:      apps\n")


def test_a_kind():
    assert explained() == """DESCRIPTION:
    A boat.
    
FIELDS:
  crew\t<[]Object>
    <no description>

  labels\t<map[string]string>
    <no description>

  spec\t<BoatSpec> -required-
    What it is.


"""


def test_a_field_gathers_the_descriptions_of_what_it_refers_to():
    text = explained("spec")
    assert text.startswith("FIELD: spec <BoatSpec>\n\n\nDESCRIPTION:\n    What it is.\n    Spec of a boat.\n    \nFIELDS:\n  built\t<string>\n")
    assert "  kind\t<string>\n  enum: \"\", sail, row, motor, ....\n    <no description>\n" in text and "  size\t<Quantity>\n" in text


def test_an_enum_is_listed():
    assert explained("spec", "kind").startswith('FIELD: kind <string>\nENUM:\n    ""\n    sail\n    row\n    motor\n    tow\n\nDESCRIPTION:\n    <empty>\n')


def test_paths_go_through_lists():
    assert explained("crew", "name").startswith("FIELD: name <string>\n")


def test_recursion_stops_at_cycles():
    text = explained(recursive=True)
    assert "  spec\t<BoatSpec> -required-\n    built\t<string>\n    inner\t<BoatSpec>\n    kind\t<string>\n" in text
    assert "<no description>" not in text


@pytest.mark.parametrize("path, told", [(["no"], "no"), (["spec", "no"], "no"), (["spec", "no", "deeper"], "deeper")])
def test_the_last_name_of_a_wrong_path_is_told(path, told):
    with pytest.raises(NoField, match=f'field "{told}" does not exist'):
        explained(*path)


def test_a_kind_that_the_document_does_not_have():
    assert explain(DOCUMENT, "example.com", "v2", "Boat", [], False) is None
