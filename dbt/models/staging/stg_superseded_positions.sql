-- Positions of versions that a later event replaced: live at N = not superseded at N (details 3), no window function.
with replacing as (
    {{ log_supersedes() }}
)

select
    position,
    supersedes as superseded_position
from replacing
