-- SPDX-License-Identifier: Apache-2.0
-- The schema of a store, version 1. tonusd creates it in an empty database; run
-- it by hand where its role may not, or where a variant below is needed. Each
-- statement runs in a transaction of its own and may be run again; the last one
-- says that all is there.
--
-- What is used is what PostgreSQL, YugabyteDB (YSQL) and CockroachDB share. It
-- is tested on PostgreSQL 15.
--
-- Rights that tonusd needs when the schema exists: SELECT, INSERT, UPDATE and
-- DELETE on both tables.

-- What a store says about itself.
--   schema         the version of this file.
--   version_block  the last block of record versions that was given out: each
--                  connection begins by taking the next one.
CREATE TABLE IF NOT EXISTS tonus_store (
  name text PRIMARY KEY,
  number bigint NOT NULL
);

-- The records, in the order of their keys' bytes.
--
-- YugabyteDB: a primary key is hashed unless said otherwise, and ranges of keys
-- are read all the time. Create the table by hand with
--   PRIMARY KEY (key ASC)
-- CockroachDB: as it stands. `bytea` is its BYTES.
-- PostgreSQL: as it stands.
CREATE TABLE IF NOT EXISTS tonus_record (
  key bytea NOT NULL,
  version bigint NOT NULL,
  value bytea NOT NULL,
  PRIMARY KEY (key)
);

INSERT INTO tonus_store (name, number) VALUES ('version_block', 0)
  ON CONFLICT (name) DO NOTHING;

INSERT INTO tonus_store (name, number) VALUES ('schema', 1)
  ON CONFLICT (name) DO NOTHING;
