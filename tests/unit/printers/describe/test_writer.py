from kubectl_lite.printers.describe.writer import Nested, Writer, annotations, labels


def written(write, *args):
    w = Writer()
    write(w, *args)
    return w.text()


def test_labels_are_sorted_one_a_line():
    assert written(labels, "Labels", {"b": "2", "a": "1"}) == "Labels:  a=1\n         b=2\n"
    assert written(labels, "Labels", None) == "Labels:  <none>\n"


def test_annotations_leave_out_kubectls_own():
    assert written(annotations, "Annotations", {"kubectl.kubernetes.io/last-applied-configuration": "{}"}) == "Annotations:  <none>\n"
    assert written(annotations, "Annotations", {"a": "1\n", "b": ""}) == "Annotations:  a: 1\n              b: \n"


def test_long_annotations_stand_below_their_key_and_are_shortened():
    text = written(annotations, "Annotations", {"k": "v" * 150, "m": "one\ntwo"})
    assert text == "Annotations:  k:\n                " + "v" * 138 + "...\n              m:\n                one\n                two\n"


def test_control_characters_are_shown():
    w = Writer()
    w.line(0, "a\x1b[31mred\r")
    assert w.text() == "a^[[31mred\\r\n"


def test_a_nested_writer_indents_what_continues_a_line_too():
    w = Writer()
    labels(Nested(w, 1), "Labels", None)
    assert w.text() == "  Labels:    <none>\n"


def test_flush_ends_the_columns():
    w = Writer()
    w.field("A", 1)
    w.flush()
    w.field("Longer", 2)
    assert w.text() == "A:  1\nLonger:  2\n"
