"""Tables, held to what kubectl prints."""
from kubectl_lite.printers.grid import Grid
from kubectl_lite.printers.table import Options, TablePrinter, of_object

COLUMNS = [{"name": "Name", "type": "string", "format": "name"}, {"name": "Ready", "type": "integer"},
           {"name": "Node", "type": "string", "priority": 1}]


def row(name, ready, node="n1", namespace="demo", labels=None):
    return {"cells": [name, ready, node], "object": {"metadata": {"name": name, "namespace": namespace, "labels": labels or {}}}}


def table(*rows, columns=COLUMNS):
    return {"kind": "Table", "columnDefinitions": columns, "rows": list(rows)}


def printed(options, *tables):
    printer = TablePrinter(options)
    for one in tables:
        printer.add(one)
    return printer.flush()


def test_columns_are_three_apart_and_six_wide_at_least():
    assert printed(Options(), table(row("a", 1), row("long-name", 22))) == "NAME        READY\na           1\nlong-name   22\n"
    assert printed(Options(no_headers=True), table(row("p", 1))) == "p     1\n"


def test_wide_shows_the_columns_of_low_priority():
    assert printed(Options(wide=True), table(row("a", 1))) == "NAME   READY   NODE\na      1       n1\n"


def test_decorations_in_their_order():
    options = Options(show_labels=True, labels=["example.com/app", "x"], kind="Deployment.apps", namespace=True)
    assert printed(options, table(row("a", 1, labels={"x": "1", "example.com/app": "web"}), row("b", 2))) == (
        "NAMESPACE   NAME                READY   APP   X     LABELS\n"
        "demo        deployment.apps/a   1       web   1     example.com/app=web,x=1\n"
        "demo        deployment.apps/b   2                   <none>\n")


def test_the_header_comes_once_for_the_same_columns():
    assert printed(Options(), table(row("a", 1)), table(row("b", 2), columns=[])) == "NAME   READY\na      1\nb      2\n"
    other = [{"name": "Other", "type": "string"}]
    assert printed(Options(), table(row("a", 1)), table({"cells": ["x"]}, columns=other)) == "NAME   READY\na      1\nOTHER\nx\n"


def test_nothing_is_printed_for_no_rows():
    assert printed(Options(), table()) == ""


def test_cells_of_every_kind():
    rows = [{"cells": [None, 1.5, None]}, {"cells": ["two\nlines", True]}, {"cells": ["esc\x1b[0m\rx", 10**7]}, {"cells": []}]
    assert printed(Options(), table(*rows)).splitlines() == [
        "NAME          READY",
        "              1.5",
        "two...        true",
        "esc^[[0m...   10000000",
        "              ",
    ]


def test_watch_events_have_a_column_and_rows_keep_their_places():
    printer = TablePrinter(Options())
    printer.add(table(row("a-long-name", 1)), "ADDED")
    first = printer.flush()
    printer.add(table(row("b", 1), columns=[]), "MODIFIED")
    assert first == "EVENT      NAME          READY\nADDED      a-long-name   1\n"
    assert printer.flush() == "MODIFIED   b             1\n"


def test_a_grid_remembers_its_widths():
    grid = Grid()
    assert grid.text([["a", "b"], ["long-cell", "c"]]) == "a           b\nlong-cell   c\n"
    assert grid.text([["x", "y"]]) == "x           y\n"
    assert grid.text([[]]) == "\n"


def test_the_table_of_an_object_the_server_did_not_print():
    assert printed(Options(), of_object({"metadata": {"name": "a"}}, "5s")) == "NAME   AGE\na      5s\n"
