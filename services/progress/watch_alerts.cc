// SPDX-License-Identifier: Apache-2.0
// ProgressService.WatchAlerts: the open alerts, then every change.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/engine/deterministic_bytes.h"
#include "services/error.h"
#include "services/keys.h"
#include "services/patient/alert_pages.h"
#include "services/patient/sealed_storage.h"
#include "services/progress/progress_service.h"
#include "services/resource_names.h"
#include "services/status_macros.h"
#include "services/timestamp.h"
#include "storage/key_range.h"

namespace tonus {
namespace {

constexpr int kMostOfPart = 200;

// A write is timed before it is stored: for so long one may appear behind
// others that are later. Longer than a call may take, and than clocks differ.
constexpr int64_t kOverlapMicros = 60'000'000;

// Where a watch stands.
struct Cursor {
  // Whether the open ones are sent still, and where the next page of them
  // begins. Not an optional: g++ -O2 takes one for uninitialized here.
  bool sends_open = false;
  std::string open;
  // Changes up to here were looked at, but for late ones.
  int64_t micros = 0;
  // Of the last changes those that were sent: `{patient}/{alert}` and time.
  std::map<std::string, int64_t> sent;
};

std::string ToText(const Cursor& cursor) {
  std::string text = cursor.sends_open
                         ? absl::StrCat("open ", cursor.micros, " ",
                                        absl::BytesToHexString(cursor.open))
                         : absl::StrCat("since ", cursor.micros, " ");
  for (const auto& [id, micros] : cursor.sent) {
    absl::StrAppend(&text, id, "=", micros, ",");
  }
  return text;
}

std::optional<Cursor> FromText(absl::string_view text) {
  const std::vector<absl::string_view> parts = absl::StrSplit(text, ' ');
  Cursor cursor;
  if (parts.size() != 3 || !absl::SimpleAtoi(parts[1], &cursor.micros)) {
    return std::nullopt;
  }
  if (parts[0] == "open") {
    cursor.sends_open = true;
    cursor.open = absl::HexStringToBytes(parts[2]);
    return cursor;
  }
  for (const absl::string_view entry :
       absl::StrSplit(parts[2], ',', absl::SkipEmpty())) {
    const std::pair<std::string, std::string> pair = absl::StrSplit(entry, '=');
    if (!absl::SimpleAtoi(pair.second, &cursor.sent[pair.first])) {
      return std::nullopt;
    }
  }
  return cursor;
}

void Add(const v1::Alert& alert, std::optional<int64_t> micros,
         StreamPart<v1::WatchAlertsResponse>* part) {
  v1::WatchAlertsResponse response;
  *response.mutable_alert() = alert;
  if (micros.has_value()) {
    *response.mutable_time() = ToTimestamp(absl::FromUnixMicros(*micros));
  }
  part->messages.push_back(engine::DeterministicBytes(response));
}

// Adds a page of the open alerts; the last one goes over to the changes.
absl::Status AddOpen(const PatientRecords& records, const Call& call,
                     Cursor* cursor,
                     StreamPart<v1::WatchAlertsResponse>* part) {
  TONUS_ASSIGN_OR_RETURN(AlertPage page,
                         OpenAlerts(records, call, cursor->open, kMostOfPart));
  TONUS_RETURN_IF_ERROR(BringUpToDay(records, call, &page.alerts));
  for (const v1::Alert& alert : page.alerts) Add(alert, std::nullopt, part);
  part->more = true;
  if (page.next.empty()) {
    cursor->sends_open = false;
  } else {
    cursor->open = page.next;
  }
  return absl::OkStatus();
}

// Adds what changed and was not sent.
absl::Status AddChanges(const PatientRecords& records, const Call& call,
                        Cursor* cursor,
                        StreamPart<v1::WatchAlertsResponse>* part) {
  const std::string& tenant = call.principal.tenant;
  const int64_t now = absl::ToUnixMicros(call.time);
  storage::ScanRequest request;
  request.begin = keys::AlertChangePrefix(
      tenant, std::max<int64_t>(1, cursor->micros - kOverlapMicros));
  request.end = keys::AlertChangePrefix(tenant, now + 1);
  if (request.begin >= request.end) return absl::OkStatus();
  int64_t seen = now;
  while (true) {
    TONUS_ASSIGN_OR_RETURN(const storage::Page page,
                           records.ReadIndex(request, call.deadline));
    for (const storage::Record& record : page.records) {
      const auto key = keys::Parse(record.key);
      if (!key.has_value()) {
        return absl::DataLossError("the key of an alert does not parse");
      }
      // Equal causes give alerts of two patients the same id.
      const std::string alert_of = absl::StrCat(key->patient, "/", key->id);
      const auto sent = cursor->sent.find(alert_of);
      if (sent != cursor->sent.end() && sent->second == key->number) continue;
      if (static_cast<int>(part->messages.size()) == kMostOfPart) {
        part->more = true;
        break;
      }
      cursor->sent[alert_of] = key->number;
      TONUS_ASSIGN_OR_RETURN(const v1::Alert alert,
                             ParseStored<v1::Alert>(record.value));
      // A late one is sent behind later ones, and `time` never goes back.
      Add(alert, std::max(cursor->micros, key->number), part);
      seen = key->number;
    }
    if (part->more || !page.more) break;
    request = storage::ScanAfter(request, page.records.back().key);
  }
  cursor->micros = std::max(cursor->micros, part->more ? seen : now);
  std::erase_if(cursor->sent, [&](const auto& entry) {
    return entry.second < cursor->micros - kOverlapMicros;
  });
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<StreamPart<v1::WatchAlertsResponse>>
ProgressService::WatchAlerts(Call& call, const v1::WatchAlertsRequest& request,
                             const std::string& cursor) {
  if (request.parent() != kAllPatients) {
    Violations violations;
    violations.Add("parent", "must be patients/-");
    return violations.ToStatus();
  }
  Cursor place;
  if (!cursor.empty()) {
    const std::optional<Cursor> parsed = FromText(cursor);
    if (!parsed.has_value()) {
      return absl::InternalError("the cursor of a watch does not parse");
    }
    place = *parsed;
  } else if (request.has_after_time()) {
    place.micros = absl::ToUnixMicros(FromTimestamp(request.after_time()));
  } else {
    place.sends_open = true;
    place.micros = absl::ToUnixMicros(call.time);
  }
  StreamPart<v1::WatchAlertsResponse> part;
  part.topic = AlertsTopic(call.principal.tenant);
  if (place.sends_open) {
    TONUS_RETURN_IF_ERROR(AddOpen(log_.records(), call, &place, &part));
  } else {
    TONUS_RETURN_IF_ERROR(AddChanges(log_.records(), call, &place, &part));
  }
  v1::WatchAlertsResponse alive;
  *alive.mutable_time() = ToTimestamp(absl::FromUnixMicros(place.micros));
  part.heartbeat = engine::DeterministicBytes(alive);
  part.cursor = ToText(place);
  return part;
}

}  // namespace tonus
