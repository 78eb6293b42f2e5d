"""The endpoints of files: promising an upload, putting it on a candidate, reading it back (section 9.1).

Same form as `ashby_writes`. What happens at the storage's own addresses stands in `ashby_storage`, what Ashby's parser
makes of a resume in `ashby_parser`.
"""

import base64
import hashlib
import json
import re
from typing import Any

from pipeline.simulator import ashby_multipart as multipart
from pipeline.simulator import ashby_parser
from pipeline.simulator import ashby_people_answers as show
from pipeline.simulator.ashby_errors import AshbyError, invalid, not_found
from pipeline.simulator.ashby_objects import Candidate, FileHandle
from pipeline.simulator.ashby_options import AshbyOptions
from pipeline.simulator.ashby_pages import Answer
from pipeline.simulator.ashby_paper_objects import Stored, Upload
from pipeline.simulator.ashby_sight import candidate_visible, find_candidate
from pipeline.simulator.ashby_state import AshbyState

Body = dict[str, Any]

STORAGE = "/_storage/"
"""Beginning of the storage's addresses: another host than the API, stood in for by a path of the same server."""
UPLOADS, DOWNLOADS = STORAGE + "upload/", STORAGE + "file/"
MEDIA_TYPE = re.compile(r"[\w.+-]+/[\w.+-]+(?:\s*;\s*\S.*)?")
DOCUMENTS = frozenset(("pdf", "doc", "docx", "rtf", "txt", "odt"))
"""Endings of names, where an organisation takes no others."""
SINGLE = {
    "candidate.uploadFile": ("file", "fileHandle", "CandidateFiles"),
    "candidate.uploadResume": ("resume", "resumeHandle", "CandidateResume"),
}
"""Endpoints that also take multipart/form-data: name of the part, of the parameter in JSON, and the context."""


def create_upload_handle(state: AshbyState, options: AshbyOptions, body: Body) -> Answer:
    """file.createFileUploadHandle: an address that takes just this file, for some minutes."""
    if not MEDIA_TYPE.fullmatch(body["contentType"]):
        raise invalid("contentType", "must be a MIME type")
    if body["contentLength"] < 1:
        raise invalid("contentLength", "must be at least 1")
    _refuse_file(options, body["filename"], body["contentLength"], "filename", "contentLength")
    made = _promise(state, body["fileUploadContext"], body["filename"], body["contentType"], body["contentLength"])
    address = state.address + UPLOADS + made.id
    return {"results": {"handle": made.handle, "url": address, "fields": made.fields}}


def _refuse_file(options: AshbyOptions, name: str, size: int, name_parameter: str, size_parameter: str) -> None:
    """Open point 19: sizes and kinds of files."""
    if options.file_max_bytes is not None and size > options.file_max_bytes:
        raise invalid(size_parameter, f"must be at most {options.file_max_bytes}")
    if options.file_types == "documents" and name.rpartition(".")[2].lower() not in DOCUMENTS:
        raise invalid(name_parameter, "must be the name of a document")


def _promise(state: AshbyState, context: str, name: str, content_type: str, size: int) -> Upload:
    upload_id = state.new_id()
    policy = base64.b64encode(json.dumps([upload_id, content_type, size]).encode()).decode()
    made = Upload(
        id=upload_id,
        handle=_handle("Upload", upload_id),
        context=context,
        name=name,
        content_type=content_type,
        size=size,
        made=state.clock(),
        fields={
            "key": f"uploads/{upload_id}",
            "Content-Type": content_type,
            "policy": policy,
            "x-amz-signature": hashlib.sha256(policy.encode()).hexdigest(),
        },
    )
    state.storage.uploads[made.handle] = state.storage.places[upload_id] = made
    return made


def _handle(kind: str, file_id: str) -> str:
    """Looks like the recorded handles: JSON with a signature in base64."""
    subject = {"type": kind, "fileId": file_id}
    signature = hashlib.sha256(f"{kind}:{file_id}".encode()).hexdigest()[:16]
    sealed = json.dumps({"handle": subject, "signature": signature, "version": "1"}, separators=(",", ":"))
    return base64.urlsafe_b64encode(sealed.encode()).decode().rstrip("=")


def from_form(state: AshbyState, options: AshbyOptions, endpoint: str, content_type: bytes, content: bytes) -> Body:
    """The JSON body that a multipart body of uploadFile or uploadResume stands for, its file stored (deprecated)."""
    if options.multipart_upload == "refuse":
        raise AshbyError("invalid_input", "Content-Type must be application/json")
    part_name, parameter, context = SINGLE[endpoint]
    try:
        found = multipart.parts(content, multipart.boundary(content_type), 0, len(content))
    except multipart.Malformed as error:
        raise AshbyError("invalid_input", "Request payload is malformed") from error
    by_name = {part.name: part for part in found}
    if len(by_name) < len(found):
        raise AshbyError("invalid_input", "Request payload has a part twice")
    file = by_name.pop(part_name, None)
    if file is None or file.filename is None:
        raise invalid(part_name, "must be a file")
    _refuse_file(options, file.filename, file.end - file.start, part_name, part_name)
    kind = file.content_type or "application/octet-stream"
    taken = _promise(state, context, file.filename, kind, file.end - file.start)
    taken.sha256 = state.storage.depot.put(content[file.start : file.end])
    texts = {name: content[part.start : part.end].decode(errors="replace") for name, part in by_name.items()}
    return {**texts, parameter: taken.handle}


def upload_file(state: AshbyState, options: AshbyOptions, body: Body) -> Answer:
    """candidate.uploadFile: one more file; there is none that could be replaced."""
    row = find_candidate(state, options, body["candidateId"], "candidateId")
    upload = _arrived(state, options, body["fileHandle"], "fileHandle", "CandidateFiles")
    row.files = (*row.files, attach(state, row, upload, "CandidateFile"))
    changed(state, row)
    return {"results": show.candidate(state, options, row)}


def upload_resume(state: AshbyState, options: AshbyOptions, body: Body) -> Answer:
    """candidate.uploadResume: the newest one is the resume; the parser comes now or later."""
    row = find_candidate(state, options, body["candidateId"], "candidateId")
    upload = _arrived(state, options, body["resumeHandle"], "resumeHandle", "CandidateResume")
    assert upload.sha256 is not None
    old, row.resume = row.resume, attach(state, row, upload, "ResumeFile")
    others = tuple(handle for handle in row.files if old is None or handle.id != old.id)
    stays = () if old is None or options.second_resume == "replaced" else (old,)
    row.files = (*others, *stays, row.resume) if options.resume_in_files else (*others, *stays)
    changed(state, row)
    ashby_parser.begin(state, options, row, upload.sha256)
    return {"results": show.candidate(state, options, row)}


def _arrived(state: AshbyState, options: AshbyOptions, handle: str, parameter: str, context: str) -> Upload:
    """The upload behind a handle, if its bytes are there and it was made for this."""
    upload = state.storage.uploads.get(handle)
    if upload is None:
        raise invalid(parameter, "is not a handle of an upload")
    if upload.context != context:
        raise invalid(parameter, f"must be a handle of context {context}")
    if upload.sha256 is None:
        raise invalid(parameter, "has no file yet")
    if upload.used and options.handle_twice == "refuse":
        raise invalid(parameter, "was used before")
    return upload


def attach(state: AshbyState, row: Candidate, upload: Upload, kind: str) -> FileHandle:
    """A handle of an uploaded file, CandidateFile or ResumeFile, to be put on this candidate."""
    assert upload.sha256 is not None
    upload.used = True
    file_id = state.new_id()
    handle = FileHandle(file_id, upload.name, _handle(kind, file_id))
    state.storage.files[handle.handle] = Stored(upload.sha256, upload.content_type, row.id)
    return handle


def store(state: AshbyState, row: Candidate, name: str, content: bytes, content_type: str) -> FileHandle:
    """A handle of bytes that come by another way than the API, to be put on this candidate."""
    upload = _promise(state, "CandidateFiles", name, content_type, len(content))
    upload.sha256 = state.storage.depot.put(content)
    return attach(state, row, upload, "CandidateFile")


def changed(state: AshbyState, row: Candidate) -> None:
    """Note that the candidate's files have changed."""
    row.updated_at = state.now()
    state.candidates.touch(row, state.clock())


def file_info(state: AshbyState, options: AshbyOptions, body: Body) -> Answer:
    """file.info: an address that gives the bytes, for as long as the switch says."""
    stored = state.storage.files.get(body["fileHandle"])
    if stored is None or options.file_bytes == "no_url" or not _holds(state, options, stored, body["fileHandle"]):
        raise not_found("file", "fileHandle")
    place = state.new_id()
    state.storage.downloads[place] = (stored, state.clock())
    return {"results": {"url": state.address + DOWNLOADS + place}}


def _holds(state: AshbyState, options: AshbyOptions, stored: Stored, handle: str) -> bool:
    """Whether a candidate whom the key can see still has the file."""
    candidate_id = stored.candidate_id
    while candidate_id in state.merged:
        candidate_id = state.merged[candidate_id]
    row = state.candidates.by_id.get(candidate_id)
    if row is None or not candidate_visible(state, options, row):
        return False
    return any(one is not None and one.handle == handle for one in (row.resume, *row.files))
