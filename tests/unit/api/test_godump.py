"""Values as Go dumps them for hashing."""
import pytest

from kubectl_lite.api import godump

CORE = "io.k8s.api.core.v1."


def test_every_field_is_there_with_its_type():
    assert godump.dump({"name": "web", "containerPort": 80}, CORE + "ContainerPort") == (
        "(v1.ContainerPort){Name:(string)web HostPort:(int32)0 ContainerPort:(int32)80 Protocol:(v1.Protocol) HostIP:(string)}")


def test_embedded_structs_stand_in_their_place():
    assert godump.dump({"name": "cm", "key": "k", "optional": True}, CORE + "ConfigMapKeySelector") == (
        "(v1.ConfigMapKeySelector){LocalObjectReference:(v1.LocalObjectReference){Name:(string)cm} Key:(string)k Optional:(*bool)true}")


def test_maps_are_sorted_and_empty_ones_are_nil():
    text = godump.dump({"labels": {"b": "2", "a": "1"}, "annotations": {}, "finalizers": ["x", "y"]}, "io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta")
    assert "Labels:(map[string]string)map[a:1 b:2] Annotations:(map[string]string)<nil>" in text and "Finalizers:([]string)[x y]" in text


@pytest.mark.parametrize("port, shown", [
    (80, "{Type:(intstr.Type)0 IntVal:(int32)80 StrVal:(string)}"), ("http", "{Type:(intstr.Type)1 IntVal:(int32)0 StrVal:(string)http}")])
def test_ports_are_numbers_or_names(port, shown):
    assert f"Port:(intstr.IntOrString){shown}" in godump.dump({"port": port}, CORE + "TCPSocketAction")


@pytest.mark.parametrize("text, value, scale, form", [
    ("100m", 100, -3, "DecimalSI"), ("2", 2, 0, "DecimalSI"), ("1Gi", 1 << 30, 0, "BinarySI"), ("5e3", 5, 3, "DecimalExponent"), ("0", 0, 0, "")])
def test_quantities_are_numbers_with_a_scale(text, value, scale, form):
    shown = godump.dump({"limits": {"cpu": text}}, CORE + "ResourceRequirements")
    assert (f"map[cpu:{{i:(resource.int64Amount){{value:(int64){value} scale:(resource.Scale){scale}}} d:(resource.infDecAmount){{Dec:(*inf.Dec)<nil>}} "
            f"s:(string){text} Format:(resource.Format){form}}}]") in shown


def test_quantities_too_large_for_a_number_are_decimals():
    shown = godump.dump({"limits": {"x": "100Ei"}}, CORE + "ResourceRequirements")
    assert "Dec:(*inf.Dec){unscaled:(big.Int){neg:(bool)false abs:(big.nat)[4611686018427387904 6]} scale:(inf.Scale)0}" in shown
