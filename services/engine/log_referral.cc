// SPDX-License-Identifier: Apache-2.0
#include "services/engine/log_referral.h"

#include <algorithm>
#include <iterator>
#include <string>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "services/engine/facts.h"
#include "services/engine/fired_rows.h"
#include "services/engine/target_name.h"

namespace tonus::engine {
namespace {

namespace kv1 = knowledge::v1;

bool ClosesGate(const kv1::AdaptationEffect& effect) {
  return effect.refer().action() == kv1::SAFETY_ACTION_REFER;
}

// Whether a clearance that names the rule came after `day`.
bool IsSettled(const storage::v1::PatientFacts& facts, absl::CivilDay today,
               const std::string& rule, absl::CivilDay day) {
  return absl::c_any_of(
      facts.clearances(), [&](const v1::Clearance& clearance) {
        const absl::CivilDay given = ToCivilDay(clearance.date());
        return clearance.subject() == rule && given > day && given <= today;
      });
}

bool HasLaterResult(const storage::v1::PatientFacts& facts,
                    const std::string& test, absl::CivilDay day) {
  return absl::c_any_of(
      facts.assessments(), [&](const storage::v1::AssessmentFact& assessment) {
        return UtcDay(assessment.effective_time()) > day &&
               absl::c_any_of(assessment.results(),
                              [&](const v1::TestResult& result) {
                                return result.test() == test;
                              });
      });
}

// Whether the row asks for tests, and each has a result of a later day.
bool IsAnswered(const storage::v1::PatientFacts& facts,
                const kv1::AdaptationRule& row, absl::CivilDay day) {
  bool asks = false;
  for (const kv1::AdaptationEffect& effect : row.effects()) {
    for (const std::string& test : effect.request_tests().tests()) {
      asks = true;
      if (!HasLaterResult(facts, test, day)) return false;
    }
  }
  return asks;
}

// When what the row judges of the session at `position` was told: of an
// exercise, its logs.
absl::CivilDay ToldOn(const BlockDone& history, const FiredRow& fired,
                      int position) {
  const SessionDone& session = history.sessions[position];
  if (fired.subject.exercise.empty()) {
    return fired.row->when().mornings().empty()
               ? session.told
               : std::max(session.told, session.morning_told);
  }
  if (!session.IsSession()) return session.told;
  absl::CivilDay told = session.day;
  for (const storage::v1::LogFact* fact : session.logs) {
    if (absl::c_any_of(fact->log().exercises(), [&](const auto& exercise) {
          return exercise.exercise() == fired.subject.exercise;
        })) {
      told = std::max(told, ToldDay(*fact, session.day));
    }
  }
  return told;
}

// When all was told for which the row fired.
absl::CivilDay ToldDayOf(const BlockDone& history, const FiredRow& fired) {
  if (fired.of_mornings) {
    absl::CivilDay last = fired.mornings.front().told;
    for (const MorningCounted& morning : fired.mornings) {
      last = std::max(last, morning.told);
    }
    return last;
  }
  absl::CivilDay told = ToldOn(history, fired, fired.session);
  for (const int cause : fired.causes) {
    told = std::max(told, ToldOn(history, fired, cause));
  }
  return told;
}

// When the first of it was.
absl::CivilDay FirstToldDayOf(const BlockDone& history, const FiredRow& fired) {
  if (fired.of_mornings) return fired.mornings.front().told;
  return ToldOn(history, fired,
                fired.causes.empty() ? fired.session : fired.causes.front());
}

// Whether `refer` is told still, see FiredReferral.
bool IsToldStill(const storage::v1::PatientFacts& facts,
                 const BlockDone& history, const FiredRow& fired,
                 const kv1::LogReferral& refer, absl::CivilDay today) {
  if (IsSettled(facts, today, fired.row->rule(),
                FirstToldDayOf(history, fired))) {
    return false;
  }
  return refer.action() == kv1::SAFETY_ACTION_REFER ||
         (today - ToldDayOf(history, fired) <= refer.days() &&
          !IsAnswered(facts, *fired.row, history.sessions[fired.session].day));
}

// Whether `one` closes the gate for what `other` tells too.
bool Outdoes(const FiredReferral& one, const FiredReferral& other) {
  return !one.faded && one.refer->action() == kv1::SAFETY_ACTION_REFER &&
         other.refer->action() != kv1::SAFETY_ACTION_REFER &&
         one.fired->row->rule() == other.fired->row->rule() &&
         one.fired->subject == other.fired->subject;
}

// Adds the requests of tests that follow from the rows that fired.
class Referrer {
 public:
  Referrer(const BlockDone& history, Case* the_case)
      : history_(history), case_(*the_case) {}

  void Add(const FiredRow& fired);

 private:
  absl::CivilDay DayOf(int position) const {
    return history_.sessions[position].day;
  }
  void Request(const FiredRow& fired, const kv1::TestsAfterLog& tests);

  const BlockDone& history_;
  Case& case_;
};

void Referrer::Request(const FiredRow& fired, const kv1::TestsAfterLog& tests) {
  const absl::CivilDay day = DayOf(fired.session);
  if (case_.today - ToldDayOf(history_, fired) > tests.days()) return;
  for (const std::string& test : tests.tests()) {
    const bool asked =
        absl::c_any_of(case_.repeats, [&](const v1::TestRequest& request) {
          return request.test() == test && request.rule() == fired.row->rule();
        });
    if (asked || HasLaterResult(case_.facts, test, day)) continue;
    const bool has_sides = case_.knowledge.FindTest(test)->laterality() ==
                           kv1::LATERALITY_BILATERAL;
    for (const kv1::Side side :
         has_sides ? std::vector<kv1::Side>{kv1::SIDE_LEFT, kv1::SIDE_RIGHT}
                   : std::vector<kv1::Side>{kv1::SIDE_MIDLINE}) {
      v1::TestRequest& request = case_.repeats.emplace_back();
      request.set_test(test);
      request.set_side(side);
      request.set_rule(fired.row->rule());
      request.set_reason(
          absl::StrCat(Sentence(WhatHappened(case_.knowledge, fired)), "."));
    }
  }
}

void Referrer::Add(const FiredRow& fired) {
  for (const kv1::AdaptationEffect& effect : fired.row->effects()) {
    if (effect.has_request_tests()) Request(fired, effect.request_tests());
  }
}

}  // namespace

std::string WhatHappened(const Knowledge& knowledge, const FiredRow& fired) {
  const auto* exercise = knowledge.FindExercise(fired.subject.exercise);
  if (exercise == nullptr) return fired.row->finding();
  return absl::StrCat(ExerciseName(*exercise), " ", fired.row->finding());
}

std::vector<FiredReferral> ReferralsOf(const storage::v1::PatientFacts& facts,
                                       const BlockDone& history,
                                       const FiredRows& fired,
                                       absl::CivilDay today) {
  std::vector<FiredReferral> all;
  for (const FiredRow& row : fired.rows) {
    for (const kv1::AdaptationEffect& effect : row.row->effects()) {
      if (!effect.has_refer()) continue;
      all.push_back({&row, &effect.refer(),
                     !IsToldStill(facts, history, row, effect.refer(), today)});
    }
  }
  std::vector<FiredReferral> told;
  absl::c_copy_if(
      all, std::back_inserter(told), [&](const FiredReferral& other) {
        return absl::c_none_of(
            all, [&](const FiredReferral& one) { return Outdoes(one, other); });
      });
  return told;
}

void ReferAfterLogs(Case* the_case) {
  if (the_case->facts.logs().empty() && the_case->facts.relief().empty() &&
      the_case->facts.home_logs().empty()) {
    return;
  }
  const BlockDone history =
      ReadHistory(the_case->knowledge, the_case->facts, v1::Routine(),
                  the_case->today, absl::UTCTimeZone());
  const FiredRows rows = ReadFiredRows(the_case->knowledge, history);
  for (const FiredReferral& referral :
       ReferralsOf(the_case->facts, history, rows, the_case->today)) {
    if (referral.faded) continue;
    the_case->referrals.push_back(
        {referral.refer->action(), referral.fired->row->rule(),
         WhatHappened(the_case->knowledge, *referral.fired)});
  }
  Referrer referrer(history, the_case);
  for (const FiredRow& fired : rows.rows) referrer.Add(fired);
}

bool MayReferAfterLogs(const Knowledge& knowledge, absl::string_view rule) {
  return absl::c_any_of(
      knowledge.pack().adaptation_rules(), [&](const kv1::AdaptationRule& row) {
        return row.rule() == rule && absl::c_any_of(row.effects(), ClosesGate);
      });
}

}  // namespace tonus::engine
