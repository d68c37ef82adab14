// SPDX-License-Identifier: Apache-2.0
// What holds for the reading of every assessment, whatever was measured.
//
// RC_PARAMS changes the seed and the number of persons, and repeats a failure:
//   RC_PARAMS="seed=7 max_success=20000" reading_properties_test

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "gmock/gmock.h"
#include "google/protobuf/message.h"
#include "gtest/gtest.h"
#include "rapidcheck/gtest.h"
#include "services/engine/explanation.h"
#include "services/engine/interpretation.h"
#include "services/engine/planning.h"
#include "services/engine/unknown_reason.h"
#include "services/knowledge/released_pack.h"
#include "tests/property/facts_generator.h"

namespace tonus {
namespace {

using knowledge::v1::Status;
using storage::v1::PatientFacts;

constexpr absl::CivilDay kDay(2026, 11, 21);

// The same persons in every run, unless asked otherwise.
const bool kRepeatable =
    setenv("RC_PARAMS", "seed=1 max_success=150", /*overwrite=*/0) == 0;

const engine::Knowledge& Released() {
  static const auto* const kKnowledge =
      new absl::StatusOr<engine::Knowledge>(OpenReleasedPack());
  return kKnowledge->value();
}

rc::Gen<PatientFacts> AnyFacts() {
  return testing::AnyFacts(Released().pack());
}

v1::Interpretation Read(const PatientFacts& facts) {
  return engine::Interpret(Released(), facts, kDay);
}

v1::Routine Plan(const PatientFacts& facts, const v1::Interpretation& reading) {
  return engine::PlanRoutine(Released(), facts, reading, kDay);
}

bool SpeaksAbout(const std::string& test, const std::string& muscle) {
  if (absl::c_any_of(Released().MappingsOfTest(test), [&](const auto* mapping) {
        return mapping->muscle() == muscle;
      })) {
    return true;
  }
  return absl::c_any_of(Released().pack().tests(), [&](const auto& derived) {
    return derived.has_derivation() &&
           (derived.derivation().numerator() == test ||
            derived.derivation().denominator() == test) &&
           SpeaksAbout(derived.id(), muscle);
  });
}

// The bytes without the positions of the results in the request.
std::string BytesWithoutPositions(v1::Interpretation reading) {
  for (v1::RejectedResult& rejected : *reading.mutable_rejected_results()) {
    rejected.clear_index();
  }
  std::sort(reading.mutable_rejected_results()->begin(),
            reading.mutable_rejected_results()->end(),
            [](const v1::RejectedResult& a, const v1::RejectedResult& b) {
              return a.SerializeAsString() < b.SerializeAsString();
            });
  return reading.SerializeAsString();
}

// Every rule by which the finding came about.
std::multiset<std::string> RulesOf(const v1::Finding& finding) {
  std::multiset<std::string> rules(finding.rules().begin(),
                                   finding.rules().end());
  for (const v1::Evidence& evidence : finding.evidence()) {
    rules.insert(evidence.rules().begin(), evidence.rules().end());
    if (!evidence.excluded_by().empty()) rules.insert(evidence.excluded_by());
  }
  for (const v1::AxisReading& axis : finding.axes()) rules.insert(axis.rule());
  return rules;
}

RC_GTEST_PROP(ReadingProperties, TheSameFactsGiveTheSameBytes, ()) {
  RC_ASSERT(kRepeatable);
  const PatientFacts facts = *AnyFacts();
  const v1::Interpretation first = Read(facts);
  const v1::Interpretation second = Read(PatientFacts(facts));
  RC_ASSERT(first.SerializeAsString() == second.SerializeAsString());
  RC_ASSERT(Plan(facts, first).SerializeAsString() ==
            Plan(facts, second).SerializeAsString());
}

RC_GTEST_PROP(ReadingProperties, TheOrderOfResultsAndAnswersDoesNotMatter, ()) {
  const PatientFacts facts = *AnyFacts();
  PatientFacts turned = facts;
  auto* assessment = turned.mutable_assessments(0);
  auto* results = assessment->mutable_results();
  if (!results->empty()) {
    std::rotate(results->begin(),
                results->begin() + *rc::gen::inRange(0, results->size()),
                results->end());
  }
  auto* answers = assessment->mutable_screening()->mutable_answers();
  std::reverse(answers->begin(), answers->end());
  auto* conditions =
      turned.mutable_profiles(0)->mutable_profile()->mutable_conditions();
  std::reverse(conditions->begin(), conditions->end());
  RC_ASSERT(BytesWithoutPositions(Read(facts)) ==
            BytesWithoutPositions(Read(turned)));
}

RC_GTEST_PROP(ReadingProperties,
              AFurtherResultTurnsAnotherVerdictOnlyByARuleThatIsNamed, ()) {
  const PatientFacts facts = *AnyFacts();
  const v1::TestResult added = *testing::AnyResult(Released().pack());
  RC_PRE(!absl::c_any_of(
      facts.assessments(0).results(), [&](const v1::TestResult& result) {
        return result.test() == added.test() && result.side() == added.side();
      }));
  PatientFacts more = facts;
  *more.mutable_assessments(0)->add_results() = added;
  const v1::Interpretation before = Read(facts);
  const v1::Interpretation after = Read(more);
  RC_ASSERT(before.findings_size() == after.findings_size());
  for (int i = 0; i < before.findings_size(); ++i) {
    const v1::Finding& was = before.findings(i);
    const v1::Finding& is = after.findings(i);
    if (was.status() == Status::STATUS_UNKNOWN || is.status() == was.status() ||
        SpeaksAbout(added.test(), was.muscle())) {
      continue;
    }
    if (RulesOf(was) == RulesOf(is)) {
      RC_FAIL(added.test() + " turned " + was.muscle() +
              " and no rule says why");
    }
  }
}

// Whether pain is the result of the test, so that its values count.
bool AsksForPain(const std::string& id) {
  const auto kind = Released().FindTest(id)->kind();
  return kind == knowledge::v1::TEST_KIND_NEURAL ||
         kind == knowledge::v1::TEST_KIND_PAIN_PROVOCATION;
}

RC_GTEST_PROP(ReadingProperties, APainfulRepetitionTakesNoVerdictAway, ()) {
  PatientFacts facts = *AnyFacts();
  std::vector<v1::TestResult> measured;
  for (v1::TestResult& result :
       *facts.mutable_assessments(0)->mutable_results()) {
    if (AsksForPain(result.test())) continue;
    result.clear_pain_limited();
    measured.push_back(result);
  }
  RC_PRE(!measured.empty());
  PatientFacts more = facts;
  const int64_t now = facts.assessments(0).effective_time().seconds();
  for (const v1::TestResult& result : measured) {
    v1::TestResult& painful = *more.mutable_assessments(0)->add_results();
    painful.set_test(result.test());
    painful.set_side(result.side());
    painful.set_assessor(result.assessor());
    const auto& test = *Released().FindTest(result.test());
    painful.set_value(*rc::gen::element(test.min(), test.max()));
    painful.set_pain_limited(true);
    painful.mutable_measure_time()->set_seconds(
        now + *rc::gen::inRange<int64_t>(-30, 25) * 3600);
  }
  const v1::Interpretation before = Read(facts);
  const v1::Interpretation after = Read(more);
  RC_ASSERT(before.findings_size() == after.findings_size());
  for (int i = 0; i < before.findings_size(); ++i) {
    const v1::Finding& was = before.findings(i);
    const v1::Finding& is = after.findings(i);
    if (is.status() != was.status() || is.confidence() != was.confidence()) {
      RC_FAIL("pain took the verdict on " + was.muscle() + " away");
    }
  }
}

// Whether a test on `side` that a rule of `finding` asks for is requested, or
// `decision` says why not.
bool NamesWhatWouldSettle(const v1::Interpretation& reading,
                          const v1::Finding& finding) {
  for (const std::string& id : finding.rules()) {
    const auto* rule = Released().FindRule(id);
    if (rule == nullptr) continue;
    for (const auto& effect : rule->effects()) {
      if (!effect.has_request_test()) continue;
      if (absl::c_any_of(reading.test_requests(),
                         [&](const v1::TestRequest& request) {
                           return request.test() == effect.request_test() &&
                                  request.side() == finding.side();
                         })) {
        return true;
      }
    }
  }
  return absl::c_any_of(reading.decisions(), [&](const v1::Decision& decision) {
    return decision.muscle() == finding.muscle() &&
           decision.side() == finding.side() &&
           absl::c_any_of(decision.rejected(),
                          [](const v1::RejectedAction& rejected) {
                            return rejected.rule() == "R-012";
                          });
  });
}

RC_GTEST_PROP(ReadingProperties, WhatNeedsADifferentialIsAskedFor, ()) {
  PatientFacts facts = *AnyFacts();
  v1::TestResult& raise = *facts.mutable_assessments(0)->add_results();
  raise.set_test("pslr");
  raise.set_side(knowledge::v1::SIDE_LEFT);
  raise.set_value(20);
  const v1::Interpretation reading = Read(facts);
  // Nothing is asked for behind a closed gate.
  RC_PRE(reading.gate() == v1::GATE_OK);
  for (const v1::Finding& finding : reading.findings()) {
    if (!absl::c_linear_search(finding.qualifiers(),
                               knowledge::v1::QUALIFIER_NEEDS_DIFFERENTIAL)) {
      continue;
    }
    if (!NamesWhatWouldSettle(reading, finding)) {
      RC_FAIL("nothing says what would settle " + finding.muscle());
    }
  }
}

// Whether an exercise of `technique` can be what is done for `action`.
bool Serves(knowledge::v1::Technique technique, knowledge::v1::Action action) {
  const bool loads = technique == knowledge::v1::TECHNIQUE_ACTIVATION ||
                     technique == knowledge::v1::TECHNIQUE_STABILITY ||
                     technique == knowledge::v1::TECHNIQUE_STRENGTH;
  const bool floss = technique == knowledge::v1::TECHNIQUE_NEURAL_FLOSS;
  switch (action) {
    case knowledge::v1::ACTION_LENGTHEN:
      return technique == knowledge::v1::TECHNIQUE_STATIC_STRETCH ||
             technique == knowledge::v1::TECHNIQUE_PNF;
    case knowledge::v1::ACTION_FLOSS:
      return floss;
    case knowledge::v1::ACTION_STABILISE:
      return technique == knowledge::v1::TECHNIQUE_STABILITY;
    case knowledge::v1::ACTION_RELEASE:
    case knowledge::v1::ACTION_MOBILISE:
      return !loads && !floss &&
             technique != knowledge::v1::TECHNIQUE_BREATHING &&
             technique != knowledge::v1::TECHNIQUE_AEROBIC;
    default:
      return loads;
  }
}

// Whether the catalogue has an exercise for `step` without a forbidden tag.
bool IsPossible(const v1::Interpretation& reading, const v1::Step& step) {
  const auto forbids = [&](const std::string& tag) {
    return absl::c_any_of(reading.tags(), [&](const auto& restriction) {
      return restriction.forbidden() && restriction.tag() == tag;
    });
  };
  // What uses new range is a movement of something else.
  const bool any_target =
      step.muscle().empty() || step.action() == knowledge::v1::ACTION_INTEGRATE;
  return absl::c_any_of(
      Released().pack().exercises(), [&](const auto& exercise) {
        return Serves(exercise.technique(), step.action()) &&
               (any_target ||
                absl::c_linear_search(exercise.targets(), step.muscle())) &&
               !absl::c_linear_search(reading.limits().forbidden_techniques(),
                                      exercise.technique()) &&
               absl::c_none_of(exercise.tags(), forbids);
      });
}

RC_GTEST_PROP(ReadingProperties, EveryStepHasAnExerciseThatIsAllowed, ()) {
  const v1::Interpretation reading = Read(*AnyFacts());
  for (const v1::Decision& decision : reading.decisions()) {
    RC_ASSERT(!decision.steps().empty());
    for (const v1::Step& step : decision.steps()) {
      if (step.action() == knowledge::v1::ACTION_LEAVE_ALONE ||
          step.action() == knowledge::v1::ACTION_RETEST ||
          step.action() == knowledge::v1::ACTION_REFER) {
        continue;
      }
      if (!IsPossible(reading, step)) RC_FAIL(step.ShortDebugString());
    }
  }
}

RC_GTEST_PROP(ReadingProperties, AnUrgentFlagAlwaysWins, ()) {
  PatientFacts facts = *AnyFacts();
  std::vector<std::string> urgent;
  for (const auto& flag : Released().pack().red_flags()) {
    if (flag.asked() &&
        flag.action() == knowledge::v1::SAFETY_ACTION_STOP_AND_REFER_URGENT) {
      urgent.push_back(flag.id());
    }
  }
  const std::string raised = *rc::gen::elementOf(urgent);
  auto* answers = facts.mutable_assessments(0)->mutable_screening();
  const auto same = absl::c_find_if(
      *answers->mutable_answers(),
      [&](const v1::RedFlagAnswer& a) { return a.red_flag() == raised; });
  auto& answer = same == answers->mutable_answers()->end()
                     ? *answers->add_answers()
                     : *same;
  answer.set_red_flag(raised);
  answer.set_present(true);
  const v1::Interpretation reading = Read(facts);
  RC_ASSERT(reading.gate() == v1::GATE_STOP_AND_REFER_URGENT);
  RC_ASSERT(Plan(facts, reading).sessions().empty());
}

// Ids of exercises that nothing else of the pack is called.
const std::set<std::string>& ExerciseIds() {
  static const auto* const kIds = [] {
    auto* ids = new std::set<std::string>;
    for (const auto& exercise : Released().pack().exercises()) {
      ids->insert(exercise.id());
    }
    for (const auto& test : Released().pack().tests()) ids->erase(test.id());
    return ids;
  }();
  return *kIds;
}

// The exercises that a message names anywhere, also within texts.
std::set<std::string> ExercisesNamedIn(const google::protobuf::Message& said) {
  std::set<std::string> named;
  for (const absl::string_view word :
       absl::StrSplit(said.DebugString(), absl::ByAnyChar(" \t\n\\\"':,;.>()"),
                      absl::SkipEmpty())) {
    if (ExerciseIds().count(std::string(word)) > 0) named.emplace(word);
  }
  return named;
}

// Closes the gate in one of the ways in which it can be.
void CloseGate(PatientFacts* facts) {
  auto& screening = *facts->mutable_assessments(0)->mutable_screening();
  const auto say_yes = [&](const char* red_flag) {
    screening.clear_answers();
    auto& answer = *screening.add_answers();
    answer.set_red_flag(red_flag);
    answer.set_present(true);
  };
  facts->clear_clearances();
  switch (*rc::gen::inRange(0, 5)) {
    case 0:
      return screening.Clear();
    case 1:
      return say_yes("rf_saddle_sensation");
    case 2:
      return say_yes("rf_weight_loss");
    case 3:
      return say_yes("rf_of_another_pack");
    default:
      facts->mutable_profiles(0)
          ->mutable_profile()
          ->add_conditions()
          ->set_condition("cond_hip_replacement");
  }
}

RC_GTEST_PROP(ReadingProperties, AClosedGateNamesNoExerciseAnywhere, ()) {
  PatientFacts facts = *AnyFacts();
  CloseGate(&facts);
  const v1::Interpretation reading = Read(facts);
  RC_ASSERT(reading.gate() != v1::GATE_OK);
  RC_ASSERT(ExercisesNamedIn(reading).empty());
  RC_ASSERT(absl::c_none_of(reading.decisions(), [](const auto& decision) {
    return decision.kept();
  }));
  RC_ASSERT(reading.test_requests().empty());
  const v1::Routine routine = Plan(facts, reading);
  RC_ASSERT(ExercisesNamedIn(routine).empty());
  const auto speaks_of_walking = [](const std::string& text) {
    return absl::StrContains(text, "alking is fine");
  };
  RC_ASSERT(speaks_of_walking(
                reading.notices_size() > 0 ? reading.notices(0).text() : "") ||
            absl::c_none_of(routine.advice(), speaks_of_walking));
  v1::ExplainRoutineRequest request;
  request.set_overview(true);
  const engine::Planned planned = {facts, reading, routine};
  RC_ASSERT(
      ExercisesNamedIn(engine::Explain(Released(), planned, request).value())
          .empty());
  for (const char* muscle : {"hamstrings", "iliopsoas", "sciatic_nerve"}) {
    request.set_muscle(muscle);
    RC_ASSERT(
        ExercisesNamedIn(engine::Explain(Released(), planned, request).value())
            .empty());
  }
}

// Guards the property above, which would hold of a search that finds nothing.
TEST(ReadingPropertiesTest, ExercisesAreFoundAsValuesAndWithinTexts) {
  v1::Interpretation reading;
  reading.mutable_limits()->add_added_exercises("walk_brisk");
  EXPECT_THAT(ExercisesNamedIn(reading), ::testing::ElementsAre("walk_brisk"));
  reading.mutable_limits()->clear_added_exercises();
  reading.add_test_requests()->set_reason("Do 'walk_brisk' first.");
  EXPECT_THAT(ExercisesNamedIn(reading), ::testing::ElementsAre("walk_brisk"));
}

RC_GTEST_PROP(ReadingProperties, OnlyWhatIsTightIsStretched, ()) {
  const PatientFacts facts = *AnyFacts();
  const v1::Interpretation reading = Read(facts);
  const v1::Routine routine = Plan(facts, reading);
  for (const v1::Session& session : routine.sessions()) {
    for (const v1::SessionItem& item : session.items()) {
      const auto& exercise = *Released().FindExercise(item.exercise());
      // The relief ladder eases; it lengthens nothing.
      if (item.slot() == knowledge::v1::SLOT_RELIEF) continue;
      if (exercise.technique() != knowledge::v1::TECHNIQUE_STATIC_STRETCH &&
          exercise.technique() != knowledge::v1::TECHNIQUE_PNF) {
        continue;
      }
      RC_ASSERT(
          absl::c_any_of(reading.findings(), [&](const v1::Finding& finding) {
            return finding.status() == Status::STATUS_TIGHT &&
                   absl::c_any_of(exercise.targets(),
                                  [&](const std::string& target) {
                                    return target == finding.muscle();
                                  }) &&
                   (!exercise.per_side() ||
                    absl::c_any_of(item.doses(), [&](const v1::Dose& dose) {
                      return dose.side() == finding.side();
                    }));
          }));
    }
  }
}

RC_GTEST_PROP(ReadingProperties, EveryUnknownHasAReasonAndNothingElseHasOne,
              ()) {
  const v1::Interpretation reading = Read(*AnyFacts());
  for (const v1::Finding& finding : reading.findings()) {
    RC_ASSERT((finding.status() == Status::STATUS_UNKNOWN) ==
              (finding.unknown_reason() != v1::UNKNOWN_REASON_UNSPECIFIED));
  }
  for (const v1::RuleTrace& rule : reading.rules()) {
    RC_ASSERT((rule.truth() == knowledge::v1::TRUTH_UNKNOWN) ==
              !rule.missing().empty());
  }
}

// What of a finding says that its reason to be unknown is true.
class ReasonCheck {
 public:
  ReasonCheck(const v1::Interpretation& reading, const v1::Finding& finding)
      : reading_(reading), finding_(finding) {}

  bool IsTrue() const {
    switch (finding_.unknown_reason()) {
      case v1::UNKNOWN_REASON_NOT_TESTED:
        return finding_.evidence().empty() && Refusals().empty();
      case v1::UNKNOWN_REASON_EXPIRED:
        return finding_.evidence().empty() && !Refusals().empty() &&
               absl::c_all_of(Refusals(), IsExpired);
      case v1::UNKNOWN_REASON_INVALID:
        return finding_.evidence().empty() &&
               !absl::c_all_of(Refusals(), IsExpired);
      case v1::UNKNOWN_REASON_PAIN_LIMITED:
        return Bands().empty() && IsExcludedByPain();
      case v1::UNKNOWN_REASON_SET_ASIDE:
        return !finding_.evidence().empty() && Bands().empty() &&
               !IsExcludedByPain();
      case v1::UNKNOWN_REASON_BORDERLINE_ONLY:
        return Bands() == std::set<int>{knowledge::v1::BAND_BORDERLINE};
      case v1::UNKNOWN_REASON_CONFLICT:
        return Bands().count(knowledge::v1::BAND_NORMAL) == 1 &&
               Bands().count(knowledge::v1::BAND_ABNORMAL) == 1;
      case v1::UNKNOWN_REASON_LOW_EVIDENCE:
        return !Bands().empty() && !WeighsEnough();
      case v1::UNKNOWN_REASON_MIXED:
        return Bands().size() > 1 && WeighsEnough();
      case v1::UNKNOWN_REASON_AXIS_MISSING:
        return IsMuscle() && CountAxes(v1::AxisReading::STATE_NEGATIVE) == 1 &&
               CountAxes(v1::AxisReading::STATE_POSITIVE) == 0;
      case v1::UNKNOWN_REASON_NEEDS_DIFFERENTIAL:
        return HasQualifier(knowledge::v1::QUALIFIER_NEEDS_DIFFERENTIAL);
      case v1::UNKNOWN_REASON_NEURAL_SUSPECT:
        return HasQualifier(knowledge::v1::QUALIFIER_NEURAL_SUSPECT);
      default:
        return false;
    }
  }

 private:
  static bool IsExpired(const std::string& reason) {
    return reason == "EXPIRED";
  }

  bool IsMuscle() const {
    return Released().FindMuscle(finding_.muscle())->kind() ==
           knowledge::v1::TARGET_KIND_MUSCLE;
  }

  bool HasQualifier(knowledge::v1::Qualifier qualifier) const {
    return absl::c_linear_search(finding_.qualifiers(), qualifier);
  }

  // The bands of what counts.
  std::set<int> Bands() const {
    std::set<int> bands;
    for (const v1::Evidence& evidence : finding_.evidence()) {
      if (evidence.excluded_by().empty()) bands.insert(evidence.band());
    }
    return bands;
  }

  bool IsExcludedByPain() const {
    return absl::c_any_of(finding_.evidence(), [](const auto& evidence) {
      return evidence.excluded_by() == "R-003";
    });
  }

  bool WeighsEnough() const {
    return absl::c_any_of(finding_.axes(), [](const v1::AxisReading& axis) {
      return axis.confidence() >=
             Released().pack().fusion().min_confidence() - 1e-9;
    });
  }

  int64_t CountAxes(v1::AxisReading::State state) const {
    return absl::c_count_if(finding_.axes(), [&](const v1::AxisReading& axis) {
      return axis.state() == state;
    });
  }

  // The reasons for which results that speak about the target were not read.
  std::vector<std::string> Refusals() const {
    std::vector<std::string> reasons;
    for (const v1::RejectedResult& rejected : reading_.rejected_results()) {
      for (const auto* mapping :
           Released().MappingsOfMuscle(finding_.muscle())) {
        const bool lateral =
            rejected.side() != knowledge::v1::SIDE_MIDLINE &&
            rejected.side() != knowledge::v1::SIDE_UNSPECIFIED &&
            finding_.side() != knowledge::v1::SIDE_MIDLINE;
        const bool opposite =
            mapping->side() ==
            knowledge::v1::TestMapping::SIDE_RELATION_OPPOSITE;
        if (mapping->test() == rejected.test() &&
            (!lateral || (rejected.side() == finding_.side()) != opposite)) {
          reasons.push_back(rejected.reason());
        }
      }
    }
    return reasons;
  }

  const v1::Interpretation& reading_;
  const v1::Finding& finding_;
};

RC_GTEST_PROP(ReadingProperties, TheReasonOfEveryUnknownIsTrue, ()) {
  const v1::Interpretation reading = Read(*AnyFacts());
  for (const v1::Finding& finding : reading.findings()) {
    if (finding.status() != Status::STATUS_UNKNOWN) continue;
    if (!ReasonCheck(reading, finding).IsTrue()) {
      RC_FAIL(finding.DebugString());
    }
  }
}

RC_GTEST_PROP(ReadingProperties, EveryRuleOfADecisionHasASource, ()) {
  const v1::Interpretation reading = Read(*AnyFacts());
  std::set<std::string> subjects;
  for (const v1::Source& source : reading.sources()) {
    subjects.insert(source.subject());
  }
  for (const v1::Decision& decision : reading.decisions()) {
    RC_ASSERT(subjects.count(decision.rule()) == 1);
    for (const v1::Step& step : decision.steps()) {
      RC_ASSERT(subjects.count(step.rule()) == 1);
    }
    for (const v1::RejectedAction& rejected : decision.rejected()) {
      RC_ASSERT(subjects.count(rejected.rule()) == 1);
    }
  }
  for (const v1::Finding& finding : reading.findings()) {
    for (const v1::RejectedAction& rejected : finding.rejected()) {
      RC_ASSERT(subjects.count(rejected.rule()) == 1);
    }
  }
}

// A label and the trace of its rule say the same.
RC_GTEST_PROP(ReadingProperties, EveryPatternHasItsTrace, ()) {
  const v1::Interpretation reading = Read(*AnyFacts());
  std::set<std::pair<std::string, int>> labels;
  for (const v1::DetectedSyndrome& label : reading.syndromes()) {
    // The label over all sides is that of one of them; R-404 has no other.
    if (label.side() != knowledge::v1::SIDE_MIDLINE ||
        label.rule() == "R-404") {
      labels.insert({label.rule(), label.side()});
    }
  }
  std::set<std::pair<std::string, int>> traces;
  for (const v1::RuleTrace& trace : reading.rules()) {
    if (trace.truth() == knowledge::v1::TRUTH_TRUE &&
        absl::StartsWith(trace.rule(), "R-40")) {
      traces.insert({trace.rule(), trace.side()});
    }
  }
  RC_ASSERT(labels == traces);
}

// Nothing that is decided or rejected about an unknown target gives another
// reason than the finding does.
RC_GTEST_PROP(ReadingProperties, NoOtherReasonIsGiven, ()) {
  const v1::Interpretation reading = Read(*AnyFacts());
  for (const v1::Finding& finding : reading.findings()) {
    if (finding.status() != Status::STATUS_UNKNOWN) continue;
    std::string told;
    for (const auto& rejected : finding.rejected()) {
      absl::StrAppend(&told, rejected.reason(), "\n");
    }
    for (const v1::Decision& decision : reading.decisions()) {
      if (decision.muscle() != finding.muscle() ||
          decision.side() != finding.side()) {
        continue;
      }
      absl::StrAppend(&told, decision.reason(), "\n");
      for (const auto& rejected : decision.rejected()) {
        if (rejected.muscle() == finding.muscle() &&
            rejected.side() == finding.side()) {
          absl::StrAppend(&told, rejected.reason(), "\n");
        }
      }
    }
    for (int i = 1; i < v1::UnknownReason_ARRAYSIZE; ++i) {
      if (i == finding.unknown_reason()) continue;
      // Without the first letter, which is small within a sentence.
      absl::string_view other =
          engine::UnknownSentence(static_cast<v1::UnknownReason>(i));
      other = other.substr(1, other.size() - 2);
      if (absl::StrContains(told, other)) RC_FAIL(told);
    }
  }
}

}  // namespace
}  // namespace tonus
