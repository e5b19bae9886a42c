"""The query language: text in, a statement out, or fault 4000 where the grammar is broken."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from server.sandbox.quickbooks import api_fault

statement_longest = 200_000
_token = re.compile(r"""
    \s*(?:
        (?P<quoted>'(?:[^'\\]|\\.)*')
      | (?P<operator><=|>=|<|>|=)
      | (?P<mark>[(),*])
      | (?P<word>[^\s'<>=(),*]+)
    )""", re.VERBOSE | re.DOTALL)


@dataclass
class Condition:
    attribute: str
    operator: str                   # =, <, >, <=, >=, IN, LIKE
    values: list[str]
    quoted: bool = True


@dataclass
class Ordering:
    attribute: str
    descending: bool = False


@dataclass
class Statement:
    entity: str
    attributes: list[str] = field(default_factory=list)     # empty means all
    counting: bool = False
    conditions: list[Condition] = field(default_factory=list)
    orderings: list[Ordering] = field(default_factory=list)
    start: str = "1"
    rows_max: str = "100"


@dataclass
class _Token:
    kind: str
    text: str
    column: int

    @property
    def word(self) -> str:
        return self.text.upper() if self.kind in ("word", "mark", "operator") else ""


def parse_statement(text: str) -> Statement:
    if len(text) > statement_longest:
        raise api_fault.query_parse_error("The statement is too long")
    return _Reader(_tokens(text)).statement()


def _tokens(text: str) -> list[_Token]:
    found: list[_Token] = []
    position = 0
    stripped = text.rstrip()
    while position < len(stripped):
        match = _token.match(stripped, position)
        if match is None:
            raise api_fault.query_parse_error(f"Lexical error at line 1, column {position + 1}.")
        kind = str(match.lastgroup)
        found.append(_Token(kind, match.group(kind), match.start(kind) + 1))
        position = match.end()
    found.append(_Token("end", "<EOF>", len(stripped) + 1))
    return found


class _Reader:
    def __init__(self, tokens: list[_Token]) -> None:
        self._tokens = tokens
        self._position = 0

    def statement(self) -> Statement:
        self._keyword("SELECT")
        attributes, counting = self._selection()
        self._keyword("FROM")
        statement = Statement(self._word(), attributes, counting)
        if self._accept("WHERE"):
            statement.conditions.append(self._condition())
            while self._accept("AND"):
                statement.conditions.append(self._condition())
        self._order(statement)
        self._page(statement)
        if self._next.kind != "end":
            raise self._unexpected()
        return statement

    @property
    def _next(self) -> _Token:
        return self._tokens[self._position]

    def _take(self) -> _Token:
        token = self._next
        self._position += 1
        return token

    def _accept(self, word: str) -> bool:
        if self._next.word == word:
            self._position += 1
            return True
        return False

    def _keyword(self, word: str) -> None:
        if not self._accept(word):
            raise self._unexpected()

    def _word(self) -> str:
        if self._next.kind != "word":
            raise self._unexpected()
        return self._take().text

    def _unexpected(self) -> api_fault.ApiFault:
        token = self._next
        shown = "<EOF>" if token.kind == "end" else f'"{token.text[:100]}"'
        return api_fault.query_parse_error(f"Encountered {shown} at line 1, column {token.column}.")

    def _selection(self) -> tuple[list[str], bool]:
        if self._accept("*"):
            return [], False
        first = self._word()
        if first.upper() == "COUNT" and self._accept("("):
            self._keyword("*")
            self._keyword(")")
            return [], True
        names = [first]
        while self._accept(","):
            names.append("*" if self._accept("*") else self._word())
        return names, False

    def _condition(self) -> Condition:
        attribute = self._word()
        operator = self._take()
        if operator.word == "IN":
            return Condition(attribute, "IN", self._list())
        if operator.word not in ("=", "<", ">", "<=", ">=", "LIKE"):
            self._position -= 1
            raise self._unexpected()
        quoted = self._next.kind == "quoted"
        return Condition(attribute, operator.word, [self._value()], quoted)

    def _list(self) -> list[str]:
        self._keyword("(")
        values = [self._value()]
        while self._accept(","):
            values.append(self._value())
        self._keyword(")")
        return values

    def _value(self) -> str:
        token = self._next
        if token.kind == "quoted":
            self._position += 1
            return re.sub(r"\\(.)", r"\1", token.text[1:-1], flags=re.DOTALL)
        if token.kind == "word":
            self._position += 1
            return token.text
        raise self._unexpected()

    def _order(self, statement: Statement) -> None:
        if self._accept("ORDER"):
            self._keyword("BY")
        elif not self._accept("ORDERBY"):
            return
        statement.orderings.append(self._ordering())
        while self._accept(","):
            statement.orderings.append(self._ordering())

    def _ordering(self) -> Ordering:
        attribute = self._word()
        if self._accept("DESC"):
            return Ordering(attribute, descending=True)
        self._accept("ASC")
        return Ordering(attribute)

    def _page(self, statement: Statement) -> None:
        """MAXRESULTS may come before STARTPOSITION."""
        for _ in range(2):
            if self._accept("STARTPOSITION"):
                statement.start = self._word()
            elif self._accept("MAXRESULTS"):
                statement.rows_max = self._word()
