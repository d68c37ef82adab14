// SPDX-License-Identifier: Apache-2.0
// The statements of the PostgreSQL backend, all of them.
//
// In the subset that PostgreSQL, YugabyteDB and CockroachDB share. Every
// connection prepares those that have a name.

#ifndef TONUS_STORAGE_POSTGRES_STATEMENTS_H_
#define TONUS_STORAGE_POSTGRES_STATEMENTS_H_

namespace tonus::storage {

struct StatementText {
  const char* name;  // Empty: not prepared.
  const char* sql;
};

inline constexpr StatementText kBegin = {"",
                                         "BEGIN ISOLATION LEVEL SERIALIZABLE"};
// What all of its statements read is of one moment.
inline constexpr StatementText kBeginSnapshot = {
    "", "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"};
inline constexpr StatementText kBeginReadOnly = {
    "", "BEGIN ISOLATION LEVEL SERIALIZABLE READ ONLY"};
// Of what conflicts with nobody.
inline constexpr StatementText kBeginApart = {
    "", "BEGIN ISOLATION LEVEL READ COMMITTED"};
inline constexpr StatementText kCommit = {"", "COMMIT"};
inline constexpr StatementText kRollback = {"", "ROLLBACK"};

inline constexpr StatementText kReadSchema = {
    "", "SELECT number FROM tonus_store WHERE name = 'schema'"};

// Limits that hold should this program vanish: in milliseconds.
inline constexpr StatementText kSetStatementTimeout = {
    "", "SET statement_timeout = 5000"};
inline constexpr StatementText kSetIdleTimeout = {
    "", "SET idle_in_transaction_session_timeout = 10000"};

// Returns the block of versions that is this connection's alone.
inline constexpr StatementText kTakeVersionBlock = {
    "",
    "UPDATE tonus_store SET number = number + 1 WHERE name = 'version_block' "
    "RETURNING number"};

// $1: a name that no other connection uses. Written and gone in one
// transaction, so that its commit is a write of which nothing stays.
inline constexpr StatementText kNote = {
    "tonus_note",
    "INSERT INTO tonus_store (name, number) VALUES ($1::text, 0)"};
inline constexpr StatementText kDropNote = {
    "tonus_drop_note", "DELETE FROM tonus_store WHERE name = $1::text"};

inline constexpr StatementText kRead = {
    "tonus_read",
    "SELECT version, value FROM tonus_record WHERE key = $1::bytea"};

// $1: keys. Returns those that exist.
inline constexpr StatementText kReadVersions = {
    "tonus_versions",
    "SELECT key, version FROM tonus_record WHERE key = ANY($1::bytea[])"};

// $1: keys.
inline constexpr StatementText kDelete = {
    "tonus_delete", "DELETE FROM tonus_record WHERE key = ANY($1::bytea[])"};

// $1: the version of all. $2: keys. $3: their values.
inline constexpr StatementText kWrite = {
    "tonus_write",
    "INSERT INTO tonus_record (key, version, value) "
    "SELECT written.key, $1::bigint, written.value "
    "FROM unnest($2::bytea[], $3::bytea[]) AS written(key, value) "
    "ON CONFLICT (key) DO UPDATE "
    "SET version = excluded.version, value = excluded.value"};

// $1: begin. $2: end. $3: the most records. $4: the most bytes before the last
// one. The bytes are counted here, so that no more than a page and a record
// travel.
#define TONUS_SCAN(direction)                                                 \
  "SELECT key, version, value FROM ("                                         \
  "SELECT key, version, value, sum(octet_length(key) + octet_length(value)) " \
  "OVER (ORDER BY key" direction                                              \
  " ROWS UNBOUNDED PRECEDING) - octet_length(key) - octet_length(value) "     \
  "AS bytes_before FROM ("                                                    \
  "SELECT key, version, value FROM tonus_record "                             \
  "WHERE key >= $1::bytea AND key < $2::bytea ORDER BY key" direction         \
  " LIMIT $3::bigint) AS candidates) AS counted "                             \
  "WHERE bytes_before <= $4::bigint ORDER BY key" direction

inline constexpr StatementText kScanForward = {"tonus_scan_forward",
                                               TONUS_SCAN(" ASC")};
inline constexpr StatementText kScanBackward = {"tonus_scan_backward",
                                                TONUS_SCAN(" DESC")};
#undef TONUS_SCAN

inline constexpr StatementText kPrepared[] = {
    kNote,   kDropNote, kRead,        kReadVersions,
    kDelete, kWrite,    kScanForward, kScanBackward};

}  // namespace tonus::storage

#endif  // TONUS_STORAGE_POSTGRES_STATEMENTS_H_
