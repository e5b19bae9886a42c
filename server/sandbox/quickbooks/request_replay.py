"""`requestid`: a write that arrives twice is executed once and answered twice."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass

answers_kept_max = 50_000


@dataclass(frozen=True)
class Answer:
    status: int
    text: str


class ReplayStore:
    """Answers by company and request id. `replay_failures` keeps refused writes as well."""

    def __init__(self, *, replay_failures: bool = True) -> None:
        self.replay_failures = replay_failures
        self._answers: OrderedDict[tuple[str, ...], Answer] = OrderedDict()

    def find(self, key: tuple[str, ...]) -> Answer | None:
        return self._answers.get(key)

    def keep(self, key: tuple[str, ...], answer: Answer) -> None:
        if answer.status != 200 and not self.replay_failures:
            return
        self._answers[key] = answer
        while len(self._answers) > answers_kept_max:
            self._answers.popitem(last=False)

    def clear(self) -> None:
        self._answers.clear()
