from kubectl_lite.api.core import event

MODERN = {"apiVersion": "events.k8s.io/v1", "kind": "Event", "regarding": {"kind": "Pod", "namespace": "demo", "name": "p"}, "reason": "R", "action": "A",
          "type": "Normal", "eventTime": "2026-01-01T00:00:00.000000Z", "reportingController": "a.com/c", "reportingInstance": "i"}


def test_the_two_forms_turn_into_each_other():
    core = event.to_core(MODERN)
    assert core["involvedObject"] == MODERN["regarding"] and core["reportingComponent"] == "a.com/c"
    assert event.to_events(core) == MODERN


def test_a_modern_event_needs_more(rules):
    assert rules.create(MODERN) == []
    assert rules.create({**MODERN, "action": "", "deprecatedCount": 1}) == ["action: Required value", 'count: Invalid value: "": needs to be unset']


def test_a_legacy_event_only_stays_in_its_namespace(rules):
    legacy = {"apiVersion": "v1", "kind": "Event", "involvedObject": {"namespace": "other"}}
    assert rules.create(legacy) == ['involvedObject.namespace: Invalid value: "other": does not match event.namespace']


def test_a_modern_event_does_not_change(rules):
    assert rules.update(MODERN, {**MODERN, "note": "x"}) == ['message: Invalid value: "x": field is immutable']
    assert rules.update(MODERN, {**MODERN, "series": {"count": 2, "lastObservedTime": "2026-01-01T00:00:00.000000Z"}}) == []


def test_selectable_by_either_name():
    fields = event.selectable_fields(MODERN)
    assert fields["involvedObject.name"] == fields["regarding.name"] == "p" and fields["source"] == "a.com/c"
