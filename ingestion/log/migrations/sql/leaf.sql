-- leaf = sha256(0x00 ‖ record)
CREATE FUNCTION log.leaf(record text) RETURNS bytea
LANGUAGE sql STABLE PARALLEL SAFE
RETURN sha256('\x00'::bytea || convert_to(record, 'UTF8'));
