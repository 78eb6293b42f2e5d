-- listed_opportunity: one row, how many opportunities the newest listing has.
-- Grain: one row.
with

opportunity as (select distinct id from raw_lever__opportunity)

select count(*) as count_opportunities
from opportunity
