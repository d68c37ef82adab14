// SPDX-License-Identifier: Apache-2.0
#include <map>

#include "absl/algorithm/container.h"
#include "services/engine/check_tables.h"
#include "tonus/v1/progress.pb.h"

namespace tonus::engine {
namespace {

using ::tonus::knowledge::v1::HealthCondition;
using ::tonus::knowledge::v1::RedFlag;

void CheckRedFlags(CheckContext& context) {
  std::map<int, int> flags_of_group;
  for (const RedFlag& flag : context.pack.red_flags()) {
    EntryCheck entry(context, "red_flags", flag.id());
    ++flags_of_group[flag.recheck_group()];
    entry.Expect(
        flag.asked() ||
            flag.action() != knowledge::v1::SAFETY_ACTION_STOP_AND_REFER_URGENT,
        "is urgent, but not asked");
    entry.Expect(
        flag.recheck_group() > 0 ||
            flag.action() != knowledge::v1::SAFETY_ACTION_STOP_AND_REFER_URGENT,
        "is urgent, but in no recheck_group, so that nobody asks it again "
        "before a session");
    entry.Expect(flag.asked() || flag.recheck_group() == 0,
                 "is asked again, but not asked");
    entry.Expect(flag.asked() || !flag.also_raised_by().empty(),
                 "is neither asked nor raised by anything");
    v1::StopSymptom symptom;
    entry.Expect(
        flag.stop_symptom().empty() ||
            v1::StopSymptom_Parse(
                absl::StrCat("STOP_SYMPTOM_", flag.stop_symptom()), &symptom),
        absl::StrCat("stop_symptom `", flag.stop_symptom(),
                     "` is not a stop symptom"));
  }
  std::map<int, int> questions_of_group;
  for (int i = 0; i < context.pack.recheck_questions_size(); ++i) {
    const int group = context.pack.recheck_questions(i).group();
    EntryCheck entry(context, "recheck_questions", i);
    entry.Expect(++questions_of_group[group] == 1,
                 absl::StrCat("group ", group, " is asked twice"));
    entry.Expect(flags_of_group.contains(group),
                 absl::StrCat("group ", group, " has no red flag"));
  }
  for (const RedFlag& flag : context.pack.red_flags()) {
    EntryCheck entry(context, "red_flags", flag.id());
    entry.Expect(flag.recheck_group() == 0 ||
                     questions_of_group.contains(flag.recheck_group()),
                 absl::StrCat("recheck_group ", flag.recheck_group(),
                              " has no question"));
  }
}

// Whether what a condition turns into, and that in turn, comes to an end.
bool Ends(const CheckContext& context, const HealthCondition& condition) {
  const HealthCondition* step = &condition;
  for (int i = 0; i <= context.pack.conditions_size(); ++i) {
    if (step->turns_into().empty()) return true;
    step = Find(context.conditions.by_id, step->turns_into());
    if (step == nullptr) return true;  // Somebody else's complaint.
  }
  return false;
}

void CheckConditions(CheckContext& context) {
  for (const HealthCondition& condition : context.pack.conditions()) {
    EntryCheck entry(context, "conditions", condition.id());
    entry.ReferAll("forbidden_tags", context.tags, condition.forbidden_tags());
    entry.ReferAll("caution_tags", context.tags, condition.caution_tags());
    for (const std::string& tag : condition.caution_tags()) {
      entry.Expect(!absl::c_linear_search(condition.forbidden_tags(), tag),
                   absl::StrCat("`", tag,
                                "` is both forbidden and allowed "
                                "with caution"));
    }
    if (condition.turns_into().empty()) continue;
    entry.Refer("turns_into", context.conditions, condition.turns_into());
    if (!Ends(context, condition)) {
      entry.Complain(knowledge::v1::PACK_CHECK_CHAIN, "turns_into never ends");
    }
    entry.ExpectPositive("ends_after_weeks", condition.ends_after_weeks());
  }
}

}  // namespace

void CheckSafety(CheckContext& context) {
  CheckRedFlags(context);
  CheckConditions(context);
  CheckPainZones(context);
}

}  // namespace tonus::engine
