"""Manifests, held to what kubectl reads and says."""
import pytest

from kubectl_lite.machinery import manifests
from kubectl_lite.machinery.manifests import gojson

from . import cases, jsoncases


@pytest.mark.parametrize("text, documents, complaint", cases.CASES)
def test_yaml_is_read_as_kubectl_reads_it(text, documents, complaint):
    found = []
    if complaint:
        with pytest.raises(manifests.ManifestError) as caught:
            for document in manifests.load_all(text):
                found.append(document)
        assert str(caught.value) == complaint
    else:
        found = list(manifests.load_all(text))
    assert found == documents


@pytest.mark.parametrize("text, complaint", jsoncases.CASES)
def test_bad_json_gets_the_words_of_go(text, complaint):
    at = 0
    with pytest.raises(manifests.ManifestError) as caught:
        while at >= 0:
            _, at = gojson.next_document(text, at)
    assert str(caught.value) == complaint


@pytest.mark.parametrize("text, documents", [
    ('{"a": 1, }', [{"a": 1}]),
    ('{"a": 1}{"b": 2}\n{"c": 3}', [{"a": 1}, {"b": 2}, {"c": 3}]),
    ('{"a": 1}\n---\nb: 2\n', [{"a": 1}, None, {"b": 2}]),
    ("{a: 1}\n", [{"a": 1}]),
])
def test_what_begins_as_json_may_go_on_as_yaml(text, documents):
    assert list(manifests.load_all(text)) == documents


def test_json_never_loads_the_yaml_reader():
    import subprocess
    import sys
    code = ("import sys; from kubectl_lite.machinery import manifests; list(manifests.load_all('{\"a\": 1}')); "
            "sys.exit(any(m.startswith('ruamel') for m in sys.modules))")
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0


def test_a_body_names_its_duplicate_fields():
    assert manifests.parse_body(b'{"a": {"b": 1, "b": 2}}') == ({"a": {"b": 2}}, ('duplicate field "a.b"',))
    value, problems = manifests.parse_body(b"a: 1\na: 2\n")
    assert value == {"a": 2}
    assert problems == ('yaml: unmarshal errors:\n  line 2: key "a" already set in map',)


def test_a_bomb_of_aliases_is_refused():
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{i}: &a{i} [" + ", ".join([f"*a{i - 1}"] * 10) + "]" for i in range(1, 9)]
    with pytest.raises(manifests.ManifestError, match="excessive aliasing"):
        manifests.load("\n".join(lines))


def test_nesting_has_a_limit():
    with pytest.raises(manifests.ManifestError, match="exceeded max depth"):
        manifests.load("[" * 3000 + "]" * 3000)


def test_whole_floats_become_integers_as_through_json():
    assert manifests.load("a: 1.0\nb: 1e3\nc: 0.5\nd: 9223372036854775808\n") == {"a": 1, "b": 1000, "c": 0.5, "d": 9.223372036854775808e18}
