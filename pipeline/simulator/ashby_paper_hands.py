"""What people do in Ashby's own pages to feedback forms, feedback, files and custom fields while a migration runs.

Same form as `ashby_hands`; forms, fields and colleagues are named by their title and e-mail.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from pipeline.simulator import ashby_files, ashby_parser
from pipeline.simulator.ashby_hands import alone
from pipeline.simulator.ashby_objects import CustomField
from pipeline.simulator.ashby_paper_objects import Feedback, FeedbackForm
from pipeline.simulator.ashby_state import AshbyState


@alone
def attach_file(state: AshbyState, candidate_id: str, name: str, text: str) -> None:
    """A recruiter puts a text file on a candidate."""
    row = state.candidates.by_id[candidate_id]
    row.files = (*row.files, ashby_files.store(state, row, name, text.encode(), "text/plain"))
    ashby_files.changed(state, row)


@alone
def remove_file(state: AshbyState, candidate_id: str, name: str) -> None:
    """A recruiter removes every file of this name from a candidate, the resume too."""
    row = state.candidates.by_id[candidate_id]
    row.files = tuple(handle for handle in row.files if handle.name != name)
    row.resume = None if row.resume is not None and row.resume.name == name else row.resume
    ashby_files.changed(state, row)


@alone
def finish_parsing(state: AshbyState) -> None:
    """Ashby's parser comes to its end with every resume that it still has."""
    ashby_parser.finish(state)


@alone
def give_feedback(state: AshbyState, application_id: str, form: str, email: str, values: Mapping[str, Any]) -> None:
    """A colleague fills a form; `values` by the titles of its fields, as they read back."""
    row = _form(state, form)
    application = state.applications.by_id[application_id]
    user = next(user for user in state.users.by_id.values() if user.email == email)
    state.add_feedback(
        Feedback(
            id=state.new_id(),
            application_id=application_id,
            form_id=row.id,
            user_id=user.id,
            submitted_at=state.now(),
            values={field.path: values[field.title] for field in row.fields if field.title in values},
            history_id=application.history[-1].id,
            added=state.clock(),
        )
    )


@alone
def change_feedback(state: AshbyState, feedback_id: str, title: str, value: object) -> None:
    """A colleague changes one answer of their feedback."""
    row = state.feedback.by_id[feedback_id]
    field = next(field for field in state.forms.by_id[row.form_id].fields if field.title == title)
    row.values = {**row.values, field.path: value}
    state.feedback.touch(row, state.clock())


@alone
def remove_feedback(state: AshbyState, feedback_id: str) -> None:
    """An admin removes feedback."""
    state.drop_feedback(state.feedback.by_id[feedback_id])


@alone
def archive_form(state: AshbyState, title: str) -> None:
    """An admin archives a feedback form."""
    row = _form(state, title)
    row.archived = True
    state.forms.touch(row, state.clock())


@alone
def require_form_field(state: AshbyState, form: str, title: str) -> None:
    """An admin makes a field of a feedback form one that must be filled."""
    row = _form(state, form)
    row.fields = tuple(
        replace(field, required=True, nullable=False) if field.title == title else field for field in row.fields
    )
    state.forms.touch(row, state.clock())


@alone
def drop_form_option(state: AshbyState, form: str, title: str, value: str) -> None:
    """An admin takes an option from a select field of a feedback form."""
    row = _form(state, form)
    row.fields = tuple(
        replace(field, options=tuple(option for option in field.options if option[1] != value))
        if field.title == title
        else field
        for field in row.fields
    )
    state.forms.touch(row, state.clock())


@alone
def add_custom_field(
    state: AshbyState, title: str, kind: str, object_type: str, options: tuple[str, ...] = (), *, private: bool = False
) -> None:
    """An admin makes a custom field, of types and privacy that the API can't (Email, Phone, Location; private)."""
    shown = tuple({"label": option, "value": option, "isArchived": False} for option in options)
    row = CustomField(state.new_id(), title, kind, object_type, private=private, options=shown)
    state.fields.add(row, state.clock())


@alone
def change_custom_field(state: AshbyState, title: str, object_type: str, **values: object) -> None:
    """An admin changes a custom field: `title`, `private`, `archived` or `required` of `ashby_objects.CustomField`."""
    row = _custom_field(state, title, object_type)
    for name, value in values.items():
        if name not in ("title", "private", "archived", "required"):
            raise ValueError(f"a person can't change {name} of a custom field")
        setattr(row, name, value)
    state.fields.touch(row, state.clock())


@alone
def archive_option(state: AshbyState, title: str, object_type: str, value: str) -> None:
    """An admin archives an option of a custom field."""
    row = _custom_field(state, title, object_type)
    row.options = tuple(
        {**option, "isArchived": option["isArchived"] or option["value"] == value} for option in row.options
    )
    state.fields.touch(row, state.clock())


def _form(state: AshbyState, title: str) -> FeedbackForm:
    return next(row for row in state.forms.by_id.values() if row.title == title)


def _custom_field(state: AshbyState, title: str, object_type: str) -> CustomField:
    return next(row for row in state.fields.by_id.values() if (row.title, row.object_type) == (title, object_type))


EDITS: Mapping[str, Callable[..., None]] = {
    edit.__name__: edit
    for edit in (
        attach_file,
        remove_file,
        finish_parsing,
        give_feedback,
        change_feedback,
        remove_feedback,
        archive_form,
        require_form_field,
        drop_form_option,
        add_custom_field,
        change_custom_field,
        archive_option,
    )
}
"""Every edit by its name; each takes the state first."""
