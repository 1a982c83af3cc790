from tests.unit.printers.describe.said import AGO, LONG_AGO

from kubectl_lite.printers.describe.events import events
from kubectl_lite.printers.describe.writer import Writer

NOW = 1_700_000_000.0


def table(*listed):
    w = Writer()
    events(w, {"events": {"items": list(listed)}}, NOW)
    return w.text()


def event(**fields):
    return {"type": "Normal", "reason": "R", "message": "m", "source": {"component": "c"}, "firstTimestamp": AGO, "lastTimestamp": AGO, **fields}


def test_none():
    assert table() == "Events:  <none>\n"


def test_nothing_when_events_were_not_asked_for():
    w = Writer()
    events(w, {}, NOW)
    assert w.text() == ""


def test_rows_are_sorted_by_the_last_time():
    first, last = event(reason="First", lastTimestamp=LONG_AGO), event(reason="Last", message=" said \n")
    assert table(last, first) == ("Events:\n  Type    Reason  Age   From  Message\n  ----    ------  ----  ----  -------\n"
                                  "  Normal  First   3m    c     m\n  Normal  Last    3m    c     said\n")


def test_repeated_events_say_how_often_over_what_time():
    assert "\n  Normal  R       3m (x4 over 120m)  c     m\n" in table(event(firstTimestamp=LONG_AGO, count=4))
    series = event(eventTime=LONG_AGO, series={"count": 7, "lastObservedTime": AGO}, source={}, reportingComponent="rc")
    assert "\n  Normal  R       3m (x7 over 120m)  rc    m\n" in table(series)


def test_the_field_of_the_object_comes_before_the_message():
    assert table(event(involvedObject={"fieldPath": "spec.containers{a}"})).endswith("c     spec.containers{a}: m\n")


def test_an_error_counts_as_no_events():
    w = Writer()
    events(w, {"events": RuntimeError("no")}, NOW)
    assert w.text() == "Events:  <none>\n"
