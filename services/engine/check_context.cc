// SPDX-License-Identifier: Apache-2.0
#include "services/engine/check_context.h"

namespace tonus::engine {

CheckContext::CheckContext(const knowledge::v1::Pack& checked)
    : pack(checked),
      muscles{"muscles", IndexById(pack.muscles())},
      syndrome_sets{"syndrome_sets", IndexById(pack.syndrome_sets())},
      syndromes{"syndromes", IndexById(pack.syndromes())},
      tests{"tests", IndexById(pack.tests())},
      retest_sets{"retest_sets", IndexById(pack.retest_sets())},
      measures{"measures", IndexById(pack.measures())},
      red_flags{"red_flags", IndexById(pack.red_flags())},
      conditions{"conditions", IndexById(pack.conditions())},
      tags{"tags", IndexById(pack.tags())},
      exercises{"exercises", IndexById(pack.exercises())},
      equipment{"equipment", IndexById(pack.equipment())},
      equipment_sets{"equipment_sets", IndexById(pack.equipment_sets())},
      rules{"rules", IndexById(pack.rules())},
      cited_rules{"cited_rules", IndexById(pack.cited_rules())},
      articles{"articles", IndexById(pack.articles())} {}

void CheckContext::Complain(knowledge::v1::PackCheck check,
                            absl::string_view table, absl::string_view id,
                            absl::string_view what) {
  complaints_.push_back(MakeComplaint(check, table, id, what));
}

void EntryCheck::ExpectWithin(absl::string_view field, double value, double low,
                              double high) {
  Expect(
      value >= low && value <= high,
      absl::StrCat(field, " is ", value, ", not in [", low, ", ", high, "]"));
}

void EntryCheck::ExpectShare(absl::string_view field, double value) {
  Expect(value > 0 && value <= 1,
         absl::StrCat(field, " is ", value, ", not in (0, 1]"));
}

void EntryCheck::ExpectPositive(absl::string_view field, double value) {
  Expect(value > 0, absl::StrCat(field, " is ", value, ", not positive"));
}

void EntryCheck::ExpectRange(absl::string_view field,
                             const knowledge::v1::Range& range) {
  Expect(range.low() > 0 && range.low() <= range.high(),
         absl::StrCat(field, " is ", range.low(), " to ", range.high(),
                      ", not a range of positive numbers"));
}

}  // namespace tonus::engine
