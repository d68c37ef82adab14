// SPDX-License-Identifier: Apache-2.0
// What the stages of a reading know about one person on one day, and what the
// rules add to it.

#ifndef TONUS_SERVICES_ENGINE_CASE_H_
#define TONUS_SERVICES_ENGINE_CASE_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "services/engine/fusion.h"
#include "services/engine/knowledge.h"
#include "services/engine/measurement.h"
#include "services/engine/red_flags.h"
#include "tonus/storage/v1/facts.pb.h"
#include "tonus/v1/interpretation.pb.h"

namespace tonus::engine {

// A red flag that a rule raised.
struct RaisedFlag {
  std::string red_flag;
  std::string rule;
  // The day of the newest fact that the rule saw.
  absl::CivilDay day;
};

// A health condition that a log puts in force.
struct ConditionAfterLog {
  std::string condition;
  std::string rule;
  // The test whose result of a later day ends it.
  std::string until_test;
};

// A safety action that a rule asked for.
struct RuleReferral {
  knowledge::v1::SafetyAction action;
  std::string rule;
  std::string reason;
};

// A tag that a rule forbade.
struct RuleTag {
  std::string tag;
  std::string rule;
};

// A rule that fired, and the side for which it did.
struct FiredRule {
  std::string rule;
  knowledge::v1::Side side;
};

// A rule that does not fire, but whose prohibitions hold, since what it set
// outlives its results.
struct LastingRule {
  std::string rule;
  knowledge::v1::Side side;
  // Those results in words.
  std::string saw;
};

// Lives for one call; the knowledge and the facts outlive it.
struct Case {
  Case(const Knowledge& knowledge, const storage::v1::PatientFacts& facts,
       absl::CivilDay today);

  const Knowledge& knowledge;
  const storage::v1::PatientFacts& facts;
  const absl::CivilDay today;
  const v1::Profile& profile;
  // The last history; blood pressure that it leaves out is that of an earlier
  // one, since silence takes no measurement back.
  const v1::History history;
  std::optional<int> age_years;
  // True when nobody will read why a rule did not fire.
  bool tells_fired_only = false;

  Measurements measurements;
  FusionTerms terms;
  // Answers to the red flags of the pack, in pack order.
  std::vector<FlagAnswers> flags;

  std::vector<RaisedFlag> raised_flags;
  // Conditions that logs put in force, each with its rule.
  std::vector<ConditionAfterLog> logged_conditions;
  std::vector<RuleReferral> referrals;
  std::vector<RuleTag> forbidden_tags;
  std::vector<FiredRule> fired;
  std::vector<LastingRule> lasting;
  // Rules whose condition is UNKNOWN.
  std::vector<FiredRule> undecided;
  // Tests that are asked for although there is a result.
  std::vector<v1::TestRequest> repeats;

  // Findings, conditions, limits, requests, traces: what is returned in the
  // end.
  v1::Interpretation result;
};

bool HasCondition(const Case& the_case, absl::string_view condition);

// Puts a condition in force, unless it is already; `rule` is empty for a
// reported one.
void SetCondition(absl::string_view condition, absl::string_view rule,
                  Case* the_case);

// The finding of a target on a side, or nullptr.
const v1::Finding* FindFinding(const Case& the_case, absl::string_view muscle,
                               knowledge::v1::Side side);
const v1::Finding* FindFinding(const v1::Interpretation& interpretation,
                               absl::string_view muscle,
                               knowledge::v1::Side side);

// The day on which the profile, the last history, or the last blood pressure
// was told; the first day of the calendar when it was not.
absl::CivilDay ProfileDay(const storage::v1::PatientFacts& facts);
absl::CivilDay HistoryDay(const storage::v1::PatientFacts& facts);
absl::CivilDay BloodPressureDay(const storage::v1::PatientFacts& facts);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_CASE_H_
