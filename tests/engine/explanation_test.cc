// SPDX-License-Identifier: Apache-2.0
// Answers to "why this?" and "why not that?".

#include "services/engine/explanation.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/engine/interpretation.h"
#include "services/engine/planning.h"
#include "tests/engine/patient_facts.h"
#include "tests/testing/matchers.h"

namespace tonus::engine {
namespace {

namespace kv1 = knowledge::v1;
using ::testing::AllOf;
using ::testing::AnyOf;
using ::testing::Contains;
using ::testing::ContainsRegex;
using ::testing::Each;
using testing::EqualsProto;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::IsSupersetOf;
using ::testing::Not;
using ::testing::SizeIs;
using ::testing::StartsWith;
using testing::StatusIs;

constexpr char kProfile[] = "age_years: 35 user_level: 2";
constexpr char kPair[] =
    "release_and_activate_partner:iliopsoas.R>gluteus_maximus.R";

std::string PairResults() {
  return absl::StrCat(Result("mod_thomas_hip", kRight, 8),
                      Result("hip_ext_hhd", kRight, 5));
}

// A person with the routine of today.
class Person {
 public:
  explicit Person(const std::string& results,
                  const std::string& profile = kProfile)
      : Person(PatientFacts(profile)
                   .Assessed(0, absl::StrCat(kDenied, results))
                   .facts()) {}

  explicit Person(storage::v1::PatientFacts facts)
      : facts_(std::move(facts)),
        interpretation_(Interpret(ReleasedKnowledge(), facts_, Today())),
        routine_(PlanRoutine(ReleasedKnowledge(), facts_, interpretation_,
                             Today())) {}

  absl::StatusOr<v1::Explanation> Ask(const std::string& request) const {
    return Explain(ReleasedKnowledge(), {facts_, interpretation_, routine_},
                   testing::ParseText<v1::ExplainRoutineRequest>(request));
  }

  v1::Explanation Answer(const std::string& request) const {
    absl::StatusOr<v1::Explanation> answer = Ask(request);
    EXPECT_THAT(answer, testing::IsOk());
    return answer.ok() ? *std::move(answer) : v1::Explanation();
  }

  const v1::Interpretation& interpretation() const { return interpretation_; }
  const v1::Routine& routine() const { return routine_; }

  bool Plans(const std::string& exercise) const {
    for (const v1::Session& session : routine_.sessions()) {
      for (const v1::SessionItem& item : session.items()) {
        if (item.exercise() == exercise) return true;
      }
    }
    return false;
  }

 private:
  const storage::v1::PatientFacts facts_;
  const v1::Interpretation interpretation_;
  const v1::Routine routine_;
};

std::vector<std::string> Subjects(const v1::Explanation& explanation) {
  std::vector<std::string> subjects;
  for (const v1::Source& source : explanation.sources()) {
    subjects.push_back(source.subject());
  }
  return subjects;
}

TEST(ExplainMuscleTest, OneThatWasNeverTestedSaysSo) {
  const v1::Explanation answer =
      Person(PairResults()).Answer("muscle: 'gastrocnemius.L'");
  EXPECT_THAT(
      answer.sentences(),
      Contains("Left gastrocnemius: not measured, so nothing is known and "
               "nothing is decided."));
  EXPECT_THAT(answer.sentences(), Contains(StartsWith("What would tell most")));
  EXPECT_THAT(answer.sentences(),
              Contains("Why not treat it? No test was taken."));
  ASSERT_THAT(answer.findings(), SizeIs(1));
  EXPECT_EQ(answer.findings(0).unknown_reason(), v1::UNKNOWN_REASON_NOT_TESTED);
  EXPECT_THAT(answer.decisions(), IsEmpty());
  EXPECT_THAT(Subjects(answer), Contains("R-106"));
}

// What would tell most is offered where it may be taken, and by no one behind a
// closed gate.
TEST(ExplainMuscleTest, OnlyTestsThatMayBeTakenWouldTellMost) {
  const auto told = [](const std::string& profile, const char* muscle) {
    const v1::Explanation answer =
        Person(PairResults(), profile)
            .Answer(absl::StrCat("muscle: '", muscle, "'"));
    for (const std::string& sentence : answer.sentences()) {
      if (absl::StartsWith(sentence, "What would tell most")) return sentence;
    }
    return std::string();
  };
  const char kLumbar[] = "erector_spinae_lumbar.L";
  EXPECT_THAT(told(kProfile, kLumbar),
              AllOf(HasSubstr("Sorensen"), HasSubstr("Schober")));
  // R-012: it bends the low back.
  const std::string brittle =
      absl::StrCat(kProfile, " conditions { condition: 'cond_osteoporosis' }");
  EXPECT_THAT(told(brittle, kLumbar), Not(HasSubstr("Schober")));
  // A ratio is computed, not taken.
  EXPECT_THAT(told(kProfile, "multifidus_lumbar.L"),
              AllOf(HasSubstr("Sorensen"), Not(HasSubstr("over extensor"))));
  EXPECT_EQ(told("age_years: 16", kLumbar), "");
}

// R-342 and R-503 allow self-massage by the finding alone; tags, the policy of
// the muscle and a closed gate have the last word.
TEST(ExplainMuscleTest, MassageThatSafetyForbidsIsNotOffered) {
  struct Example {
    const char* condition;
    std::string results;
    const char* muscle;
    const char* reason;
  };
  const auto calf = absl::StrCat(
      Result("ankle_df_knee_ext", kRight, 15),
      "history { feels_tight { muscle: 'gastrocnemius' side: SIDE_RIGHT } }");
  const auto seat = absl::StrCat(
      Result("hip_ext_mmt", kRight, 3),
      "history { tender { muscle: 'gluteus_maximus' side: SIDE_RIGHT } }");
  const auto told = [](const Example& example) {
    const Person person(
        example.results,
        absl::StrCat(kProfile, *example.condition == '\0'
                                   ? ""
                                   : absl::StrCat(" conditions { condition: '",
                                                  example.condition, "' }")));
    const v1::Explanation answer =
        person.Answer(absl::StrCat("muscle: '", example.muscle, "'"));
    std::vector<std::string> sentences(answer.sentences().begin(),
                                       answer.sentences().end());
    for (const auto& limit :
         person.interpretation().limits().allowed_target_techniques()) {
      sentences.push_back(absl::StrCat("limit by ", limit.rule()));
    }
    return sentences;
  };
  EXPECT_THAT(told({"", calf, "gastrocnemius.R", ""}),
              IsSupersetOf({HasSubstr("may get up to 30 s"),
                            HasSubstr("limit by R-342")}));
  EXPECT_THAT(told({"", seat, "gluteus_maximus.R", ""}),
              IsSupersetOf({HasSubstr("may get one self-massage"),
                            HasSubstr("limit by R-503")}));
  const Example refused[] = {
      {"cond_dvt_history", calf, "gastrocnemius.R",
       "tool pressure on thigh or calf. The reason: Past deep vein"},
      {"cond_skin_wound", calf, "gastrocnemius.R", "any self-massage tool"},
      {"cond_skin_wound", seat, "gluteus_maximus.R", "any self-massage tool"},
      {"cond_recent_fracture", calf, "gastrocnemius.R", "No exercise may be"},
      {"",
       absl::StrCat("history { feels_tight { muscle: 'rectus_abdominis' ",
                    "side: SIDE_MIDLINE } }",
                    Result("trunk_flexor", kMidline, 170)),
       "rectus_abdominis", "never massaged"},
  };
  for (const Example& example : refused) {
    EXPECT_THAT(told(example), AllOf(Contains(AllOf(HasSubstr("although R-"),
                                                    HasSubstr(example.reason))),
                                     Not(Contains(HasSubstr("may get"))),
                                     Not(Contains(HasSubstr("limit by")))))
        << example.condition << " " << example.muscle;
  }
}

std::string LeftPair() {
  return absl::StrCat(Result("mod_thomas_hip", kLeft, 3),
                      Result("slb_hold", kLeft, 14));
}

// "it" is the muscle that was asked about; what was rejected for another one
// names it.
TEST(ExplainMuscleTest, WhatWasRejectedForAnotherMuscleNamesIt) {
  constexpr char kNotTrained[] = "hy not train it? Its strength is not known.";
  const Person person(LeftPair());
  for (const char* request :
       {"muscle: 'gluteus_maximus.L'", "muscle: 'iliopsoas'"}) {
    EXPECT_THAT(person.Answer(request).sentences(),
                AllOf(Contains(absl::StrCat("Left iliopsoas: w", kNotTrained)),
                      Not(Contains(absl::StrCat("W", kNotTrained)))))
        << request;
  }
  EXPECT_THAT(person.Answer("muscle: 'iliopsoas.L'").sentences(),
              Contains(absl::StrCat("W", kNotTrained)));
}

TEST(ExplainMuscleTest, SessionsAreThoseOfItsSide) {
  const Person person(LeftPair());
  EXPECT_THAT(person.Answer("muscle: 'iliopsoas.L'").sessions(), SizeIs(18));
  const v1::Explanation other = person.Answer("muscle: 'iliopsoas.R'");
  EXPECT_THAT(other.sessions(), IsEmpty());
  EXPECT_THAT(other.sentences(),
              Contains(StartsWith("No session works on it")));
}

// An exercise for something else may have it among its targets.
TEST(ExplainMuscleTest, WhatIsWorkedOnAlongWithSomethingElseSaysSo) {
  const Person person(LeftPair());
  ASSERT_TRUE(person.Plans("glute_bridge"));
  const v1::Explanation along = person.Answer("muscle: 'hamstrings.L'");
  EXPECT_THAT(along.sessions(), IsEmpty());
  EXPECT_THAT(along.sentences(),
              Contains(AllOf(HasSubstr("along with something else"),
                             HasSubstr("\"Bridge\""))));
  EXPECT_THAT(person.Answer("muscle: 'biceps_brachii.L'").sentences(),
              Contains("No session works on it."));
}

TEST(ExplainMuscleTest, WhatIsWorkedOnFirstWithoutAFindingSaysIn) {
  const Person person(LeftPair());
  ASSERT_TRUE(person.Plans("bird_dog_leg"));
  const std::string first =
      ReleasedKnowledge().FindExercise("bird_dog_leg")->targets(0);
  const v1::Explanation answer =
      person.Answer(absl::StrCat("muscle: '", first, "'"));
  EXPECT_THAT(answer.sessions(), Not(IsEmpty()));
  EXPECT_THAT(answer.sentences(),
              Contains(HasSubstr("it is what is worked on first in: ")));
}

TEST(ExplainMuscleTest, ANerveThatIsNotScreenedIsNotSaidToBeGlided) {
  const v1::Explanation answer =
      Person(Result("slump", kLeft, 2)).Answer("muscle: 'sciatic_nerve.L'");
  EXPECT_THAT(answer.sentences(),
              AllOf(Contains(HasSubstr("allows no nerve gliding until")),
                    Contains(HasSubstr("only where its neurological screen "
                                       "allows it")),
                    Not(Contains(HasSubstr("is treated by gliding")))));
}

TEST(ExplainMuscleTest, WithoutASideItSpeaksOfBoth) {
  const v1::Explanation answer =
      Person(PairResults()).Answer("muscle: 'iliopsoas'");
  EXPECT_THAT(answer.findings(), SizeIs(2));
  EXPECT_THAT(answer.decisions(), SizeIs(1));
  EXPECT_THAT(answer.sessions(), Not(IsEmpty()));
}

TEST(ExplainMuscleTest, TheDecisionIsThatOfTheInterpretation) {
  const Person person(PairResults());
  const v1::Explanation answer = person.Answer("muscle: 'gluteus_maximus.R'");
  ASSERT_THAT(answer.decisions(), SizeIs(1));
  EXPECT_THAT(
      answer.decisions(0),
      EqualsProto(person.interpretation().decisions(0).ShortDebugString()));
  EXPECT_THAT(answer.decisions(0).steps(), Not(IsEmpty()));
  EXPECT_THAT(answer.sentences(),
              Contains(HasSubstr("Why not release or stretch it?")));
}

TEST(ExplainMuscleTest, RulesThatNameItAreShownAlsoWhenTheyDidNotFire) {
  const v1::Explanation answer =
      Person(absl::StrCat(Result("pslr", kRight, 40),
                          Result("pke_9090", kRight, 5)))
          .Answer("muscle: 'hamstrings.R'");
  bool fired = false;
  bool failed = false;
  for (const v1::RuleTrace& trace : answer.rules()) {
    fired =
        fired || (trace.rule() == "R-313" && trace.truth() == kv1::TRUTH_TRUE);
    failed = failed ||
             (trace.rule() == "R-315" && trace.truth() == kv1::TRUTH_FALSE);
    EXPECT_NE(trace.side(), kLeft) << trace.rule();
  }
  EXPECT_TRUE(fired) << answer.DebugString();
  EXPECT_TRUE(failed) << answer.DebugString();
}

TEST(ExplainMuscleTest, AnOpenRuleSaysWhatItWants) {
  const v1::Explanation answer = Person(Result("mod_thomas_hip", kRight, 8))
                                     .Answer("muscle: 'hamstrings.R'");
  EXPECT_THAT(
      answer.sentences(),
      Contains(AllOf(StartsWith("Not known yet: "),
                     HasSubstr("Passive knee extension at 90/90 (right)"))));
  EXPECT_THAT(answer.sentences(),
              Contains(StartsWith("Open until then, by rule R-313: Where no "
                                  "nerve test is positive, ")));
}

// A name in the plural has no verb in the singular, and nobody reads an id.
TEST(ExplainMuscleTest, NamesFitTheirVerbsAndIdsHaveNames) {
  const Person person(
      absl::StrCat(PairResults(), Result("pke_9090", kLeft, 40),
                   Result("slump", kRight, 2)),
      absl::StrCat(kProfile,
                   " conditions { condition: 'cond_hypermobility' }"
                   " conditions { condition: 'cond_skin_wound' }"));
  std::vector<v1::Explanation> answers = {person.Answer("overview: true")};
  for (const kv1::Muscle& muscle : ReleasedKnowledge().pack().muscles()) {
    answers.push_back(
        person.Answer(absl::StrCat("muscle: '", muscle.id(), "'")));
  }
  for (const kv1::Exercise& exercise : ReleasedKnowledge().pack().exercises()) {
    answers.push_back(
        person.Answer(absl::StrCat("exercise: '", exercise.id(), "'")));
  }
  for (const v1::Explanation& answer : answers) {
    EXPECT_THAT(answer.sentences(),
                Each(Not(AnyOf(ContainsRegex("[a-zA-Z]_[a-zA-Z]"),
                               ContainsRegex("(ft|ht) hamstrings? (is|was|has|"
                                             "needs|stays|tests) ")))))
        << answer.subject();
  }
}

TEST(ExplainOverviewTest, NamesTheQuestionsThatAreOpen) {
  // All but one were answered.
  constexpr char kOpen[] = "rf_saddle_sensation";
  std::string answers = "screening {";
  for (const kv1::RedFlag& flag : ReleasedKnowledge().pack().red_flags()) {
    if (!flag.asked() || flag.id() == kOpen) continue;
    absl::StrAppend(&answers, " answers { red_flag: '", flag.id(), "' }");
  }
  const Person unasked(
      PatientFacts(kProfile)
          .Assessed(0, absl::StrCat(answers, " } ", PairResults()))
          .facts());
  EXPECT_THAT(unasked.Answer("overview: true").sentences(),
              Contains(absl::StrCat(
                  "These questions are open, never answered or answered too "
                  "long ago; an assessment that answers them clears this: ",
                  ReleasedKnowledge().FindRedFlag(kOpen)->finding(), ".")));
  EXPECT_THAT(Person(PairResults()).Answer("overview: true").sentences(),
              Not(Contains(HasSubstr("questions are open"))));
}

// Nobody can do anything with the number of an override.
TEST(ExplainOverviewTest, TellsWhatAClinicianAskedFor) {
  storage::v1::PatientFacts facts =
      PatientFacts(kProfile)
          .Assessed(0, absl::StrCat(kDenied, PairResults()))
          .facts();
  for (const char* change : {
           "pin_exercise: 'cat_cow'",
           "exclude_exercise: 'glute_bridge'",
           "replace_exercise { exercise: 'walk_brisk' "
           "replacement: 'march_warmup' }",
           "force_verdict { muscle: 'hamstrings' side: SIDE_LEFT "
           "status: STATUS_TIGHT_AND_WEAK }",
           "mute_verdict { muscle: 'lumbar_spine' side: SIDE_MIDLINE }",
           "dose_cap { max_sets: 1 percent: 50 }",
           "level_cap: 2",
           "policy { policy: 'missed_sessions' choice: 'merge' }",
           "permit_exercise: 'smr_psoas_soft_ball'",
           "equipment { equipment: 'foam_roller' equipment: 'strap' }",
       }) {
    auto& fact = *facts.add_overrides();
    fact.set_revision(facts.overrides_size());
    *fact.mutable_override() = testing::ParseText<v1::Override>(change);
  }
  const auto sentences = Person(facts).Answer("overview: true").sentences();
  EXPECT_THAT(
      sentences,
      IsSupersetOf({
          "A clinician wants \"Cat-cow\" in every session in which it is "
          "safe.",
          "A clinician excludes \"Bridge\".",
          "A clinician wants \"March in place\" in the place of \"Brisk "
          "walk\".",
          "A clinician judges the left hamstrings as tight and weak, whatever "
          "was measured.",
          "A clinician wants nothing to follow from the verdict on the lumbar "
          "spine joints.",
          "A clinician limits every exercise to at most 1 set and 50 percent "
          "of the dose.",
          "A clinician allows exercises up to level 2.",
          "A clinician taught \"Abdominal psoas ball\" in person, so it may be "
          "chosen.",
          "A clinician says what is at hand: Foam roller, Strap.",
      }));
  EXPECT_THAT(sentences, Contains(HasSubstr(" Chosen by a clinician.")));
  EXPECT_THAT(sentences, Each(Not(HasSubstr("overrides/"))));
}

TEST(ExplainDecisionTest, TellsBothEndsOfAPair) {
  const v1::Explanation answer =
      Person(PairResults()).Answer(absl::StrCat("decision: '", kPair, "'"));
  EXPECT_EQ(answer.subject(), kPair);
  EXPECT_THAT(answer.findings(), SizeIs(2));
  EXPECT_THAT(answer.decisions(), SizeIs(1));
  EXPECT_THAT(answer.sessions(), Not(IsEmpty()));
  EXPECT_THAT(Subjects(answer),
              ::testing::IsSupersetOf({"R-504", "R-107", "mod_thomas_hip",
                                       "iliopsoas>gluteus_maximus", "src4"}));
}

TEST(ExplainExerciseTest, OneThatIsPlannedSaysWhy) {
  const Person person(PairResults());
  const v1::SessionItem& item = person.routine().sessions(0).items(0);
  const v1::Explanation answer =
      person.Answer(absl::StrCat("exercise: '", item.exercise(), "'"));
  EXPECT_THAT(answer.sentences(), Contains(item.reason()));
  EXPECT_THAT(answer.sessions(), Contains(1));
  EXPECT_THAT(answer.refused(), IsEmpty());
}

TEST(ExplainExerciseTest, OneThatATagForbidsNamesTheTagAndTheCondition) {
  const Person person(PairResults(),
                      absl::StrCat(kProfile,
                                   " conditions { condition: "
                                   "'cond_knee_kneeling_intolerance' }"));
  const v1::Explanation answer =
      person.Answer("exercise: 'kneeling_hip_flexor'");
  EXPECT_THAT(
      answer.sentences(),
      Contains(
          "\"Kneeling hip flexor stretch\" demands what is ruled out: "
          "pressure on the kneecap. The reason: Knees that do not tolerate "
          "kneeling (rule G-06)."));
  ASSERT_THAT(answer.refused(), SizeIs(1));
  EXPECT_EQ(answer.refused(0).rule(), "G-06");
  EXPECT_THAT(Subjects(answer), Contains("G-06"));
  EXPECT_THAT(answer.sessions(), IsEmpty());
}

TEST(ExplainExerciseTest, OneThatNeedsWhatIsNotAtHandSaysWhat) {
  const v1::Explanation answer =
      Person(PairResults()).Answer("exercise: 'smr_glutes_roller'");
  EXPECT_THAT(answer.sentences(),
              Contains(HasSubstr("needs equipment that is not at hand")));
  ASSERT_THAT(answer.refused(), SizeIs(1));
  EXPECT_EQ(answer.refused(0).rule(), "R-734");
  EXPECT_THAT(Subjects(answer), Contains("R-734"));
}

TEST(ExplainExerciseTest, OneThatWasDroppedForTimeSaysSo) {
  const PatientFacts patient =
      PatientFacts(kProfile).Assessed(0, absl::StrCat(kDenied, PairResults()));
  const v1::Interpretation interpretation =
      Interpret(ReleasedKnowledge(), patient.facts(), Today());
  v1::Routine routine = PlanRoutine(ReleasedKnowledge(), patient.facts(),
                                    interpretation, Today());
  v1::Dropped& dropped = *routine.mutable_sessions(0)->add_dropped();
  dropped.set_exercise("chin_tuck_seated");
  dropped.set_rule("R-732");
  dropped.set_reason("It does not fit into the time of the session.");
  v1::ExplainRoutineRequest request;
  request.set_exercise("chin_tuck_seated");
  TONUS_ASSERT_OK_AND_ASSIGN(
      const v1::Explanation answer,
      Explain(ReleasedKnowledge(), {patient.facts(), interpretation, routine},
              request));
  EXPECT_THAT(
      answer.sentences(),
      Contains("\"Seated chin glide\": It does not fit into the time of "
               "the session (rule R-732)."));
  ASSERT_THAT(answer.refused(), SizeIs(1));
  EXPECT_THAT(answer.refused(0), EqualsProto(dropped.ShortDebugString()));
  EXPECT_THAT(Subjects(answer), Contains("R-732"));
}

// What a first week leaves out for time stands in the second.
TEST(ExplainExerciseTest, OneThatSomeSessionsLeaveOutSaysBoth) {
  const Person person("");
  const v1::Session& first = person.routine().sessions(0);
  ASSERT_FALSE(first.dropped().empty());
  int both = 0;
  for (const v1::Dropped& dropped : first.dropped()) {
    const v1::Explanation answer =
        person.Answer(absl::StrCat("exercise: '", dropped.exercise(), "'"));
    EXPECT_THAT(answer.refused(),
                Contains(EqualsProto(dropped.ShortDebugString())));
    both += !answer.sessions().empty();
  }
  EXPECT_GT(both, 0);
}

TEST(ExplainExerciseTest, OneThatServesNoDecisionSaysWhatItsTargetIs) {
  const Person person(PairResults());
  ASSERT_FALSE(person.Plans("chin_tuck_seated"));
  const v1::Explanation answer = person.Answer("exercise: 'chin_tuck_seated'");
  EXPECT_THAT(answer.sentences(),
              Contains(StartsWith("No decision asks for \"")));
  EXPECT_THAT(answer.sentences(), Contains("Deep neck flexors: not known."));
}

TEST(ExplainExerciseTest, AStretchOfWhatIsNotTightSaysSo) {
  const v1::Explanation answer = Person(Result("mod_thomas_hip", kRight, -20))
                                     .Answer("exercise: 'kneeling_hip_flexor'");
  EXPECT_THAT(answer.sentences(),
              Contains(HasSubstr("only what is tight is stretched")));
  EXPECT_THAT(Subjects(answer), Contains("R-501"));
}

TEST(ExplainExerciseTest, ContractRelaxSaysWhatStandsInItsWay) {
  const auto told = [](const std::string& results, const std::string& profile) {
    return Person(Result("pke_9090", kRight, 50) + results, profile)
        .Answer("exercise: 'pnf_straight_leg'")
        .sentences();
  };
  EXPECT_THAT(told("", "age_years: 35 user_level: 5 equipment: 'strap'"),
              Contains(AllOf(StartsWith("\""),
                             HasSubstr("while the average pain is not known "
                                       "(rule R-711)"))));
  const std::string pain = Result("nrs_avg", kMidline, 2);
  EXPECT_THAT(told(pain, "user_level: 5 equipment: 'strap'"),
              Contains(HasSubstr("while the age is not known (rule R-711)")));
  // The answer of a questionnaire says it as well as a result does.
  EXPECT_THAT(told("measures { measure: 'nrs_avg' total: 5 }",
                   "age_years: 35 user_level: 5 equipment: 'strap'"),
              Contains(HasSubstr("while the average pain is above 4")));
}

TEST(ExplainExerciseTest, WhileTheGateIsClosedNothingIsPlanned) {
  const v1::Explanation answer =
      Person(PairResults(), "age_years: 16").Answer("exercise: 'glute_bridge'");
  EXPECT_THAT(answer.sentences(),
              Contains("No exercise is planned while the gate is closed."));
}

struct ErrorRow {
  const char* name;
  const char* request;
  const char* message;
};

class ExplainErrorTest : public ::testing::TestWithParam<ErrorRow> {};

TEST_P(ExplainErrorTest, SaysWhatIsWrong) {
  EXPECT_THAT(Person(PairResults()).Ask(GetParam().request),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr(GetParam().message)));
}

INSTANTIATE_TEST_SUITE_P(
    Rows, ExplainErrorTest,
    ::testing::Values(
        ErrorRow{"Nothing", "", "is missing: set"},
        ErrorRow{"NoOverview", "overview: false", "is missing: set"},
        ErrorRow{"Muscle", "muscle: 'psoas'", "list them with ListMuscles"},
        ErrorRow{"MuscleOfNoName", "muscle: '.L'",
                 "list them with ListMuscles"},
        ErrorRow{"SideOfTheMidline", "muscle: 'rectus_abdominis.L'",
                 "is of a muscle that does not have the side"},
        ErrorRow{"SmallSide", "muscle: 'iliopsoas.l'",
                 "names no side behind its full stop"},
        ErrorRow{"MidlineOfASide", "muscle: 'iliopsoas.M'",
                 "is of a muscle that does not have the side"},
        ErrorRow{"Exercise", "exercise: 'bench_press'",
                 "list them with ListExercises"},
        ErrorRow{"Decision", "decision: 'release:iliopsoas.R'",
                 "is not one of the routine"}),
    [](const auto& info) { return info.param.name; });

}  // namespace
}  // namespace tonus::engine
