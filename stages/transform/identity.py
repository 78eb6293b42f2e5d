"""Which contacts are one person (rule P1): connected components over shared e-mails.

The one step of transform that is not SQL: a chain of shared e-mails may be of any length, and a recursive query
would walk it link by link. Contacts and e-mails are the nodes of one graph, so that an e-mail of three contacts
costs three edges. Rows travel as Arrow columns; none becomes a Python object.
"""

from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from pipeline.duck import Step


def contact_person(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
    """Write (contact_id, person_id) of every contact to the Parquet file `path`, in order of contact_id.

    A person is named by its smallest contact; where a former load has named it already, by the smallest of those
    names. So a contact that joins later never changes the key under which the candidate was written.
    """
    contacts = connection.table("int_contact").to_arrow_table().sort_by("contact_id")
    joining = connection.table("int_contact_email").filter("is_joining").to_arrow_table()
    person = _components(contacts["contact_id"], joining["contact_id"], joining["email"])
    namesake = _namesakes(person, contacts["was_person"].to_numpy())
    people = pa.table(
        {"contact_id": contacts["contact_id"], "person_id": contacts["contact_id"].take(pa.array(namesake))}
    )
    connection.from_arrow(people).order("contact_id").write_parquet(str(path), compression="zstd")


def _components(contacts: Any, edge_contact: Any, edge_email: Any) -> npt.NDArray[np.int32]:
    """The component of each contact. A contact is the node of its own position; e-mails are the nodes after those."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    contact = pc.index_in(edge_contact, value_set=contacts).to_numpy()
    encoded = edge_email.combine_chunks().dictionary_encode()
    email = len(contacts) + encoded.indices.to_numpy().astype(np.int64)
    nodes = len(contacts) + len(encoded.dictionary)
    graph = coo_array((np.ones(len(contact), dtype=np.int8), (contact, email)), shape=(nodes, nodes))
    labels: npt.NDArray[np.int32] = connected_components(graph, directed=False)[1]
    return labels[: len(contacts)]


def _namesakes(person: npt.NDArray[np.int32], was_person: npt.NDArray[np.bool_]) -> npt.NDArray[np.int64]:
    """For each contact, the position of the contact that names its person. Contacts stand in order of their ids."""
    count = len(person)
    rank = np.arange(count) + np.where(was_person, 0, count)
    best = np.full(person.max(initial=-1) + 1, 2 * count)
    np.minimum.at(best, person, rank)
    return best[person] % max(count, 1)


STEP = Step("int_contact_person", frozenset({"int_contact", "int_contact_email"}), contact_person)
