"""JSON streams and Go's complaint about them."""
# ruff: noqa: E501

CASES = [
    ('{', 'unexpected EOF'),
    ('{"a":', 'unexpected EOF'),
    ('{"a":1', 'unexpected EOF'),
    ('{"a":1,}', "json: offset 8: invalid character '}' looking for beginning of object key string"),
    ('{a:1}', "json: offset 2: invalid character 'a' looking for beginning of object key string"),
    ('{"a":01}', "json: offset 7: invalid character '1' after object key:value pair"),
    ('{"a":1}x', "json: offset 8: invalid character 'x' looking for beginning of value"),
    ('{"a":tru}', "json: offset 9: invalid character '}' in literal true (expecting 'e')"),
    ('{"a":"\\q"}', "json: offset 8: invalid character 'q' in string escape code"),
    ('{"a":nul}', "json: offset 9: invalid character '}' in literal null (expecting 'l')"),
    ('{"a":1.}', "json: offset 8: invalid character '}' after decimal point in numeric literal"),
    ('{"a":-}', "json: offset 7: invalid character '}' in numeric literal"),
    ('{"a":[1,]}', "json: offset 9: invalid character ']' looking for beginning of value"),
    ('{"a":[1 2]}', "json: offset 9: invalid character '2' after array element"),
    ('{"a" 1}', "json: offset 6: invalid character '1' after object key"),
    ('{"a":1 "b":2}', 'json: offset 8: invalid character \'"\' after object key:value pair'),
    ('{"a":"x', 'unexpected EOF'),
    ('{"a":1e}', "json: offset 8: invalid character '}' in exponent of numeric literal"),
    ('{"a":1}{', 'unexpected EOF'),
    ('{"a":1} ]', "json: offset 9: invalid character ']' looking for beginning of value"),
    ('{"a":"\\u12g"}', "json: offset 11: invalid character 'g' in \\u hexadecimal character escape"),
    ('\n\n{"a":\n x}', "json: offset 10: invalid character 'x' looking for beginning of value"),
    ('{"a":"é\\x01"}', "json: offset 10: invalid character 'x' in string escape code"),
]
