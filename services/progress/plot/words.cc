// SPDX-License-Identifier: Apache-2.0
#include "services/progress/plot/words.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/strip.h"
#include "services/progress/plot/svg.h"

namespace tonus::plot {

namespace kv1 = knowledge::v1;

absl::CivilDay DayOf(const v1::Date& date) {
  return absl::CivilDay(date.year(), date.month(), date.day());
}

std::string DateWords(const v1::Date& date) {
  return absl::StrFormat("%04d-%02d-%02d", date.year(), date.month(),
                         date.day());
}

std::string Number(double value) { return absl::StrCat(value); }

std::string SideWords(kv1::Side side) {
  switch (side) {
    case kv1::SIDE_LEFT:
      return "left";
    case kv1::SIDE_RIGHT:
      return "right";
    default:
      return "value";
  }
}

std::string BandWords(kv1::Band band) {
  return absl::AsciiStrToLower(
      absl::StripPrefix(kv1::Band_Name(band), "BAND_"));
}

std::string IntervalWords(const kv1::Interval& interval) {
  std::string words;
  if (interval.has_min()) {
    absl::StrAppend(&words, interval.min_excluded() ? "above " : "from ",
                    Number(interval.min()));
  }
  if (interval.has_max()) {
    absl::StrAppend(&words, words.empty() ? "" : ", ",
                    interval.max_excluded() ? "below " : "up to ",
                    Number(interval.max()));
  }
  return words;
}

std::string AttendanceWords(v1::Attendance attendance) {
  switch (attendance) {
    case v1::ATTENDANCE_DONE:
      return "done";
    case v1::ATTENDANCE_RELIEF:
      return "relief instead";
    case v1::ATTENDANCE_PARTIAL:
      return "partly done";
    case v1::ATTENDANCE_MISSED:
      return "missed";
    case v1::ATTENDANCE_PAUSED:
      return "paused";
    case v1::ATTENDANCE_DUE:
      return "due today";
    default:
      return "to come";
  }
}

std::string RetestWords(const v1::RetestProgress& retest) {
  return retest.before_session() > 0
             ? absl::StrCat("Retest before session ", retest.before_session())
             : absl::StrCat("Retest after session ", retest.after_session());
}

std::string DirectionWords(kv1::Direction direction) {
  return direction == kv1::DIRECTION_LOWER ? "Lower is better."
                                           : "Higher is better.";
}

std::string Name(absl::string_view name) { return Shortened(name, kNameBytes); }

}  // namespace tonus::plot
