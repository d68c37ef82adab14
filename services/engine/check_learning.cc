// SPDX-License-Identifier: Apache-2.0
// Whether the numbers and the words of technique learning mean something.
#include <string>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "services/engine/check_tables.h"
#include "services/engine/placeholder.h"
#include "services/engine/technique_wording.h"
#include "services/engine/tolerance.h"

namespace tonus::engine {
namespace {

namespace kv1 = knowledge::v1;

constexpr char kTable[] = "technique_learning";

void CheckWords(EntryCheck& entry, absl::string_view field,
                absl::string_view text) {
  for (const std::string& name : NamesIn(text)) {
    entry.Expect(IsTrialName(name), absl::StrCat(field, " names {", name,
                                                 "}, which stands for "
                                                 "nothing"));
  }
}

void CheckText(CheckContext& context, EntryCheck& entry,
               absl::string_view field, const kv1::TrialText& text) {
  CheckWords(entry, field, text.reason());
  CheckWords(entry, field, text.finding());
  entry.Expect(!text.finding().empty(), absl::StrCat(field, " says nothing"));
  if (!text.rule().empty()) ReferRule(context, entry, field, text.rule());
}

void CheckTurns(CheckContext& context, EntryCheck& entry,
                const kv1::TechniqueLearning& learning) {
  entry.Expect(learning.first_week() <= learning.last_week(),
               "first_week is above last_week");
  for (const int week : {learning.first_week(), learning.last_week()}) {
    entry.Expect(absl::c_any_of(context.pack.week_shapes(),
                                [&](const kv1::WeekShape& shape) {
                                  return shape.week() == week;
                                }),
                 absl::StrCat("has turns in week ", week,
                              ", which is not in week_shapes"));
  }
  entry.Expect(
      absl::c_linear_search(learning.turns(), 1) &&
          absl::c_linear_search(learning.turns(), 2) &&
          absl::c_all_of(learning.turns(),
                         [](int turn) { return turn == 1 || turn == 2; }),
      "turns are not those of 1 and 2");
}

}  // namespace

// A block that is missing has its complaint already.
void CheckLearning(CheckContext& context) {
  if (!context.pack.has_technique_learning()) return;
  const kv1::TechniqueLearning& learning = context.pack.technique_learning();
  EntryCheck entry(context, kTable, "");
  CheckTurns(context, entry, learning);
  const double weights =
      learning.immediate_weight() + learning.retained_weight();
  entry.Expect(AtLeast(weights, 1) && AtMost(weights, 1),
               "immediate_weight and retained_weight do not make 1");
  entry.Expect(AtMost(-learning.score_limit(), learning.harm_score()),
               "harm_score is below what score_limit allows");
  entry.Expect(learning.least_uses() <= learning.most_uses(),
               "least_uses is above most_uses");
  entry.Expect(AtLeast(learning.first_mean(), learning.other_mean()),
               "first_mean is below other_mean");
  CheckText(context, entry, "waiting", learning.waiting());
  CheckText(context, entry, "alternating", learning.alternating());
  CheckText(context, entry, "better", learning.better());
  CheckText(context, entry, "shorter", learning.shorter());
  CheckText(context, entry, "resting", learning.resting());
  CheckText(context, entry, "overruled", learning.overruled());
  CheckWords(entry, "numbers", learning.numbers());
  for (const auto& [field, text] :
       {std::pair("alternating", &learning.alternating()),
        std::pair("better", &learning.better()),
        std::pair("shorter", &learning.shorter())}) {
    entry.Expect(!text->reason().empty(),
                 absl::StrCat(field, " does not tell the person why"));
  }
}

}  // namespace tonus::engine
