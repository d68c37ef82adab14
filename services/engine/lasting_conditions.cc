// SPDX-License-Identifier: Apache-2.0
#include "services/engine/lasting_conditions.h"

#include <algorithm>
#include <cstdint>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/container/btree_map.h"
#include "absl/container/btree_set.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "services/engine/clinician_word.h"
#include "services/engine/facts.h"
#include "services/engine/measured_by.h"
#include "services/engine/reading.h"
#include "services/engine/screening.h"
#include "services/engine/test_offer.h"
#include "services/engine/tests_read.h"
#include "services/engine/validity.h"
#include "services/measured_value.h"

namespace tonus::engine {
namespace {

namespace kv1 = knowledge::v1;
using storage::v1::PatientFacts;

constexpr int kHoursPerDay = 24;
constexpr int64_t kSecondsPerDay = 86'400;

using Tests = absl::flat_hash_set<absl::string_view>;
using TestSide = std::pair<std::string, kv1::Side>;
using Days = absl::btree_map<TestSide, absl::CivilDay>;

bool SetsCondition(const kv1::Rule& rule) {
  return absl::c_any_of(rule.effects(), [](const kv1::Effect& effect) {
    return effect.has_set_condition();
  });
}

// Whether a condition may follow from `result`.
bool Counts(const Case& the_case, const Tests& tests,
            const v1::TestResult& result) {
  return tests.contains(result.test()) &&
         !Reject(the_case.knowledge, result, -1).has_value();
}

// The day of the newest result of each test and side that counts.
Days NewestDays(const Case& the_case, const Tests& tests) {
  Days days;
  for (const auto& assessment : the_case.facts.assessments()) {
    const absl::CivilDay assessed = UtcDay(assessment.effective_time());
    for (const v1::TestResult& result : assessment.results()) {
      if (!Counts(the_case, tests, result)) continue;
      const absl::CivilDay day = MeasureDay(result, assessed);
      absl::CivilDay& newest =
          days.try_emplace({result.test(), result.side()}, day).first->second;
      newest = std::max(newest, day);
    }
  }
  return days;
}

// The facts from which conditions follow: the person, what was told, and the
// results that count.
PatientFacts FactsOfConditions(const Case& the_case, const Tests& tests) {
  PatientFacts facts;
  *facts.mutable_profiles() = the_case.facts.profiles();
  for (const auto& assessment : the_case.facts.assessments()) {
    storage::v1::AssessmentFact& kept = *facts.add_assessments();
    *kept.mutable_effective_time() = assessment.effective_time();
    if (assessment.has_history()) {
      *kept.mutable_history() = assessment.history();
    }
    absl::c_copy_if(
        assessment.results(),
        google::protobuf::RepeatedFieldBackInserter(kept.mutable_results()),
        [&](const v1::TestResult& result) {
          return Counts(the_case, tests, result);
        });
  }
  return facts;
}

// Whether a reading may have expired. Repetitions close to the newest one are
// read with it, and may be what is read of it.
bool MayHaveExpired(const Case& the_case, const Days& newest) {
  const kv1::FusionConstants& fusion = the_case.knowledge.pack().fusion();
  const int window = fusion.median_hours() / kHoursPerDay + 1;
  return absl::c_any_of(newest, [&](const auto& one) {
    return the_case.today - one.second > fusion.expired_days() - window;
  });
}

// Makes the newest result of each test and side one of `today`; the others of
// it keep their distance.
void Renew(const Days& newest, absl::CivilDay today, PatientFacts* facts) {
  for (auto& assessment : *facts->mutable_assessments()) {
    for (v1::TestResult& result : *assessment.mutable_results()) {
      if (!result.has_measure_time()) {
        *result.mutable_measure_time() = assessment.effective_time();
      }
      const absl::CivilDay day = newest.at({result.test(), result.side()});
      auto& time = *result.mutable_measure_time();
      time.set_seconds(time.seconds() + (today - day) * kSecondsPerDay);
    }
  }
}

void Read(Case* the_case) {
  the_case->tells_fired_only = true;
  ReadWithoutLasting(the_case);
}

// What `rule` reads on its sides that only `renewed` has a reading of.
std::vector<ExpiredResult> ExpiredOf(const kv1::Rule& rule,
                                     const std::vector<kv1::Side>& sides,
                                     const Case& plain, const Case& renewed,
                                     const Days& newest) {
  Tests tests;
  AddTestsRead(plain.knowledge, rule.when(), &tests);
  std::vector<ExpiredResult> expired;
  for (const Reading& reading : renewed.measurements.readings) {
    const std::string& id = reading.test->id();
    const bool is_here = !rule.per_side() ||
                         reading.side == kv1::SIDE_MIDLINE ||
                         absl::c_linear_search(sides, reading.side);
    // Nobody takes what is computed of other results; those are told.
    const auto taken = newest.find({id, reading.side});
    if (!is_here || !tests.contains(id) || taken == newest.end() ||
        plain.measurements.Find(id, reading.side) != nullptr) {
      continue;
    }
    expired.push_back(
        {reading.test, reading.side, reading.value, taken->second});
  }
  return expired;
}

bool HasFired(const Case& the_case, const FiredRule& rule) {
  return absl::c_any_of(the_case.fired, [&](const FiredRule& fired) {
    return fired.rule == rule.rule && fired.side == rule.side;
  });
}

// The moments at which one of the tests was new, the last one first.
std::vector<std::pair<int, absl::CivilDay>> MomentsOf(const PatientFacts& facts,
                                                      const Tests& tests) {
  absl::btree_set<std::pair<int, absl::CivilDay>> moments;
  for (int i = 0; i < facts.assessments_size(); ++i) {
    const absl::CivilDay assessed =
        UtcDay(facts.assessments(i).effective_time());
    for (const v1::TestResult& result : facts.assessments(i).results()) {
      if (tests.contains(result.test())) {
        moments.emplace(i + 1, MeasureDay(result, assessed));
      }
    }
  }
  return {moments.rbegin(), moments.rend()};
}

// Whether the rule fired on what had been measured when one of the results that
// it reads was new. Results that never counted together set nothing.
bool FiredOnce(const Case& the_case, const PatientFacts& facts,
               const kv1::Rule& rule, const FiredRule& fired) {
  Tests tests;
  AddTestsRead(the_case.knowledge, rule.when(), &tests);
  return absl::c_any_of(MomentsOf(facts, tests), [&](const auto& moment) {
    const PatientFacts then = MeasuredBy(facts, moment.first, moment.second);
    Case past(the_case.knowledge, then, moment.second);
    Read(&past);
    return HasFired(past, fired);
  });
}

bool IsEndedBy(const LastingCondition& lasting, const kv1::Test& test) {
  return absl::c_any_of(lasting.results, [&](const ExpiredResult& result) {
    return result.test == &test;
  });
}

// Whether a clinician may take the test: nothing but what the test itself has
// shown, or what logs tell of its movement, forbids a tag that it demands.
// Otherwise nobody could ever end it.
bool MayBeRepeated(const Case& the_case,
                   const std::vector<LastingCondition>& lasting,
                   const kv1::Test& test) {
  std::vector<LastingCondition> others;
  absl::c_copy_if(
      lasting, std::back_inserter(others),
      [&](const LastingCondition& one) { return !IsEndedBy(one, test); });
  Case without(the_case.knowledge, the_case.facts, the_case.today);
  without.tells_fired_only = true;
  without.raised_flags = the_case.raised_flags;
  absl::c_copy_if(the_case.logged_conditions,
                  std::back_inserter(without.logged_conditions),
                  [&](const ConditionAfterLog& logged) {
                    return logged.until_test != test.id();
                  });
  ReadWithLasting(others, &without);
  Screen(&without);
  ApplyClinicianLimits(&without);
  return MayOffer(without.result, test, kv1::ASSESSOR_CLINICIAN);
}

std::string NameOf(const Knowledge& knowledge, const std::string& condition) {
  const kv1::HealthCondition* found = knowledge.FindCondition(condition);
  return found == nullptr ? condition : found->display_name();
}

// Whether no test can end it: the profile has the condition, and the rule does
// nothing else.
bool HoldsAnyway(const Case& the_case, const LastingCondition& lasting) {
  return the_case.knowledge.FindRule(lasting.rule)->effects_size() == 1 &&
         absl::c_any_of(the_case.profile.conditions(),
                        [&](const v1::ActiveCondition& told) {
                          return told.condition() == lasting.condition;
                        });
}

std::string AdviceOn(const LastingCondition& lasting, const std::string& name) {
  return absl::StrCat(name,
                      ". That follows from what is too old to be evidence, and "
                      "stays in force until the test is taken again: ",
                      InWords(lasting.results), ".");
}

v1::TestRequest RequestFor(const LastingCondition& lasting,
                           const ExpiredResult& result, std::string reason) {
  v1::TestRequest request;
  request.set_test(result.test->id());
  request.set_side(result.side);
  request.set_rule(lasting.rule);
  request.set_reason(std::move(reason));
  return request;
}

// The same for what logs put in force.
std::vector<LastingCondition> AfterLogs(const Case& the_case) {
  std::vector<LastingCondition> all;
  for (const ConditionAfterLog& logged : the_case.logged_conditions) {
    const kv1::Test* test = the_case.knowledge.FindTest(logged.until_test);
    if (test == nullptr) continue;
    LastingCondition one{logged.condition, logged.rule, {}, {}};
    if (test->laterality() == kv1::LATERALITY_BILATERAL) {
      one.results = {{test, kv1::SIDE_LEFT}, {test, kv1::SIDE_RIGHT}};
    } else {
      one.results = {{test, kv1::SIDE_MIDLINE}};
    }
    all.push_back(std::move(one));
  }
  return all;
}

// Puts `first` before `requests`, each test and side once.
void PutFirst(const std::vector<v1::TestRequest>& first,
              google::protobuf::RepeatedPtrField<v1::TestRequest>* requests) {
  const std::vector<v1::TestRequest> others(requests->begin(), requests->end());
  requests->Clear();
  for (const auto* some : {&first, &others}) {
    for (const v1::TestRequest& request : *some) {
      if (absl::c_none_of(*requests, [&](const v1::TestRequest& known) {
            return known.test() == request.test() &&
                   known.side() == request.side();
          })) {
        *requests->Add() = request;
      }
    }
  }
}

}  // namespace

std::string InWords(const std::vector<ExpiredResult>& results) {
  return absl::StrJoin(
      results, "; ", [](std::string* out, const ExpiredResult& result) {
        const absl::string_view side = result.side == kv1::SIDE_LEFT ? "left, "
                                       : result.side == kv1::SIDE_RIGHT
                                           ? "right, "
                                           : "";
        absl::StrAppend(out, result.test->display_name(), " (", side,
                        MeasuredValue(result.value, result.test->unit()),
                        " on ", absl::FormatCivilTime(result.day), ")");
      });
}

absl::flat_hash_set<absl::string_view> TestsOfConditions(
    const Knowledge& knowledge) {
  Tests tests;
  for (const kv1::Rule& rule : knowledge.pack().rules()) {
    if (SetsCondition(rule)) AddTestsRead(knowledge, rule.when(), &tests);
  }
  return tests;
}

std::vector<LastingCondition> LastingConditions(const Case& the_case) {
  std::vector<LastingCondition> lasting;
  const Tests tests = TestsOfConditions(the_case.knowledge);
  const Days newest = NewestDays(the_case, tests);
  if (!MayHaveExpired(the_case, newest)) return lasting;
  const PatientFacts facts = FactsOfConditions(the_case, tests);
  PatientFacts as_of_today = facts;
  Renew(newest, the_case.today, &as_of_today);
  Case plain(the_case.knowledge, facts, the_case.today);
  Case renewed(the_case.knowledge, as_of_today, the_case.today);
  Read(&plain);
  Read(&renewed);
  for (const kv1::Rule& rule : the_case.knowledge.pack().rules()) {
    if (!SetsCondition(rule)) continue;
    std::vector<kv1::Side> sides;
    for (const FiredRule& fired : renewed.fired) {
      if (fired.rule == rule.id() && !HasFired(plain, fired) &&
          FiredOnce(the_case, facts, rule, fired)) {
        sides.push_back(fired.side);
      }
    }
    if (sides.empty()) continue;
    const std::vector<ExpiredResult> results =
        ExpiredOf(rule, sides, plain, renewed, newest);
    for (const kv1::Effect& effect : rule.effects()) {
      if (!effect.has_set_condition()) continue;
      lasting.push_back({effect.set_condition(), rule.id(), sides, results});
    }
  }
  return lasting;
}

void AskForLastingConditions(Case* the_case) {
  const std::vector<LastingCondition> old = LastingConditions(*the_case);
  std::vector<LastingCondition> all = old;
  absl::c_copy(AfterLogs(*the_case), std::back_inserter(all));
  std::vector<v1::TestRequest> requests;
  for (size_t i = 0; i < all.size(); ++i) {
    const LastingCondition& one = all[i];
    const bool is_old = i < old.size();
    if (is_old && HoldsAnyway(*the_case, one)) continue;
    const std::string name = NameOf(the_case->knowledge, one.condition);
    if (is_old) {
      the_case->result.mutable_limits()->add_advice(AdviceOn(one, name));
    }
    const std::string reason = absl::StrCat(
        is_old ? "Its last value is too old to be evidence, but what follows "
                 "from it stays in force until it is taken again: "
               : "What follows from what was logged stays in force until it "
                 "is taken: ",
        name, ".");
    for (const ExpiredResult& result : one.results) {
      if (MayBeRepeated(*the_case, old, *result.test)) {
        requests.push_back(RequestFor(one, result, reason));
      }
    }
  }
  PutFirst(requests, the_case->result.mutable_test_requests());
}

}  // namespace tonus::engine
