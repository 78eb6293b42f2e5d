"""Whether a note that was to be private is one (ashby-api 5, 9.1): written, and read back; no call tells it."""

import msgspec

from pipeline.ashby import client, resources
from pipeline.ashby.answers import Accepted, NotUnderstood, Refused
from pipeline.ashby.client import ListRefused
from pipeline.transport import Connection

CALL = "candidate.createNote"


class _Note(msgspec.Struct):
    content: str | None = None
    isPrivate: bool = False  # noqa: N815 - Ashby's word


async def write(ashby: Connection, candidate_id: str, text: str) -> Accepted | Refused | NotUnderstood:
    """Write one private note, told to nobody. Raises NotAllowed, Unreachable."""
    note = {"type": "text/plain", "value": text}
    body = {"candidateId": candidate_id, "note": note, "isPrivate": True, "sendNotifications": False}
    return await client.write(ashby, CALL, body)


async def is_private(ashby: Connection, candidate_id: str, text: str) -> bool:
    """Whether the candidate shows a note of this one line of plain text as private; one who is gone shows none.

    There may be an older one beside it that all can read. Raises NotAllowed, Unreachable.
    """
    cursor = None
    while True:
        try:
            page = await client.page(ashby, resources.NOTES, candidate_id, cursor)
        except ListRefused:
            return False
        for raw in page.objects:
            note = msgspec.json.decode(raw, type=_Note)
            if note.isPrivate and note.content and text in note.content:
                return True
        if page.next is None:
            return False
        cursor = page.next
