// SPDX-License-Identifier: Apache-2.0
// The one interface between the services and whatever keeps their data.
//
// Storage is an ordered map from keys to versioned byte strings with one
// atomic, conditional write. That is all the services need, and all that an
// embedded log-structured store and a distributed SQL database have in common.
// Every promise on this page is a test of tests/storage, which runs unchanged
// on every backend; a backend is done when it passes.

#ifndef TONUS_STORAGE_STORAGE_H_
#define TONUS_STORAGE_STORAGE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/span.h"

namespace tonus::storage {

// Bounds. Both ends are included.
inline constexpr int kMinKeyBytes = 1;
inline constexpr int kMaxKeyBytes = 1024;
inline constexpr int kMaxValueBytes = 1 << 20;
inline constexpr int kMaxCommitMutations = 256;
inline constexpr int kMaxCommitBytes = 4 << 20;  // All keys and values.
inline constexpr int kMaxPageRecords = 1000;
inline constexpr int kMaxPageBytes = 1 << 20;  // All keys and values.

// The expected version of a key that must not exist.
inline constexpr int64_t kAbsent = 0;

// A stored value. `version` is opaque and greater than 0. It changes with every
// write of the key and never repeats for a key, not even after a delete: equal
// versions of a key mean that nothing was written in between.
struct Record {
  std::string key;
  std::string value;
  int64_t version = 0;

  friend bool operator==(const Record&, const Record&) = default;
};

// One change, or one check, of one key.
struct Mutation {
  enum class Kind {
    kWrite,   // Stores `value`, whether or not the key exists.
    kDelete,  // Removes the key; nothing happens if it does not exist.
    kCheck,   // Changes nothing. Needs `expected_version`.
  };

  Kind kind = Kind::kWrite;
  std::string key;
  std::string value;  // May be empty. Must be empty unless `kind` is kWrite.

  // The version that the key must have when the commit is applied. kAbsent: the
  // key must not exist. nullopt: whatever there is.
  std::optional<int64_t> expected_version;

  static Mutation Write(std::string key, std::string value,
                        std::optional<int64_t> expected = std::nullopt) {
    return {Kind::kWrite, std::move(key), std::move(value), expected};
  }
  static Mutation Delete(std::string key,
                         std::optional<int64_t> expected = std::nullopt) {
    return {Kind::kDelete, std::move(key), "", expected};
  }
  static Mutation Check(std::string key, int64_t expected) {
    return {Kind::kCheck, std::move(key), "", expected};
  }
};

enum class Direction { kForward, kBackward };

// The records whose key is in [begin, end), in key order (kForward) or from the
// last to the first (kBackward). storage/key_range.h builds the usual ranges
// and the request for the next page.
struct ScanRequest {
  // At most kMaxKeyBytes + 1 bytes each, so that "just after this key" can be
  // said of the longest key. `begin` may be empty: the first key there is.
  // `end` may not, so that a forgotten end never reads a neighbour's records.
  std::string begin;
  std::string end;

  Direction direction = Direction::kForward;

  // The most records wanted. Range: [1, kMaxPageRecords].
  int limit = kMaxPageRecords;
};

// A part of a scan.
struct Page {
  std::vector<Record> records;

  // Whether the range held another record beyond the last of this page.
  bool more = false;
};

// Keys are byte strings, ordered by unsigned byte; they and the values may hold
// any byte, zero included.
//
// Thread-safe. Reads, pages and commits are linearizable: a call that starts
// after a commit returned OK sees it, and what a call saw stays seen. Only
// durable data is ever seen. Destroy a storage only when no call is under way.
//
// Arguments are judged before the deadline, which is a SteadyNow(). No message
// holds a key, a value or the wording of a driver. Besides the errors listed
// per method, every method returns
//   INVALID_ARGUMENT    an argument is out of bounds; the message says which.
//   DEADLINE_EXCEEDED   `deadline` passed first. A commit was not applied.
//   UNAVAILABLE         the backend can not be reached or has stopped; retry
//                       with backoff. A commit was not applied, unless
//                       IsUnknownOutcome (unknown_outcome.h) says that this is
//                       open; no other error leaves it open.
//   RESOURCE_EXHAUSTED  no space or memory is left. A commit was not applied.
//   DATA_LOSS           a stored record is corrupt. A commit was not applied.
//   INTERNAL            the backend refuses what it should do: somebody changed
//                       its rights, for example. A commit was not applied.
class Storage {
 public:
  virtual ~Storage() = default;

  // Returns the record at `key`.
  //   NOT_FOUND  no such key.
  virtual absl::StatusOr<Record> Read(absl::string_view key,
                                      absl::Time deadline) const = 0;

  // Returns the first records of the range in the asked direction, as they were
  // at one moment. The page ends at `limit` records, or before the record whose
  // key and value would carry it beyond kMaxPageBytes; it holds at least one
  // record if the range does, however large that one is. A range without
  // records, or with begin equal to end, gives an empty page.
  virtual absl::StatusOr<Page> Scan(const ScanRequest& request,
                                    absl::Time deadline) const = 0;

  // Applies all mutations at once, or none. There are 1 to kMaxCommitMutations
  // of them, no two of the same key. Returns OK only when the commit would
  // survive a power cut (memory: the life of the process); one that only checks
  // vouches for what it found, and needs no space. All written keys get the
  // same version.
  //   ABORTED  a key is not at its expected version; MovedKey (moved_key.h)
  //            says which, the first one of the mutations if there are several.
  //            Read again and redo.
  virtual absl::Status Commit(absl::Span<const Mutation> mutations,
                              absl::Time deadline) = 0;
};

}  // namespace tonus::storage

#endif  // TONUS_STORAGE_STORAGE_H_
