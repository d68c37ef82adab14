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

const kv1::AdverseEventRule* RowOfSeverity(const Knowledge& knowledge,
                                           kv1::AdverseEventSeverity severity) {
  const auto& rows = knowledge.pack().adverse_event_rules();
  const auto found =
      absl::c_find_if(rows, [&](const kv1::AdverseEventRule& row) {
        return row.severity() == severity;
      });
  return found == rows.end() ? nullptr : &*found;
}

// Whether the event was over, and had begun so long ago, when it was recorded.
// What had not resolved by then, or left something behind, is never late.
bool IsLate(const kv1::LateAdverseEvent& late,
            const storage::v1::AdverseEventFact& fact) {
  const v1::AdverseEvent& event = fact.adverse_event();
  return event.course() == v1::ADVERSE_EVENT_COURSE_RESOLVED &&
         UtcDay(fact.effective_time()) - ToCivilDay(event.onset_date()) >
             late.days();
}

}  // namespace

const kv1::AdverseEventRule* RowOf(const Knowledge& knowledge,
                                   const storage::v1::AdverseEventFact& fact) {
  const kv1::AdverseEventRule* row =
      RowOfSeverity(knowledge, fact.adverse_event().severity());
  return row != nullptr && row->has_late() && IsLate(row->late(), fact)
             ? RowOfSeverity(knowledge, row->late().severity())
             : row;
}

bool IsCleared(const storage::v1::PatientFacts& facts, absl::CivilDay today,
               const kv1::AdverseEventRule& row,
               const storage::v1::AdverseEventFact& fact) {
  return ClosesGate(row) &&
         absl::c_any_of(
             facts.clearances(), [&](const v1::Clearance& clearance) {
               const absl::CivilDay given = ToCivilDay(clearance.date());
               return clearance.subject() == row.rule() &&
                      given > UtcDay(fact.effective_time()) && given <= today;
             });
}

void ReferAfterAdverseEvents(Case* the_case) {
  for (const auto& fact : the_case->facts.adverse_events()) {
    const kv1::AdverseEventRule* row = RowOf(the_case->knowledge, fact);
    if (row == nullptr || row->action() == kv1::SAFETY_ACTION_UNSPECIFIED) {
      continue;
    }
    const bool is_over =
        ClosesGate(*row)
            ? IsCleared(the_case->facts, the_case->today, *row, fact)
            : the_case->today - UtcDay(fact.effective_time()) > row->days();
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
