import json

import pytest

from kubectl_lite.api import codec, codec_text, schema
from kubectl_lite.machinery.errors import ApiError


@pytest.mark.parametrize("text, want", [
    ('{"a":', "unexpected end of JSON input"),
    ("", "unexpected end of JSON input"),
    ("apiVersion: v1", "invalid character 'a' looking for beginning of value"),
    ('{"a":1} x', "invalid character 'x' after top-level value"),
    ("{'a'", "invalid character '\\'' looking for beginning of object key string"),
])
def test_syntax_errors_in_gos_words(text, want):
    with pytest.raises(codec_text.SyntaxProblem) as wrong:
        codec_text.parse(text)
    assert str(wrong.value) == want


def test_numbers_keep_how_they_were_written():
    value = codec_text.parse('{"spec": {"priority": 1.0}}')
    assert json.dumps(value) == '{"spec": {"priority": 1.0}}'
    with pytest.raises(ApiError) as error:
        codec.decode(value, schema.for_kind("v1", "Pod"))
    assert error.value.message.endswith("json: cannot unmarshal number 1.0 into Go struct field PodSpec.spec.priority of type int32")


def test_duplicates_are_found_anywhere():
    value = codec_text.parse('{"a": [{"b": 1, "b": 2}], "c": 1, "c": 2}')
    assert value == {"a": [{"b": 2}], "c": 2}
    assert codec_text.duplicate_fields(value) == ['duplicate field "a[0].b"', 'duplicate field "c"']
