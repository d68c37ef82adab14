// SPDX-License-Identifier: Apache-2.0
// What clinicians are told of, and what harmful events lead to.
#include <algorithm>
#include <set>
#include <string>

#include "absl/algorithm/container.h"
#include "absl/strings/match.h"
#include "services/engine/check_tables.h"

namespace tonus::engine {
namespace {

namespace kv1 = knowledge::v1;

constexpr char kAlerts[] = "alert_rules";
constexpr char kAdherence[] = "adherence_alerts";
constexpr char kAdverse[] = "adverse_event_rules";

// Complains unless the values of an enum each stand in one row.
template <typename Rows, typename ValueOf>
void ExpectEachOnce(CheckContext& context, const char* table, const Rows& rows,
                    const google::protobuf::EnumDescriptor& type,
                    const ValueOf& value_of) {
  for (int i = 0; i < type.value_count(); ++i) {
    const auto& value = *type.value(i);
    if (value.number() == 0) continue;
    const auto count = absl::c_count_if(rows, [&](const auto& row) {
      return static_cast<int>(value_of(row)) == value.number();
    });
    if (count == 1) continue;
    context.Complain(kv1::PACK_CHECK_ENTRY, table, "",
                     absl::StrCat("has ", count, " rows of ", value.name(),
                                  "; give it one"));
  }
}

// Kinds that no referral gives the words for.
bool NeedsText(kv1::AlertKind kind) {
  return kind == kv1::ALERT_KIND_PROPOSAL ||
         kind == kv1::ALERT_KIND_ADHERENCE || kind == kv1::ALERT_KIND_RETEST;
}

// What is told instead of the text where there is more to say.
void CheckFurtherTexts(const kv1::AlertRule& row, EntryCheck& entry) {
  entry.Expect(
      row.begun_text().empty() || (row.kind() == kv1::ALERT_KIND_ADHERENCE &&
                                   absl::StrContains(row.begun_text(), "$3")),
      "begun_text goes with weeks alone, and names $3");
  entry.Expect(
      row.tests_text().empty() || (row.kind() == kv1::ALERT_KIND_RETEST &&
                                   absl::StrContains(row.tests_text(), "$0")),
      "tests_text goes with retests alone, and names $0");
}

void CheckAlertRules(CheckContext& context) {
  std::set<std::string> named;
  for (int i = 0; i < context.pack.alert_rules_size(); ++i) {
    const kv1::AlertRule& row = context.pack.alert_rules(i);
    EntryCheck entry(context, kAlerts, i);
    entry.Expect(NeedsText(row.kind()) != row.text().empty(),
                 NeedsText(row.kind())
                     ? "has no text, and nothing else gives the words"
                     : "has a text, but the referral gives the words");
    if (row.kind() == kv1::ALERT_KIND_ADHERENCE) {
      // `$3` came later: a stored pack does without it and still opens.
      for (const char* number : {"$0", "$1", "$2"}) {
        entry.Expect(absl::StrContains(row.text(), number),
                     absl::StrCat("text lacks ", number));
      }
    }
    CheckFurtherTexts(row, entry);
    for (const std::string& subject : row.subjects()) {
      entry.Expect(named.insert(subject).second,
                   absl::StrCat("names `", subject,
                                "`, which another row names already"));
      if (Find(context.red_flags.by_id, subject) == nullptr) {
        ReferRule(context, entry, "subjects", subject);
      }
    }
  }
}

void CheckAdherence(CheckContext& context) {
  int least = -1;
  for (int i = 0; i < context.pack.adherence_alerts_size(); ++i) {
    const kv1::AdherenceAlert& row = context.pack.adherence_alerts(i);
    EntryCheck entry(context, kAdherence, i);
    ReferRule(context, entry, "rule", row.rule());
    entry.Expect(row.most_sessions() > least,
                 "is never reached, since a row before it is met first");
    entry.Expect(
        !row.has_most_begun() || row.most_begun() >= row.most_sessions(),
        "most_begun is below most_sessions, and what is done is begun");
    // One that asks for more is not met by every such week.
    if (!row.has_most_begun()) least = std::max(least, row.most_sessions());
  }
}

// How much an action asks for.
int WeightOf(kv1::SafetyAction action) {
  switch (action) {
    case kv1::SAFETY_ACTION_UNSPECIFIED:
      return 0;
    case kv1::SAFETY_ACTION_REFER_ROUTINE:
      return 1;
    default:
      return 2;
  }
}

void CheckAdverseEvents(CheckContext& context) {
  for (int i = 0; i < context.pack.adverse_event_rules_size(); ++i) {
    const kv1::AdverseEventRule& row = context.pack.adverse_event_rules(i);
    EntryCheck entry(context, kAdverse, i);
    ReferRule(context, entry, "rule", row.rule());
    entry.Expect(row.action() != kv1::SAFETY_ACTION_CAUTION &&
                     row.action() != kv1::SAFETY_ACTION_STOP_AND_REFER_URGENT,
                 "action is neither a referral nor a routine one");
    entry.Expect(
        (row.days() > 0) == (row.action() == kv1::SAFETY_ACTION_REFER_ROUTINE),
        "days go with a routine referral alone");
    entry.Expect(!row.has_late() || row.late().severity() < row.severity(),
                 "late is not of a lower severity");
    for (const kv1::AdverseEventRule& other :
         context.pack.adverse_event_rules()) {
      entry.Expect(other.severity() <= row.severity() ||
                       WeightOf(other.action()) >= WeightOf(row.action()),
                   "asks for more than a row of a greater severity");
    }
  }
}

}  // namespace

void CheckAlerts(CheckContext& context) {
  ExpectEachOnce(context, kAlerts, context.pack.alert_rules(),
                 *kv1::AlertKind_descriptor(),
                 [](const kv1::AlertRule& row) { return row.kind(); });
  ExpectEachOnce(
      context, kAdverse, context.pack.adverse_event_rules(),
      *kv1::AdverseEventSeverity_descriptor(),
      [](const kv1::AdverseEventRule& row) { return row.severity(); });
  CheckAlertRules(context);
  CheckAdherence(context);
  CheckAdverseEvents(context);
}

}  // namespace tonus::engine
