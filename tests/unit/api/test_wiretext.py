"""Bodies as the API server writes them: Go's field order for built-in types, sorted keys for the rest."""
from kubectl_lite.api import wiretext
from kubectl_lite.machinery.wire import RawJSON

POD = {"spec": {"containers": [{"image": "i", "name": "c"}], "nodeSelector": {"b": "1", "a": "2"}}, "metadata": {"labels": {"x": "<y>"}, "name": "p"},
       "apiVersion": "v1", "kind": "Pod"}


def test_built_in_types_are_written_in_the_order_of_their_structs():
    assert wiretext.text(POD) == ('{"kind":"Pod","apiVersion":"v1","metadata":{"name":"p","labels":{"x":"\\u003cy\\u003e"}},'
                                  '"spec":{"containers":[{"name":"c","image":"i"}],"nodeSelector":{"a":"2","b":"1"}}}\n')


def test_items_of_lists_are_ordered_too():
    items = {"items": [{"metadata": {"uid": "u", "name": "a"}}], "metadata": {}, "kind": "ConfigMapList", "apiVersion": "v1"}
    assert wiretext.text(items) == '{"kind":"ConfigMapList","apiVersion":"v1","metadata":{},"items":[{"metadata":{"name":"a","uid":"u"}}]}\n'


def test_custom_resources_have_sorted_keys():
    obj = {"kind": "Foo", "apiVersion": "e.com/v1", "spec": {"b": 1, "a": 2}, "metadata": {"name": "n"}}
    assert wiretext.text(obj) == '{"apiVersion":"e.com/v1","kind":"Foo","metadata":{"name":"n"},"spec":{"a":2,"b":1}}\n'


def test_what_is_no_object_is_written_as_it_stands():
    assert wiretext.text("ok") == "ok"
    assert wiretext.text(RawJSON(paths=["/api"])) == '{\n  "paths": [\n    "/api"\n  ]\n}'
    assert wiretext.text({"keys": []}) == '{"keys":[]}'


def test_pretty_text_is_indented_and_does_not_end_the_line():
    assert wiretext.text({"kind": "ConfigMap", "apiVersion": "v1"}, pretty=True) == '{\n  "kind": "ConfigMap",\n  "apiVersion": "v1"\n}'


def test_an_event_is_one_line():
    assert wiretext.event({"type": "ADDED", "object": {"apiVersion": "v1", "kind": "Node"}}) == '{"type":"ADDED","object":{"kind":"Node","apiVersion":"v1"}}\n'
