// SPDX-License-Identifier: Apache-2.0
#include "services/engine/expiry.h"

#include <cstdint>
#include <set>

#include "absl/algorithm/container.h"
#include "services/engine/closed_session.h"
#include "services/engine/facts.h"
#include "services/engine/interpretation.h"
#include "services/engine/reading_days.h"
#include "services/engine/red_flags.h"
#include "services/engine/stricter.h"

namespace tonus::engine {
namespace {

using storage::v1::PatientFacts;

constexpr int kDaysPerWeek = 7;
// A condition turns into another at most so often.
constexpr int kMaxTurns = 8;

// Collects the days after `today` on which the reading may change.
class Candidates {
 public:
  Candidates(const Knowledge& knowledge, const PatientFacts& facts,
             absl::CivilDay today)
      : knowledge_(knowledge), facts_(facts), today_(today) {}

  std::set<absl::CivilDay> Days() {
    AddClearances();
    AddAnswers();
    AddConditions();
    AddBirthdays();
    AddResults();
    return days_;
  }

 private:
  void Add(absl::CivilDay day) {
    if (day > today_) days_.insert(day);
  }

  void AddClearances() {
    const int days =
        knowledge_.pack().session().clearance_weeks() * kDaysPerWeek;
    for (const v1::Clearance& clearance : facts_.clearances()) {
      Add(ToCivilDay(clearance.date()));
      Add(ToCivilDay(clearance.date()) + days);
    }
  }

  void AddAnswers() {
    for (const FlagAnswers& answers : ReadAnswers(knowledge_, facts_)) {
      if (!answers.last_answer.has_value()) continue;
      Add(*answers.last_answer + knowledge_.pack().session().answer_days() + 1);
    }
  }

  void AddConditions() {
    for (const v1::ActiveCondition& reported :
         CurrentProfile(facts_).conditions()) {
      if (!reported.has_since()) continue;
      const auto* condition = knowledge_.FindCondition(reported.condition());
      for (int turn = 0; turn < kMaxTurns && condition != nullptr &&
                         condition->ends_after_weeks() > 0;
           ++turn) {
        Add(ToCivilDay(reported.since()) +
            int64_t{kDaysPerWeek} * condition->ends_after_weeks());
        condition = knowledge_.FindCondition(condition->turns_into());
      }
    }
  }

  void AddBirthdays() {
    const v1::Profile& profile = CurrentProfile(facts_);
    if (!profile.has_age_years() || !profile.has_age_date()) return;
    const absl::CivilDay recorded = ToCivilDay(profile.age_date());
    for (const int years : {0, 1}) {
      Add(absl::CivilDay(today_.year() + years, recorded.month(),
                         recorded.day()));
    }
  }

  void AddResults() {
    const auto& fusion = knowledge_.pack().fusion();
    for (const absl::CivilDay day : ReadingDays(knowledge_, facts_)) {
      Add(day + fusion.old_days() + 1);
      Add(day + fusion.expired_days() + 1);
    }
  }

  const Knowledge& knowledge_;
  const PatientFacts& facts_;
  const absl::CivilDay today_;
  std::set<absl::CivilDay> days_;
};

}  // namespace

std::vector<StricterDay> StricterDays(const Knowledge& knowledge,
                                      const PatientFacts& facts,
                                      const v1::Interpretation& now,
                                      absl::CivilDay today,
                                      absl::CivilDay until) {
  std::vector<StricterDay> stricter;
  const v1::Interpretation* before = &now;
  for (const absl::CivilDay day : Candidates(knowledge, facts, today).Days()) {
    const v1::Interpretation then = Interpret(knowledge, facts, day);
    if (!IsStricter(then, *before)) continue;
    stricter.push_back({day, WithSafetyOf(then, *before)});
    before = &stricter.back().interpretation;
    if (day > until || then.gate() != v1::GATE_OK) break;
  }
  return stricter;
}

bool HasExpired(const v1::Routine& routine, absl::CivilDay day) {
  return routine.has_expire_date() && day >= ToCivilDay(routine.expire_date());
}

void ExpireBy(absl::CivilDay day, v1::Routine* routine) {
  const auto expires_before = [day](const auto& one) {
    return one.has_expire_date() && ToCivilDay(one.expire_date()) <= day;
  };
  if (routine->gate() != v1::GATE_OK || expires_before(*routine)) return;
  *routine->mutable_expire_date() = ToDate(day);
  for (v1::Session& session : *routine->mutable_sessions()) {
    if (session.items().empty() || expires_before(session)) continue;
    *session.mutable_expire_date() = ToDate(day);
  }
  CloseExpired(routine);
}

void CloseIfExpired(v1::Session* session) {
  if (!session->has_expire_date() ||
      ToCivilDay(session->date()) < ToCivilDay(session->expire_date())) {
    return;
  }
  SafetyNotices notices;
  v1::SafetyNotice* notice = notices.Add();
  notice->set_action(knowledge::v1::SAFETY_ACTION_REFER_ROUTINE);
  notice->set_text(
      "By then something that makes the session safe has run out: read it "
      "again on its day.");
  CloseSession(v1::GATE_NOT_CLEARED, notices, session);
}

void CloseExpired(v1::Routine* routine) {
  for (v1::Session& session : *routine->mutable_sessions()) {
    CloseIfExpired(&session);
  }
}

}  // namespace tonus::engine
