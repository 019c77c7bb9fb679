/**
 * The steps of our schema, in order; never edit one that was released, add another. Unqualified names: the runner sets
 * the search path. Values are JSON as text, not jsonb: jsonb refuses \u0000 and changes the order of keys.
 */
export const migrations: readonly string[] = [
  `
  create sequence version;

  create table entry (
    key text collate "C" primary key,
    value text not null,
    version bigint not null,
    expires_at timestamptz
  );
  create index entry_expiry on entry (expires_at) where expires_at is not null;

  create table sorted (
    set text collate "C",
    member text collate "C",
    score double precision not null,
    primary key (set, member)
  );
  create index sorted_order on sorted (set, score, member);

  create table log_chunk (
    log text collate "C",
    start bigint,
    bytes bytea not null,
    primary key (log, start)
  );
  -- Not compressed, so that a part of a chunk is read without the rest of it.
  alter table log_chunk alter column bytes set storage external;
  `,
]
