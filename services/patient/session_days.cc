// SPDX-License-Identifier: Apache-2.0
#include "services/patient/session_days.h"

#include <algorithm>

#include "services/engine/facts.h"
#include "services/engine/override_days.h"
#include "services/patient/due_outline.h"
#include "services/patient/state_excerpts.h"
#include "services/timestamp.h"

namespace tonus {
namespace {

using storage::v1::CurrentRoutine;
using storage::v1::PatientFacts;

// The session that was begun last, if that was today; 0 for none.
int BegunOn(const PatientFacts& facts, absl::CivilDay today) {
  if (facts.check_ins().empty()) return 0;
  const auto& last = facts.check_ins(facts.check_ins_size() - 1);
  return DayIn(facts.time_zone(), FromTimestamp(last.effective_time())) == today
             ? last.session_number()
             : 0;
}

}  // namespace

std::vector<absl::CivilDay> SessionDays(const engine::Knowledge& knowledge,
                                        const PatientFacts& facts,
                                        const v1::Routine& outline,
                                        absl::CivilDay today) {
  const CurrentRoutine current = DueBasis(knowledge, facts, outline, today);
  const v1::Routine due = DueOutline(knowledge, current, today);
  const int begun = BegunOn(facts, today);
  const int next =
      current.missed_sessions().empty() ? 0 : NextSessionOn(current, today);
  std::vector<absl::CivilDay> days(due.sessions_size());
  for (int i = due.sessions_size() - 1; i >= 0; --i) {
    const v1::Session& line = due.sessions(i);
    days[i] = std::max(engine::ToCivilDay(line.date()), today);
    if (line.number() == begun) days[i] = today;
    if (line.number() < next && IsOpen(current, line.number())) {
      days[i] = days[i + 1];
    }
  }
  return days;
}

bool MeetsOtherOverrides(const engine::Knowledge& knowledge,
                         const storage::v1::PatientState& state,
                         absl::CivilDay today) {
  const PatientFacts& facts = state.facts();
  const v1::Routine& outline = state.outline();
  if (outline.gate() != v1::GATE_OK ||
      !engine::OverridesChangeAfter(
          facts,
          DayIn(facts.time_zone(), FromTimestamp(outline.create_time())))) {
    return false;
  }
  const CurrentRoutine current = DueBasis(knowledge, facts, outline, today);
  const std::vector<absl::CivilDay> days =
      SessionDays(knowledge, facts, outline, today);
  for (int i = 0; i < outline.sessions_size(); ++i) {
    const v1::Session& session = outline.sessions(i);
    if (IsOpen(current, session.number()) &&
        !engine::SameOverridesOn(facts, engine::OverrideDayOf(session),
                                 days[i])) {
      return true;
    }
  }
  return false;
}

}  // namespace tonus
