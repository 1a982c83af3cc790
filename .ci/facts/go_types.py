#!/usr/bin/env python3
"""Reads the types of a Go program out of its binary: every struct's fields with their order, Go types and struct tags.

    go_types.py KUBECTL > types.json

A Go binary carries its type descriptors for reflection.  kubectl links the API types of Kubernetes, so its binary says what no schema
does: which fields are pointers, which are written when empty, which are embedded, and how Go names their types.
Output: {package/path.Type: [[name, tag, type texts, kind, element, embedded], ...]}; `type texts` are the field's type and, step by step,
what its pointers, slices and maps lead to; `element` is the key of the last of them.  64-bit little-endian ELF, Go 1.20 to 1.24 descriptors.
"""
from __future__ import annotations

import json
import struct
import sys

KINDS = ("invalid bool int int8 int16 int32 int64 uint uint8 uint16 uint32 uint64 uintptr float32 float64 complex64 complex128 "
         "array chan func interface map ptr slice string struct unsafe").split()
NAMED, EXTRA_STAR, UNCOMMON = 4, 2, 1
UNCOMMON_AT = {"struct": 80, "ptr": 56, "slice": 56, "array": 72, "func": 56, "interface": 80, "chan": 64}


class Image:
    """The binary's sections, read by virtual address."""

    def __init__(self, path):
        with open(path, "rb") as f:
            self.data = f.read()
        shoff, = struct.unpack_from("<Q", self.data, 40)
        size, count, names = struct.unpack_from("<HHH", self.data, 58)
        raw = [struct.unpack_from("<IIQQQQ", self.data, shoff + i * size) for i in range(count)]
        strings = raw[names][4]
        self.sections = {self.text(strings + r[0]): (r[3], r[4], r[5]) for r in raw}
        self.ranges = [(a, a + n, o) for name, (a, o, n) in self.sections.items() if a and name not in (".bss", ".noptrbss")]

    def text(self, at):
        return self.data[at:self.data.index(b"\0", at)].decode()

    def at(self, address):
        for low, high, offset in self.ranges:
            if low <= address < high:
                return address - low + offset
        raise ValueError(f"address {address:#x} is in no section")

    def read(self, form, address):
        return struct.unpack_from("<" + form, self.data, self.at(address))


class Types:
    """Type descriptors by address."""

    def __init__(self, image):
        self.image, self.base, self.seen = image, image.sections[".rodata"][0], {}

    def links(self):
        address, offset, size = self.image.sections[".typelink"]
        return [self.base + o for o, in struct.iter_unpack("<i", self.image.data[offset:offset + size])]

    def name(self, address):
        """(text, tag, embedded) of an encoded name."""
        data, at = self.image.data, self.image.at(address)
        flags = data[at]
        text, at = self._varied(at + 1)
        tag = self._varied(at)[0] if flags & 2 else ""
        return text, tag, bool(flags & 8)

    def _varied(self, at):
        data, length, shift = self.image.data, 0, 0
        while True:
            byte = data[at]
            at += 1
            length |= (byte & 0x7F) << shift
            if byte < 0x80:
                return data[at:at + length].decode("utf-8", "replace"), at + length
            shift += 7

    def head(self, address):
        """(kind, flags, text) of a type."""
        flags, _, _, kind = self.image.read("4B", address + 20)
        text = self.name(self.base + self.image.read("i", address + 40)[0])[0]
        return KINDS[kind & 31], flags, text[1:] if flags & EXTRA_STAR else text

    def key(self, address):
        """package/path.Name of a named type, else its text."""
        kind, flags, text = self.head(address)
        if not flags & NAMED or not flags & UNCOMMON:
            return text
        at = address + (UNCOMMON_AT.get(kind) or (48 if kind != "map" else 0))
        if kind == "map":
            return text
        package = self.image.read("i", at)[0]
        path = self.name(self.base + package)[0] if package else ""
        return f"{path}.{text.rpartition('.')[2]}" if path else text

    def chain(self, address):
        """A type and, step by step, what its pointers, slices and maps lead to."""
        steps = [address]
        while (kind := self.head(address)[0]) in ("ptr", "slice", "array", "map"):
            address, = self.image.read("Q", address + (56 if kind == "map" else 48))
            steps.append(address)
        return steps

    def walk(self):
        todo = self.links()
        while todo:
            address = todo.pop()
            if address in self.seen:
                continue
            self.seen[address] = None
            kind = self.head(address)[0]
            if kind in ("ptr", "slice", "array", "map"):
                todo.append(self.chain(address)[-1])
            elif kind == "struct":
                todo.extend(f[-1] for f in self.fields(address))

    def fields(self, address):
        """[(name, tag, embedded, type address)] of a struct, in order."""
        start, count = self.image.read("QQ", address + 56)
        rows = []
        for i in range(count):
            name, kind, _ = self.image.read("QQQ", start + 24 * i)
            rows.append((*self.name(name), kind))
        return rows


def json_structs(types):
    """The structs that have at least one json tag."""
    found = {}
    for address in types.seen:
        if types.head(address)[0] != "struct":
            continue
        rows = [row for row in types.fields(address) if 'json:"' in row[1]]
        if rows:
            found[types.key(address)] = [_row(types, *row) for row in rows]
    return found


def _row(types, name, tag, embedded, address):
    chain = types.chain(address)
    texts = [types.head(a)[2] for a in chain]
    return [name, tag.partition('json:"')[2].partition('"')[0], texts, types.head(address)[0], types.key(chain[-1]), embedded]


def main():
    types = Types(Image(sys.argv[1]))
    types.walk()
    json.dump(json_structs(types), sys.stdout, indent=0, sort_keys=True)


if __name__ == "__main__":
    main()
