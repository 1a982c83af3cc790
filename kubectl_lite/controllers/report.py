"""Report: what a run of the manager did, what waits for time, what went wrong. Counts and texts only; decides nothing."""
from __future__ import annotations

NAMES_SHOWN = 5


class Report:
    """Writes by (participant, verb, resource), with the names of the objects; see `lines`."""

    def __init__(self):
        self.writes: dict[tuple, list] = {}
        self.waiting: list[tuple] = []      # (seconds, participant, key), soonest first
        self.errors: dict[tuple, str] = {}  # (participant, key) -> the last refusal of what did not succeed
        self.broken: list[Exception] = []   # mistakes of participants themselves, also told in `errors`
        self.changing: list[tuple] = []     # (participant, key) still in the queue when the bound was hit
        self.steps = 0

    def wrote(self, participant: str, verb: str, resource: str, name: str) -> None:
        self.writes.setdefault((participant, verb, resource), []).append(name)

    @property
    def converged(self) -> bool:
        """Whether nothing was left to do at the present moment."""
        return not self.changing

    def count(self) -> int:
        """How many writes were made, events aside."""
        return sum(len(names) for (_, _, resource), names in self.writes.items() if resource != "events")

    def lines(self) -> list[str]:
        """The report for people: one line a participant, then what waits, failed or still changes."""
        return self._done() + self._waits() + self._failed() + self._moving()

    def _done(self):
        by_participant: dict[str, list] = {}
        for (participant, verb, resource), names in self.writes.items():
            if resource != "events":
                by_participant.setdefault(participant, []).append(f"{verb} {len(names)} {resource}")
        if not by_participant:
            return ["nothing to do"]
        return [f"{participant}: {', '.join(done)}" for participant, done in by_participant.items()]

    def _waits(self):
        if not self.waiting:
            return []
        seconds, participant, key = self.waiting[0]
        more = f" (and {len(self.waiting) - 1} more)" if len(self.waiting) > 1 else ""
        return [f"waits for time: {participant} {key_text(key)} in {seconds:.0f}s{more}"]

    def _failed(self):
        shown = list(self.errors.items())[:NAMES_SHOWN]
        return [f"refused: {participant} {key_text(key)}: {message}" for (participant, key), message in shown]

    def _moving(self):
        if not self.changing:
            return []
        names = ", ".join(f"{participant} {key_text(key)}" for participant, key in self.changing[:NAMES_SHOWN])
        return [f"stopped after {self.steps} steps; still changing: {names}"]


def key_text(key) -> str:
    """A key as people write it: namespace/name."""
    return "/".join(str(part) for part in key if part) if isinstance(key, tuple) else str(key)
