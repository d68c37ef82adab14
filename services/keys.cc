// SPDX-License-Identifier: Apache-2.0
#include "services/keys.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "services/resource_names.h"

namespace tonus::keys {
namespace {

std::string PatientRange(absl::string_view tenant, absl::string_view patient) {
  return absl::StrCat(tenant, "/p/", patient, "/");
}

// What a patient has one of.
constexpr std::pair<absl::string_view, Kind> kSingles[] = {
    {"state", Kind::kState},
    {"current", Kind::kCurrent},
    {"unchanged", Kind::kUnchanged}};

constexpr absl::string_view kClosed = "closed";
static_assert(kFeedBuckets <= 10, "a bucket is one digit");

std::string BigEndian(int64_t number) {
  std::string bytes;
  for (int shift = 56; shift >= 0; shift -= 8) {
    bytes.push_back(static_cast<char>(static_cast<uint64_t>(number) >> shift));
  }
  return bytes;
}

// Returns the number in 8 bytes, or 0 when there are not 8 or it is below 1.
int64_t FromBigEndian(absl::string_view bytes) {
  if (bytes.size() != 8) return 0;
  uint64_t number = 0;
  for (const char byte : bytes) {
    number = number << 8 | static_cast<unsigned char>(byte);
  }
  return std::max<int64_t>(0, static_cast<int64_t>(number));
}

bool IsHexSha256(absl::string_view text) {
  return text.size() == 64 && std::all_of(text.begin(), text.end(), [](char c) {
           return absl::ascii_isdigit(c) || (c >= 'a' && c <= 'f');
         });
}

// A number above 0 without leading zeros.
bool IsDecimal(absl::string_view text) {
  return !text.empty() && text.size() <= 19 && text[0] != '0' &&
         std::all_of(text.begin(), text.end(),
                     [](char c) { return absl::ascii_isdigit(c); });
}

constexpr size_t kNumberBytes = 8;
constexpr size_t kPatientBytes = 26;

// Takes the part of `*rest` before the next slash, and the slash.
std::string TakeSegment(absl::string_view* rest) {
  const size_t slash = rest->find('/');
  std::string segment(rest->substr(0, slash));
  rest->remove_prefix(slash == absl::string_view::npos ? rest->size()
                                                       : slash + 1);
  return segment;
}

std::optional<Key> ParseNumbered(Key key, Kind kind, absl::string_view rest) {
  key.kind = kind;
  key.number = FromBigEndian(rest);
  if (key.number == 0) return std::nullopt;
  return key;
}

// Reads `{time}/{patient}/{id}`. The bytes of a time may be slashes.
std::optional<Key> ParseEntry(Key key, Kind kind, absl::string_view rest) {
  constexpr size_t kIdBegin = kNumberBytes + 1 + kPatientBytes + 1;
  if (rest.size() <= kIdBegin || rest[kNumberBytes] != '/' ||
      rest[kIdBegin - 1] != '/') {
    return std::nullopt;
  }
  key.patient = std::string(rest.substr(kNumberBytes + 1, kPatientBytes));
  key.id = std::string(rest.substr(kIdBegin));
  const bool is_id =
      kind == Kind::kAdverseEvent ? IsDecimal(key.id) : IsAlertId(key.id);
  if (!IsPatientId(key.patient) || !is_id) return std::nullopt;
  return ParseNumbered(std::move(key), kind, rest.substr(0, kNumberBytes));
}

std::string EntryText(const Entry& entry) {
  return absl::StrCat(BigEndian(entry.time), "/", entry.patient, "/", entry.id);
}

// Reads `{bucket}/closed` or `{bucket}/{time}/{patient}/{revision}`.
std::optional<Key> ParseFeed(Key key, absl::string_view rest) {
  if (rest.size() < 2 || rest[0] < '0' || rest[0] >= '0' + kFeedBuckets ||
      rest[1] != '/') {
    return std::nullopt;
  }
  key.bucket = rest[0] - '0';
  rest.remove_prefix(2);
  if (rest == kClosed) {
    key.kind = Kind::kFeedMark;
    return key;
  }
  constexpr size_t kRevisionBegin = kNumberBytes + 1 + kPatientBytes + 1;
  if (rest.size() != kRevisionBegin + kNumberBytes ||
      rest[kNumberBytes] != '/' || rest[kRevisionBegin - 1] != '/') {
    return std::nullopt;
  }
  key.patient = std::string(rest.substr(kNumberBytes + 1, kPatientBytes));
  key.revision = FromBigEndian(rest.substr(kRevisionBegin));
  if (!IsPatientId(key.patient) || key.revision == 0 ||
      key.bucket != FeedBucket(key.patient)) {
    return std::nullopt;
  }
  return ParseNumbered(std::move(key), Kind::kFeedEntry,
                       rest.substr(0, kNumberBytes));
}

std::optional<Key> ParseOfPatient(Key key, absl::string_view rest) {
  key.patient = TakeSegment(&rest);
  if (!IsPatientId(key.patient)) return std::nullopt;
  for (const auto& [name, kind] : kSingles) {
    if (rest != name) continue;
    key.kind = kind;
    return key;
  }
  if (absl::ConsumePrefix(&rest, "event/")) {
    return ParseNumbered(key, Kind::kEvent, rest);
  }
  if (absl::ConsumePrefix(&rest, "routine/")) {
    return ParseNumbered(key, Kind::kRoutine, rest);
  }
  if (absl::ConsumePrefix(&rest, "session/")) {
    return ParseNumbered(key, Kind::kSession, rest);
  }
  if (absl::ConsumePrefix(&rest, "proposal/")) {
    return ParseNumbered(key, Kind::kProposal, rest);
  }
  if (absl::ConsumePrefix(&rest, "alert/") && IsAlertId(rest)) {
    key.kind = Kind::kAlert;
    key.id = std::string(rest);
    return key;
  }
  if (absl::ConsumePrefix(&rest, "request/") && IsRequestId(rest)) {
    key.kind = Kind::kRequest;
    key.id = std::string(rest);
    return key;
  }
  return std::nullopt;
}

}  // namespace

std::string Build(const Key& key) {
  switch (key.kind) {
    case Kind::kState:
      return State(key.tenant, key.patient);
    case Kind::kCurrent:
      return Current(key.tenant, key.patient);
    case Kind::kEvent:
      return Event(key.tenant, key.patient, key.number);
    case Kind::kRoutine:
      return Routine(key.tenant, key.patient, key.number);
    case Kind::kSession:
      return Session(key.tenant, key.patient, key.number);
    case Kind::kProposal:
      return Proposal(key.tenant, key.patient, key.number);
    case Kind::kAlert:
      return Alert(key.tenant, key.patient, key.id);
    case Kind::kOpenAlert:
      return OpenAlert(key.tenant, key.rank, {key.number, key.patient, key.id});
    case Kind::kAlertChange:
      return AlertChange(key.tenant, {key.number, key.patient, key.id});
    case Kind::kAdverseEvent:
      return AdverseEvent(key.tenant, {key.number, key.patient, key.id});
    case Kind::kFeedEntry:
      return FeedEntry(key.tenant, {key.number, key.patient, key.revision});
    case Kind::kFeedMark:
      return FeedMark(key.tenant, key.bucket);
    case Kind::kRequest:
      return Request(key.tenant, key.patient, key.id);
    case Kind::kUnchanged:
      return Unchanged(key.tenant, key.patient);
    case Kind::kPack:
      return Pack(key.tenant, key.id);
    case Kind::kActivePack:
      return ActivePack(key.tenant);
    case Kind::kExternalId:
      return ExternalId(key.tenant, key.id);
    case Kind::kPatient:
      return Patient(key.tenant, key.patient);
  }
  return "";
}

std::optional<Key> Parse(absl::string_view text) {
  Key key;
  key.tenant = TakeSegment(&text);
  if (!IsTenant(key.tenant)) return std::nullopt;
  if (absl::ConsumePrefix(&text, "p/")) return ParseOfPatient(key, text);
  if (absl::ConsumePrefix(&text, "patients/") && IsPatientId(text)) {
    key.kind = Kind::kPatient;
    key.patient = std::string(text);
    return key;
  }
  if (absl::ConsumePrefix(&text, "alerts/") && text.size() > 2 &&
      text[0] >= '1' && text[0] <= '9' && text[1] == '/') {
    key.rank = text[0] - '0';
    return ParseEntry(std::move(key), Kind::kOpenAlert, text.substr(2));
  }
  if (absl::ConsumePrefix(&text, "alert-changes/")) {
    return ParseEntry(std::move(key), Kind::kAlertChange, text);
  }
  if (absl::ConsumePrefix(&text, "adverse-events/")) {
    return ParseEntry(std::move(key), Kind::kAdverseEvent, text);
  }
  if (absl::ConsumePrefix(&text, "feed/")) {
    return ParseFeed(std::move(key), text);
  }
  if (absl::ConsumePrefix(&text, "pack/") && IsHexSha256(text)) {
    key.kind = Kind::kPack;
    key.id = std::string(text);
    return key;
  }
  if (text == "active-pack") {
    key.kind = Kind::kActivePack;
    return key;
  }
  if (absl::ConsumePrefix(&text, "x/") && IsHexSha256(text)) {
    key.kind = Kind::kExternalId;
    key.id = std::string(text);
    return key;
  }
  return std::nullopt;
}

std::string State(absl::string_view tenant, absl::string_view patient) {
  return absl::StrCat(PatientRange(tenant, patient), "state");
}

std::string Current(absl::string_view tenant, absl::string_view patient) {
  return absl::StrCat(PatientRange(tenant, patient), "current");
}

std::string EventPrefix(absl::string_view tenant, absl::string_view patient) {
  return absl::StrCat(PatientRange(tenant, patient), "event/");
}

std::string Event(absl::string_view tenant, absl::string_view patient,
                  int64_t revision) {
  return absl::StrCat(EventPrefix(tenant, patient), BigEndian(revision));
}

std::string RoutinePrefix(absl::string_view tenant, absl::string_view patient) {
  return absl::StrCat(PatientRange(tenant, patient), "routine/");
}

std::string Routine(absl::string_view tenant, absl::string_view patient,
                    int64_t revision) {
  return absl::StrCat(RoutinePrefix(tenant, patient), BigEndian(revision));
}

std::string SessionPrefix(absl::string_view tenant, absl::string_view patient) {
  return absl::StrCat(PatientRange(tenant, patient), "session/");
}

std::string Session(absl::string_view tenant, absl::string_view patient,
                    int64_t number) {
  return absl::StrCat(SessionPrefix(tenant, patient), BigEndian(number));
}

std::string ProposalPrefix(absl::string_view tenant,
                           absl::string_view patient) {
  return absl::StrCat(PatientRange(tenant, patient), "proposal/");
}

std::string Proposal(absl::string_view tenant, absl::string_view patient,
                     int64_t revision) {
  return absl::StrCat(ProposalPrefix(tenant, patient), BigEndian(revision));
}

std::string AlertPrefix(absl::string_view tenant, absl::string_view patient) {
  return absl::StrCat(PatientRange(tenant, patient), "alert/");
}

std::string Alert(absl::string_view tenant, absl::string_view patient,
                  absl::string_view alert) {
  return absl::StrCat(AlertPrefix(tenant, patient), alert);
}

std::string OpenAlertPrefix(absl::string_view tenant, int rank,
                            std::optional<int64_t> time) {
  return absl::StrCat(tenant, "/alerts/", rank, "/",
                      time.has_value() ? BigEndian(*time) : "");
}

std::string OpenAlert(absl::string_view tenant, int rank, const Entry& entry) {
  return absl::StrCat(OpenAlertPrefix(tenant, rank), EntryText(entry));
}

std::string AlertChangePrefix(absl::string_view tenant,
                              std::optional<int64_t> time) {
  return absl::StrCat(tenant, "/alert-changes/",
                      time.has_value() ? BigEndian(*time) : "");
}

std::string AlertChange(absl::string_view tenant, const Entry& entry) {
  return absl::StrCat(AlertChangePrefix(tenant), EntryText(entry));
}

std::string AdverseEventPrefix(absl::string_view tenant) {
  return absl::StrCat(tenant, "/adverse-events/");
}

std::string AdverseEvent(absl::string_view tenant, const Entry& entry) {
  return absl::StrCat(AdverseEventPrefix(tenant), EntryText(entry));
}

int FeedBucket(absl::string_view patient) {
  uint32_t hash = 2166136261;  // FNV-1a: the same in every build.
  for (const unsigned char c : patient) hash = (hash ^ c) * 16777619;
  return static_cast<int>(hash % kFeedBuckets);
}

std::string FeedPrefix(absl::string_view tenant, int bucket,
                       std::optional<int64_t> time) {
  return absl::StrCat(tenant, "/feed/", bucket, "/",
                      time.has_value() ? BigEndian(*time) : "");
}

std::string FeedEntry(absl::string_view tenant, const FeedPlace& place) {
  return absl::StrCat(FeedPrefix(tenant, FeedBucket(place.patient), place.time),
                      "/", place.patient, "/", BigEndian(place.revision));
}

std::string FeedMark(absl::string_view tenant, int bucket) {
  return absl::StrCat(FeedPrefix(tenant, bucket), kClosed);
}

std::string Request(absl::string_view tenant, absl::string_view patient,
                    absl::string_view request_id) {
  return absl::StrCat(PatientRange(tenant, patient), "request/", request_id);
}

std::string Unchanged(absl::string_view tenant, absl::string_view patient) {
  return absl::StrCat(PatientRange(tenant, patient), "unchanged");
}

std::string Pack(absl::string_view tenant, absl::string_view hash) {
  return absl::StrCat(tenant, "/pack/", hash);
}

std::string ActivePack(absl::string_view tenant) {
  return absl::StrCat(tenant, "/active-pack");
}

std::string ExternalId(absl::string_view tenant, absl::string_view keyed_hash) {
  return absl::StrCat(tenant, "/x/", keyed_hash);
}

std::string PatientPrefix(absl::string_view tenant) {
  return absl::StrCat(tenant, "/patients/");
}

std::string Patient(absl::string_view tenant, absl::string_view patient) {
  return absl::StrCat(PatientPrefix(tenant), patient);
}

bool IsTenant(absl::string_view tenant) {
  return !tenant.empty() && tenant.size() <= 63 &&
         std::all_of(tenant.begin(), tenant.end(), [](char c) {
           return absl::ascii_isdigit(c) || absl::ascii_islower(c) || c == '-';
         });
}

bool IsRequestId(absl::string_view id) {
  return !id.empty() && id.size() <= 64 &&
         std::all_of(id.begin(), id.end(), [](char c) {
           return absl::ascii_isalnum(c) || c == '_' || c == '-';
         });
}

}  // namespace tonus::keys
