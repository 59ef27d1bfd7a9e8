-- head = sha256(0x02 ‖ previous head ‖ batch digest ‖ first ‖ last position ‖ recorded_at)
CREATE FUNCTION log.next_head(
    previous bytea, digest bytea, first_position bigint, last_position bigint, recorded_at timestamptz
) RETURNS bytea
LANGUAGE sql STABLE
RETURN sha256(
    '\x02'::bytea || previous || digest || int8send(first_position) || int8send(last_position)
    || convert_to(to_char(recorded_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), 'UTF8')
);
