// SPDX-License-Identifier: Apache-2.0
#include "services/resource_names.h"

#include <algorithm>
#include <limits>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/error.h"

namespace tonus {
namespace {

constexpr size_t kPatientIdLength = 26;
constexpr size_t kAlertIdLength = 16;

// Longer texts are no names of ours; they are not even split.
constexpr size_t kMaxNameLength = 256;

absl::Status Malformed(absl::string_view field, absl::string_view pattern) {
  Violations violations;
  violations.Add(field, absl::StrCat("must have the form ", pattern,
                                     ", the patient id being 26 characters of "
                                     "[a-z2-7]"));
  return violations.ToStatus();
}

// Returns the segments after `patients/`, or nothing when `name` does not begin
// with a patient or has other than `count` segments in all.
std::vector<std::string> Segments(absl::string_view name, size_t count) {
  if (name.size() > kMaxNameLength) return {};
  std::vector<std::string> segments = absl::StrSplit(name, '/');
  if (segments.size() != count || segments[0] != "patients" ||
      !IsPatientId(segments[1])) {
    return {};
  }
  segments.erase(segments.begin());
  return segments;
}

// Returns the number that `text` writes without sign or leading zero, or 0.
int64_t PositiveNumber(absl::string_view text) {
  int64_t number = 0;
  if (text.empty() || text[0] < '1' || text[0] > '9' ||
      !absl::SimpleAtoi(text, &number)) {
    return 0;
  }
  return absl::StrCat(number) == text ? number : 0;
}

// Parses `patients/{patient}/{collection}/{revision}`.
template <typename Name>
absl::StatusOr<Name> ParseNumbered(absl::string_view name,
                                   absl::string_view field,
                                   absl::string_view collection,
                                   absl::string_view pattern) {
  const std::vector<std::string> segments = Segments(name, 4);
  if (segments.empty() || segments[1] != collection) {
    return Malformed(field, pattern);
  }
  const int64_t revision = PositiveNumber(segments[2]);
  if (revision == 0) return Malformed(field, pattern);
  return Name{segments[0], revision};
}

// Parses `patients/{patient}/{singleton}`.
template <typename Name>
absl::StatusOr<Name> ParseSingleton(absl::string_view name,
                                    absl::string_view field,
                                    absl::string_view singleton) {
  const std::vector<std::string> segments = Segments(name, 3);
  if (segments.empty() || segments[1] != singleton) {
    return Malformed(field, absl::StrCat("patients/{patient}/", singleton));
  }
  return Name{segments[0]};
}

}  // namespace

bool IsPatientId(absl::string_view id) {
  return id.size() == kPatientIdLength &&
         std::all_of(id.begin(), id.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= '2' && c <= '7');
         });
}

bool IsAlertId(absl::string_view id) {
  return id.size() == kAlertIdLength &&
         std::all_of(id.begin(), id.end(), [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
         });
}

absl::StatusOr<PatientName> PatientName::Parse(absl::string_view name,
                                               absl::string_view field) {
  const std::vector<std::string> segments = Segments(name, 2);
  if (segments.empty()) return Malformed(field, "patients/{patient}");
  return PatientName{segments[0]};
}

std::string PatientName::ToString() const {
  return absl::StrCat("patients/", patient);
}

absl::StatusOr<AssessmentName> AssessmentName::Parse(absl::string_view name,
                                                     absl::string_view field) {
  return ParseNumbered<AssessmentName>(
      name, field, "assessments",
      "patients/{patient}/assessments/{assessment}");
}

std::string AssessmentName::ToString() const {
  return absl::StrCat("patients/", patient, "/assessments/", revision);
}

absl::StatusOr<LogName> LogName::Parse(absl::string_view name,
                                       absl::string_view field) {
  return ParseNumbered<LogName>(name, field, "logs",
                                "patients/{patient}/logs/{log}");
}

std::string LogName::ToString() const {
  return absl::StrCat("patients/", patient, "/logs/", revision);
}

absl::StatusOr<RoutineName> RoutineName::Parse(absl::string_view name,
                                               absl::string_view field) {
  return ParseSingleton<RoutineName>(name, field, "routine");
}

std::string RoutineName::ToString() const {
  return absl::StrCat("patients/", patient, "/routine");
}

absl::StatusOr<SessionName> SessionName::Parse(absl::string_view name,
                                               absl::string_view field) {
  constexpr char kPattern[] =
      "patients/{patient}/routine/sessions/{session}, the session being a "
      "number from 1 or today";
  const std::vector<std::string> segments = Segments(name, 5);
  if (segments.empty() || segments[1] != "routine" ||
      segments[2] != "sessions") {
    return Malformed(field, kPattern);
  }
  if (segments[3] == "today") return SessionName{segments[0], std::nullopt};
  const int64_t number = PositiveNumber(segments[3]);
  if (number == 0 || number > std::numeric_limits<int32_t>::max()) {
    return Malformed(field, kPattern);
  }
  return SessionName{segments[0], static_cast<int>(number)};
}

std::string SessionName::ToString() const {
  return absl::StrCat("patients/", patient, "/routine/sessions/",
                      number.has_value() ? absl::StrCat(*number) : "today");
}

absl::StatusOr<OverrideName> OverrideName::Parse(absl::string_view name,
                                                 absl::string_view field) {
  constexpr char kPattern[] = "patients/{patient}/overrides/{override}";
  const std::vector<std::string> segments = Segments(name, 4);
  if (segments.empty() || segments[1] != "overrides") {
    return Malformed(field, kPattern);
  }
  const std::pair<absl::string_view, absl::string_view> parts =
      absl::StrSplit(segments[2], absl::MaxSplits('-', 1));
  const int64_t revision = PositiveNumber(parts.first);
  const bool further = segments[2].find('-') != std::string::npos;
  const int64_t position = PositiveNumber(parts.second);
  if (revision == 0 || position > std::numeric_limits<int32_t>::max() ||
      further != (position > 0)) {
    return Malformed(field, kPattern);
  }
  return OverrideName{segments[0], revision, static_cast<int>(position)};
}

std::string OverrideName::ToString() const {
  return absl::StrCat("patients/", patient, "/overrides/", revision,
                      position == 0 ? "" : absl::StrCat("-", position));
}

absl::StatusOr<ProposalName> ProposalName::Parse(absl::string_view name,
                                                 absl::string_view field) {
  return ParseNumbered<ProposalName>(name, field, "proposals",
                                     "patients/{patient}/proposals/{proposal}");
}

std::string ProposalName::ToString() const {
  return absl::StrCat("patients/", patient, "/proposals/", revision);
}

absl::StatusOr<PauseName> PauseName::Parse(absl::string_view name,
                                           absl::string_view field) {
  return ParseNumbered<PauseName>(name, field, "pauses",
                                  "patients/{patient}/pauses/{pause}");
}

std::string PauseName::ToString() const {
  return absl::StrCat("patients/", patient, "/pauses/", revision);
}

absl::StatusOr<ReliefRunName> ReliefRunName::Parse(absl::string_view name,
                                                   absl::string_view field) {
  return ParseNumbered<ReliefRunName>(
      name, field, "reliefRuns", "patients/{patient}/reliefRuns/{relief_run}");
}

std::string ReliefRunName::ToString() const {
  return absl::StrCat("patients/", patient, "/reliefRuns/", revision);
}

absl::StatusOr<AlertName> AlertName::Parse(absl::string_view name,
                                           absl::string_view field) {
  const std::vector<std::string> segments = Segments(name, 4);
  if (segments.empty() || segments[1] != "alerts" || !IsAlertId(segments[2])) {
    return Malformed(field, "patients/{patient}/alerts/{alert}");
  }
  return AlertName{segments[0], segments[2]};
}

std::string AlertName::ToString() const {
  return absl::StrCat("patients/", patient, "/alerts/", alert);
}

absl::StatusOr<AdverseEventName> AdverseEventName::Parse(
    absl::string_view name, absl::string_view field) {
  return ParseNumbered<AdverseEventName>(
      name, field, "adverseEvents",
      "patients/{patient}/adverseEvents/{adverse_event}");
}

std::string AdverseEventName::ToString() const {
  return absl::StrCat("patients/", patient, "/adverseEvents/", revision);
}

absl::StatusOr<ProgressName> ProgressName::Parse(absl::string_view name,
                                                 absl::string_view field) {
  return ParseSingleton<ProgressName>(name, field, "progress");
}

std::string ProgressName::ToString() const {
  return absl::StrCat("patients/", patient, "/progress");
}

absl::StatusOr<std::string> PatientIdOf(absl::string_view resource_name) {
  constexpr absl::string_view kPrefix = "patients/";
  const absl::string_view id =
      resource_name.substr(0, kPrefix.size()) == kPrefix
          ? resource_name.substr(kPrefix.size(), kPatientIdLength)
          : "";
  const size_t end = kPrefix.size() + kPatientIdLength;
  const bool ends = resource_name.size() == end ||
                    (resource_name.size() > end && resource_name[end] == '/');
  if (!IsPatientId(id) || !ends) {
    return Malformed("name", "patients/{patient}/...");
  }
  return std::string(id);
}

}  // namespace tonus
