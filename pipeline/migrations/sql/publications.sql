-- One row a publication; the newest says what readers see.
CREATE TABLE ops.publications (
    build_id text NOT NULL,
    published_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    content_hash text NOT NULL,
    position bigint NOT NULL,
    head text NOT NULL
);
CREATE INDEX publications_at ON ops.publications (published_at);
