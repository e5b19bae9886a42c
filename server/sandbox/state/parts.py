"""What is kept of a sandbox: small parts that are written whole, and tables whose rows are written one by one."""

from __future__ import annotations

from typing import Any, Iterable, Iterator, Protocol

from server.sandbox.state import values


class Table(Protocol):
    """Many records of one kind."""

    name: str

    def rows(self) -> Iterator[tuple[str, Any]]:
        """The key of each row and a marker, which is equal to the one before when the row has not changed since."""

    def text(self, key: str) -> str:
        """What is kept of a row."""

    def take(self, rows: Iterable[tuple[str, str]]) -> None:
        """Puts in what was kept, (key, text); raises ValueError, KeyError or TypeError for what makes no sense."""


class KeptSimulator(Protocol):
    """What a simulator offers to the file. A restored one is a fresh one that `restore` and the tables were called on."""

    def state(self) -> dict[str, Any]:
        """The small parts by name, each a value that JSON can hold."""

    def restore(self, state: dict[str, Any]) -> None:
        """Puts them back. Parts that are missing keep what a fresh simulator has."""

    def tables(self) -> list[Table]:
        """After `restore`, because what was restored may bring tables with it."""


# An object, and the names of its attributes that connect it with others and are not kept.
Component = tuple[object, Iterable[str]]


def attributes_of(component: object, wiring: Iterable[str]) -> Any:
    """What is kept of an object. Raises NotKept for an attribute without a form that `wiring` does not name."""
    left_out = set(wiring)
    try:
        return values.encode({name: value for name, value in vars(component).items() if name not in left_out})
    except values.NotKept as problem:
        raise values.NotKept(f"of {type(component).__name__}: {problem}") from None


def put_back(component: object, kept: Any, wiring: Iterable[str]) -> None:
    """Sets the attributes of an object; those that the program does not know any more are passed over."""
    left_out = set(wiring)
    for name, value in values.decode(kept).items():
        if name not in left_out and (name in vars(component) or hasattr(type(component), name)):
            setattr(component, name, value)
