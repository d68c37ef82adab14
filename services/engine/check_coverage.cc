// SPDX-License-Identifier: Apache-2.0
#include "services/engine/check_tables.h"

namespace tonus::engine {
namespace {

using ::tonus::knowledge::v1::AcceptedComplaint;
using ::tonus::knowledge::v1::HealthCondition;
using ::tonus::knowledge::v1::UncoveredVerdict;

// What people list when they have not even the usual things.
constexpr char kNothing[] = "none";

void CheckUncovered(CheckContext& context, EntryCheck& entry,
                    const UncoveredVerdict& uncovered) {
  entry.Expect(!uncovered.muscles().empty(), "muscles is empty");
  entry.Expect(!uncovered.statuses().empty(), "statuses is empty");
  entry.ReferAll("muscles", context.muscles, uncovered.muscles());
  entry.ReferAll("equipment_sets", context.equipment_sets,
                 uncovered.equipment_sets());
  for (const std::string& id : uncovered.conditions()) {
    const HealthCondition* condition =
        entry.Refer("conditions", context.conditions, id);
    entry.Expect(
        condition == nullptr ||
            condition->gate() != knowledge::v1::CONDITION_GATE_BLOCK,
        absl::StrCat("conditions names `", id, "`, which blocks every plan"));
  }
}

void CheckAccepted(CheckContext& context, EntryCheck& entry,
                   const AcceptedComplaint& accepted) {
  entry.Expect(accepted.check() == knowledge::v1::PACK_CHECK_SATISFIABLE ||
                   accepted.check() == knowledge::v1::PACK_CHECK_SHADOWED,
               "check is not one of which complaints are accepted");
  if (accepted.table() == context.rules.name) {
    entry.Refer("id", context.rules, accepted.id());
  } else if (accepted.table() == context.conditions.name) {
    entry.Refer("id", context.conditions, accepted.id());
  } else {
    entry.Complain("table is neither rules nor conditions");
  }
}

}  // namespace

void CheckCoverageTables(CheckContext& context) {
  const auto& pack = context.pack;
  for (const auto& set : pack.equipment_sets()) {
    EntryCheck entry(context, "equipment_sets", set.id());
    for (const std::string& id : set.equipment()) {
      if (id == kNothing) continue;
      const auto* thing = entry.Refer("equipment", context.equipment, id);
      entry.Expect(thing == nullptr || !thing->always_available(),
                   absl::StrCat("equipment names `", id,
                                "`, which counts as always at hand"));
    }
  }
  for (int i = 0; i < pack.uncovered_verdicts_size(); ++i) {
    EntryCheck entry(context, "uncovered_verdicts", i);
    CheckUncovered(context, entry, pack.uncovered_verdicts(i));
  }
  for (const AcceptedComplaint& accepted : pack.accepted_complaints()) {
    EntryCheck entry(context, "accepted_complaints", accepted.id());
    CheckAccepted(context, entry, accepted);
  }
}

}  // namespace tonus::engine
