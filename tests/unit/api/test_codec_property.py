"""Properties of the codec over all definitions: every field survives, decoding is idempotent, nothing but a refusal is ever raised."""
import json
import random

from hypothesis import given, settings
from hypothesis import strategies as st

from kubectl_lite.api import codec, internal, schema
from kubectl_lite.api.codec_types import SPECIAL
from kubectl_lite.machinery.errors import ApiError

KINDS = sorted(n for n in schema.names() if schema.definition(n).get("gvk"))
JSON = st.recursive(st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=8),
                    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3), max_leaves=8)

SPECIAL_VALUES = {"Quantity": "1500m", "IntOrString": "50%", "RawExtension": {"a": [1]}, "Time": "2024-01-02T03:04:05Z", "MicroTime": "2024-01-02T03:04:05.000001Z",
                  "FieldsV1": {"f:a": {}}, "Patch": {}, "JSON": [1, {"a": "b"}], "CustomResourceSubresourceStatus": {}, "JSONSchemaPropsOrBool": False,
                  "JSONSchemaPropsOrArray": {"type": "string"}, "JSONSchemaPropsOrStringArray": ["a"]}


def full(field, depth):
    """A value of a field with everything in it set, to a depth."""
    if "ref" in field:
        name = field["ref"]
        if name in SPECIAL:
            return SPECIAL_VALUES[name.rpartition(".")[2]]
        return everything(name, depth - 1)
    if "items" in field:
        return [full(field["items"], depth)]
    if "values" in field:
        return {"k": full(field["values"], depth)}
    if field.get("format") == "byte":
        return "YQ=="
    return {"string": "x", "integer": 7, "boolean": True, "number": 1.5}.get(field.get("type"), {"any": 1})


def everything(name, depth):
    if depth <= 0:
        return codec.zero(name)
    return {key: full(field, depth) for key, field in schema.fields(name).items()}


def test_every_field_of_every_kind_is_kept():
    for name in KINDS:
        obj = everything(name, 9 if "apiextensions" not in name else 6)
        decoded, problems = codec.decode(obj, name)
        assert not problems and decoded == obj, name


def test_every_kind_has_an_internal_form_and_an_order():
    for name in KINDS:
        obj = everything(name, 5)
        json.dumps(internal.form(obj, name))
        assert codec.ordered(obj, name) == obj


def places(value):
    found = []
    if isinstance(value, dict):
        for key in value:
            found += [(value, key), *places(value[key])]
    elif isinstance(value, list):
        for i in range(len(value)):
            found += [(value, i), *places(value[i])]
    return found


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(KINDS), st.lists(JSON, min_size=1, max_size=3), st.randoms(use_true_random=False))
def test_whatever_stands_somewhere_is_decoded_or_refused(name, values, rng):
    obj = everything(name, 4)
    for value in values:
        holder, key = rng.choice(places(obj))
        holder[key] = value
    try:
        decoded, _ = codec.decode(obj, name)
    except ApiError as refusal:
        assert refusal.code == 400 and " cannot be handled as a " in refusal.message
        return
    again, problems = codec.decode(json.loads(json.dumps(decoded)), name)
    assert again == decoded and not problems
    json.dumps(internal.form(decoded, name))


def test_field_order_does_not_matter():
    rng = random.Random(1)
    for name in rng.sample(KINDS, 20):
        obj = everything(name, 5)
        shuffled = dict(rng.sample(list(obj.items()), len(obj)))
        assert codec.decode(shuffled, name)[0] == codec.decode(obj, name)[0]
