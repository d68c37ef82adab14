// SPDX-License-Identifier: Apache-2.0
// The check of what clinicians are told of, and of what harmful events lead to.
#include "tests/engine/pack_check_rows.h"

namespace tonus::engine {
namespace {

// Positions in the small pack.
enum AlertAt { kRedFlag, kAdverse, kNerveSymptom };
enum SeverityAt { kMild, kModerate, kSevere };

kv1::AlertRule& KindOf(kv1::Pack& pack, kv1::AlertKind kind) {
  for (kv1::AlertRule& row : *pack.mutable_alert_rules()) {
    if (row.kind() == kind) return row;
  }
  return *pack.add_alert_rules();
}

INSTANTIATE_TEST_SUITE_P(
    AlertRules, PackCheckTest,
    ::testing::ValuesIn(std::vector<Row>{
        {"AKindIsMissing",
         [](kv1::Pack& p) {
           p.mutable_alert_rules()->DeleteSubrange(kNerveSymptom, 1);
         },
         {"alert_rules: has 0 rows of ALERT_KIND_NERVE_SYMPTOM; give it one"}},
        {"AKindStandsTwice",
         [](kv1::Pack& p) {
           p.mutable_alert_rules(kNerveSymptom)
               ->set_kind(kv1::ALERT_KIND_RED_FLAG);
         },
         {"alert_rules: has 2 rows of ALERT_KIND_RED_FLAG; give it one",
          "alert_rules: has 0 rows of ALERT_KIND_NERVE_SYMPTOM; give it one"}},
        {"SubjectIsUnknown",
         [](kv1::Pack& p) {
           p.mutable_alert_rules(kRedFlag)->add_subjects("A-1");
         },
         {"alert_rules #1: subjects names `A-1`, which is not in rules, "
          "cited_rules or rulings"}},
        {"SubjectStandsTwice",
         [](kv1::Pack& p) {
           p.mutable_alert_rules(kRedFlag)->add_subjects("R-900");
         },
         {"alert_rules #3: names `R-900`, which another row names already"}},
        {"ARedFlagMayBeASubject",
         [](kv1::Pack& p) {
           p.mutable_alert_rules(kRedFlag)->add_subjects(p.red_flags(0).id());
         },
         {}},
        {"NothingGivesTheWords",
         [](kv1::Pack& p) { KindOf(p, kv1::ALERT_KIND_RETEST).clear_text(); },
         {"alert_rules #10: has no text, and nothing else gives the words"}},
        {"WordsAreGivenTwice",
         [](kv1::Pack& p) {
           p.mutable_alert_rules(kRedFlag)->set_text("Look.");
         },
         {"alert_rules #1: has a text, but the referral gives the words"}},
        {"ACountIsNotTold",
         [](kv1::Pack& p) {
           KindOf(p, kv1::ALERT_KIND_ADHERENCE).set_text("Week $0: $1, $3.");
         },
         {"alert_rules #9: text lacks $2"}},
        {"WhatWasBegunIsNotTold",
         [](kv1::Pack& p) {
           KindOf(p, kv1::ALERT_KIND_ADHERENCE).set_begun_text("Begun.");
         },
         {"alert_rules #9: begun_text goes with weeks alone, and names $3"}},
        {"OnlyWeeksAreBegun",
         [](kv1::Pack& p) {
           KindOf(p, kv1::ALERT_KIND_RETEST).set_begun_text("$3 begun.");
         },
         {"alert_rules #10: begun_text goes with weeks alone, and names $3"}},
        {"TestsAreNotNamed",
         [](kv1::Pack& p) {
           KindOf(p, kv1::ALERT_KIND_RETEST).set_tests_text("Test again.");
         },
         {"alert_rules #10: tests_text goes with retests alone, and names "
          "$0"}},
    }),
    NameOf);

INSTANTIATE_TEST_SUITE_P(
    AdherenceAlerts, PackCheckTest,
    ::testing::ValuesIn(std::vector<Row>{
        {"RuleIsUnknown",
         [](kv1::Pack& p) { p.mutable_adherence_alerts(0)->set_rule("A-1"); },
         {"adherence_alerts #1: rule names `A-1`, which is not in rules, "
          "cited_rules or rulings"}},
        {"ARowIsNeverReached",
         [](kv1::Pack& p) {
           *p.add_adherence_alerts() = p.adherence_alerts(0);
         },
         {"adherence_alerts #2: is never reached, since a row before it is met "
          "first"}},
        {"WhatIsDoneIsBegun",
         [](kv1::Pack& p) {
           p.mutable_adherence_alerts(0)->set_most_sessions(1);
           p.mutable_adherence_alerts(0)->set_most_begun(0);
         },
         {"adherence_alerts #1: most_begun is below most_sessions, and what is "
          "done is begun"}},
        {"AllSessionsAreNotFew",
         [](kv1::Pack& p) {
           p.mutable_adherence_alerts(0)->set_most_sessions(3);
         },
         {"adherence_alerts #1: most_sessions is 3, not in [0, 2]"}},
    }),
    NameOf);

INSTANTIATE_TEST_SUITE_P(
    AdverseEvents, PackCheckTest,
    ::testing::ValuesIn(std::vector<Row>{
        {"ASeverityIsMissing",
         [](kv1::Pack& p) {
           p.mutable_adverse_event_rules()->DeleteSubrange(kSevere, 1);
         },
         {"adverse_event_rules: has 0 rows of ADVERSE_EVENT_SEVERITY_SEVERE; "
          "give it one"}},
        {"ItIsNoReferral",
         [](kv1::Pack& p) {
           p.mutable_adverse_event_rules(kSevere)->set_action(
               kv1::SAFETY_ACTION_CAUTION);
         },
         {"adverse_event_rules #3: action is neither a referral nor a routine "
          "one"}},
        {"RoutineHasNoDays",
         [](kv1::Pack& p) {
           p.mutable_adverse_event_rules(kModerate)->clear_days();
         },
         {"adverse_event_rules #2: days go with a routine referral alone"}},
        {"AClosedGateHasDays",
         [](kv1::Pack& p) {
           p.mutable_adverse_event_rules(kSevere)->set_days(7);
         },
         {"adverse_event_rules #3: days go with a routine referral alone"}},
        {"WhatIsLateIsNotLessSevere",
         [](kv1::Pack& p) {
           kv1::LateAdverseEvent* late =
               p.mutable_adverse_event_rules(kSevere)->mutable_late();
           late->set_days(84);
           late->set_severity(kv1::ADVERSE_EVENT_SEVERITY_SEVERE);
         },
         {"adverse_event_rules #3: late is not of a lower severity"}},
        {"WhatIsLateIsNothing",
         [](kv1::Pack& p) {
           p.mutable_adverse_event_rules(kSevere)->mutable_late()->set_days(84);
         },
         {"adverse_event_rules #3: severity is not given"}},
        {"LateAtOnce",
         [](kv1::Pack& p) {
           kv1::LateAdverseEvent* late =
               p.mutable_adverse_event_rules(kSevere)->mutable_late();
           late->set_severity(kv1::ADVERSE_EVENT_SEVERITY_MODERATE);
         },
         {"adverse_event_rules #3: days is 0, not in [1, 366]"}},
        {"WorseLeadsToLess",
         [](kv1::Pack& p) {
           p.mutable_adverse_event_rules(kSevere)->clear_action();
         },
         {"adverse_event_rules #2: asks for more than a row of a greater "
          "severity"}},
    }),
    NameOf);

}  // namespace
}  // namespace tonus::engine
