"""Reading of multipart/form-data: which parts a body has and where their content lies. Bytes in, places out."""

import mmap
import re
from dataclasses import dataclass

BOUNDARY = re.compile(rb'multipart/form-data\s*;.*?boundary="?([^";]+)"?', re.IGNORECASE)
NAME = re.compile(r'[; ]name="([^"]*)"')
FILENAME = re.compile(r'[; ]filename="([^"]*)"')
CONTENT_TYPE = re.compile(r"^content-type:[ \t]*(\S.*?)[ \t]*$", re.IGNORECASE | re.MULTILINE)


class Malformed(Exception):
    """The body is no multipart form."""


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a form; its content lies between `start` and `end`."""

    name: str
    filename: str | None
    content_type: str | None
    start: int
    end: int


def boundary(content_type: bytes) -> bytes:
    """The boundary that a Content-Type header names; Malformed if it names none."""
    found = BOUNDARY.match(content_type)
    if found is None:
        raise Malformed("Content-Type must be multipart/form-data with a boundary")
    return found.group(1)


def parts(content: bytes | mmap.mmap, mark: bytes, start: int, end: int) -> list[Part]:
    """The parts of the form that lies between `start` and `end`, in order; `mark` is its boundary."""
    line = b"--" + mark
    at = start + len(line)
    if content[start:at] != line:
        raise Malformed("The form does not begin with its boundary")
    found = []
    while content[at : min(at + 2, end)] == b"\r\n":
        body = content.find(b"\r\n\r\n", at, end) + 4
        stop = content.find(b"\r\n" + line, body, end)
        if body < at or stop < 0:
            raise Malformed("A part of the form has no end")
        found.append(_part(content[at + 2 : body - 2].decode(errors="replace"), body, stop))
        at = stop + 2 + len(line)
    if content[at : min(at + 2, end)] != b"--":
        raise Malformed("The form has no end")
    return found


def _part(head: str, start: int, end: int) -> Part:
    name, filename, kind = NAME.search(head), FILENAME.search(head), CONTENT_TYPE.search(head.replace("\r\n", "\n"))
    if name is None:
        raise Malformed("A part of the form has no name")
    return Part(
        name.group(1),
        None if filename is None else filename.group(1).replace("%22", '"'),
        None if kind is None else kind.group(1),
        start,
        end,
    )
