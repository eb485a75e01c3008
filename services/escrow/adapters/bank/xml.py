"""Reading and writing XML that comes from outside: no DTDs, no entities, bounded size, and every error with the place it stands in."""

from __future__ import annotations

import re
from datetime import date, datetime
from functools import cache
from typing import TYPE_CHECKING, TypeVar

from lxml import etree

from services.escrow.domain.bank_files import bad_value
from services.kernel.clock import parse_moment
from services.kernel.errors import HuxinError
from services.kernel.money import parse_yuan, yuan_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

MAX_BYTES = 32 * 1024 * 1024
MAX_ERRORS = 50
MAX_MESSAGE = 300  # characters: a wrong value may be a megabyte
SAFE = {"resolve_entities": False, "no_network": True, "load_dtd": False, "remove_comments": True, "remove_pis": True}
CURRENCY = "CNY"
NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:"
_AMOUNT = re.compile(r"(?P<yuan>[0-9]{1,18})(?:\.(?P<fraction>[0-9]{1,5}))?")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_BREAKS = re.compile(r"[\t\r\n][\t\r\n ]*")

R = TypeVar("R")


class Problems:
    """What is wrong with a file, line by line, gathered so that a sender can mend everything at once."""

    def __init__(self) -> None:
        self.found: list[dict[str, str | int]] = []

    def add(self, line: int, place: str, message: str) -> None:
        """Write one down; after `MAX_ERRORS` the rest is not told."""
        if len(self.found) < MAX_ERRORS:
            self.found.append({"line": line, "place": place, "message": message[:MAX_MESSAGE]})

    def check(self) -> None:
        """Refuse the file if anything was wrong.

        Raises:
            HuxinError: `bad_bank_file`, with `{line, place, message}` for each problem in `extra["errors"]`.
        """
        if self.found:
            first = self.found[0]
            raise bad_file(f"line {first['line']}, {first['place']}: {first['message']}", errors=self.found)


class Node:
    """An element with the way to it, for errors that name their place."""

    def __init__(self, element: etree._Element, problems: Problems, place: str) -> None:
        self.element = element
        self.problems = problems
        self.place = place
        self._prefix = element.tag[: element.tag.index("}") + 1] if "}" in element.tag else ""

    def maybe(self, path: str) -> Node | None:
        """Return the first element at a path of local names, or None."""
        found = self.element.find(_full(self._prefix, path))
        return None if found is None else Node(found, self.problems, f"{self.place}/{path}")

    def all(self, name: str) -> Iterator[Node]:
        """Return the children with a local name; their places count from 1, for many files have one line only."""
        for number, found in enumerate(self.element.iterchildren(self._prefix + name), start=1):
            yield Node(found, self.problems, f"{self.place}/{name}[{number}]")

    def at_most(self, name: str, limit: int) -> None:
        """Refuse a file with too many children of a name before they are read.

        Raises:
            HuxinError: `bad_bank_file`.
        """
        count = sum(1 for _ in self.element.iterchildren(self._prefix + name))
        if count > limit:
            raise bad_file(f"{self.place} has {count} times {name}", fix=f"Split it: a file has at most {limit} lines.")

    def text(self, path: str) -> str | None:
        """Return the text at a path, without blanks around; None when there is no such element or no text."""
        found = self.maybe(path)
        return _BREAKS.sub(" ", (found.element.text or "").strip()) or None if found else None

    def need(self, path: str) -> str:
        """Return the text at a path.

        Raises:
            HuxinError: `bad_bank_value` when it is missing.
        """
        text = self.text(path)
        if text is None:
            raise bad_value(f"{path} is missing")
        return text

    def get(self, path: str, read: Callable[[str], R]) -> R:
        """Return what a path holds, as `read` makes it from the text.

        Raises:
            HuxinError: `bad_bank_value` when it is missing or cannot be read.
        """
        return read(self.need(path))

    def amount(self, path: str) -> int:
        """Return an amount in fen.

        Raises:
            HuxinError: `bad_bank_value` for another currency or a fraction of a fen.
        """
        currency = found.element.get("Ccy") if (found := self.maybe(path)) else None
        amount = self.get(path, read_amount)
        if currency != CURRENCY:
            raise bad_value(f"{path} is in {currency or 'no currency'}")
        return amount

    def attempt(self, read: Callable[[Node], R]) -> R | None:
        """Return what is read here, or None with the reason among the problems."""
        try:
            return read(self)
        except HuxinError as error:
            self.problems.add(self.element.sourceline or 0, self.place, error.detail or error.title)
            return None


@cache
def _full(prefix: str, path: str) -> str:
    return "/".join(prefix + step for step in path.split("/"))


def parse(raw: bytes, message: str, body: str) -> Node:
    """Return the body of a message.

    Args:
        raw: the file.
        message: the message's name with version, such as `pain.001.001.09`.
        body: the local name of the one element in the document.

    Raises:
        HuxinError: `bad_bank_file`.
    """
    root = _root(raw)
    wanted = f"{{{NAMESPACE}{message}}}"
    if root.tag != wanted + "Document":
        raise bad_file(f"the document is {root.tag}, not {message}", fix=f"Send {message}.")
    found = root.find(wanted + body)
    if found is None:
        raise bad_file(f"the document holds no {body}", fix=f"Send {message}.")
    return Node(found, Problems(), body)


def message_name(raw: bytes) -> str:
    """Return which message a file is, such as `camt.053.001.08`.

    Raises:
        HuxinError: `bad_bank_file`.
    """
    tag = str(_root(raw).tag)
    return tag.removeprefix("{" + NAMESPACE).partition("}")[0]


def check_size(raw: bytes) -> None:
    """Refuse a file that is empty or too large.

    Raises:
        HuxinError: `bad_bank_file`.
    """
    if not raw:
        raise bad_file("the file is empty")
    if len(raw) > MAX_BYTES:
        raise bad_file(f"the file has {len(raw)} bytes", fix=f"Split it: at most {MAX_BYTES} bytes are read.")


def _root(raw: bytes) -> etree._Element:
    check_size(raw)
    try:
        root = etree.fromstring(raw, etree.XMLParser(**SAFE))
    except etree.XMLSyntaxError as error:
        raise bad_file(f"it is no XML that can be read: {error.msg}") from None
    if root.getroottree().docinfo.doctype:
        raise bad_file("it declares a document type", fix="Send it without DOCTYPE.")
    return root


def bad_file(detail: str, *, fix: str | None = None, errors: list[dict[str, str | int]] | None = None) -> HuxinError:
    """Return the error for a file that is refused as a whole."""
    return HuxinError(
        "bad_bank_file",
        "The bank file cannot be read",
        detail,
        status=422,
        fix=fix or "Mend the file and send it again; nothing of it was booked.",
        extra={"errors": errors or []},
    )


def read_amount(text: str) -> int:
    """Return an ISO 20022 amount in fen.

    Raises:
        HuxinError: `bad_bank_value` for anything that is not a whole number of fen.
    """
    match = _AMOUNT.fullmatch(text)
    fraction = (match["fraction"] or "") if match else ""
    if match is None or fraction[2:].strip("0"):
        raise bad_value(f"{text[:40]!r} is no amount in whole fen")
    return parse_yuan(f"{int(match['yuan'])}.{(fraction + '00')[:2]}")


def read_day(text: str) -> date:
    """Return an ISO 8601 day.

    Raises:
        HuxinError: `bad_bank_value`.
    """
    try:
        if _DAY.fullmatch(text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise bad_value(f"{text[:40]!r} is no day like 2026-01-31")


def read_moment(text: str) -> datetime:
    """Return a moment; one without offset is refused, since it could mean any hour."""
    return parse_moment(text)


def read_count(text: str) -> int:
    """Return a number of lines.

    Raises:
        HuxinError: `bad_bank_value`.
    """
    if not re.fullmatch(r"[0-9]{1,15}", text):
        raise bad_value(f"{text[:40]!r} is no number of lines")
    return int(text)


class Writer:
    """Builds a message from the top: `at("A/B")` goes down, `put` adds an element with text."""

    def __init__(self, message: str, body: str) -> None:
        self._prefix = f"{{{NAMESPACE}{message}}}"
        self._root = etree.Element(self._prefix + "Document", nsmap={None: NAMESPACE + message})
        self.body = self.add(self._root, body)

    def add(self, parent: etree._Element, path: str) -> etree._Element:
        """Add the elements of a path of local names below a parent and return the last."""
        for name in path.split("/"):
            parent = etree.SubElement(parent, self._prefix + name)
        return parent

    def put(self, parent: etree._Element, path: str, text: str | None) -> None:
        """Add a path with a text; nothing at all when there is no text."""
        if text is not None:
            self.add(parent, path).text = text

    def money(self, parent: etree._Element, path: str, amount: int) -> None:
        """Add an amount of fen, at least 0, as yuan."""
        element = self.add(parent, path)
        element.set("Ccy", CURRENCY)
        element.text = yuan_text(amount)

    def to_bytes(self) -> bytes:
        """Return the document."""
        return bytes(etree.tostring(self._root, xml_declaration=True, encoding="UTF-8"))
