// SPDX-License-Identifier: Apache-2.0
// What the check of a pack says of its zones of pain. The small pack has the
// red Z-01 from a peak of 5 on, the green Z-02, the red morning Z-04 from a
// rise of 3 on, and the green morning Z-03.
#include "tests/engine/pack_check_rows.h"

namespace tonus::engine {
namespace {

enum ZoneAt { kRed, kGreen, kRedMorning, kMorning };

kv1::PainZone& Zone(kv1::Pack& pack, ZoneAt at) {
  return *pack.mutable_pain_zones(at);
}

// An amber zone before the green one, with limits of its own.
kv1::PainZone& AddAmber(kv1::Pack& pack, const std::string& more) {
  kv1::PainZone zone = tonus::testing::ParseText<kv1::PainZone>(
      R"pb(
        id: "Z-09"
        zone: "AMBER"
        level: ZONE_LEVEL_AMBER
        plain_when: "some pain"
        plain_when_in_pain: "more pain than before"
        actions { response: ZONE_RESPONSE_STOP text: "Stop." }
      )pb" +
      more);
  zone.set_when(absl::StrCat("peak >= ", zone.min_peak()));
  *pack.add_pain_zones() = zone;
  for (int i = pack.pain_zones_size() - 1; i > kGreen; --i) {
    pack.mutable_pain_zones()->SwapElements(i, i - 1);
  }
  return *pack.mutable_pain_zones(kGreen);
}

INSTANTIATE_TEST_SUITE_P(
    Zones, PackCheckTest,
    ::testing::ValuesIn(std::vector<Row>{
        {"AnotherZoneIsFine",
         [](kv1::Pack& p) { AddAmber(p, "min_peak: 3"); },
         {}},
        {"ReliefInPainIsNotExplained",
         [](kv1::Pack& p) { Zone(p, kRed).clear_plain_when_in_pain(); },
         {"pain_zones Z-01: plain_when_in_pain is empty"}},
        {"ZoneIsNeverReachedSinceTheOneBeforeHasNoLimit",
         [](kv1::Pack& p) {
           Zone(p, kRed).clear_min_peak();
           Zone(p, kRed).clear_sharp_pain();
           Zone(p, kRed).clear_painful_sound();
           Zone(p, kRed).clear_stop_symptom();
         },
         {"pain_zones Z-01: when tells a limit that is not given",
          "pain_zones Z-02: comes after a zone without limits",
          "pain_zones Z-02: is never reached"}},
        {"ZoneIsNeverReachedSinceTheOneBeforeHoldsEarlier",
         [](kv1::Pack& p) { AddAmber(p, "min_peak: 6"); },
         {"pain_zones Z-09: is never reached"}},
        {"NoZoneHoldsForTheRest",
         [](kv1::Pack& p) { Zone(p, kGreen).set_min_rise(-1); },
         {"pain_zones Z-02: min_rise is -1, not in [0, 10]",
          "pain_zones Z-02: when does not tell the limit `peak - base >= -1`",
          "pain_zones Z-02: no zone holds for the rest of the exercises"}},
        {"PainIsOutOfRange",
         [](kv1::Pack& p) { Zone(p, kRed).set_min_peak(11); },
         {"pain_zones Z-01: min_peak is 11, not in [0, 10]",
          "pain_zones Z-01: when does not tell the limit `peak >= 11`",
          "pain_zones: no zone stops an exercise at the highest pain",
          "pain_zones: no zone stops an exercise at the highest pain of one "
          "who began with it"}},
        {"WordsTellAnotherLimit",
         [](kv1::Pack& p) { Zone(p, kRed).set_min_peak(4); },
         {"pain_zones Z-01: when does not tell the limit `peak >= 4`"}},
        {"WordsTellThatOneLimitIsEnough",
         [](kv1::Pack& p) { AddAmber(p, "min_peak: 3").set_all_limits(true); },
         {"pain_zones Z-09: all_limits does not go with `and` in when"}},
        {"LevelIsNotGiven",
         [](kv1::Pack& p) { Zone(p, kMorning).clear_level(); },
         {"pain_zones Z-03: level is not given"}},
        {"LevelIsThatOfWhatIsNotJudged",
         [](kv1::Pack& p) {
           Zone(p, kMorning).set_level(kv1::ZONE_LEVEL_UNKNOWN);
         },
         {"pain_zones Z-03: level is that of what is not judged"}},
        {"ZoneIsNotMilderThanTheOneBefore",
         [](kv1::Pack& p) {
           AddAmber(p, "min_peak: 3").set_level(kv1::ZONE_LEVEL_RED);
         },
         {"pain_zones Z-09: is not milder than the zone before it"}},
        {"MorePainIsAMilderZone",
         [](kv1::Pack& p) {
           Zone(p, kRed).set_level(kv1::ZONE_LEVEL_AMBER);
           Zone(p, kGreen).set_level(kv1::ZONE_LEVEL_RED);
         },
         {"pain_zones Z-02: is not milder than the zone before it",
          "pain_zones Z-01: holds for more pain than a zone that is more "
          "serious",
          "adaptation_rules rest: when asks for ZONE_LEVEL_GREEN, which no "
          "zone of exercises has"}},
        {"MilderZoneAsksForMore",
         [](kv1::Pack& p) {
           Zone(p, kRed).mutable_actions(0)->set_response(
               kv1::ZONE_RESPONSE_CONTINUE);
           Zone(p, kGreen).mutable_actions(0)->set_response(
               kv1::ZONE_RESPONSE_STOP);
           kv1::ZoneAction* rest = Zone(p, kGreen).add_actions();
           *rest = Zone(p, kRed).actions(0);
           Zone(p, kGreen).mutable_actions(0)->add_techniques(
               kv1::TECHNIQUE_SMR);
         },
         {"pain_zones Z-02: asks for more of TECHNIQUE_SMR than a zone before "
          "it",
          "pain_zones: no zone stops an exercise at a stop symptom",
          "pain_zones: no zone stops an exercise at sharp pain",
          "pain_zones: no zone stops an exercise at a sound with pain",
          "pain_zones: no zone stops an exercise at the highest pain",
          "pain_zones: no zone stops an exercise at the highest pain of one "
          "who began with it"}},
        {"MorningLimitOfAnExercise",
         [](kv1::Pack& p) { Zone(p, kRed).set_sleep_lost(true); },
         {"pain_zones Z-01: has a limit of mornings, but is no morning zone"}},
        {"ExerciseLimitOfAMorning",
         [](kv1::Pack& p) { Zone(p, kMorning).set_sharp_pain(true); },
         {"pain_zones Z-03: has a limit of exercises, but is a morning zone",
          "pain_zones Z-03: no zone holds for the rest of the mornings"}},
        {"NothingIsSaidOfATechnique",
         [](kv1::Pack& p) {
           for (int i = 1; i < kv1::Technique_ARRAYSIZE - 1; ++i) {
             Zone(p, kRed).mutable_actions(0)->add_techniques(
                 static_cast<kv1::Technique>(i));
           }
         },
         {"pain_zones Z-01: says nothing of TECHNIQUE_AEROBIC",
          "pain_zones: no zone stops an exercise at a stop symptom",
          "pain_zones: no zone stops an exercise at sharp pain",
          "pain_zones: no zone stops an exercise at a sound with pain",
          "pain_zones: no zone stops an exercise at the highest pain",
          "pain_zones: no zone stops an exercise at the highest pain of one "
          "who began with it"}},
        {"ActionIsNeverTaken",
         [](kv1::Pack& p) {
           *Zone(p, kRed).add_actions() = Zone(p, kRed).actions(0);
         },
         {"pain_zones Z-01: action 2 is never taken"}},
        {"ActionHasNoText",
         [](kv1::Pack& p) { Zone(p, kRed).mutable_actions(0)->clear_text(); },
         {"pain_zones Z-01: text is empty"}},
        {"ActionHasNoResponse",
         [](kv1::Pack& p) {
           Zone(p, kGreen).mutable_actions(0)->clear_response();
         },
         {"pain_zones Z-02: has an action without a response"}},
        {"MorningHasAResponse",
         [](kv1::Pack& p) {
           Zone(p, kMorning)
               .mutable_actions(0)
               ->set_response(kv1::ZONE_RESPONSE_STOP);
         },
         {"pain_zones Z-03: has a response, but is a morning zone"}},
        {"NothingRemainsOfTheDose",
         [](kv1::Pack& p) {
           AddAmber(p, "min_peak: 3")
               .mutable_actions(0)
               ->set_response(kv1::ZONE_RESPONSE_REDUCE_DOSE);
         },
         {"pain_zones Z-09: remaining_percent does not go with the response"}},
        {"PainToReduceToWithoutReducing",
         [](kv1::Pack& p) {
           Zone(p, kRed).mutable_actions(0)->set_max_pain(2);
         },
         {"pain_zones Z-01: max_pain does not go with the response"}},
        {"PlainWordsAreMissing",
         [](kv1::Pack& p) { Zone(p, kRed).clear_plain_when(); },
         {"pain_zones Z-01: plain_when is empty"}},
        {"RuleIsUnknown",
         [](kv1::Pack& p) { Zone(p, kRed).add_rules("A-999"); },
         {"pain_zones Z-01: rules names `A-999`, which is not in rules, "
          "cited_rules or rulings"}},
    }),
    NameOf);

}  // namespace
}  // namespace tonus::engine
