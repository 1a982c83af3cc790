"""Go's sort.Sort: a pattern-defeating quicksort. It is not stable, and where kubectl sorts with it, what it does to ties shows.

Sorts a list in place by a function less(a, b). Owns the algorithm only.
"""
from __future__ import annotations

MAX_INSERTION, SHORTEST_NINTHER, SHORTEST_SHIFTING = 12, 50, 50
MAX_SWAPS, MAX_STEPS = 12, 5
INCREASING, DECREASING, UNKNOWN = "increasing", "decreasing", "unknown"


def sort(items: list, less) -> None:
    """sort.Sort of a list."""
    _Sorter(items, less).quick(0, len(items), len(items).bit_length())


class _Sorter:
    """One list being sorted."""
    __slots__ = ("items", "compare")

    def __init__(self, items: list, less):
        self.items, self.compare = items, less

    def less(self, i: int, j: int) -> bool:
        return self.compare(self.items[i], self.items[j])

    def swap(self, i: int, j: int) -> None:
        self.items[i], self.items[j] = self.items[j], self.items[i]

    def quick(self, a: int, b: int, limit: int) -> None:
        """Sort the elements a <= i < b; after `limit` bad partitions by heap."""
        balanced = partitioned = True
        while b - a > MAX_INSERTION:
            if limit == 0:
                return self.heap(a, b)
            if not balanced:
                self.break_patterns(a, b)
                limit -= 1
            pivot, hint = self.pivot(a, b)
            if hint == DECREASING:
                self.items[a:b] = self.items[a:b][::-1]
                pivot, hint = b - 1 - (pivot - a), INCREASING
            if balanced and partitioned and hint == INCREASING and self.nearly_sorted(a, b):
                return None
            if a > 0 and not self.less(a - 1, pivot):
                a = self.partition_equal(a, b, pivot)
                continue
            length = b - a
            middle, partitioned = self.partition(a, b, pivot)
            left, right = middle - a, b - middle
            balanced = min(left, right) >= length // 8
            if left < right:
                self.quick(a, middle, limit)
                a = middle + 1
            else:
                self.quick(middle + 1, b, limit)
                b = middle
        return self.insertion(a, b)

    def insertion(self, a: int, b: int) -> None:
        for i in range(a + 1, b):
            j = i
            while j > a and self.less(j, j - 1):
                self.swap(j, j - 1)
                j -= 1

    def heap(self, a: int, b: int) -> None:
        size = b - a
        for i in range((size - 1) // 2, -1, -1):
            self.sift_down(i, size, a)
        for i in range(size - 1, -1, -1):
            self.swap(a, a + i)
            self.sift_down(0, i, a)

    def sift_down(self, root: int, size: int, first: int) -> None:
        while True:
            child = 2 * root + 1
            if child >= size:
                return
            if child + 1 < size and self.less(first + child, first + child + 1):
                child += 1
            if not self.less(first + root, first + child):
                return
            self.swap(first + root, first + child)
            root = child

    def partition(self, a: int, b: int, pivot: int) -> tuple[int, bool]:
        """(where the pivot came to stand, whether nothing had to move)."""
        self.swap(a, pivot)
        i, j = self.narrowed(a, a + 1, b - 1)
        done = i > j
        while i <= j:
            self.swap(i, j)
            i, j = self.narrowed(a, i + 1, j - 1)
        self.swap(j, a)
        return j, done

    def narrowed(self, a: int, i: int, j: int) -> tuple[int, int]:
        while i <= j and self.less(i, a):
            i += 1
        while i <= j and not self.less(j, a):
            j -= 1
        return i, j

    def partition_equal(self, a: int, b: int, pivot: int) -> int:
        """Put what equals the pivot in front; answers where the rest begins."""
        self.swap(a, pivot)
        i, j = a + 1, b - 1
        while True:
            while i <= j and not self.less(a, i):
                i += 1
            while i <= j and self.less(a, j):
                j -= 1
            if i > j:
                return i
            self.swap(i, j)
            i, j = i + 1, j - 1

    def nearly_sorted(self, a: int, b: int) -> bool:
        """Mend a few pairs that are out of order; whether the range is sorted then."""
        i = a + 1
        for _ in range(MAX_STEPS):
            while i < b and not self.less(i, i - 1):
                i += 1
            if i == b:
                return True
            if b - a < SHORTEST_SHIFTING:
                return False
            self.swap(i, i - 1)
            self.shift(a, b, i)
        return False

    def shift(self, a: int, b: int, i: int) -> None:
        """Shift the smaller of a swapped pair to the left, the greater to the right."""
        if i - a >= 2:
            j = i - 1
            while j >= 1 and self.less(j, j - 1):
                self.swap(j, j - 1)
                j -= 1
        if b - i >= 2:
            j = i + 1
            while j < b and self.less(j, j - 1):
                self.swap(j, j - 1)
                j += 1

    def break_patterns(self, a: int, b: int) -> None:
        """Scatter three elements, by numbers that depend on the length alone."""
        length = b - a
        random, mask = length, (1 << length.bit_length()) - 1
        at = a + length // 4 * 2
        for i in range(3):
            random = _xorshift(random)
            other = random & mask
            self.swap(at - 1 + i, a + (other - length if other >= length else other))

    def pivot(self, a: int, b: int) -> tuple[int, str]:
        length = b - a
        swaps = [0]
        i, j, k = a + length // 4, a + length // 4 * 2, a + length // 4 * 3
        if length >= SHORTEST_NINTHER:
            i, j, k = (self.median(x - 1, x, x + 1, swaps) for x in (i, j, k))
        j = self.median(i, j, k, swaps)
        return j, {0: INCREASING, MAX_SWAPS: DECREASING}.get(swaps[0], UNKNOWN)

    def median(self, a: int, b: int, c: int, swaps: list) -> int:
        a, b = self.ordered(a, b, swaps)
        b, c = self.ordered(b, c, swaps)
        a, b = self.ordered(a, b, swaps)
        return b

    def ordered(self, a: int, b: int, swaps: list) -> tuple[int, int]:
        if self.less(b, a):
            swaps[0] += 1
            return b, a
        return a, b


def _xorshift(x: int) -> int:
    x ^= x << 13 & 0xFFFFFFFFFFFFFFFF
    x ^= x >> 17
    return x ^ x << 5 & 0xFFFFFFFFFFFFFFFF
