// SPDX-License-Identifier: Apache-2.0
// Every storage key, built and parsed in one place.
//
// A key of a tenant begins with `{tenant}/`, and a tenant id holds no slash, so
// no range of one tenant reaches into another. Keys that belong to the store
// as a whole begin with `_/`, which is no tenant. Numbers are 8 bytes
// big-endian, so that their order is the order of the keys.

#ifndef TONUS_SERVICES_KEYS_H_
#define TONUS_SERVICES_KEYS_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"

namespace tonus::keys {

enum class Kind {
  kState,       // {tenant}/p/{patient}/state
  kCurrent,     // {tenant}/p/{patient}/current: what hot reads need
  kEvent,       // {tenant}/p/{patient}/event/{revision}
  kRoutine,     // {tenant}/p/{patient}/routine/{revision}: as it was issued
  kSession,     // {tenant}/p/{patient}/session/{number}: reply bytes
  kProposal,    // {tenant}/p/{patient}/proposal/{revision}
  kAlert,       // {tenant}/p/{patient}/alert/{alert id}
  kRequest,     // {tenant}/p/{patient}/request/{request id}
  kUnchanged,   // {tenant}/p/{patient}/unchanged: requests without an event
  kPack,        // {tenant}/pack/{hash}
  kActivePack,  // {tenant}/active-pack
  kExternalId,  // {tenant}/x/{keyed hash}: index of external ids
  kPatient,     // {tenant}/patients/{patient}: index that ListPatients reads
  // {tenant}/alerts/{rank}/{raise second}/{patient}/{alert id}: open ones
  kOpenAlert,
  // {tenant}/alert-changes/{microsecond}/{patient}/{alert id}: each alert once,
  // at its last change
  kAlertChange,
  // {tenant}/adverse-events/{second}/{patient}/{revision in decimal}
  kAdverseEvent,
  // {tenant}/feed/{bucket}/{microsecond}/{patient}/{revision}: the change feed
  kFeedEntry,
  // {tenant}/feed/{bucket}/closed: how far it is settled; behind the entries
  kFeedMark,
};

// The feed of a tenant is kept in so many parts, so that settling one disturbs
// few of those who write. Tokens of the feed are bound to the number.
inline constexpr int kFeedBuckets = 8;

// The parts of a key. Parts that its kind does not have are empty or 0.
struct Key {
  Kind kind = Kind::kState;
  std::string tenant;    // [a-z0-9-]{1,63}
  std::string patient;   // 26 characters of [a-z2-7].
  int64_t number = 0;    // Revision, session number or time, from 1.
  std::string id;        // Of a request, an alert, a pack and so on.
  int rank = 0;          // Urgency of an alert, in [1, 9].
  int bucket = 0;        // Of the feed, in [0, kFeedBuckets).
  int64_t revision = 0;  // Of an entry of the feed, from 1.

  friend bool operator==(const Key&, const Key&) = default;
};

std::string Build(const Key& key);

// Returns the parts of `key`, or nullopt when Build makes no such key.
std::optional<Key> Parse(absl::string_view text);

std::string State(absl::string_view tenant, absl::string_view patient);
std::string Current(absl::string_view tenant, absl::string_view patient);
std::string Event(absl::string_view tenant, absl::string_view patient,
                  int64_t revision);
std::string Routine(absl::string_view tenant, absl::string_view patient,
                    int64_t revision);
std::string Session(absl::string_view tenant, absl::string_view patient,
                    int64_t number);
std::string Proposal(absl::string_view tenant, absl::string_view patient,
                     int64_t revision);
std::string Alert(absl::string_view tenant, absl::string_view patient,
                  absl::string_view alert);
std::string Request(absl::string_view tenant, absl::string_view patient,
                    absl::string_view request_id);
std::string Unchanged(absl::string_view tenant, absl::string_view patient);
std::string Pack(absl::string_view tenant, absl::string_view hash);
std::string ActivePack(absl::string_view tenant);
std::string ExternalId(absl::string_view tenant, absl::string_view keyed_hash);
std::string Patient(absl::string_view tenant, absl::string_view patient);

// Of something of a patient in an index by time, see Kind.
struct Entry {
  int64_t time = 0;  // From 1.
  absl::string_view patient;
  absl::string_view id;
};
std::string OpenAlert(absl::string_view tenant, int rank, const Entry& entry);
std::string AlertChange(absl::string_view tenant, const Entry& entry);
std::string AdverseEvent(absl::string_view tenant, const Entry& entry);

// The bucket of the feed that has the entries of a patient.
int FeedBucket(absl::string_view patient);

// An entry of the feed.
struct FeedPlace {
  int64_t time = 0;  // Microseconds, from 1.
  absl::string_view patient;
  int64_t revision = 0;
};
std::string FeedEntry(absl::string_view tenant, const FeedPlace& place);
std::string FeedMark(absl::string_view tenant, int bucket);

// What the keys of one kind begin with; of an index by time, those whose time
// is `time`, and all of them without one.
std::string EventPrefix(absl::string_view tenant, absl::string_view patient);
std::string RoutinePrefix(absl::string_view tenant, absl::string_view patient);
std::string SessionPrefix(absl::string_view tenant, absl::string_view patient);
std::string ProposalPrefix(absl::string_view tenant, absl::string_view patient);
std::string AlertPrefix(absl::string_view tenant, absl::string_view patient);
std::string PatientPrefix(absl::string_view tenant);
std::string OpenAlertPrefix(absl::string_view tenant, int rank,
                            std::optional<int64_t> time = std::nullopt);
std::string AlertChangePrefix(absl::string_view tenant,
                              std::optional<int64_t> time = std::nullopt);
std::string AdverseEventPrefix(absl::string_view tenant);
std::string FeedPrefix(absl::string_view tenant, int bucket,
                       std::optional<int64_t> time = std::nullopt);

// The store's secret key of the index of external ids.
inline constexpr char kExternalIdSecret[] = "_/external-id-secret";

// Whether `tenant` is [a-z0-9-]{1,63}.
bool IsTenant(absl::string_view tenant);

// Whether `id` is [a-zA-Z0-9_-]{1,64}, as request ids and log ids are.
bool IsRequestId(absl::string_view id);

}  // namespace tonus::keys

#endif  // TONUS_SERVICES_KEYS_H_
