// SPDX-License-Identifier: Apache-2.0
#include "services/engine/past_flags.h"

#include "absl/algorithm/container.h"
#include "absl/container/btree_set.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/string_view.h"
#include "services/engine/facts.h"
#include "services/engine/measured_by.h"
#include "services/engine/possible_alarms.h"
#include "services/engine/reading.h"
#include "services/engine/red_flags.h"
#include "services/engine/tests_read.h"

namespace tonus::engine {
namespace {

namespace kv1 = knowledge::v1;

using Tests = absl::flat_hash_set<absl::string_view>;

bool Locks(const Knowledge& knowledge, absl::string_view red_flag) {
  const kv1::RedFlag* flag = knowledge.FindRedFlag(red_flag);
  return flag != nullptr && LocksUntilCleared(*flag);
}

// The tests whose results may raise a flag that locks.
Tests AlarmingTests(const Knowledge& knowledge) {
  Tests tests;
  for (const kv1::Rule* rule : LockingRules(knowledge)) {
    AddTestsRead(knowledge, rule->when(), &tests);
  }
  return tests;
}

// The moments of which today's reading may know no more.
absl::btree_set<Moment> MomentsOf(const Case& the_case) {
  const auto& assessments = the_case.facts.assessments();
  const int expired_days = the_case.knowledge.pack().fusion().expired_days();
  const Tests alarming = AlarmingTests(the_case.knowledge);
  absl::btree_set<Moment> moments;
  for (int i = 0; i < assessments.size(); ++i) {
    const absl::CivilDay assessed = UtcDay(assessments[i].effective_time());
    bool is_past = i + 1 < assessments.size();
    for (const v1::TestResult& result : assessments[i].results()) {
      if (!alarming.contains(result.test())) continue;
      const absl::CivilDay day = MeasureDay(result, assessed);
      if (day != assessed && day < the_case.today) moments.emplace(i + 1, day);
      // Until a result expires, today's reading sees what the last assessment
      // saw.
      is_past |= the_case.today - day > expired_days;
    }
    if (is_past) moments.emplace(i + 1, assessed);
  }
  return moments;
}

}  // namespace

std::vector<Moment> AlarmingMoments(const Case& the_case) {
  std::vector<Moment> alarming;
  PossibleAlarms alarms(the_case);
  int taken = 0;
  for (const Moment& moment : MomentsOf(the_case)) {
    for (; taken < moment.first; ++taken) {
      alarms.Add(the_case.facts.assessments(taken));
    }
    if (alarms.MayRaise()) alarming.push_back(moment);
  }
  return alarming;
}

std::vector<RaisedFlag> FlagsOfTheirTime(const Case& the_case) {
  std::vector<RaisedFlag> flags;
  for (const Moment& moment : AlarmingMoments(the_case)) {
    const storage::v1::PatientFacts facts =
        MeasuredBy(the_case.facts, moment.first, moment.second);
    Case past(the_case.knowledge, facts, moment.second);
    past.age_years = the_case.age_years;
    ReadToday(&past);
    for (const RaisedFlag& raised : past.raised_flags) {
      if (Locks(the_case.knowledge, raised.red_flag)) flags.push_back(raised);
    }
  }
  return flags;
}

}  // namespace tonus::engine
