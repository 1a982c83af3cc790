from kubectl_lite.api import schema


def test_kinds_lead_to_definitions():
    assert schema.for_kind("v1", "Pod") == "io.k8s.api.core.v1.Pod"
    assert schema.for_kind("apps/v1", "Deployment") == "io.k8s.api.apps.v1.Deployment"
    assert schema.for_kind("example.com/v1", "Pod") == ""


def test_fields_stand_in_gos_order_and_say_what_go_does():
    fields = schema.fields("io.k8s.api.core.v1.Container")
    assert list(fields)[:5] == ["name", "image", "command", "args", "workingDir"]
    assert "omit" not in fields["name"] and fields["image"]["omit"] == "empty"
    assert fields["securityContext"]["ptr"] == 1 and "ptr" not in fields["resources"]
    assert fields["ports"]["patch-merge-key"] == "containerPort" and fields["ports"]["list-map-keys"] == ["containerPort", "protocol"]


def test_embedded_structs_are_named():
    assert schema.fields("io.k8s.api.core.v1.Volume")["configMap"]["in"] == "VolumeSource"


def references(field):
    yield from [field["ref"]] if "ref" in field else []
    for inner in ("items", "values"):
        yield from references(field[inner]) if inner in field else []


def test_every_reference_leads_somewhere():
    for name in schema.names():
        for field in schema.fields(name).values():
            assert field["go"]
            for reference in references(field):
                assert schema.definition(reference) is not None
