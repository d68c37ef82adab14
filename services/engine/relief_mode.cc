// SPDX-License-Identifier: Apache-2.0
#include "services/engine/relief_mode.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "services/engine/exposures.h"
#include "services/engine/fired_rows.h"
#include "services/engine/measurement.h"

namespace tonus::engine {
namespace {

int SessionsOfBlock(const Knowledge& knowledge) {
  const auto& weeks = knowledge.pack().week_shapes();
  return weeks[weeks.size() - 1].last_session();
}

// What the person came to a session with: whether it was replaced by relief.
struct Arrival {
  absl::Time time;
  int session = 0;
  bool replaced = false;
};

// The check-ins, and the sessions that were done without one, the last first.
std::vector<Arrival> Arrivals(const Knowledge& knowledge,
                              const storage::v1::PatientFacts& facts) {
  const auto& constants = knowledge.pack().session();
  std::vector<Arrival> arrivals;
  for (const storage::v1::CheckInFact& check_in : facts.check_ins()) {
    arrivals.push_back({ToTime(check_in.effective_time()),
                        check_in.session_number(),
                        check_in.pain_before() >= constants.relief_pain()});
  }
  for (const storage::v1::LogFact& log : facts.logs()) {
    if (log.log().completed_pct() >= constants.done_percent() &&
        CheckInOf(facts, absl::UTCTimeZone(), log) == nullptr) {
      arrivals.push_back(
          {ToTime(log.effective_time()), log.log().session_number(), false});
    }
  }
  std::stable_sort(
      arrivals.begin(), arrivals.end(),
      [](const Arrival& a, const Arrival& b) { return a.time < b.time; });
  std::reverse(arrivals.begin(), arrivals.end());
  return arrivals;
}

// The sessions of the last days in a row on which they were replaced, in order;
// the last arrival of a day counts.
std::vector<int> ReplacedInARow(const std::vector<Arrival>& arrivals) {
  std::vector<int> replaced;
  absl::CivilDay day = absl::CivilDay::max();
  for (const Arrival& arrival : arrivals) {
    const absl::CivilDay here =
        absl::ToCivilDay(arrival.time, absl::UTCTimeZone());
    if (here == day) continue;
    if (!arrival.replaced) break;
    day = here;
    replaced.push_back(arrival.session);
  }
  std::reverse(replaced.begin(), replaced.end());
  return replaced;
}

// Those of so many days that they are told; else empty.
std::vector<int> OftenReplaced(const Knowledge& knowledge,
                               const storage::v1::PatientFacts& facts,
                               absl::CivilDay today) {
  const auto& constants = knowledge.pack().session();
  const std::vector<Arrival> arrivals = Arrivals(knowledge, facts);
  std::vector<int> replaced = ReplacedInARow(arrivals);
  const bool is_told =
      static_cast<int>(replaced.size()) >= constants.relief_replacements() &&
      !arrivals.empty() &&
      today - absl::ToCivilDay(arrivals.front().time, absl::UTCTimeZone()) <=
          constants.relief_referral_days();
  if (!is_told) replaced.clear();
  return replaced;
}

// The sessions of a relief mode that does not end, while that is told.
std::vector<int> DoneInVain(const Knowledge& knowledge,
                            const storage::v1::PatientFacts& facts,
                            const v1::PlanLimits& limits,
                            absl::CivilDay today) {
  if (!limits.relief_mode() || facts.logs().empty()) return {};
  int last = 0;
  for (const storage::v1::LogFact& log : facts.logs()) {
    last = std::max(last, log.log().session_number());
  }
  const int length = SessionsOfBlock(knowledge);
  const ReliefMode mode(knowledge, facts,
                        BlockOf(knowledge, std::max(1, last)) * length + 1,
                        today, absl::UTCTimeZone());
  if (!mode.IsStuck() ||
      today - mode.last_day() >
          knowledge.pack().session().relief_referral_days()) {
    return {};
  }
  return {mode.sessions().begin(), mode.sessions().end()};
}

void Refer(std::string reason, Case* the_case) {
  the_case->referrals.push_back({knowledge::v1::SAFETY_ACTION_REFER_ROUTINE,
                                 kReliefMode, std::move(reason)});
}

}  // namespace

ReliefMode::ReliefMode(const Knowledge& knowledge,
                       const storage::v1::PatientFacts& facts,
                       int first_session, absl::CivilDay today,
                       absl::TimeZone zone)
    : first_session_(first_session),
      planned_(knowledge.pack().session().relief_mode_sessions()) {
  if (facts.logs().empty()) return;
  const auto& constants = knowledge.pack().session();
  const int last = first_session + SessionsOfBlock(knowledge) - 1;
  int calm = 0;
  for (const SessionDone& session :
       ReadHistory(knowledge, facts, v1::Routine(), today, zone).sessions) {
    if (!session.begun || session.number < first_session ||
        session.number > last) {
      continue;
    }
    const bool in_it = Holds(session.number);
    if (!done_.insert(session.number).second || !in_it) continue;
    relief_.insert(session.number);
    ++done_in_it_;
    last_day_ = session.day;
    const bool is_calm = session.pain_before.has_value() &&
                         *session.pain_before < constants.relief_pain();
    calm = is_calm ? calm + 1 : 0;
    ended_ = calm >= constants.relief_calm_sessions();
  }
}

bool ReliefMode::Holds(int number) const {
  if (done_.find(number) != done_.end()) {
    return relief_.find(number) != relief_.end();
  }
  return !ended_ &&
         (number < first_session_ + planned_ || done_in_it_ >= planned_);
}

void ReferAfterReliefDays(Case* the_case) {
  const auto& constants = the_case->knowledge.pack().session();
  if (!OftenReplaced(the_case->knowledge, the_case->facts, the_case->today)
           .empty()) {
    Refer(absl::StrCat(constants.relief_replacements(),
                       " sessions in a row were replaced by relief because of "
                       "pain"),
          the_case);
  }
  if (!DoneInVain(the_case->knowledge, the_case->facts,
                  the_case->result.limits(), the_case->today)
           .empty()) {
    Refer(absl::StrCat("pain did not calm in ",
                       constants.relief_mode_sessions(), " sessions of relief"),
          the_case);
  }
}

std::vector<int> SessionsBehindReliefDays(
    const Knowledge& knowledge, const storage::v1::PatientFacts& facts,
    const v1::PlanLimits& limits, absl::CivilDay today) {
  std::vector<int> sessions;
  for (const std::vector<int>& behind :
       {OftenReplaced(knowledge, facts, today),
        DoneInVain(knowledge, facts, limits, today)}) {
    for (const int session : behind) {
      if (!absl::c_linear_search(sessions, session)) {
        sessions.push_back(session);
      }
    }
  }
  return sessions;
}

}  // namespace tonus::engine
