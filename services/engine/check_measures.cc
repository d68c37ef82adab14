// SPDX-License-Identifier: Apache-2.0
#include "services/engine/check_tables.h"

namespace tonus::engine {

void CheckMeasures(CheckContext& context) {
  for (const auto& measure : context.pack.measures()) {
    EntryCheck entry(context, "measures", measure.id());
    const knowledge::v1::Test* test =
        entry.Refer("id", context.tests, measure.id());
    if (test != nullptr) {
      entry.Expect(test->kind() == knowledge::v1::TEST_KIND_PROM,
                   "the test of this id is no outcome measure");
      entry.Expect(test->direction() == measure.direction(),
                   "direction differs from that of its test");
    }
    entry.ExpectPositive("item_count", measure.item_count());
    if (measure.has_mdc()) entry.ExpectPositive("mdc", measure.mdc());
    if (measure.has_mcid()) entry.ExpectPositive("mcid", measure.mcid());
    if (measure.has_relative_mcid()) {
      entry.ExpectShare("relative_mcid", measure.relative_mcid());
    }
    entry.Expect(measure.has_scoring(), "scoring is missing");
    const auto& scoring = measure.scoring();
    entry.Expect(scoring.item_min() < scoring.item_max(),
                 "scoring.item_min is not below scoring.item_max");
    entry.ExpectWithin("scoring.min_answered", scoring.min_answered(), 1,
                       measure.item_count());
    // Items keep the numbers of their instrument, of which a measure may be a
    // part.
    entry.Expect(
        scoring.items().empty() || scoring.items_size() == measure.item_count(),
        absl::StrCat("scoring.items names ", scoring.items_size(), " of ",
                     measure.item_count(), " items"));
    for (const std::string& moment : measure.schedule()) {
      entry.Expect(moment == "session" || moment == "start" ||
                       moment == "middle" || moment == "end",
                   absl::StrCat("schedule `", moment,
                                "` is not session, start, middle or end"));
    }
  }
}

}  // namespace tonus::engine
