// SPDX-License-Identifier: Apache-2.0
#include "services/engine/logged_conditions.h"

#include "services/engine/fired_rows.h"
#include "services/engine/measured_by.h"

namespace tonus::engine {
namespace kv1 = knowledge::v1;

std::vector<ConditionAfterLog> ConditionsAfterLogs(const Case& the_case) {
  std::vector<ConditionAfterLog> conditions;
  if (the_case.facts.logs().empty() && the_case.facts.home_logs().empty()) {
    return conditions;
  }
  const BlockDone history =
      ReadHistory(the_case.knowledge, the_case.facts, v1::Routine(),
                  the_case.today, absl::UTCTimeZone());
  for (const FiredRow& fired :
       ReadFiredRows(the_case.knowledge, history).rows) {
    for (const kv1::AdaptationEffect& effect : fired.row->effects()) {
      if (!effect.has_set_condition() ||
          IsMeasuredAfter(the_case.facts, effect.set_condition().until_test(),
                          history.sessions[fired.session].day)) {
        continue;
      }
      conditions.push_back({effect.set_condition().condition(),
                            fired.row->rule(),
                            effect.set_condition().until_test()});
    }
  }
  return conditions;
}

}  // namespace tonus::engine
