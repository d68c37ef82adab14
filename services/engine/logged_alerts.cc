// SPDX-License-Identifier: Apache-2.0
#include "services/engine/logged_alerts.h"

#include <map>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "services/engine/exposures.h"
#include "services/engine/fired_rows.h"
#include "services/engine/log_referral.h"
#include "services/engine/referral_cause.h"
#include "services/engine/target_name.h"

namespace tonus::engine {
namespace {

namespace kv1 = knowledge::v1;

// Further logs of a session, or of a day at home, are no further cause.
std::string NameOf(const SessionDone& session) {
  if (session.relief_run > 0) {
    return absl::StrCat("relief/", session.relief_run);
  }
  if (!session.IsSession()) {
    return absl::StrCat("home/", absl::FormatCivilTime(session.day));
  }
  return absl::StrCat("session/", session.number, "/", session.attempt);
}

// The side of what fired; none where nothing that was told names one, so that
// it is one cause and not two.
kv1::Side ToldSide(const BlockDone& history, const FiredRow& fired) {
  const auto exposures = history.exposures.find(fired.subject);
  const auto names_side = [](const v1::ExerciseLog* log) {
    return log->side() == kv1::SIDE_LEFT || log->side() == kv1::SIDE_RIGHT;
  };
  if (fired.subject.side == kv1::SIDE_MIDLINE ||
      exposures == history.exposures.end() ||
      absl::c_any_of(exposures->second, [&](const Exposure& exposure) {
        return absl::c_linear_search(fired.causes, exposure.session) &&
               absl::c_any_of(exposure.logs, names_side);
      })) {
    return fired.subject.side;
  }
  return kv1::SIDE_UNSPECIFIED;
}

// The position of the session before the one at `position`, or -1.
int SessionBefore(const BlockDone& history, int position) {
  do {
    --position;
  } while (position >= 0 && !history.sessions[position].IsSession());
  return position;
}

// Collects the causes of one person.
class Logged {
 public:
  Logged(const AlertCase& of, std::vector<AlertCause>* causes)
      : of_(of), causes_(*causes) {}

  void Add();
  std::set<std::string> TakeToldRules() { return std::move(told_rules_); }

 private:
  std::string HappenedIn(const BlockDone& history, const FiredRow& fired);
  void AddFired(const BlockDone& history, const FiredReferral& referral);

  const AlertCase& of_;
  std::vector<AlertCause>& causes_;
  // By its row the last session of a rise of pain, and where the rise began.
  std::map<const kv1::AdaptationRule*, std::pair<int, std::string>> rises_;
  std::set<std::string> told_rules_;
};

// What names a cause: the last session of it. A rise of pain that goes on from
// session to session is one, named after the first.
std::string Logged::HappenedIn(const BlockDone& history,
                               const FiredRow& fired) {
  if (!fired.row->when().has_pain_rise()) {
    return NameOf(history.sessions[fired.causes.back()]);
  }
  const auto rise = rises_.find(fired.row);
  const bool goes_on =
      rise != rises_.end() &&
      rise->second.first == SessionBefore(history, fired.session);
  const std::string name =
      goes_on ? rise->second.second : NameOf(history.sessions[fired.session]);
  rises_[fired.row] = {fired.session, name};
  return name;
}

// Adds the logs for which the row fired that `cause` does not have.
void AddEvidence(const BlockDone& history, const FiredRow& fired,
                 AlertCause* cause) {
  v1::Alert& alert = cause->alert;
  for (const int position : fired.causes) {
    if (fired.of_mornings) break;
    const SessionDone& session = history.sessions[position];
    if (session.relief_run > 0) {
      alert.add_relief_runs(session.relief_run);
      continue;
    }
    if (!session.IsSession()) {
      alert.mutable_home_logs()->Add(session.home_logs.begin(),
                                     session.home_logs.end());
      continue;
    }
    if (absl::c_linear_search(cause->places, position)) continue;
    cause->places.push_back(position);
    alert.add_sessions(session.number);
    alert.add_logs(session.logs.back()->fact_id());
  }
  for (std::string& log : fired.MorningLogs()) {
    if (absl::c_linear_search(alert.logs(), log) ||
        absl::c_linear_search(alert.morning_logs(), log)) {
      continue;
    }
    alert.add_morning_logs(std::move(log));
  }
}

void Logged::AddFired(const BlockDone& history, const FiredReferral& referral) {
  const FiredRow& fired = *referral.fired;
  const kv1::AlertKind kind = KindOf(of_.knowledge, fired.row->rule());
  // What no session caused is told as the notice that it is. A referral that
  // closes the gate does not fade: it was cleared.
  if (kind == kv1::ALERT_KIND_UNSPECIFIED || fired.causes.empty() ||
      (referral.faded &&
       referral.refer->action() == kv1::SAFETY_ACTION_REFER)) {
    return;
  }
  const kv1::Side side = ToldSide(history, fired);
  const std::string where =
      absl::StrCat(fired.subject.exercise, "/", SideLetter(side));
  const std::string key = absl::StrCat("log/", fired.row->id(), "/", where, "/",
                                       HappenedIn(history, fired));
  if (!referral.faded) told_rules_.insert(fired.row->rule());
  const auto known = absl::c_find_if(
      causes_, [&](const AlertCause& cause) { return cause.key == key; });
  if (known != causes_.end()) {
    if (!fired.row->when().has_pain_rise()) return;
    known->faded &= referral.faded;
    AddEvidence(history, fired, &*known);
    return;
  }
  v1::Alert& alert = AddCause(
      key, absl::StrCat("log/", fired.row->rule(), "/", fired.subject.exercise),
      kind, UrgencyOf(referral.refer->action()), &causes_);
  causes_.back().faded = referral.faded;
  alert.set_rule(fired.row->rule());
  alert.set_text(
      absl::StrCat(Sentence(WhatHappened(of_.knowledge, fired)), "."));
  alert.set_exercise(fired.subject.exercise);
  if (!fired.subject.exercise.empty()) alert.set_side(side);
  AddEvidence(history, fired, &causes_.back());
}

void Logged::Add() {
  const BlockDone history = ReadHistory(of_.knowledge, of_.facts, v1::Routine(),
                                        of_.today, absl::UTCTimeZone());
  const FiredRows fired = ReadFiredRows(of_.knowledge, history);
  for (const FiredReferral& referral :
       ReferralsOf(of_.facts, history, fired, of_.today)) {
    AddFired(history, referral);
  }
}

}  // namespace

std::set<std::string> AddLogged(const AlertCase& of,
                                std::vector<AlertCause>* causes) {
  Logged logged(of, causes);
  logged.Add();
  return logged.TakeToldRules();
}

}  // namespace tonus::engine
