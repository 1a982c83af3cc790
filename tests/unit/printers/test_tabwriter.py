from hypothesis import given
from hypothesis import strategies as st

from kubectl_lite.printers.tabwriter import align


def test_a_column_is_as_wide_as_its_widest_cell_and_two():
    assert align("a\tb\tc\nlong\tx\ty\n") == "a     b  c\nlong  x  y\n"


def test_a_line_without_the_cell_ends_the_column():
    assert align("Name:\tx\nNo tabs here\nA much longer one:\ty\n") == "Name:  x\nNo tabs here\nA much longer one:  y\n"


def test_the_last_cell_of_a_line_is_not_part_of_a_column():
    assert align("a\tthis is long\nb\tx\ty\n") == "a  this is long\nb  x  y\n"


def test_inner_columns_are_aligned_within_runs_of_lines_that_have_them():
    text = "k:\tv\nhead:\n  One\tTwo\tThree\n  1\t2\t3\nend:\tx\n"
    assert align(text) == "k:  v\nhead:\n  One  Two  Three\n  1    2    3\nend:   x\n"


def test_an_empty_cell_still_takes_its_column():
    assert align("\tx\nab\ty\n") == "    x\nab  y\n"


def test_trailing_tab_pads_the_line():
    assert align("a\t\nbcd\tx\n") == "a    \nbcd  x\n"


def test_minimum_width():
    assert align("a\tb\n", minwidth=6) == "a     b\n"


def test_a_form_feed_ends_all_columns():
    assert align("a\tb\flonger\tc\n") == "a  b\nlonger  c\n"


@given(st.lists(st.lists(st.text("abc", max_size=5), min_size=1, max_size=4), max_size=6))
def test_nothing_is_lost_and_cells_of_a_column_start_together(rows):
    lines = align("\n".join("\t".join(row) for row in rows)).split("\n")
    for row, line in zip(rows, lines):
        assert line.replace(" ", "") == "".join(row)
    for i in range(len(rows) - 1):
        if len(rows[i]) > 1 and len(rows[i + 1]) > 1 and rows[i][1] and rows[i + 1][1]:
            starts = [len(line) - len(line[len(row[0]):].lstrip()) for row, line in zip(rows[i:i + 2], lines[i:i + 2])]
            assert starts[0] == starts[1]
