-- int_note_text: one row is one Lever note as the text that the candidate's note gets.
-- Grain: note_id.
-- N1: first line author and time in words, the comments of the thread in order, each further one under a line of its
-- own; N3: last line the marker. Ashby has no author of a note but the key's user, so the text must tell.
with

note as (select * from stg_lever__note),

note_comment as (select * from stg_lever__note_comment),

lever_user as (select * from stg_lever__user),

comment_text as (

    select
        note_comment.note_id,
        note_comment.position,
        concat_ws(
            chr(10),
            case
                -- The first comment is told by the note's first line, unless somebody else wrote it.
                when
                    note_comment.position > 0
                    or (note_comment.user_id is not null and note_comment.user_id is distinct from note.user_id)
                    then concat(
                        'Comment by ',
                        told_user(note_comment.user_id, lever_user.name),
                        ' on ' || told_time(note_comment.created_at)
                    )
            end,
            nullif(note_comment.text, ''),
            'Score: ' || note_comment.score || ' of 4'
        ) as content

    from note_comment
    left join note
        on note_comment.note_id = note.note_id
    left join lever_user
        on note_comment.user_id = lever_user.user_id

),

thread as (

    select
        comment_text.note_id,
        list_sort(list({ 'position': comment_text.position, 'content': comment_text.content })) as comments

    from comment_text
    where comment_text.content <> ''
    group by comment_text.note_id

),

told as (

    select
        note.note_id,
        concat_ws(
            chr(10),
            concat(
                'Note by ', told_user(note.user_id, lever_user.name), ' on ' || told_time(note.created_at)
            ),
            array_to_string([entry['content'] for entry in thread.comments], chr(10))
        ) as told

    from note
    left join thread
        on note.note_id = thread.note_id
    left join lever_user
        on note.user_id = lever_user.user_id

),

note_text as (

    select
        told.note_id,
        marked_text(told.told, 'note', told.note_id) as content

    from told

)

select * from note_text
order by note_id
