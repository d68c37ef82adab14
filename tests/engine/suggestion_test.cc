// SPDX-License-Identifier: Apache-2.0
// Which tests are suggested, to whom, in which order and why.

#include "services/engine/suggestion.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/engine/bands.h"
#include "services/engine/deterministic_bytes.h"
#include "services/engine/interpretation.h"
#include "services/engine/trial_values.h"
#include "tests/engine/patient_facts.h"

namespace tonus::engine {
namespace {

namespace kv1 = knowledge::v1;

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using testing::EqualsProto;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Lt;
using ::testing::Not;
using ::testing::SizeIs;

constexpr int kAll = 500;

v1::SuggestTestsResponse Suggest(const PatientFacts& patient,
                                 kv1::Assessor assessor, int most = kAll) {
  return SuggestTests(ReleasedKnowledge(), patient.facts(), Today(),
                      {assessor, most});
}

v1::SuggestTestsResponse Suggest(const PatientFacts& patient) {
  return Suggest(patient, kv1::ASSESSOR_CLINICIAN);
}

std::vector<std::string> TestsOf(const v1::SuggestTestsResponse& response) {
  std::vector<std::string> tests;
  for (const v1::TestSuggestion& suggestion : response.suggestions()) {
    tests.push_back(suggestion.test());
  }
  return tests;
}

v1::TestSuggestion SuggestionOf(const v1::SuggestTestsResponse& response,
                                const std::string& test) {
  for (const v1::TestSuggestion& suggestion : response.suggestions()) {
    if (suggestion.test() == test) return suggestion;
  }
  return {};
}

PatientFacts Screened(const std::string& results = "",
                      const std::string& profile = "age_years: 40") {
  PatientFacts patient(profile);
  patient.Assessed(1, absl::StrCat(kDenied, results));
  return patient;
}

TEST(SuggestionTest, ATestThatIsToBeRepeatedIsSuggestedOnceItIsDue) {
  const auto slump_after = [](int days) {
    PatientFacts patient("age_years: 40");
    patient.Assessed(days, absl::StrCat(kDenied, Result("slump", kLeft, 2),
                                        Result("neuro_screen", kLeft, 0)));
    return SuggestionOf(Suggest(patient), "slump");
  };
  EXPECT_THAT(slump_after(13).sides(), ElementsAre(kRight));
  EXPECT_EQ(slump_after(13).rule(), "R-116");
  EXPECT_THAT(slump_after(14).sides(), ElementsAre(kLeft, kRight));
  EXPECT_EQ(slump_after(14).rule(), "R-311");
}

TEST(SuggestionTest, TellsWhatWouldChangeToWhatAndWithWhichValue) {
  const auto suggestion = SuggestionOf(
      Suggest(Screened(Result("mod_thomas_hip", kLeft, 5))), "mod_thomas_hip");
  EXPECT_EQ(suggestion.display_name(), "Modified Thomas, thigh angle");
  EXPECT_THAT(suggestion.sides(), ElementsAre(kRight));
  EXPECT_EQ(suggestion.rule(), "R-116");
  EXPECT_EQ(suggestion.changeable_verdicts(), 1);
  EXPECT_THAT(suggestion.verdict_changes(), SizeIs(3));
  EXPECT_THAT(suggestion.verdict_changes(0), EqualsProto(R"pb(
                muscle: "iliopsoas"
                side: SIDE_RIGHT
                from: STATUS_UNKNOWN
                to: STATUS_NORMAL
                test_side: SIDE_RIGHT
                value: -18
                band: BAND_NORMAL
              )pb"));
  EXPECT_THAT(suggestion.verdict_changes(1), EqualsProto(R"pb(
                muscle: "iliopsoas"
                side: SIDE_RIGHT
                from: STATUS_UNKNOWN
                to: STATUS_TIGHT
                test_side: SIDE_RIGHT
                value: 30
                band: BAND_ABNORMAL
              )pb"));
  EXPECT_EQ(suggestion.verdict_changes(2).to(), kv1::STATUS_OVERLENGTHENED);
  EXPECT_EQ(suggestion.reason(),
            "It was not taken yet, and one verdict hangs on it: that on the "
            "right iliopsoas, which could turn from not known to in order, "
            "tight or longer than usual.");
}

// What is excessive is another outcome than what is plainly normal.
TEST(TrialValuesTest, AreNormalWithoutBeingExcessive) {
  const auto expect_plain = [](const kv1::Test& test, const kv1::Bands& bands) {
    for (const bool ends : {false, true}) {
      const std::vector<double> values = TrialValues(test, bands, ends);
      EXPECT_TRUE(absl::c_any_of(values, [&](double value) {
        return engine::Contains(bands.normal(), value) &&
               !engine::Contains(bands.excess(), value);
      })) << test.id();
      if (!bands.has_excess()) continue;
      EXPECT_TRUE(absl::c_any_of(values, [&](double value) {
        return engine::Contains(bands.excess(), value);
      })) << test.id();
    }
  };
  for (const kv1::Test& test : ReleasedKnowledge().pack().tests()) {
    if (test.has_derivation()) continue;
    expect_plain(test, test.bands());
    for (const kv1::TestOverride& other : test.overrides()) {
      expect_plain(test, other.bands());
    }
  }
}

TEST(SuggestionTest, RanksByTheNumberOfVerdictsThenById) {
  const auto response = Suggest(Screened());
  ASSERT_GT(response.suggestions_size(), 40);
  for (int i = 1; i < response.suggestions_size(); ++i) {
    const v1::TestSuggestion& before = response.suggestions(i - 1);
    const v1::TestSuggestion& here = response.suggestions(i);
    EXPECT_THAT(std::pair(-before.changeable_verdicts(), before.test()),
                Lt(std::pair(-here.changeable_verdicts(), here.test())));
  }
}

TEST(SuggestionTest, AmongEqualsPrefersWhatThePlanNeedsToKnow) {
  const auto position = [](const std::string& profile,
                           const std::string& test) {
    const auto tests = TestsOf(Suggest(Screened("", profile)));
    return std::find(tests.begin(), tests.end(), test) - tests.begin();
  };
  EXPECT_LT(position("", "calf_raise"), position("", "sorensen"));
  const std::string back = "complaint_region: REGION_LUMBAR";
  EXPECT_LT(position(back, "sorensen"), position(back, "calf_raise"));
}

TEST(SuggestionTest, NamesAsManyAsAskedFor) {
  const auto standard = Suggest(Screened(), kv1::ASSESSOR_CLINICIAN, 0);
  EXPECT_THAT(standard.suggestions(), SizeIs(5));
  EXPECT_GT(standard.total_size(), 40);
  EXPECT_EQ(standard.nothing_because(), "");
  const auto two = Suggest(Screened(), kv1::ASSESSOR_CLINICIAN, 2);
  EXPECT_THAT(two.suggestions(), SizeIs(2));
  EXPECT_EQ(two.total_size(), standard.total_size());
  EXPECT_EQ(TestsOf(two)[0], TestsOf(standard)[0]);
}

TEST(SuggestionTest, LeavesOutWhatIsTaken) {
  const std::string both =
      Result("calf_raise", kLeft, 25) + Result("calf_raise", kRight, 25);
  EXPECT_THAT(TestsOf(Suggest(Screened(both))), Not(Contains("calf_raise")));
  EXPECT_THAT(TestsOf(Suggest(Screened())), Contains("calf_raise"));
}

TEST(SuggestionTest, LeavesOutWhatCanChangeNothing) {
  // It alone weighs too little for any verdict, and no rule reads it.
  EXPECT_THAT(TestsOf(Suggest(Screened())), Not(Contains("aslr")));
  // Beside another result it does count.
  EXPECT_THAT(TestsOf(Suggest(Screened(Result("prone_plank", kMidline, 10)))),
              Contains("aslr"));
}

TEST(SuggestionTest, SuggestsAnExpiredTestAgain) {
  PatientFacts patient("age_years: 40");
  patient.Assessed(130, Result("sorensen", kMidline, 20)).Assessed(1, kDenied);
  EXPECT_THAT(SuggestionOf(Suggest(patient), "sorensen").reason(),
              HasSubstr("too old to be read"));
}

TEST(SuggestionTest, SuggestsToClinicianWhatThePersonTookAlone) {
  const auto patient =
      Screened(Result("hip_abd_mmt", kLeft, 3, "assessor: ASSESSOR_SELF"));
  EXPECT_THAT(SuggestionOf(Suggest(patient), "hip_abd_mmt").reason(),
              HasSubstr("only a clinician's value counts"));
  EXPECT_THAT(TestsOf(Suggest(patient, kv1::ASSESSOR_SELF)),
              Not(Contains("hip_abd_mmt")));
}

// A contradiction and a doubtful nerve are settled by tests that were not
// taken.
TEST(SuggestionTest, NothingThatCountsIsSuggestedAgain) {
  const auto contradicting =
      PatientFacts("age_years: 40")
          .Assessed(3, kDenied + Result("mod_thomas_hip", kLeft, 4) +
                           Result("hip_ext_prone", kLeft, 12));
  EXPECT_THAT(SuggestionOf(Suggest(contradicting), "mod_thomas_hip").sides(),
              ElementsAre(kRight));
  const auto doubtful = PatientFacts("age_years: 40")
                            .Assessed(3, kDenied + Result("slump", kLeft, 1) +
                                             Result("slump", kRight, 0));
  EXPECT_THAT(TestsOf(Suggest(doubtful)),
              AllOf(Not(Contains("slump")), Contains("slr_neural")));
}

TEST(SuggestionTest, ToThePersonAloneOnlyWhatCanBeDoneAtHome) {
  const auto response = Suggest(Screened(), kv1::ASSESSOR_SELF);
  ASSERT_THAT(response.suggestions(), Not(IsEmpty()));
  for (const std::string& id : TestsOf(response)) {
    const kv1::Test& test = *ReleasedKnowledge().FindTest(id);
    EXPECT_TRUE(test.home()) << id;
    EXPECT_FALSE(test.clinician_only()) << id;
    EXPECT_FALSE(SuggestionOf(response, id).needs_clinician()) << id;
  }
}

TEST(SuggestionTest, NeverWhatAForbiddenTagRulesOut) {
  EXPECT_THAT(TestsOf(Suggest(Screened())), Contains("schober_mm"));
  EXPECT_THAT(TestsOf(Suggest(
                  Screened("", "conditions { condition: 'intol_flexion' }"))),
              Not(Contains("schober_mm")));
}

TEST(SuggestionTest, FirstWhatARuleAsksFor) {
  const auto response = Suggest(Screened(Result("pslr", kLeft, 40)));
  ASSERT_GT(response.suggestions_size(), 5);
  bool asked = true;
  for (const v1::TestSuggestion& suggestion : response.suggestions()) {
    EXPECT_TRUE(asked || suggestion.rule() == "R-116") << suggestion.test();
    asked = suggestion.rule() != "R-116";
  }
  const auto suggestion = SuggestionOf(response, "pke_9090");
  EXPECT_EQ(suggestion.rule(), "R-315");
  EXPECT_THAT(suggestion.reason(),
              HasSubstr("until a 90/90 knee extension is measured"));
  EXPECT_EQ(SuggestionOf(response, "slump").rule(), "R-315");
}

TEST(SuggestionTest, TellsWhatElseCouldChange) {
  const auto suggestion = SuggestionOf(Suggest(Screened()), "neuro_screen");
  EXPECT_EQ(suggestion.changeable_verdicts(), 0);
  EXPECT_THAT(suggestion.reason(), HasSubstr("no verdict hangs on it"));
  EXPECT_THAT(suggestion.other_changes(), Contains(EqualsProto(R"pb(
                test_side: SIDE_LEFT
                value: 2
                gate: GATE_REFER
              )pb")));
  EXPECT_THAT(SuggestionOf(Suggest(Screened()), "fadir").other_changes(),
              Contains(EqualsProto(R"pb(
                test_side: SIDE_LEFT
                value: 1
                condition_set: "cond_hip_fai"
              )pb")));
}

TEST(SuggestionTest, NothingWhileTheGateIsClosed) {
  PatientFacts unscreened("age_years: 40");
  unscreened.Assessed(1, Result("sorensen", kMidline, 20));
  const auto open = Suggest(unscreened);
  EXPECT_EQ(open.gate(), v1::GATE_NOT_CLEARED);
  EXPECT_THAT(open.suggestions(), IsEmpty());
  EXPECT_THAT(open.nothing_because(), HasSubstr("red-flag questions"));
  const auto young = Suggest(Screened("", "age_years: 16"));
  EXPECT_EQ(young.gate(), v1::GATE_REFER);
  EXPECT_THAT(young.suggestions(), IsEmpty());
  EXPECT_THAT(young.nothing_because(), HasSubstr("A clinician has to see"));
}

// R-315 demands the knee extension of an adult with this straight-leg raise.
TEST(SuggestionTest, AReadingAsksForNothingEitherWhileTheGateIsClosed) {
  const std::string raised = Result("pslr", kLeft, 50);
  const auto requests = [&](const std::string& profile) {
    return Interpret(ReleasedKnowledge(), Screened(raised, profile).facts(),
                     Today())
        .test_requests_size();
  };
  EXPECT_GT(requests("age_years: 18"), 0);
  EXPECT_EQ(requests("age_years: 17"), 0);
}

TEST(SuggestionTest, IsDeterministicAndStoresNothing) {
  const auto patient = Screened(Result("pslr", kLeft, 40));
  const std::string before = DeterministicBytes(patient.facts());
  EXPECT_EQ(DeterministicBytes(Suggest(patient)),
            DeterministicBytes(Suggest(patient)));
  EXPECT_EQ(DeterministicBytes(patient.facts()), before);
}

}  // namespace
}  // namespace tonus::engine
