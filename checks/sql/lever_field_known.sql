-- lever_field_known: one row is one field of Lever's objects, or one value of it, that nobody has described.
-- critical: No rule maps it and no list says why not, so it would be left behind in silence (X1). Use a newer
-- lever2ashby, or list it in stages/transform/left_behind.csv (a value: known_value.csv) with its reason.
-- Grain: table_name, row_key.
-- The lists name what holds values. An object is known by a field below it, a list by its members, and null by either;
-- numbers that come as text are known (lever-api 1.8), an object where a text was is news.
with

lever_field as (select * from raw_lever__field),

mapped_field as (select * from ref_mapped_field),

left_behind as (select * from ref_left_behind),

known_value as (select * from ref_known_value),

listed as (

    select
        resource,
        path
    from mapped_field
    union all
    select
        resource,
        path
    from left_behind

),

-- Every place above a listed field, with the type that a thing in this place has.
above as (

    select
        resource,
        path,
        unnest(range(1, len(path) + 1)) as spot
    from listed

),

described as (

    select
        resource,
        path as place,
        'scalar' as shape
    from listed
    union
    select
        resource,
        left(path, spot - 1) as place,
        case path[spot] when '.' then 'object' else 'list' end as shape
    from above
    where path[spot] in ('.', '[')

),

shaped as (

    select
        resource,
        path,
        type,
        case when type in ('string', 'number', 'boolean') then 'scalar' else type end as shape
    from lever_field

),

unknown as (

    select
        'raw_lever__field' as table_name,
        concat_ws('/', resource, path, type) as row_key

    from shaped
    anti join described
        on
            shaped.resource = described.resource
            and shaped.path = described.place
            and (shaped.shape = described.shape or shaped.shape = 'null')
    anti join known_value
        on
            shaped.shape = 'value'
            and shaped.resource = known_value.resource
            and shaped.path = concat(known_value.path, '=', known_value.value)
    where not (shaped.path = '$' and shaped.shape = 'object')

)

select * from unknown
