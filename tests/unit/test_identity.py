"""Who is one person: connected components over shared e-mails, and names that last."""

from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import duck
from pipeline.workspace import Workspace
from stages.transform import identity

CONTACTS = [f"c{number}" for number in range(8)]
EMAILS = [f"e{number}@example.com" for number in range(5)]

Edge = tuple[str, str]

contacts = st.lists(st.tuples(st.sampled_from(CONTACTS), st.booleans()), unique_by=lambda contact: contact[0])
edges = st.lists(st.tuples(st.sampled_from(CONTACTS), st.sampled_from(EMAILS)), unique=True, max_size=16)


def persons(
    folder: Path, known: Iterable[tuple[str, bool]], joining: Iterable[Edge], idle: Iterable[Edge] = ()
) -> dict[str, str]:
    """Person of each contact as the step writes it. `known`: who was a person before; `idle` e-mails join nobody."""
    with closing(duck.bare()) as connection:
        connection.execute("create table int_contact (contact_id varchar, was_person boolean)")
        connection.execute("create table int_contact_email (contact_id varchar, email varchar, is_joining boolean)")
        for contact in known:
            connection.execute("insert into int_contact values (?, ?)", contact)
        for is_joining, listed in ((True, joining), (False, idle)):
            for contact_id, email in listed:
                connection.execute("insert into int_contact_email values (?, ?, ?)", [contact_id, email, is_joining])
        path = folder / "int_contact_person.parquet"
        identity.contact_person(connection, path)
        rows = connection.read_parquet(str(path)).fetchall()
    assert [contact_id for contact_id, _ in rows] == sorted(contact_id for contact_id, _ in rows)
    return dict(rows)


def union_find(known: Iterable[tuple[str, bool]], joining: Iterable[Edge]) -> dict[str, str]:
    """The same by the plainest means: each e-mail joins the groups of its contacts."""
    was_person = dict(known)
    groups = {contact: {contact} for contact in was_person}
    holders: dict[str, str] = {}
    for contact, email in joining:
        other = holders.setdefault(email, contact)
        together = groups[contact] | groups[other]
        for member in together:
            groups[member] = together
    return {
        contact: min([member for member in group if was_person[member]] or group) for contact, group in groups.items()
    }


def _edges_of(known: Iterable[tuple[str, bool]], listed: Iterable[Edge]) -> list[Edge]:
    there = {contact for contact, _ in known}
    return [edge for edge in listed if edge[0] in there]


@settings(max_examples=60, deadline=None)
@given(known=contacts, listed=edges, idle=edges)
def test_agrees_with_union_find(
    tmp_path_factory: pytest.TempPathFactory, known: list[tuple[str, bool]], listed: list[Edge], idle: list[Edge]
) -> None:
    """Joining is transitive, a non-joining e-mail joins nobody, and a former person keeps its name."""
    joining = _edges_of(known, listed)

    found = persons(tmp_path_factory.mktemp("p"), known, joining, _edges_of(known, idle))

    assert found == union_find(known, joining)


@settings(max_examples=30, deadline=None)
@given(known=contacts, listed=edges, data=st.data())
def test_the_order_of_rows_changes_nothing(
    tmp_path_factory: pytest.TempPathFactory, known: list[tuple[str, bool]], listed: list[Edge], data: st.DataObject
) -> None:
    joining = _edges_of(known, listed)
    folder = tmp_path_factory.mktemp("p")

    shuffled = persons(folder, data.draw(st.permutations(known)), data.draw(st.permutations(joining)))

    assert shuffled == persons(folder, known, joining)


@settings(max_examples=30, deadline=None)
@given(known=contacts, listed=edges, later=edges)
def test_a_contact_that_joins_later_changes_no_name(
    tmp_path_factory: pytest.TempPathFactory, known: list[tuple[str, bool]], listed: list[Edge], later: list[Edge]
) -> None:
    """After a load that wrote every person, more e-mails may join persons; whoever stays a person keeps its name."""
    folder = tmp_path_factory.mktemp("p")
    first = persons(folder, known, _edges_of(known, listed))
    loaded = [(contact, first[contact] == contact) for contact, _ in known]
    newcomers = [(contact, False) for contact in CONTACTS if contact not in first]

    second = persons(folder, [*loaded, *newcomers], _edges_of([*loaded, *newcomers], {*listed, *later}))

    for contact in first:
        names = {first[member] for member in first if second[member] == second[contact]}
        assert second[contact] == min(names)


def test_a_smaller_contact_that_joins_later_takes_the_former_name(tmp_path: Path) -> None:
    found = persons(
        tmp_path, [("a", False), ("b", True), ("c", True)], [("a", "x@example.com"), ("b", "x@example.com")]
    )

    assert found == {"a": "b", "b": "b", "c": "c"}


def test_nobody(tmp_path: Path) -> None:
    """A company without a contact is no error."""
    assert persons(tmp_path, [], []) == {}


def test_the_list_of_role_addresses_is_read_whole(tmp_path: Path) -> None:
    """It comes with the program; every entry is in canonical form, stands once, and says why (P2)."""
    with closing(duck.connect(Workspace(tmp_path), ["ref_role_address"])) as connection:
        rows = connection.table("ref_role_address").fetchall()

    assert {"jobs", "careers", "recruiting", "info", "noreply", "no-reply"} <= {value for _, value, _ in rows}
    assert {kind for kind, _, _ in rows} == {"local_part", "domain"}
    assert len({(kind, value) for kind, value, _ in rows}) == len(rows)
    assert all(value == value.strip().lower() and why for _, value, why in rows)
