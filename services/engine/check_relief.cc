// SPDX-License-Identifier: Apache-2.0
#include <utility>

#include "services/engine/check_tables.h"

namespace tonus::engine {

// A block that is missing has its complaint already.
void CheckRelief(CheckContext& context) {
  if (!context.pack.has_relief()) return;
  const auto& relief = context.pack.relief();
  EntryCheck entry(context, "relief", "");
  for (const auto& [field, value] :
       {std::pair("wait_seconds", relief.wait_seconds()),
        std::pair("relief_drop", relief.relief_drop()),
        std::pair("partial_drop", relief.partial_drop()),
        std::pair("worse_rise", relief.worse_rise()),
        std::pair("worse_limit", relief.worse_limit()),
        std::pair("max_minutes", relief.max_minutes()),
        std::pair("runs_per_day", relief.runs_per_day()),
        std::pair("exhausted_runs", relief.exhausted_runs()),
        std::pair("exhausted_days", relief.exhausted_days()),
        std::pair("aborted_runs", relief.aborted_runs()),
        std::pair("aborted_days", relief.aborted_days()),
        std::pair("learn_after_runs", relief.learn_after_runs()),
        std::pair("learning_days", relief.learning_days()),
        std::pair("nerve_rest_days", relief.nerve_rest_days())}) {
    entry.ExpectPositive(field, value);
  }
  for (const auto& [field, value] :
       {std::pair("prior_variance", relief.prior_variance()),
        std::pair("effect_points", relief.effect_points()),
        std::pair("effect_limit", relief.effect_limit())}) {
    entry.ExpectPositive(field, value);
  }
  entry.ExpectWithin("relieved_at", relief.relieved_at(), 0, 10);
  entry.ExpectWithin("relief_share_from", relief.relief_share_from(), 0, 10);
  entry.Expect(relief.abort_level() > knowledge::v1::ZONE_LEVEL_GREEN,
               "abort_level is no zone that is more than fine");
  entry.ExpectShare("relief_share", relief.relief_share());
  entry.Expect(relief.worse_rise() < relief.abort_rise(),
               "worse_rise is not below abort_rise");
  entry.Expect(relief.partial_drop() < relief.relief_drop(),
               "partial_drop is not below relief_drop");
  entry.Expect(relief.harm_effect() < 0, "harm_effect is not negative");
  entry.Expect(!relief.when_exhausted().empty(), "when_exhausted is empty");
  entry.ReferAll("when_exhausted", context.exercises, relief.when_exhausted());
  entry.Refer("exhausted_red_flag", context.red_flags,
              relief.exhausted_red_flag());
  entry.Refer("nerve_tag", context.tags, relief.nerve_tag());
}

}  // namespace tonus::engine
