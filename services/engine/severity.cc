// SPDX-License-Identifier: Apache-2.0
#include "services/engine/severity.h"

#include <algorithm>

#include "absl/strings/string_view.h"
#include "services/engine/tolerance.h"

namespace tonus::engine {
namespace {

namespace kv1 = knowledge::v1;

// Muscle power grades are half steps of an ordinal scale with a rule of their
// own.
constexpr absl::string_view kMusclePowerUnit = "mrc";

bool IsOrdinal(const kv1::RankingConstants& ranking, const kv1::Test& test) {
  const auto& units = ranking.ordinal_units();
  return std::find(units.begin(), units.end(), test.unit()) != units.end();
}

double AbnormalSeverity(const kv1::RankingConstants& ranking,
                        const Reading& reading) {
  const kv1::Test& test = *reading.test;
  if (reading.band_worsened) return ranking.abnormal_by_asymmetry();
  if (test.unit() == kMusclePowerUnit) {
    return AtMost(reading.value, ranking.mrc_severe_at())
               ? ranking.mrc_three_or_less()
               : ranking.abnormal_ordinal();
  }
  const kv1::Interval& borderline = reading.bands->borderline();
  const double width = borderline.max() - borderline.min();
  if (IsOrdinal(ranking, test) || !borderline.has_min() ||
      !borderline.has_max() || width <= 0) {
    return ranking.abnormal_ordinal();
  }
  const kv1::Interval& abnormal = reading.bands->abnormal();
  const double distance = test.direction() == kv1::DIRECTION_HIGHER
                              ? abnormal.max() - reading.value
                              : reading.value - abnormal.min();
  return std::clamp(
      ranking.abnormal_base() + ranking.abnormal_slope() * distance / width,
      ranking.abnormal_base(), 1.0);
}

}  // namespace

double SeverityOf(const kv1::Pack& pack, const Reading& reading) {
  if (reading.band == kv1::BAND_BORDERLINE) {
    return pack.ranking().borderline();
  }
  if (reading.band == kv1::BAND_ABNORMAL) {
    return AbnormalSeverity(pack.ranking(), reading);
  }
  return 0;
}

}  // namespace tonus::engine
