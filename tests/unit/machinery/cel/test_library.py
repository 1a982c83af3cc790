"""The functions of expressions."""
from __future__ import annotations

import pytest

from kubectl_lite.machinery import cel
from kubectl_lite.machinery.cel import types as t

ENV = cel.Env({"any": t.DYN}, libraries=("bindings", "jsonpatch"))
VALUES = [
    ("'%s'.format([duration('1h30m')])", '5400s'), ("'%s'.format([timestamp('2024-01-01T00:00:00Z')])", '2024-01-01T00:00:00Z'),
    ("'%s'.format([1.0])", '1'), ("'%s'.format([1.5])", '1.5'), ("'hello'.charAt(1)", 'e'), ("'hello'.charAt(5)", ''), ("'hello'.indexOf('l')", 2),
    ("'hello'.lastIndexOf('l')", 3), ("'hello'.indexOf('l', 3)", 3), ("'hello'.substring(1,3)", 'el'), ("'a,b,c'.split(',', 2)", ['a', 'b,c']),
    ("'abc'.split('')", ['a', 'b', 'c']), ("'a b'.replace(' ','-')", 'a-b'), ("'aaa'.replace('a','b',2)", 'bba'), ("' x '.trim()", 'x'),
    ("['a','b'].join('-')", 'a-b'), ("'ABC'.lowerAscii()", 'abc'), ('strings.quote(\'a"b\')', '"a\\"b"'),
    ('[1,3,2].isSorted()', False), ('[1,2].sum()', 3), ('[1,2].min()', 1), ('[1,2].max()', 2), ("['a','b'].indexOf('b')", 1),
    ('[1.0,2.0].sum()', 3.0), ('[].sum()', 0), ("'abc123'.find('[0-9]+')", '123'), ("'1 2 3'.findAll('[0-9]')", ['1', '2', '3']),
    ("'1 2 3'.findAll('[0-9]',2)", ['1', '2']), ("url('https://u@example.com:80/a/b?x=1&x=2#f').getHostname()", 'example.com'),
    ("url('https://example.com:80/').getHost()", 'example.com:80'), ("url('https://example.com:80/').getPort()", '80'),
    ("url('https://e.com/p%20a?q=1&q=2').getQuery()", {'q': ['1', '2']}), ("url('https://e.com/p%20a').getEscapedPath()", '/p%20a'),
    ("isURL('https://a.b')", True), ("isURL('../rel')", False), ("url('https://[::1]:80/').getHostname()", '::1'), ("ip('192.168.0.1').family()", 4),
    ("isIP('::1')", True), ("isIP('1.2.3')", False), ("ip('127.0.0.1').isLoopback()", True), ("string(ip('::1'))", '::1'),
    ("ip.isCanonical('::FFFF')", False), ("isIP('fe80::1%eth0')", False), ("cidr('192.168.0.0/24').containsIP('192.168.0.1')", True),
    ("cidr('192.168.0.0/24').containsCIDR('192.168.0.0/25')", True), ("cidr('192.168.0.1/24').masked() == cidr('192.168.0.0/24')", True),
    ("cidr('192.168.0.1/24').prefixLength()", 24), ("string(cidr('192.168.0.1/24').ip())", '192.168.0.1'), ("isCIDR('1.2.3.4')", False),
    ("quantity('1Gi').isGreaterThan(quantity('1G'))", True), ("quantity('50k').add(20).compareTo(quantity('50020'))", 0),
    ("quantity('1').sub(quantity('2')).sign()", -1), ("quantity('1.5').isInteger()", False), ("quantity('2000m').asInteger()", 2),
    ("isQuantity('1x')", False), ("quantity('1500m').asApproximateFloat()", 1.5), ("quantity('1') == quantity('1000m')", True),
    ("format.dns1123Label().validate('a_b').hasValue()", True), ("!format.dns1123Label().validate('ab').hasValue()", True),
    ("format.named('uuid').value().validate('x').value()[0]", 'does not match the UUID format'), ("semver('1.2.3').major()", 1),
    ("isSemver('v1.0')", False), ("isSemver('v1.0', true)", True), ("semver('1.0.0-alpha').isLessThan(semver('1.0.0'))", True),
    ("semver('v01.01', true).compareTo(semver('1.1.0'))", 0), ('sets.contains([1,2,3],[1])', True), ('sets.equivalent([1,1],[1])', True),
    ('sets.intersects([1],[2])', False), ('[1,2].all(i, v, i < v)', True), ("{'a':1}.exists(k, v, v == 1)", True),
    ("{'a':1}.transformMap(k, v, v+1)", {'a': 2}), ('[1,2,3].transformList(i, v, i > 0, v*2)', [4, 6]),
    ("{'a':1}.transformMapEntry(k, v, {v: k})", {1: 'a'}), ('optional.of(1).value()', 1), ('optional.none().orValue(2)', 2),
    ("{'a':1}[?'b'].hasValue()", False), ("{'a':{'b':1}}.?a.?b.optMap(x, x+1).value()", 2), ('[?optional.none(), 1]', [1]),
    ("{?'a': optional.none()}", {}), ("timestamp('2024-02-29T12:30:45.5Z').getMonth()", 1), ("timestamp('2024-02-29T12:30:45Z').getDayOfWeek()", 4),
    ("timestamp('2024-02-29T12:30:45Z').getHours('America/New_York')", 7), ("timestamp('2024-02-29T12:30:45Z').getHours('+02:00')", 14),
    ("duration('90m').getHours()", 1), ("timestamp('2024-01-02T00:00:00Z') - timestamp('2024-01-01T00:00:00Z') == duration('24h')", True),
    ("duration('1h').getSeconds()", 3600), ("string(duration('90s'))", '90s'), ('-5 / 2', -2), ('-5 % 2', -1), ("int('5')", 5), ('int(5.9)', 5),
    ("double('1.5')", 1.5), ('uint(3)', 3), ('string(1.0)', '1'), ('string(3u)', '3'), ("bool('true')", True), ("bytes('abc') == b'abc'", True),
    ("size(b'abc')", 3), ('type(1) == int', True), ("type('a') == string", True), ('1.0 == dyn(1)', True), ('1u < 2', True), ('dyn(1) == 1u', True),
    ("'a' < 'b'", True), ('true || 1/0 == 1', True), ('1/0 == 1 || true', True), ("{'a':1}.a", 1), ("has({'a':1}.b)", False),
    ("'a' in {'a':1}", True), ('[3,1,2].sort()', [1, 2, 3]), ('[1,1].distinct()', [1]), ('[[1],[2]].flatten()', [1, 2]), ('[1,2,3].slice(1,2)', [2]),
    ('lists.range(3)', [0, 1, 2]), ('[1,2].reverse()', [2, 1]), ("[{'n':2},{'n':1}].sortBy(e, e.n)[0].n", 1), ('[1,2].first().value()', 1),
    ("jsonpatch.escapeKey('a/b~c')", 'a~1b~0c'), ("'é'.size()", 1), ("size('日本')", 2), ("'\\u00e9' == 'é'", True), ("r'\\d' == '\\\\d'", True),
    ("b'\\xff'.size()", 1), ('0x1F', 31), ('-1 < 0', True), ('!true', False), ('[1,2,3][1]', 2), ("{1:'a'}[1]", 'a'), ('null == null', True),
    ("'a'.matches('^a$')", True), ("'a\\n'.matches('^a$')", False), ("'10' + '5'", '105'), ('[1]+[2]', [1, 2]), ("true ? 'a' : 'b'", 'a'),
    ('optional.unwrap([optional.of(1), optional.none()])', [1]), ('[optional.of(1)].unwrapOpt()', [1]), ('[dyn(1), [2, dyn([3])]].flatten(1)', [1, 2, [3]]),
    ("[duration('2s'), duration('1s')].isSorted()", False), ("'a,b,c'.split('', 2)", ['a', ',b,c']), ("'abab'.lastIndexOf('b', 2)", 1), ("''.lastIndexOf('a')", -1),
    ("'a'.indexOf('a', 5)", -1), ('string(1000000.0)', '1e+06'), ("bool('T')", True), ("string(timestamp('0001-01-01T00:00:00Z'))", '0001-01-01T00:00:00Z'),
    ('cel.bind(x, 20, x + 1)', 21), ("type(optional.of(1)) == type(optional.none())", True), ("'%s %d %x %X %b %o'.format([dyn('a'), 1, 'a', 255, true, 8])", 'a 1 61 FF 1 10'),
    ("int(timestamp('1970-01-01T00:01:00Z'))", 60), ("string(b'abc')", 'abc'), ('1.5 > 1', True),
]
ERRORS = [
    ("'%d'.format([dyn('a')])", 'error during formatting: decimal clause can only be used on integers, was given string'),
    ("any.format([])", 'index 0 out of range'), ("int('1_0')", "type conversion error from 'string' to 'int'"), ('int(1e300)', 'integer overflow'),
    ("duration(any)", "type conversion error from 'string' to 'google.protobuf.Duration'"), ('-9223372036854775808 % -1', 'integer overflow'),
    ("timestamp('9999-12-31T23:59:59Z') + duration('1s')", 'timestamp overflow'), ("duration('2562047h') + duration('2562047h')", 'duration overflow'),
    ("timestamp(0).getHours('Nowhere/X')", 'unknown time zone Nowhere/X'), ("string(b'\\xff')", 'invalid UTF-8 in bytes, cannot convert to string'),
    ('0.0 / 0.0 < 1.0', 'NaN values cannot be ordered'), ('[1].slice(1, 0)', 'cannot slice(1, 0), start index must be less than or equal to end index'),
    ('[1].slice(0, 2)', 'cannot slice(0, 2), list is length 1'), ('[1].flatten(-1)', 'level must be non-negative'), ("[dyn('a'), 1].sort()", 'list elements must have the same type'),
    ("semver('1.2')", 'No Major.Minor.Patch elements found'), ("semver('01.2.3')", 'Major number must not contain leading zeroes "01"'),
    ("semver('1.2.x')", 'Invalid character(s) found in patch number "x"'), ("semver('1.0-a', true)", 'short version cannot contain PreRelease/Build meta data'),
    ("'abc'.substring(4)", 'index out of range: 4'), ("'abc'.indexOf('a', -1)", 'index out of range: -1'),
    ("'hello'.charAt(6)", 'index out of range: 6'),
    ("'hello'.substring(2, 1)", 'invalid substring range. start: 2, end: 1'),
    ('[].min()', 'min called on empty list'),
    ('1 / 0', 'division by zero'),
    ('5 % 0', 'modulus by zero'),
    ('9223372036854775807 + 1', 'integer overflow'),
    ("int('x')", "type conversion error from 'string' to 'int'"),
    ("{'a': 1}.b", 'no such key: b'),
    ('[1][5]', 'index out of bounds: 5'),
    ('optional.none().value()', 'optional.none() dereference'),
    ("ip('x')", 'IP Address "x" parse error during conversion from string: ParseAddr("x"): unable to parse IP'),
    ("ip('::ffff:1.2.3.4')", 'IPv4-mapped IPv6 address "::ffff:1.2.3.4" is not allowed'),
    ("cidr('1.2.3.4')", 'network address parse error during conversion from string: netip.ParsePrefix("1.2.3.4"): no \'/\''),
    ("url('x y')", 'URL parse error during conversion from string: parse "x y": invalid URI for request'),
    ("quantity('x')", "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'"),
]


@pytest.mark.parametrize("text, value", VALUES)
def test_values(text, value):
    found = cel.compile(text, ENV).evaluate({})
    assert found == value and isinstance(found, bool) is isinstance(value, bool)


@pytest.mark.parametrize("text, problem", ERRORS)
def test_errors(text, problem):
    with pytest.raises(cel.EvaluationError) as caught:
        cel.compile(text, ENV).evaluate({"any": "%s"})
    assert str(caught.value) == problem


def test_an_expression_may_not_cost_too_much():
    meter = cel.Meter()
    with pytest.raises(cel.CostExceeded):
        cel.compile("lists.range(1000).all(x, lists.range(1000).all(y, x + y >= 0))", ENV).evaluate({}, meter)
    assert meter.spent > 1_000_000
