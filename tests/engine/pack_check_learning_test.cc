// SPDX-License-Identifier: Apache-2.0
// The check of technique learning.
#include "tests/engine/pack_check_rows.h"

namespace tonus::engine {
namespace {

kv1::TechniqueLearning& Of(kv1::Pack& pack) {
  return *pack.mutable_technique_learning();
}

INSTANTIATE_TEST_SUITE_P(
    Learning, PackCheckTest,
    ::testing::ValuesIn(std::vector<Row>{
        {"Missing",
         [](kv1::Pack& p) { p.clear_technique_learning(); },
         {"technique_learning: is missing"}},
        {"WeeksTheWrongWayRound",
         [](kv1::Pack& p) {
           Of(p).set_first_week(2);
           p.mutable_session()->set_weeks(2);
           p.add_week_shapes()->CopyFrom(p.week_shapes(0));
           p.mutable_week_shapes(1)->set_week(2);
           p.mutable_week_shapes(1)->set_first_session(4);
           p.mutable_week_shapes(1)->set_last_session(6);
           p.mutable_week_shapes(1)->clear_retest_before();
         },
         {"technique_learning: first_week is above last_week"}},
        {"AWeekThatIsNone",
         [](kv1::Pack& p) { Of(p).set_last_week(2); },
         {"technique_learning: has turns in week 2, which is not in "
          "week_shapes"}},
        {"OneAlone",
         [](kv1::Pack& p) { Of(p).set_turns(1, 1); },
         {"technique_learning: turns are not those of 1 and 2"}},
        {"AThirdOne",
         [](kv1::Pack& p) { Of(p).add_turns(3); },
         {"technique_learning: turns are not those of 1 and 2"}},
        {"NoTurns",
         [](kv1::Pack& p) { Of(p).clear_turns(); },
         {"technique_learning: turns are not those of 1 and 2"}},
        {"WeightsOfMoreThanAll",
         [](kv1::Pack& p) { Of(p).set_retained_weight(0.7); },
         {"technique_learning: immediate_weight and retained_weight do not "
          "make 1"}},
        {"HarmBeyondTheLeastScore",
         [](kv1::Pack& p) { Of(p).set_harm_score(-3); },
         {"technique_learning: harm_score is below what score_limit allows"}},
        {"MoreUsesThanMost",
         [](kv1::Pack& p) { Of(p).set_least_uses(7); },
         {"technique_learning: least_uses is above most_uses"}},
        {"TheSecondChoiceIsExpectedToDoMore",
         [](kv1::Pack& p) { Of(p).set_other_mean(0.4); },
         {"technique_learning: first_mean is below other_mean"}},
        {"ANameThatStandsForNothing",
         [](kv1::Pack& p) { Of(p).mutable_better()->set_finding("{winner}"); },
         {"technique_learning: better names {winner}, which stands for "
          "nothing"}},
        {"NumbersThatStandForNothing",
         [](kv1::Pack& p) { Of(p).set_numbers("{sum}"); },
         {"technique_learning: numbers names {sum}, which stands for "
          "nothing"}},
        {"AChangeWithoutAReason",
         [](kv1::Pack& p) { Of(p).mutable_shorter()->clear_reason(); },
         {"technique_learning: shorter does not tell the person why"}},
        {"AnUnknownRule",
         [](kv1::Pack& p) { Of(p).mutable_resting()->set_rule("A-999"); },
         {"technique_learning: resting names `A-999`, which is not in rules, "
          "cited_rules or rulings"}},
        {"OutOfBounds",
         [](kv1::Pack& p) { Of(p).set_decide_at(0.4); },
         {"technique_learning: decide_at is 0.4, not in [0.5, 1]"}},
    }),
    NameOf);

}  // namespace
}  // namespace tonus::engine
