// SPDX-License-Identifier: Apache-2.0
// What the parts of progress share: the person and the day, and the bound of a
// series.

#ifndef TONUS_SERVICES_ENGINE_PROGRESS_SERIES_H_
#define TONUS_SERVICES_ENGINE_PROGRESS_SERIES_H_

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "google/protobuf/repeated_ptr_field.h"
#include "google/protobuf/timestamp.pb.h"
#include "services/engine/knowledge.h"
#include "services/engine/measurement.h"
#include "tonus/storage/v1/facts.pb.h"
#include "tonus/v1/interpretation.pb.h"
#include "tonus/v1/routine.pb.h"

namespace tonus::engine {

// Whose progress is read, and when.
struct ProgressCase {
  const Knowledge& knowledge;
  const storage::v1::PatientFacts& facts;
  // The running block as it was issued; its sessions and retests are read.
  const v1::Routine& routine;
  // The gate of today, and the sessions on the days on which they are due now.
  const v1::Routine& due;
  // What the facts mean today.
  const v1::Interpretation& interpretation;
  absl::CivilDay today;
  absl::TimeZone zone;  // That of the person.

  absl::CivilDay DayOf(const google::protobuf::Timestamp& time) const {
    return absl::ToCivilDay(ToTime(time), zone);
  }
};

inline constexpr int kMostPoints = 200;
inline constexpr int kNewestPoints = 100;

// Brings a series to `kMostPoints`: the first and the `kNewestPoints` newest
// are kept, and of those between some at even steps. Returns how many were left
// out.
template <typename Point>
int Thin(google::protobuf::RepeatedPtrField<Point>* points) {
  const int size = points->size();
  if (size <= kMostPoints) return 0;
  constexpr int kBetween = kMostPoints - kNewestPoints - 1;
  const int old = size - kNewestPoints - 1;
  google::protobuf::RepeatedPtrField<Point> kept;
  kept.Add()->Swap(points->Mutable(0));
  for (int i = 0; i < kBetween; ++i) {
    kept.Add()->Swap(points->Mutable(1 + i * old / kBetween));
  }
  for (int i = size - kNewestPoints; i < size; ++i) {
    kept.Add()->Swap(points->Mutable(i));
  }
  points->Swap(&kept);
  return size - kMostPoints;
}

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_PROGRESS_SERIES_H_
