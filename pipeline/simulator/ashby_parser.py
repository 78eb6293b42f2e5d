"""What Ashby's parser makes of a resume (section 9.1, candidate.uploadResume; open point 8).

It fills what the candidate lacks: phone, position, company, school. It reads nothing: the same bytes always give the
same invented values.
"""

from dataclasses import replace

from pipeline.simulator.ashby_objects import Candidate
from pipeline.simulator.ashby_options import AshbyOptions
from pipeline.simulator.ashby_paper_objects import Parse
from pipeline.simulator.ashby_state import AshbyState


def begin(state: AshbyState, options: AshbyOptions, row: Candidate, sha256: str) -> None:
    """A resume has come: it is parsed now, or after the calls that the switch says."""
    if options.resume_parser == "off":
        return
    parse = Parse(row.id, sha256, options.parsed_after_calls, options.resume_parser == "overwrites")
    if parse.calls_left == 0:
        _finish(state, parse)
    else:
        state.storage.parses.append(parse)


def go_on(state: AshbyState) -> None:
    """One more call has come in: every waiting parse is one call nearer to its end."""
    if not state.storage.parses:
        return
    nearer = [replace(parse, calls_left=parse.calls_left - 1) for parse in state.storage.parses]
    state.storage.parses = [parse for parse in nearer if parse.calls_left > 0]
    for parse in nearer:
        if parse.calls_left == 0:
            _finish(state, parse)


def finish(state: AshbyState) -> None:
    """Every waiting parse comes to its end."""
    waiting, state.storage.parses = state.storage.parses, []
    for parse in waiting:
        _finish(state, parse)


def found_in(sha256: str) -> dict[str, str]:
    """What the parser finds in a resume of these bytes, by the names of the candidate's fields."""
    number = int(sha256[:8], 16)
    return {
        "phone": f"+32 2 555 {number % 10_000:04d}",
        "position": f"Gardener {number % 97}",
        "company": f"Nursery {number % 89}",
        "school": f"School of Botany {number % 83}",
    }


def _finish(state: AshbyState, parse: Parse) -> None:
    """Write what was found into the empty fields, or into all; nothing if the candidate is gone."""
    row = state.candidates.by_id.get(parse.candidate_id)
    if row is None:
        return
    for name, value in found_in(parse.sha256).items():
        if parse.overwrites or getattr(row, name) is None:
            setattr(row, name, value)
    row.updated_at = state.now()
    state.candidates.touch(row, state.clock())
