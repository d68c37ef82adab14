// SPDX-License-Identifier: Apache-2.0
#include "services/engine/check_tables.h"

namespace tonus::engine {

// A block that is missing has its complaint already.
void CheckRelief(CheckContext& context) {
  if (!context.pack.has_relief()) return;
  const auto& relief = context.pack.relief();
  EntryCheck entry(context, "relief", "");
  entry.Expect(relief.abort_level() > knowledge::v1::ZONE_LEVEL_GREEN,
               "abort_level is no zone that is more than fine");
  entry.Expect(relief.worse_rise() < relief.abort_rise(),
               "worse_rise is not below abort_rise");
  entry.Expect(relief.partial_drop() < relief.relief_drop(),
               "partial_drop is not below relief_drop");
  entry.Expect(!relief.when_exhausted().empty(), "when_exhausted is empty");
  entry.ReferAll("when_exhausted", context.exercises, relief.when_exhausted());
  entry.Refer("exhausted_red_flag", context.red_flags,
              relief.exhausted_red_flag());
}

}  // namespace tonus::engine
