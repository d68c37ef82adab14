// SPDX-License-Identifier: Apache-2.0
#include "services/engine/return_tests.h"

#include <algorithm>
#include <vector>

#include "services/engine/breaks.h"
#include "services/engine/facts.h"
#include "services/engine/missed_sessions.h"
#include "services/engine/policy.h"
#include "services/engine/retest_set.h"

namespace tonus::engine {
namespace {

// The day since which nothing was done: of the last session that was begun, or
// else that on which the first one was due.
std::optional<absl::CivilDay> AwaySince(const ProgressCase& of,
                                        const BlockDone& block) {
  const auto last = std::find_if(block.sessions.rbegin(), block.sessions.rend(),
                                 [](const SessionDone& session) {
                                   return session.IsSession() && session.begun;
                                 });
  if (last != block.sessions.rend()) return last->day;
  const auto late = ReadLateBegin(of.knowledge, of.facts, of.routine);
  if (!late.has_value()) return std::nullopt;
  return late->since;
}

}  // namespace

std::optional<v1::Retest> TestsOnReturn(const ProgressCase& of,
                                        const BlockDone& block) {
  const LongBreak away = FindLongBreak(of.knowledge);
  if (away.row == nullptr || of.routine.sessions().empty() ||
      of.interpretation.gate() != v1::GATE_OK || of.due.gate() != v1::GATE_OK) {
    return std::nullopt;
  }
  const int next = NextSessionOn(
      of.routine, OpenSessions(of.facts, of.routine),
      ChoiceOf(of.knowledge, of.facts, of.today, kMissedSessions), of.today);
  const std::optional<absl::CivilDay> since = AwaySince(of, block);
  if (next == 0 || !since.has_value()) return std::nullopt;
  v1::Retest retest =
      RetestOf(of.knowledge, of.interpretation, away.check->retest_set());
  if (retest.tests().empty()) return std::nullopt;
  retest.set_before_session(next);
  retest.set_rule(away.row->rule());
  *retest.mutable_absent_since() = ToDate(*since);
  return retest;
}

absl::CivilDay ReturnDay(const Knowledge& knowledge, const v1::Retest& retest) {
  const absl::CivilDay since = ToCivilDay(retest.absent_since());
  const LongBreak away = FindLongBreak(knowledge);
  return away.row == nullptr ? since
                             : since + away.row->when().min_break_days();
}

}  // namespace tonus::engine
