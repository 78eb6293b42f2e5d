-- job_moves_legal: one row is one move of a job to a state that Ashby does not let it go to from where it stands.
-- critical: Ashby knows Draft→Open, Open→Closed, Closed→Draft and Closed→Archived; it refuses every other move.
-- Grain: table_name, row_key.
-- A1: a job of ours begins as a draft, is opened, and then makes its moves in the order of `position`.
with

job_open as (select * from body__job_open),

job_close as (select * from body__job_close),

moved as (

    select
        job_close.write_key,
        job_close.status,
        coalesce(
            lag(job_close.status) over (partition by job_close.lever_id order by job_close.position),
            job_open.status,
            'Draft'
        ) as status_before

    from job_close
    left join job_open
        on job_close.lever_id = job_open.lever_id

),

illegal as (

    select
        'ashby__job_close' as table_name,
        moved.write_key as row_key

    from moved
    where not list_contains(
        ['Open Closed', 'Closed Draft', 'Closed Archived'], coalesce(moved.status_before || ' ' || moved.status, '')
    )

)

select * from illegal
