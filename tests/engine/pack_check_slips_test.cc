// SPDX-License-Identifier: Apache-2.0
// Slips that break no reference and keep every entry well-formed, but take a
// protection away or put a number where nobody would want it.
#include "services/engine/emitted_rules.h"
#include "tests/engine/pack_check_rows.h"
#include "tonus/knowledge/v1/bounds.pb.h"

namespace tonus::engine {
namespace {

using ::testing::Contains;
using ::testing::IsEmpty;

enum TagAt { kSupineTag, kFlexionTag };

kv1::Tag& SignOf(kv1::Pack& pack, const std::string& sign) {
  *pack.mutable_tags(kSupineTag)->add_signs() =
      tonus::testing::ParseText<kv1::TagSign>(sign);
  return *pack.mutable_tags(kSupineTag);
}

INSTANTIATE_TEST_SUITE_P(
    Signs, PackCheckTest,
    ::testing::ValuesIn(std::vector<Row>{
        {"EverySignIsTagged",
         [](kv1::Pack& p) { SignOf(p, "positions: POSITION_SUPINE"); },
         {}},
        {"PositionWithoutItsTag",
         [](kv1::Pack& p) {
           SignOf(p, "positions: POSITION_SUPINE");
           p.mutable_exercises(kBridge)->clear_tags();
         },
         {"exercises glute_bridge: shows a sign of `SUPINE` without carrying "
          "it: add the tag, or say in untagged why it puts no such demand"}},
        {"TechniqueWithoutItsTag",
         [](kv1::Pack& p) { SignOf(p, "techniques: TECHNIQUE_AEROBIC"); },
         {"exercises walk: shows a sign of `SUPINE` without carrying it: add "
          "the tag, or say in untagged why it puts no such demand"}},
        {"EquipmentWithoutItsTag",
         [](kv1::Pack& p) { SignOf(p, "equipment: 'mat'"); },
         {"exercises hip_flexor_stretch: shows a sign of `SUPINE` without "
          "carrying it: add the tag, or say in untagged why it puts no such "
          "demand"}},
        {"TagWithoutTheTagItImplies",
         [](kv1::Pack& p) {
           SignOf(p, "tags: 'LUMBAR_FLEXION'");
           p.mutable_exercises(kWalk)->add_tags("LUMBAR_FLEXION");
         },
         {"exercises walk: shows a sign of `SUPINE` without carrying it: add "
          "the tag, or say in untagged why it puts no such demand"}},
        {"AllOfASignMustFit",
         [](kv1::Pack& p) {
           SignOf(p, "equipment: 'mat' positions: POSITION_SUPINE");
         },
         {}},
        {"ExceptionWithItsReason",
         [](kv1::Pack& p) {
           SignOf(p, "techniques: TECHNIQUE_AEROBIC");
           auto* exception = p.mutable_exercises(kWalk)->add_untagged();
           exception->set_tag("SUPINE");
           exception->set_reason("nobody walks on the back");
         },
         {}},
        {"ExceptionThatNothingNeeds",
         [](kv1::Pack& p) {
           auto* exception = p.mutable_exercises(kWalk)->add_untagged();
           exception->set_tag("SUPINE");
           exception->set_reason("nobody walks on the back");
         },
         {"exercises walk: untagged names `SUPINE`, which it carries or shows "
          "no sign of"}},
        {"ExceptionWithoutReason",
         [](kv1::Pack& p) {
           SignOf(p, "techniques: TECHNIQUE_AEROBIC");
           p.mutable_exercises(kWalk)->add_untagged()->set_tag("SUPINE");
         },
         {"exercises walk: reason is empty"}},
        {"SignOfNothing",
         [](kv1::Pack& p) { SignOf(p, ""); },
         {"tags SUPINE: signs has an empty one"}},
        {"SignOfUnknownThings",
         [](kv1::Pack& p) { SignOf(p, "equipment: 'x' tags: 'y'"); },
         {"tags SUPINE: signs.equipment names `x`, which is not in equipment",
          "tags SUPINE: signs.tags names `y`, which is not in tags"}},
    }),
    NameOf);

INSTANTIATE_TEST_SUITE_P(
    Symptoms, PackCheckTest,
    ::testing::ValuesIn(std::vector<Row>{
        {"StopSymptomGoesOn",
         [](kv1::Pack& p) { p.mutable_pain_zones(0)->clear_stop_symptom(); },
         {"pain_zones: no zone stops an exercise at a stop symptom"}},
        {"StopSymptomAsksNothing",
         [](kv1::Pack& p) {
           p.mutable_pain_zones(0)
               ->mutable_actions(0)
               ->clear_recheck_red_flags();
         },
         {"pain_zones: no zone asks the red flags again at a stop symptom"}},
        {"SharpPainGoesOn",
         [](kv1::Pack& p) { p.mutable_pain_zones(0)->clear_sharp_pain(); },
         {"pain_zones: no zone stops an exercise at sharp pain"}},
        {"PainfulSoundGoesOn",
         [](kv1::Pack& p) { p.mutable_pain_zones(0)->clear_painful_sound(); },
         {"pain_zones: no zone stops an exercise at a sound with pain"}},
        {"HighestPainGoesOn",
         [](kv1::Pack& p) { p.mutable_pain_zones(0)->clear_min_peak(); },
         {"pain_zones Z-01: when tells a limit that is not given",
          "pain_zones: no zone stops an exercise at the highest pain",
          "pain_zones: no zone stops an exercise at the highest pain of one "
          "who began with it"}},
        {"LostSleepIsFine",
         [](kv1::Pack& p) { p.mutable_pain_zones(2)->clear_sleep_lost(); },
         {"pain_zones: no zone of mornings is red at sleep lost to new pain"}},
        {"HighestRiseIsFine",
         [](kv1::Pack& p) {
           p.mutable_pain_zones(2)->clear_min_morning_rise();
         },
         {"pain_zones Z-04: when tells a limit that is not given",
          "pain_zones: no zone of mornings is red at the highest rise"}},
        {"UrgentFlagIsNotAskedAgain",
         [](kv1::Pack& p) {
           p.mutable_red_flags(0)->clear_recheck_group();
           p.mutable_red_flags(1)->set_recheck_group(1);
           p.mutable_red_flags(1)->set_asked(true);
         },
         {"red_flags rf_urgent: is urgent, but in no recheck_group, so that "
          "nobody asks it again before a session"}},
    }),
    NameOf);

INSTANTIATE_TEST_SUITE_P(
    Barriers, PackCheckTest,
    ::testing::ValuesIn(std::vector<Row>{
        {"WhatMustNotBeStretchedIsReleased",
         [](kv1::Pack& p) {
           for (auto& barrier : *p.mutable_release_barriers()) {
             if (barrier.trait().qualifier() == kv1::QUALIFIER_DO_NOT_STRETCH) {
               barrier.mutable_trait()->set_qualifier(
                   kv1::QUALIFIER_PROTECTIVE);
             }
           }
         },
         {"release_barriers: no row bars what is QUALIFIER_DO_NOT_STRETCH from "
          "being released"}},
        {"WhatGuardsIsReleased",
         [](kv1::Pack& p) {
           for (auto& barrier : *p.mutable_release_barriers()) {
             if (barrier.trait().qualifier() == kv1::QUALIFIER_PROTECTIVE) {
               barrier.mutable_trait()->set_qualifier(
                   kv1::QUALIFIER_DO_NOT_STRETCH);
             }
           }
         },
         {"release_barriers: no row bars what is QUALIFIER_PROTECTIVE from "
          "being released"}},
    }),
    NameOf);

INSTANTIATE_TEST_SUITE_P(
    Slips, PackCheckTest,
    ::testing::ValuesIn(std::vector<Row>{
        {"StretchOfWhatIsNotTight",
         [](kv1::Pack& p) {
           auto* allow = p.mutable_rules(kNerveRule)
                             ->add_effects()
                             ->mutable_allow_technique_for();
           allow->set_muscle("gluteus_maximus");
           allow->set_technique(kv1::TECHNIQUE_STATIC_STRETCH);
         },
         {"rules R-310: allow_technique_for stretches a target that the "
          "condition does not require to be tight"}},
        {"StretchOfWhatIsTight",
         [](kv1::Pack& p) {
           auto* allow = p.mutable_rules(kNerveRule)
                             ->add_effects()
                             ->mutable_allow_technique_for();
           allow->set_muscle("iliopsoas");
           allow->set_technique(kv1::TECHNIQUE_STATIC_STRETCH);
         },
         {}},
        {"QuestionnaireMeasuresAMuscle",
         [](kv1::Pack& p) {
           auto& mapping = *p.add_test_mappings();
           mapping = p.test_mappings(2);
           mapping.set_id("TI-009");
           mapping.set_test("pain");
         },
         {"test_mappings TI-009: test is `pain`, a kind of test that says "
          "nothing of this axis"}},
        {"HandGradedAtHome",
         [](kv1::Pack& p) {
           p.mutable_tests(kRotation)->set_home(true);
           p.mutable_tests(kRotation)->set_clinician_only(true);
         },
         {"tests rotation: is clinician_only, but done at home"}},
        {"RepeatedWithoutAnErrorOfMeasurement",
         [](kv1::Pack& p) {
           p.mutable_tests(kThomas)->clear_mdc();
           p.mutable_tests(kThomas)->clear_uncontrolled_mdc();
           p.mutable_tests(kThomas)->clear_needs_pelvis_control();
         },
         {"retest_sets RETEST: repeats `thomas`, which has no mdc"}},
        {"NormalIsExcess",
         [](kv1::Pack& p) {
           p.mutable_tests(kThomas)->mutable_bands()->mutable_excess()->set_max(
               -10);
         },
         {"tests thomas: bands puts every normal value in excess"}},
        {"RegionsTie",
         [](kv1::Pack& p) {
           p.mutable_ranking()->mutable_regions(1)->set_tie_order(1);
         },
         {"ranking: tie_order of REGION_THORACIC is that of REGION_HIP"}},
        {"TextCitesWhatIsNotThere",
         [](kv1::Pack& p) {
           p.mutable_exercises(kWalk)->set_source("restricted by R-999, R-400");
         },
         {"exercises walk: source cites `R-999`, which is not in the pack"}},
        {"WordsThatAreNoCitation",
         [](kv1::Pack& p) {
           p.mutable_exercises(kWalk)->set_source("ISO-9 and COVID-19, R- 9");
         },
         {}},
    }),
    NameOf);

INSTANTIATE_TEST_SUITE_P(
    Bounds, PackCheckTest,
    ::testing::ValuesIn(std::vector<Row>{
        {"ClearanceForever",
         [](kv1::Pack& p) { p.mutable_session()->set_clearance_weeks(5000); },
         {"session: clearance_weeks is 5000, not in [1, 26]"}},
        {"AnswerForever",
         [](kv1::Pack& p) { p.mutable_session()->set_answer_days(100000); },
         {"session: answer_days is 100000, not in [7, 180]"}},
        {"CautionIsNone",
         [](kv1::Pack& p) { p.mutable_session()->set_caution_level(5); },
         {"session: caution_level is 5, not in [1, 2]"}},
        {"SessionOfFiveHours",
         [](kv1::Pack& p) { p.mutable_session()->set_max_minutes(300); },
         {"session: max_minutes is 300, not in [15, 60]"}},
        {"RangeBeyondItsBounds",
         [](kv1::Pack& p) {
           p.mutable_week_shapes(0)->mutable_static_hold_seconds()->set_high(
               900);
         },
         {"week_shapes #1: static_hold_seconds.high is 900, not in [10, 90]"}},
    }),
    NameOf);

// A reason names what people can look up.
TEST(PackCheckCitationsTest, EveryRuleThatCodeNamesMustBeThere) {
  for (const absl::string_view id : kEmittedRules) {
    kv1::Pack pack = tonus::testing::SmallPack();
    const auto lose = [&](auto* table) {
      for (auto& entry : *table) {
        if (entry.id() == id) entry.set_id("X-1");
      }
    };
    lose(pack.mutable_cited_rules());
    lose(pack.mutable_smr_prohibitions());
    lose(pack.mutable_forbidden_claims());
    EXPECT_THAT(TextsOf(CheckPack(pack)),
                Contains("cited_rules: lacks `" + std::string(id) +
                         "`, which reasons name: add it here or to rules"));
  }
}

// Fields of a block that are numbers, or ranges of them, without bounds.
std::vector<std::string> Unbounded(const google::protobuf::Descriptor& block) {
  std::vector<std::string> fields;
  for (int i = 0; i < block.field_count(); ++i) {
    const auto& field = *block.field(i);
    const bool number = field.cpp_type() == field.CPPTYPE_INT32 ||
                        field.cpp_type() == field.CPPTYPE_DOUBLE ||
                        (field.cpp_type() == field.CPPTYPE_MESSAGE &&
                         field.message_type() == kv1::Range::GetDescriptor());
    if (number && !field.options().HasExtension(kv1::bounds)) {
      fields.push_back(field.full_name());
    }
  }
  return fields;
}

TEST(PackCheckBoundsTest, EveryConstantHasBounds) {
  for (const auto* block :
       {kv1::FusionConstants::GetDescriptor(),
        kv1::RankingConstants::GetDescriptor(),
        kv1::RegionWeight::GetDescriptor(), kv1::HomeConstants::GetDescriptor(),
        kv1::ReliefConstants::GetDescriptor(),
        kv1::SessionConstants::GetDescriptor(),
        kv1::AdaptationConstants::GetDescriptor(),
        kv1::ShortFormat::GetDescriptor(), kv1::ZoneAction::GetDescriptor(),
        kv1::PainZone::GetDescriptor(), kv1::Tempo::GetDescriptor()}) {
    EXPECT_THAT(Unbounded(*block), IsEmpty());
  }
}

}  // namespace
}  // namespace tonus::engine
