"""The file storage behind Ashby's presigned addresses, as an ASGI app beside the API (section 9.1, file.*).

It takes no credentials, has no rate limit and says no in XML, as storages of this kind do: an address is its own key.
`POST /_storage/upload/<id>` takes a form with all promised fields first and the part `file` last; `GET
/_storage/file/<id>` gives bytes.
"""

from html import escape

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pipeline.simulator import ashby_multipart as multipart
from pipeline.simulator.ashby_files import DOWNLOADS, STORAGE, UPLOADS
from pipeline.simulator.ashby_options import AshbyOptions
from pipeline.simulator.ashby_paper_objects import Upload
from pipeline.simulator.ashby_state import AshbyState

AROUND_FILE = 65_536
"""Bytes that the form around a file may have."""


NO_CONTENT = 204
"""The status whose answer has no length either."""


class Refused(Exception):
    """The storage says no: HTTP status, code and a sentence."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message


def beside(api: ASGIApp, storage: ASGIApp) -> ASGIApp:
    """Calls under the storage's addresses go to the storage, all others to the API."""

    async def split(scope: Scope, receive: Receive, send: Send) -> None:
        to_storage = scope["type"] == "http" and scope["path"].startswith(STORAGE)
        await (storage if to_storage else api)(scope, receive, send)

    return split


def app(state: AshbyState, options: AshbyOptions) -> ASGIApp:
    """The storage of one organisation."""

    async def storing(scope: Scope, receive: Receive, send: Send) -> None:
        headers = dict(scope["headers"])
        unread = True

        async def read() -> Message:
            nonlocal unread
            message = await receive()
            unread = message.get("more_body", False)
            return message

        try:
            if b"authorization" in headers:
                raise Refused(400, "InvalidArgument", "Only one way of authorization is allowed")
            if scope["method"] == "POST" and scope["path"].startswith(UPLOADS):
                await _take(state, options, scope, headers, read)
                await _send(send, options.upload_status, b"", b"application/xml")
            elif scope["method"] == "GET" and scope["path"].startswith(DOWNLOADS):
                await _give(state, options, scope["path"].removeprefix(DOWNLOADS), send)
            else:
                raise Refused(405, "MethodNotAllowed", "The method is not allowed here")
        except Refused as no:
            while unread:  # a client that is still sending would see its connection go, and no answer
                await read()
            text = f"<Error><Code>{no.code}</Code><Message>{escape(no.message)}</Message></Error>"
            await _send(send, no.status, text.encode(), b"application/xml")

    return storing


async def _send(send: Send, status: int, content: bytes, content_type: bytes) -> None:
    headers = [(b"content-type", content_type)] if content else []
    if status != NO_CONTENT:
        headers.append((b"content-length", b"%d" % len(content)))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": content, "more_body": False})


async def _take(
    state: AshbyState, options: AshbyOptions, scope: Scope, headers: dict[bytes, bytes], receive: Receive
) -> None:
    """Read a form into the depot and keep its file, if both are as promised."""
    upload = state.storage.places.get(scope["path"].removeprefix(UPLOADS))
    if upload is None:
        raise Refused(404, "NoSuchKey", "There is no such upload")
    if state.clock() - upload.made > options.upload_url_life_s:
        raise Refused(403, "AccessDenied", "Invalid according to Policy: Policy expired")
    try:
        mark = multipart.boundary(headers.get(b"content-type", b""))
    except multipart.Malformed as error:
        raise Refused(412, "PreconditionFailed", "The form must be multipart/form-data") from error
    length = headers.get(b"content-length", b"")
    if not length.isdigit():
        raise Refused(411, "MissingContentLength", "The Content-Length header is required")
    if int(length) > upload.size + AROUND_FILE:
        raise Refused(400, "EntityTooLarge", "The upload is larger than was announced")
    start = await _spool(state, int(length), receive)
    with state.lock:
        _keep(state, upload, mark, start, start + int(length))


async def _spool(state: AshbyState, length: int, receive: Receive) -> int:
    """The whole form as it arrives, written to the depot; gives where it begins there."""
    with state.lock:
        start = state.storage.depot.reserve(length)
    at, more = start, True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise Refused(400, "RequestTimeout", "The upload broke off")
        content = message.get("body", b"")
        state.storage.depot.write(content, at)
        at += len(content)
        more = message.get("more_body", False)
    if at - start != length:
        raise Refused(400, "IncompleteBody", "The form has another length than its header says")
    return start


def _keep(state: AshbyState, upload: Upload, mark: bytes, start: int, end: int) -> None:
    depot = state.storage.depot
    with depot.view() as view:
        try:
            parts = multipart.parts(view, mark, start, end)
        except multipart.Malformed as error:
            raise Refused(400, "MalformedPOSTRequest", str(error)) from error
        fields = {part.name: view[part.start : min(part.end, part.start + AROUND_FILE)] for part in parts[:-1]}
    if not parts or parts[-1].name != "file" or "file" in fields:
        raise Refused(400, "InvalidArgument", "The file must be the last part of the form")
    for name, value in upload.fields.items():
        if fields.pop(name, None) != value.encode():
            raise Refused(403, "AccessDenied", f"Invalid according to Policy: Policy Condition failed: {name}")
    if fields:
        raise Refused(403, "AccessDenied", f"Invalid according to Policy: Extra input fields: {', '.join(fields)}")
    file = parts[-1]
    if file.content_type not in (None, upload.content_type):
        raise Refused(403, "AccessDenied", "The file has another type than was announced")
    if file.end - file.start != upload.size:
        code = "EntityTooSmall" if file.end - file.start < upload.size else "EntityTooLarge"
        raise Refused(400, code, "The file has another length than was announced")
    upload.sha256 = depot.keep(file.start, file.end)


async def _give(state: AshbyState, options: AshbyOptions, place: str, send: Send) -> None:
    """The bytes behind an address, as they came or as the switch says."""
    found = state.storage.downloads.get(place)
    if found is None:
        raise Refused(404, "NoSuchKey", "There is no such file")
    stored, made = found
    if options.file_bytes == "refused" or state.clock() - made > options.file_url_life_s:
        raise Refused(403, "AccessDenied", "Request has expired")
    extra = b"\n" if options.file_bytes == "altered" else b""
    length = state.storage.depot.size(stored.sha256) + len(extra)
    headers = [(b"content-type", stored.content_type.encode()), (b"content-length", b"%d" % length)]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    for chunk in state.storage.depot.chunks(stored.sha256):
        await send({"type": "http.response.body", "body": chunk, "more_body": True})
    await send({"type": "http.response.body", "body": extra, "more_body": False})
