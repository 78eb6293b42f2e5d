"""What people decided (mappings/*.csv), and lists of facts that come with the program."""

from pipeline.tables.table import table

DECISION = (
    "lever_id VARCHAR; lever_name VARCHAR; records BIGINT; ashby_id VARCHAR; ashby_name VARCHAR;"
    "decision VARCHAR; score DOUBLE; note VARCHAR"
)
STAGE_DECISION = f"{DECISION}; automation VARCHAR"
"""automation: what Ashby does by itself when somebody enters this stage (a mail, say), told by a person. Stages are
only ever entered by an application's history at its creation, so that none runs; people agree on it here."""

MAPPING_KINDS = (
    "job",
    "stage",
    "archive_reason",
    "source",
    "user",
    "tag",
    "custom_field",
    "feedback_form",
    "department",
    "location",
)


def decision_of(kind: str) -> str:
    """The columns of mappings/<kind>.csv and of int_mapping_<kind>."""
    return STAGE_DECISION if kind == "stage" else DECISION


MAPPINGS = tuple(
    table(
        "mappings",
        f"mapping__{kind}",
        "lever_id",
        f"mappings/{kind}.csv as it was before this transform: what people decided",
        decision_of(kind),
    )
    for kind in MAPPING_KINDS
)

MAPPING_GAP = table(
    "mappings",
    "mapping__gap",
    "gap resource",
    "mappings/gap.csv: one kind of gap of the last extraction; accepted_by names the person who takes it as it is, "
    "for as many records as stand there",
    "gap VARCHAR; resource VARCHAR; weight VARCHAR; records BIGINT; accepted_by VARCHAR; note VARCHAR",
)

REFERENCE = (
    table(
        "reference",
        "ref_mapped_field",
        "resource path",
        "one Lever field that a rule of meaning.md maps, or that the tool itself needs; what becomes of it, in words",
        "resource VARCHAR; path VARCHAR; rule VARCHAR; becomes VARCHAR",
    ),
    table(
        "reference",
        "ref_left_behind",
        "resource path",
        "one Lever field that no rule maps (X1): fate raw_only (kept in raw/ alone) or left_behind, with the reason",
        "resource VARCHAR; path VARCHAR; fate VARCHAR; reason VARCHAR",
    ),
    table(
        "reference",
        "ref_known_value",
        "resource path value",
        "one value of a field that has a closed list of values as far as Lever tells; a new one is news (X1)",
        "resource VARCHAR; path VARCHAR; value VARCHAR",
    ),
    table(
        "reference",
        "ref_role_address",
        "kind value",
        "one local part or mail domain that stands for no single person, with the reason (P2); "
        "comes with the program, from stages/transform/role_address.csv",
        "kind VARCHAR; value VARCHAR; why VARCHAR",
    ),
    table(
        "reference",
        "ref_feedback_score",
        "value",
        "one number or word (its normal_name) that a score of Lever's says, and the score that Ashby gets (F1)",
        "value VARCHAR; score BIGINT; why VARCHAR",
    ),
)
"""Read from a CSV file beside the SQL: facts of the program's own, the same in every workspace."""
