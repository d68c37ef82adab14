// SPDX-License-Identifier: Apache-2.0
#include "services/engine/check_in_rows.h"

#include <optional>

#include "absl/algorithm/container.h"
#include "services/engine/measurement.h"
#include "services/engine/mornings.h"
#include "services/engine/tolerance.h"

namespace tonus::engine {
namespace {

namespace kv1 = knowledge::v1;

bool IsOfCheckIns(const kv1::AdaptationRule& row) {
  return row.subject() == kv1::ADAPTATION_SUBJECT_CHECK_IN;
}

}  // namespace

std::vector<v1::AppliedAdaptation> ApplyCheckInRows(
    const Knowledge& knowledge, const storage::v1::PatientFacts& facts,
    const storage::v1::CheckInFact& check_in, absl::TimeZone zone,
    SessionAdaptation* adaptation) {
  std::vector<v1::AppliedAdaptation> applied;
  const std::optional<double> usual =
      Mornings(knowledge, facts, zone)
          .UsualBefore(
              absl::ToCivilDay(ToTime(check_in.effective_time()), zone));
  if (!usual.has_value()) return applied;
  for (const kv1::AdaptationRule& row : knowledge.pack().adaptation_rules()) {
    if (!IsOfCheckIns(row) || !AtLeast(check_in.pain_before() - *usual,
                                       row.when().min_above_usual())) {
      continue;
    }
    for (const kv1::AdaptationEffect& effect : row.effects()) {
      adaptation->Lighten(effect.lighter(), row);
    }
    v1::AppliedAdaptation& told = applied.emplace_back();
    told.set_rule(row.rule());
    told.set_side(kv1::SIDE_MIDLINE);
    told.set_reason(row.reason());
    told.set_finding(row.finding());
  }
  return applied;
}

bool MayFireOn(const Knowledge& knowledge,
               const storage::v1::CheckInFact& check_in) {
  return absl::c_any_of(
      knowledge.pack().adaptation_rules(), [&](const kv1::AdaptationRule& row) {
        return IsOfCheckIns(row) &&
               check_in.pain_before() >= row.when().min_above_usual();
      });
}

}  // namespace tonus::engine
