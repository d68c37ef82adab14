// SPDX-License-Identifier: Apache-2.0
#include "services/engine/relief_mode.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/engine/exposures.h"
#include "services/engine/fired_rows.h"
#include "services/engine/measurement.h"

namespace tonus::engine {
namespace {

constexpr char kReliefMode[] = "R-813";

int SessionsOfBlock(const Knowledge& knowledge) {
  const auto& weeks = knowledge.pack().week_shapes();
  return weeks[weeks.size() - 1].last_session();
}

// What the person came to a session with: whether it was replaced by relief.
struct Arrival {
  absl::Time time;
  bool replaced = false;
};

// The check-ins, and the sessions that were done without one, the last first.
std::vector<Arrival> Arrivals(const Knowledge& knowledge,
                              const storage::v1::PatientFacts& facts) {
  const auto& constants = knowledge.pack().session();
  std::vector<Arrival> arrivals;
  for (const storage::v1::CheckInFact& check_in : facts.check_ins()) {
    arrivals.push_back({ToTime(check_in.effective_time()),
                        check_in.pain_before() >= constants.relief_pain()});
  }
  for (const storage::v1::LogFact& log : facts.logs()) {
    if (log.log().completed_pct() >= constants.done_percent() &&
        CheckInOf(facts, absl::UTCTimeZone(), log) == nullptr) {
      arrivals.push_back({ToTime(log.effective_time()), false});
    }
  }
  std::stable_sort(
      arrivals.begin(), arrivals.end(),
      [](const Arrival& a, const Arrival& b) { return a.time < b.time; });
  std::reverse(arrivals.begin(), arrivals.end());
  return arrivals;
}

// How many of the last days in a row were replaced; the last arrival of a day
// counts.
int ReplacedInARow(const std::vector<Arrival>& arrivals) {
  int replaced = 0;
  absl::CivilDay day = absl::CivilDay::max();
  for (const Arrival& arrival : arrivals) {
    const absl::CivilDay here =
        absl::ToCivilDay(arrival.time, absl::UTCTimeZone());
    if (here == day) continue;
    if (!arrival.replaced) break;
    day = here;
    ++replaced;
  }
  return replaced;
}

void Refer(std::string reason, Case* the_case) {
  the_case->referrals.push_back({knowledge::v1::SAFETY_ACTION_REFER_ROUTINE,
                                 kReliefMode, std::move(reason)});
}

void ReferAfterReplacements(Case* the_case) {
  const auto& constants = the_case->knowledge.pack().session();
  const std::vector<Arrival> arrivals =
      Arrivals(the_case->knowledge, the_case->facts);
  if (arrivals.empty() ||
      the_case->today -
              absl::ToCivilDay(arrivals.front().time, absl::UTCTimeZone()) >
          constants.relief_referral_days() ||
      ReplacedInARow(arrivals) < constants.relief_replacements()) {
    return;
  }
  Refer(absl::StrCat(constants.relief_replacements(),
                     " sessions in a row were replaced by relief because of "
                     "pain"),
        the_case);
}

void ReferAfterReliefMode(Case* the_case) {
  const auto& knowledge = the_case->knowledge;
  if (!the_case->result.limits().relief_mode() ||
      the_case->facts.logs().empty()) {
    return;
  }
  int last = 0;
  for (const storage::v1::LogFact& log : the_case->facts.logs()) {
    last = std::max(last, log.log().session_number());
  }
  const int length = SessionsOfBlock(knowledge);
  const ReliefMode mode(knowledge, the_case->facts,
                        BlockOf(knowledge, std::max(1, last)) * length + 1,
                        the_case->today, absl::UTCTimeZone());
  const auto& constants = knowledge.pack().session();
  if (!mode.IsStuck() ||
      the_case->today - mode.last_day() > constants.relief_referral_days()) {
    return;
  }
  Refer(absl::StrCat("pain did not calm in ", constants.relief_mode_sessions(),
                     " sessions of relief"),
        the_case);
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
    if (!session.done || session.number < first_session ||
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
  ReferAfterReplacements(the_case);
  ReferAfterReliefMode(the_case);
}

}  // namespace tonus::engine
