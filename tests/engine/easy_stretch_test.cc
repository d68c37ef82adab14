// SPDX-License-Identifier: Apache-2.0
#include "services/engine/easy_stretch.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "services/engine/interpretation.h"
#include "services/engine/planning.h"
#include "tests/engine/patient_facts.h"

namespace tonus::engine {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr char kStretch[] = "kneeling_hip_flexor";

// A log of one stretch with that pull; `more` are further fields of it.
std::string StretchLog(int session, const std::string& exercise, int pull,
                       const std::string& more = "") {
  return absl::StrCat("session_number: ", session, " exercises { exercise: '",
                      exercise, "' ease: ", pull, " ", more, " }");
}

// Both hip flexors were tight 20 days ago.
PatientFacts TightHipFlexors() {
  PatientFacts person("age_years: 40");
  person.Assessed(20, absl::StrCat(kDenied, Result("mod_thomas_hip", kLeft, 8),
                                   Result("mod_thomas_hip", kRight, 8)));
  return person;
}

// The stretches that are stopped by the rule, as `technique muscle.side`.
std::vector<std::string> Stopped(const PatientFacts& person) {
  std::vector<std::string> stopped;
  const v1::Interpretation read =
      Interpret(ReleasedKnowledge(), person.facts(), Today());
  for (const auto& limit : read.limits().forbidden_target_techniques()) {
    if (limit.rule() != "R-502") continue;
    stopped.push_back(absl::StrCat(
        knowledge::v1::Technique_Name(limit.technique()), " ", limit.muscle(),
        " ", knowledge::v1::Side_Name(limit.side())));
  }
  return stopped;
}

// The tests that the rule asks for, with their sides.
std::vector<std::string> Requested(const PatientFacts& person) {
  std::vector<std::string> requested;
  const v1::Interpretation read =
      Interpret(ReleasedKnowledge(), person.facts(), Today());
  for (const auto& request : read.test_requests()) {
    if (request.rule() != "R-502") continue;
    requested.push_back(absl::StrCat(request.test(), " ",
                                     knowledge::v1::Side_Name(request.side())));
  }
  return requested;
}

TEST(EasyStretchTest, TwoEasySessionsStopTheStretchAndAskForItsTest) {
  PatientFacts person = TightHipFlexors();
  person.Logged(10, StretchLog(1, kStretch, 3));
  EXPECT_THAT(Stopped(person), IsEmpty());
  person.Logged(8, StretchLog(2, kStretch, 3));
  EXPECT_THAT(Stopped(person),
              ElementsAre("TECHNIQUE_STATIC_STRETCH iliopsoas SIDE_LEFT",
                          "TECHNIQUE_PNF iliopsoas SIDE_LEFT",
                          "TECHNIQUE_STATIC_STRETCH iliopsoas SIDE_RIGHT",
                          "TECHNIQUE_PNF iliopsoas SIDE_RIGHT"));
  EXPECT_THAT(Requested(person), ElementsAre("mod_thomas_hip SIDE_LEFT",
                                             "mod_thomas_hip SIDE_RIGHT"));
}

TEST(EasyStretchTest, AHarderPullBeginsAnew) {
  PatientFacts person = TightHipFlexors();
  person.Logged(10, StretchLog(1, kStretch, 3))
      .Logged(8, StretchLog(2, kStretch, 4))
      .Logged(6, StretchLog(3, kStretch, 3));
  EXPECT_THAT(Stopped(person), IsEmpty());
  EXPECT_THAT(Requested(person), IsEmpty());
  person.Logged(4, StretchLog(4, kStretch, 0));
  EXPECT_THAT(Stopped(person), Not(IsEmpty()));
}

TEST(EasyStretchTest, OneSessionThatWasLoggedTwiceCountsOnce) {
  PatientFacts person = TightHipFlexors();
  person.Logged(10, StretchLog(1, kStretch, 3))
      .Logged(10, StretchLog(1, kStretch, 2));
  EXPECT_THAT(Stopped(person), IsEmpty());
}

TEST(EasyStretchTest, TheStrongestPullOfASessionCounts) {
  PatientFacts person = TightHipFlexors();
  person.Logged(10, StretchLog(1, kStretch, 3))
      .Logged(8, StretchLog(2, kStretch, 3) +
                     " exercises { exercise: 'hip_flexor_bed_edge' ease: 6 }");
  EXPECT_THAT(Stopped(person), IsEmpty());
}

TEST(EasyStretchTest, ASessionWithoutItBreaksNothing) {
  PatientFacts person = TightHipFlexors();
  person.Logged(10, StretchLog(1, kStretch, 3))
      .Logged(8, "session_number: 2 exercises { exercise: 'glute_bridge' }")
      .Logged(6, StretchLog(3, kStretch, 3));
  EXPECT_THAT(Stopped(person), Not(IsEmpty()));
}

TEST(EasyStretchTest, OtherMusclesAndOtherTechniquesDoNotCount) {
  PatientFacts person = TightHipFlexors();
  person.Logged(10, StretchLog(1, "hamstring_strap_static", 1))
      .Logged(8, StretchLog(2, "hamstring_strap_static", 1))
      .Logged(6, StretchLog(3, "smr_hip_flexor_front", 1))
      .Logged(4, StretchLog(4, "smr_hip_flexor_front", 1));
  EXPECT_THAT(Stopped(person), IsEmpty());
}

TEST(EasyStretchTest, ASideIsStoppedAlone) {
  PatientFacts person = TightHipFlexors();
  person.Logged(10, StretchLog(1, kStretch, 2, "side: SIDE_LEFT"))
      .Logged(8, StretchLog(2, kStretch, 2, "side: SIDE_LEFT"));
  EXPECT_THAT(Stopped(person),
              ElementsAre("TECHNIQUE_STATIC_STRETCH iliopsoas SIDE_LEFT",
                          "TECHNIQUE_PNF iliopsoas SIDE_LEFT"));
  EXPECT_THAT(Requested(person), ElementsAre("mod_thomas_hip SIDE_LEFT"));
}

TEST(EasyStretchTest, ARetestThatStillSaysTightBeginsAnew) {
  PatientFacts person = TightHipFlexors();
  person.Logged(10, StretchLog(1, kStretch, 3))
      .Logged(8, StretchLog(2, kStretch, 3))
      .Assessed(6, absl::StrCat(Result("mod_thomas_hip", kLeft, 8),
                                Result("mod_thomas_hip", kRight, 8)));
  EXPECT_THAT(Stopped(person), IsEmpty());
  EXPECT_THAT(Requested(person), IsEmpty());
  person.Logged(4, StretchLog(3, kStretch, 3))
      .Logged(2, StretchLog(4, kStretch, 3));
  EXPECT_THAT(Stopped(person), Not(IsEmpty()));
}

TEST(EasyStretchTest, AnAssessmentOfSomethingElseDoesNotLiftIt) {
  PatientFacts person = TightHipFlexors();
  person.Logged(10, StretchLog(1, kStretch, 3))
      .Logged(8, StretchLog(2, kStretch, 3))
      .Assessed(6, Result("pke_9090", kLeft, 10));
  EXPECT_THAT(Stopped(person), Not(IsEmpty()));
}

TEST(EasyStretchTest, ThePlanStretchesItNoMore) {
  PatientFacts person = TightHipFlexors();
  const auto stretched = [&] {
    std::vector<std::string> stretches;
    const v1::Routine routine = PlanRoutine(
        ReleasedKnowledge(), person.facts(),
        Interpret(ReleasedKnowledge(), person.facts(), Today()), Today());
    for (const v1::Session& session : routine.sessions()) {
      for (const v1::SessionItem& item : session.items()) {
        const auto* exercise =
            ReleasedKnowledge().FindExercise(item.exercise());
        if (exercise->technique() == knowledge::v1::TECHNIQUE_STATIC_STRETCH &&
            exercise->targets(0) == "iliopsoas") {
          stretches.push_back(item.exercise());
        }
      }
    }
    return stretches;
  };
  EXPECT_THAT(stretched(), Not(IsEmpty()));
  person.Logged(10, StretchLog(1, kStretch, 3))
      .Logged(8, StretchLog(2, kStretch, 3));
  EXPECT_THAT(stretched(), IsEmpty());
}

}  // namespace
}  // namespace tonus::engine
