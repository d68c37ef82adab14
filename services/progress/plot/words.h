// SPDX-License-Identifier: Apache-2.0
// Numbers, days and names as the plots write them.

#ifndef TONUS_SERVICES_PROGRESS_PLOT_WORDS_H_
#define TONUS_SERVICES_PROGRESS_PLOT_WORDS_H_

#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "tonus/knowledge/v1/test.pb.h"
#include "tonus/knowledge/v1/vocabulary.pb.h"
#include "tonus/v1/date.pb.h"
#include "tonus/v1/progress_report.pb.h"

namespace tonus::plot {

// Longest name, in bytes.
inline constexpr size_t kNameBytes = 120;

absl::CivilDay DayOf(const v1::Date& date);

// `2026-01-05`.
std::string DateWords(const v1::Date& date);

// At most 6 significant digits.
std::string Number(double value);

// "left", "right", or "value" for the midline.
std::string SideWords(knowledge::v1::Side side);

// "normal" and so on.
std::string BandWords(knowledge::v1::Band band);

// "from 8, below 10"; empty for an interval without ends.
std::string IntervalWords(const knowledge::v1::Interval& interval);

// "done", "missed" and so on.
std::string AttendanceWords(v1::Attendance attendance);

// "Retest before session 1".
std::string RetestWords(const v1::RetestProgress& retest);

// "Lower is better." or "Higher is better."
std::string DirectionWords(knowledge::v1::Direction direction);

// A name that is not too long.
std::string Name(absl::string_view name);

}  // namespace tonus::plot

#endif  // TONUS_SERVICES_PROGRESS_PLOT_WORDS_H_
