"""What Lever gave: counts, gaps and dangling references of one workspace. Reads only; shows ids and counts."""

import marimo

__generated_with = "0.25.2"
app = marimo.App(width="medium", app_title="What Lever gave")


@app.cell
def _():
    import os
    from pathlib import Path

    import altair as alt
    import marimo as mo
    import polars as pl

    from pipeline import duck
    from pipeline.tables import RAW_LEVER, STAGED_LEVER, TABLES
    from pipeline.workspace import Workspace

    return Path, RAW_LEVER, STAGED_LEVER, TABLES, Workspace, alt, duck, mo, os, pl


@app.cell
def _(Path, RAW_LEVER, STAGED_LEVER, Workspace, duck, os):
    workspace = Workspace(Path(os.environ.get("LEVER2ASHBY_WORKSPACE", "data")))
    lake = duck.connect(workspace, [table.name for table in (*RAW_LEVER, *STAGED_LEVER)])
    return lake, workspace


@app.cell
def _(mo):
    mo.md("""
    # What Lever gave

    Every number here is a count of records, every name an id or a word of Lever's set-up: no personal data is shown.
    Run `lever2ashby extract` and `lever2ashby transform` first; what was never written counts as empty.
    """)


@app.cell
def _(RAW_LEVER, lake, mo, pl):
    rows_per_table = pl.DataFrame(
        [
            (
                table.name,
                table.says,
                *lake.table(table.name).aggregate(f"count(*), count(distinct ({', '.join(table.key)}))").fetchall()[0],
            )
            for table in RAW_LEVER
        ],
        schema=["raw_table", "one_row_is", "rows", "ids"],
        orient="row",
    )
    mo.vstack([mo.md("## Rows per raw table"), mo.ui.table(rows_per_table, selection=None)])
    return (rows_per_table,)


@app.cell
def _(alt, lake, mo):
    by_stage = lake.sql(
        """
        select
            coalesce(stage.name, opportunity.lever_stage_id, '(none)') as lever_stage,
            coalesce(stage.position, 999) as place,
            case when opportunity.is_archived then 'archived' else 'open' end as state,
            count(*) as opportunities
        from stg_lever__opportunity as opportunity
        left join stg_lever__stage as stage
            on opportunity.lever_stage_id = stage.lever_stage_id
        group by all
        order by place, lever_stage, state
        """
    ).pl()
    stage_chart = (
        alt.Chart(by_stage, title="Opportunities by Lever stage")
        .mark_bar()
        .encode(
            x=alt.X("opportunities:Q", title="opportunities"),
            y=alt.Y("lever_stage:N", title=None, sort=alt.SortField("place")),
            color=alt.Color("state:N", title=None),
            tooltip=["lever_stage", "state", "opportunities"],
        )
    )
    mo.vstack([mo.md("## Opportunities by stage and state"), stage_chart])
    return (by_stage,)


@app.cell
def _(alt, lake, mo):
    by_year = lake.sql(
        """
        select
            coalesce(year(created_at)::varchar, '(no date)') as created,
            coalesce(origin, '(none)') as origin,
            count(*) as opportunities
        from stg_lever__opportunity
        group by all
        order by created, origin
        """
    ).pl()
    year_chart = (
        alt.Chart(by_year, title="Opportunities by year and origin")
        .mark_bar()
        .encode(
            x=alt.X("created:O", title="created"),
            y=alt.Y("opportunities:Q", title="opportunities"),
            color=alt.Color("origin:N"),
            tooltip=["created", "origin", "opportunities"],
        )
    )
    mo.vstack([mo.md("## Opportunities by year and origin"), year_chart])
    return (by_year,)


@app.cell
def _(TABLES, alt, lake, mo, pl):
    opportunity = lake.table("stg_lever__opportunity")
    empty_share = pl.DataFrame(
        [
            (name, *opportunity.aggregate(f"count(*), count(*) filter (where {condition})").fetchall()[0])
            for name in TABLES["stg_lever__opportunity"].columns
            for condition in [f"\"{name}\" is null or \"{name}\"::varchar in ('', '[]')"]
        ],
        schema=["field", "opportunities", "empty"],
        orient="row",
    )
    empty_chart = (
        alt.Chart(empty_share, title="Share of opportunities without a value")
        .transform_calculate(share="datum.opportunities > 0 ? datum.empty / datum.opportunities : 0")
        .mark_bar()
        .encode(
            x=alt.X("share:Q", title="share", axis=alt.Axis(format="%"), scale=alt.Scale(domain=[0, 1])),
            y=alt.Y("field:N", title=None, sort="-x"),
            tooltip=["field", "opportunities", "empty"],
        )
    )
    mo.vstack([mo.md("## What is empty"), empty_chart])
    return (empty_share,)


@app.cell
def _(alt, lake, mo):
    notes_each = lake.sql(
        """
        with counted as (
            select opportunity.opportunity_id, count(note.note_id) as notes
            from stg_lever__opportunity as opportunity
            left join stg_lever__note as note
                on opportunity.opportunity_id = note.opportunity_id
            group by opportunity.opportunity_id
        )
        select notes, count(*) as opportunities
        from counted
        group by notes
        order by notes
        """
    ).pl()
    notes_chart = (
        alt.Chart(notes_each, title="Opportunities by number of notes")
        .mark_bar()
        .encode(
            x=alt.X("notes:O", title="notes on one opportunity"),
            y=alt.Y("opportunities:Q", title="opportunities"),
            tooltip=["notes", "opportunities"],
        )
    )
    mo.vstack([mo.md("## Notes per opportunity"), notes_chart])
    return (notes_each,)


@app.cell
def _(lake, mo):
    posting_states = lake.sql(
        """
        select
            coalesce(state, '(none)') as state,
            is_confidential,
            is_readable,
            count(*) as postings
        from stg_lever__posting
        group by all
        order by postings desc, state
        """
    ).pl()
    mo.vstack([mo.md("## Postings by state"), mo.ui.table(posting_states, selection=None)])
    return (posting_states,)


@app.cell
def _(lake, mo):
    dangling = lake.sql(
        """
        with named as (
            select 'opportunity' as named_by, opportunity_id as id, 'posting' as names, posting_id as named_id
            from stg_lever__opportunity
            union all
            select 'opportunity', opportunity_id, 'stage', lever_stage_id from stg_lever__opportunity
            union all
            select 'opportunity', opportunity_id, 'archive reason', archive_reason_id from stg_lever__opportunity
            union all
            select 'opportunity', opportunity_id, 'owner', owner_user_id from stg_lever__opportunity
            union all
            select 'stage change', opportunity_id, 'stage', lever_stage_id from stg_lever__stage_change
            union all
            select 'note', note_id, 'opportunity', opportunity_id from stg_lever__note
            union all
            select 'note', note_id, 'author', user_id from stg_lever__note
        ),

        known as (
            select 'posting' as names, posting_id as named_id from stg_lever__posting where is_readable
            union all
            select 'stage', lever_stage_id from stg_lever__stage
            union all
            select 'archive reason', archive_reason_id from stg_lever__archive_reason
            union all
            select unnest(['owner', 'author']), user_id from stg_lever__user
            union all
            select 'opportunity', opportunity_id from stg_lever__opportunity
        )

        select
            named.named_by,
            named.names,
            count(*) as records,
            count(distinct named.named_id) as ids,
            min(named.named_id) as one_of_them
        from named
        left join known
            on
                named.names = known.names
                and named.named_id = known.named_id
        where named.named_id is not null and known.named_id is null
        group by all
        order by records desc, named.named_by, named.names
        """
    ).pl()
    mo.vstack(
        [
            mo.md("## References that lead nowhere\n\nA record names another one that Lever did not give."),
            mo.ui.table(dangling, selection=None),
        ]
    )
    return (dangling,)


if __name__ == "__main__":
    app.run()
