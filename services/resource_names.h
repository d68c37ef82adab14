// SPDX-License-Identifier: Apache-2.0
// Resource names, parsed: whoever holds one need not check it again.
//
// Every Parse returns INVALID_ARGUMENT with a violation of `field`, naming the
// pattern, when the text is no such name.

#ifndef TONUS_SERVICES_RESOURCE_NAMES_H_
#define TONUS_SERVICES_RESOURCE_NAMES_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace tonus {

// `patients/{patient}`
struct PatientName {
  std::string patient;  // 26 characters of [a-z2-7].

  static absl::StatusOr<PatientName> Parse(absl::string_view name,
                                           absl::string_view field = "name");
  std::string ToString() const;
};

// `patients/{patient}/assessments/{assessment}`
struct AssessmentName {
  std::string patient;
  int64_t revision = 0;  // Of the event that recorded it, from 1.

  static absl::StatusOr<AssessmentName> Parse(absl::string_view name,
                                              absl::string_view field = "name");
  std::string ToString() const;
};

// `patients/{patient}/logs/{log}`
struct LogName {
  std::string patient;
  int64_t revision = 0;  // Of the event that recorded it, from 1.

  static absl::StatusOr<LogName> Parse(absl::string_view name,
                                       absl::string_view field = "name");
  std::string ToString() const;
};

// `patients/{patient}/routine`
struct RoutineName {
  std::string patient;

  static absl::StatusOr<RoutineName> Parse(absl::string_view name,
                                           absl::string_view field = "name");
  std::string ToString() const;
};

// `patients/{patient}/routine/sessions/{session}`
struct SessionName {
  std::string patient;
  std::optional<int> number;  // From 1; nullopt for `today`.

  static absl::StatusOr<SessionName> Parse(absl::string_view name,
                                           absl::string_view field = "name");
  std::string ToString() const;
};

// `patients/{patient}/overrides/{override}`, the override being `7`, or `7-1`
// for a further one of the same event.
struct OverrideName {
  std::string patient;
  int64_t revision = 0;  // Of the event that recorded it, from 1.
  int position = 0;      // Among the overrides of that event.

  static absl::StatusOr<OverrideName> Parse(absl::string_view name,
                                            absl::string_view field = "name");
  std::string ToString() const;
};

// `patients/{patient}/proposals/{proposal}`
struct ProposalName {
  std::string patient;
  int64_t revision = 0;  // Of the event that called for it, from 1.

  static absl::StatusOr<ProposalName> Parse(absl::string_view name,
                                            absl::string_view field = "name");
  std::string ToString() const;
};

// `patients/{patient}/pauses/{pause}`
struct PauseName {
  std::string patient;
  int64_t revision = 0;  // Of the event that recorded it, from 1.

  static absl::StatusOr<PauseName> Parse(absl::string_view name,
                                         absl::string_view field = "name");
  std::string ToString() const;
};

// `patients/{patient}/reliefRuns/{relief_run}`
struct ReliefRunName {
  std::string patient;
  int64_t revision = 0;  // Of the event that began it, from 1.

  static absl::StatusOr<ReliefRunName> Parse(absl::string_view name,
                                             absl::string_view field = "name");
  std::string ToString() const;
};

// `patients/{patient}/alerts/{alert}`
struct AlertName {
  std::string patient;
  std::string alert;  // 16 characters of [0-9a-f].

  static absl::StatusOr<AlertName> Parse(absl::string_view name,
                                         absl::string_view field = "name");
  std::string ToString() const;
};

// `patients/{patient}/adverseEvents/{adverse_event}`
struct AdverseEventName {
  std::string patient;
  int64_t revision = 0;  // Of the event that recorded it, from 1.

  static absl::StatusOr<AdverseEventName> Parse(
      absl::string_view name, absl::string_view field = "name");
  std::string ToString() const;
};

// `patients/{patient}/progress`
struct ProgressName {
  std::string patient;

  static absl::StatusOr<ProgressName> Parse(absl::string_view name,
                                            absl::string_view field = "name");
  std::string ToString() const;
};

// Returns the patient id of any name above.
//   INVALID_ARGUMENT  the text does not begin with `patients/{patient}`.
absl::StatusOr<std::string> PatientIdOf(absl::string_view resource_name);

// The parent of a list of all patients of the tenant.
inline constexpr char kAllPatients[] = "patients/-";

// Whether `id` is 26 characters of [a-z2-7].
bool IsPatientId(absl::string_view id);

// Whether `id` is 16 characters of [0-9a-f].
bool IsAlertId(absl::string_view id);

}  // namespace tonus

#endif  // TONUS_SERVICES_RESOURCE_NAMES_H_
