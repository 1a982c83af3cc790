#!/usr/bin/env python3
"""Runs the validation matrices inside the process: recorded answers of a real API server, against Server over a store in memory.

    run.py DATA_DIR [--op create|update|patches|printers|describe] [--kind K] [--base ID] [--limit N] [--all] [-v]

DATA_DIR holds bases.json and the *.jsonl.gz files. Failures are printed grouped by rule (the wanted and the given answer with values
masked); --all shows every group, -v every case of a group. The exit status is 0 when all pass.
"""
from __future__ import annotations

import argparse
import collections
import sys
import time

from tests.matrix import cases, compare
from tests.matrix.cluster import Cluster


def main(argv=None):
    args = parse(argv)
    bases = cases.bases(args.data)
    rows = [c for c in cases.load(args.data, args.op) if chosen(c, bases, args)]
    started, passed, failed, groups = time.perf_counter(), collections.Counter(), collections.Counter(), collections.defaultdict(list)
    cluster = Cluster()
    for case in sorted(rows, key=lambda c: c["base"])[:args.limit or None]:
        kind = bases[case["base"]]["kind"]
        try:
            problem = compare.OPS[args.op](cluster, case, bases[case["base"]])
        except Exception as e:  # a crash is a failure with its own group
            problem = (f"no {type(e).__name__}", crash(e))
        if problem is None:
            passed[kind] += 1
        else:
            failed[kind] += 1
            groups[compare.rule(*problem)].append((case, problem))
    report(args, groups)
    print("by kind:", ", ".join(f"{k} {passed[k]}/{passed[k] + failed[k]}" for k in sorted(passed | failed)))
    total = passed.total() + failed.total()
    print(f"{args.op}: {passed.total()} of {total} passed ({100 * passed.total() / max(total, 1):.1f} %) in {time.perf_counter() - started:.1f} s")
    return 1 if failed else 0


def parse(argv):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data")
    parser.add_argument("--op", default="create", choices=sorted(compare.OPS))
    parser.add_argument("--kind", action="append")
    parser.add_argument("--base")
    parser.add_argument("--limit", type=int, default=0)
    parser.add_argument("--all", action="store_true")
    parser.add_argument("-v", "--verbose", action="store_true")
    return parser.parse_args(argv)


def chosen(case, bases, args):
    return (not args.kind or bases[case["base"]]["kind"] in args.kind) and (not args.base or case["base"] == args.base)


def crash(e):
    at = e.__traceback__
    while at.tb_next:
        at = at.tb_next
    return f"{type(e).__name__}: {e} at {at.tb_frame.f_code.co_filename.rpartition('/')[2]}:{at.tb_lineno}"


def report(args, groups):
    ordered = sorted(groups.items(), key=lambda g: -len(g[1]))
    for _rule, failures in ordered if args.all or args.verbose else ordered[:25]:
        print(f"--- {len(failures)} cases")
        for case, (want, got) in failures if args.verbose else failures[:1]:
            print(f"  {cases.describe(case)}\n    want {want[:900]}\n    got  {got[:900]}")
    if len(ordered) > 25 and not (args.all or args.verbose):
        print(f"... and {len(ordered) - 25} more groups (--all)")


if __name__ == "__main__":
    sys.exit(main())
