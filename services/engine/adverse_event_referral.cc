// SPDX-License-Identifier: Apache-2.0
#include "services/engine/adverse_event_referral.h"

#include "absl/algorithm/container.h"
#include "services/engine/facts.h"

namespace tonus::engine {
namespace {

namespace kv1 = knowledge::v1;

bool ClosesGate(const kv1::AdverseEventRule& row) {
  return row.action() == kv1::SAFETY_ACTION_REFER;
}

bool IsCleared(const Case& the_case, const kv1::AdverseEventRule& row,
               absl::CivilDay day) {
  return absl::c_any_of(
      the_case.facts.clearances(), [&](const v1::Clearance& clearance) {
        const absl::CivilDay given = ToCivilDay(clearance.date());
        return clearance.subject() == row.rule() && given > day &&
               given <= the_case.today;
      });
}

}  // namespace

const kv1::AdverseEventRule* RowOf(const Knowledge& knowledge,
                                   kv1::AdverseEventSeverity severity) {
  const auto& rows = knowledge.pack().adverse_event_rules();
  const auto found =
      absl::c_find_if(rows, [&](const kv1::AdverseEventRule& row) {
        return row.severity() == severity;
      });
  return found == rows.end() ? nullptr : &*found;
}

void ReferAfterAdverseEvents(Case* the_case) {
  for (const auto& fact : the_case->facts.adverse_events()) {
    const kv1::AdverseEventRule* row =
        RowOf(the_case->knowledge, fact.adverse_event().severity());
    if (row == nullptr || row->action() == kv1::SAFETY_ACTION_UNSPECIFIED) {
      continue;
    }
    const absl::CivilDay day = UtcDay(fact.effective_time());
    const bool is_over = ClosesGate(*row) ? IsCleared(*the_case, *row, day)
                                          : the_case->today - day > row->days();
    if (is_over) continue;
    the_case->referrals.push_back({row->action(), row->rule(), row->reason()});
  }
}

bool MayReferAfterAdverseEvents(const Knowledge& knowledge,
                                absl::string_view rule) {
  return absl::c_any_of(knowledge.pack().adverse_event_rules(),
                        [&](const kv1::AdverseEventRule& row) {
                          return row.rule() == rule && ClosesGate(row);
                        });
}

}  // namespace tonus::engine
