// SPDX-License-Identifier: Apache-2.0
#include "services/engine/alert_causes.h"

#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "services/engine/adverse_event_referral.h"
#include "services/engine/attendance_alerts.h"
#include "services/engine/exposures.h"
#include "services/engine/facts.h"
#include "services/engine/fired_rows.h"
#include "services/engine/log_referral.h"
#include "services/engine/notices.h"
#include "services/engine/red_flag_news.h"
#include "services/engine/relief_mode.h"
#include "services/engine/relief_referral.h"
#include "services/engine/retest_alerts.h"
#include "services/engine/target_name.h"

namespace tonus::engine {
namespace {

namespace kv1 = knowledge::v1;

v1::AlertUrgency UrgencyOf(kv1::SafetyAction action) {
  switch (action) {
    case kv1::SAFETY_ACTION_STOP_AND_REFER_URGENT:
      return v1::ALERT_URGENCY_NOW;
    case kv1::SAFETY_ACTION_REFER:
      return v1::ALERT_URGENCY_DAYS;
    default:
      return v1::ALERT_URGENCY_ROUTINE;
  }
}

// The kind of alerts about a rule or a red flag; unspecified when there are
// none.
kv1::AlertKind KindOf(const Knowledge& knowledge, const std::string& subject) {
  for (const kv1::AlertRule& row : knowledge.pack().alert_rules()) {
    if (absl::c_linear_search(row.subjects(), subject)) return row.kind();
  }
  return kv1::ALERT_KIND_UNSPECIFIED;
}

// Adds every test that a clause names, in it or in a part of it.
void CollectTests(const google::protobuf::Message& clause,
                  std::set<std::string>* tests) {
  const auto* reflection = clause.GetReflection();
  std::vector<const google::protobuf::FieldDescriptor*> fields;
  reflection->ListFields(clause, &fields);
  for (const auto* field : fields) {
    if (field->cpp_type() ==
        google::protobuf::FieldDescriptor::CPPTYPE_MESSAGE) {
      if (!field->is_repeated()) {
        CollectTests(reflection->GetMessage(clause, field), tests);
        continue;
      }
      for (int i = 0; i < reflection->FieldSize(clause, field); ++i) {
        CollectTests(reflection->GetRepeatedMessage(clause, field, i), tests);
      }
    } else if (field->name() == "test" && !field->is_repeated()) {
      tests->insert(reflection->GetString(clause, field));
    }
  }
}

// The rule of retests that raises the red flag; empty when none does.
std::string RaisedBy(const Knowledge& knowledge, const std::string& flag) {
  for (const kv1::RetestRule& row : knowledge.pack().retest_rules()) {
    for (const kv1::RetestEffect& effect : row.effects()) {
      if (effect.raise_red_flag() == flag) return row.rule();
    }
  }
  return "";
}

// Whether a retest judged a target or a test on a side.
bool HasPlace(const v1::AppliedAdaptation& applied) {
  return !applied.muscle().empty() || ((applied.side() == kv1::SIDE_LEFT ||
                                        applied.side() == kv1::SIDE_RIGHT) &&
                                       !applied.tests().empty());
}

// Collects the causes of one person.
class Collector {
 public:
  explicit Collector(const AlertCase& of) : of_(of) {}

  void AddLogged();
  void AddNotices();
  void AddAdverseEvents();
  std::vector<AlertCause> Take() { return std::move(causes_); }

 private:
  std::string HappenedIn(const BlockDone& history, const FiredRow& fired);
  void AddFired(const BlockDone& history, const FiredReferral& referral);
  void AddFlag(const kv1::RedFlag& flag, const v1::SafetyNotice& notice);
  void AddRule(const std::string& id, kv1::SafetyAction action,
               const std::string& text);
  std::vector<const v1::AppliedAdaptation*> Retested(
      const std::string& rule, const std::string& text) const;
  std::string RetestedPlace(const std::string& rule,
                            const std::string& text) const;
  void AddRetested(v1::Alert* alert) const;
  void AddRelief(kv1::SafetyAction action, v1::Alert* alert) const;
  const v1::OutcomeScore* AddScores(const kv1::Rule& rule,
                                    v1::Alert* alert) const;
  // One urgency is one subject: what grows more urgent is told anew.
  v1::Alert& Add(std::string key, absl::string_view subject,
                 kv1::AlertKind kind, v1::AlertUrgency urgency);

  const AlertCase& of_;
  // By its row the last session of a rise of pain, and where the rise began.
  std::map<const kv1::AdaptationRule*, std::pair<int, std::string>> rises_;
  // Rules of what was logged, whose referrals are told with their logs.
  std::set<std::string> logged_rules_;
  std::vector<AlertCause> causes_;
};

v1::Alert& Collector::Add(std::string key, absl::string_view subject,
                          kv1::AlertKind kind, v1::AlertUrgency urgency) {
  AlertCause& cause = causes_.emplace_back();
  cause.key = std::move(key);
  cause.subject = absl::StrCat(subject, "/", static_cast<int>(urgency));
  cause.alert.set_kind(kind);
  cause.alert.set_urgency(urgency);
  return cause.alert;
}

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

// What names a cause: the last session of it. A rise of pain that goes on from
// session to session is one, named after the first.
std::string Collector::HappenedIn(const BlockDone& history,
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

void Collector::AddFired(const BlockDone& history,
                         const FiredReferral& referral) {
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
  if (!referral.faded) logged_rules_.insert(fired.row->rule());
  const auto known = absl::c_find_if(
      causes_, [&](const AlertCause& cause) { return cause.key == key; });
  if (known != causes_.end()) {
    if (!fired.row->when().has_pain_rise()) return;
    known->faded &= referral.faded;
    AddEvidence(history, fired, &*known);
    return;
  }
  v1::Alert& alert = Add(
      key, absl::StrCat("log/", fired.row->rule(), "/", fired.subject.exercise),
      kind, UrgencyOf(referral.refer->action()));
  causes_.back().faded = referral.faded;
  alert.set_rule(fired.row->rule());
  alert.set_text(
      absl::StrCat(Sentence(WhatHappened(of_.knowledge, fired)), "."));
  alert.set_exercise(fired.subject.exercise);
  if (!fired.subject.exercise.empty()) alert.set_side(side);
  AddEvidence(history, fired, &causes_.back());
}

void Collector::AddLogged() {
  const BlockDone history = ReadHistory(of_.knowledge, of_.facts, v1::Routine(),
                                        of_.today, absl::UTCTimeZone());
  const FiredRows fired = ReadFiredRows(of_.knowledge, history);
  for (const FiredReferral& referral :
       ReferralsOf(of_.facts, history, fired, of_.today)) {
    AddFired(history, referral);
  }
}

// A red flag that is raised, since its newest yes that was news; one that a
// rule raised, as long as it does.
void Collector::AddFlag(const kv1::RedFlag& flag,
                        const v1::SafetyNotice& notice) {
  const std::optional<RedFlagNews> news = NewestYes(flag, of_.facts);
  kv1::AlertKind kind = KindOf(of_.knowledge, flag.id());
  if (kind == kv1::ALERT_KIND_UNSPECIFIED) kind = kv1::ALERT_KIND_RED_FLAG;
  v1::Alert& alert =
      Add(absl::StrCat("flag/", flag.id(), "/",
                       news.has_value() ? news->fact_id : "rule"),
          absl::StrCat("flag/", flag.id()), kind, UrgencyOf(notice.action()));
  alert.set_red_flag(flag.id());
  alert.set_text(TextForClinician(notice, of_.interpretation.gate()));
  if (!news.has_value()) {
    alert.set_rule(RaisedBy(of_.knowledge, flag.id()));
    if (!alert.rule().empty()) AddRetested(&alert);
    return;
  }
  *alert.mutable_date() = ToDate(news->day);
  if (news->log != nullptr) {
    alert.add_sessions(news->log->log().session_number());
    alert.add_logs(news->log->fact_id());
  }
  if (news->relief_run > 0) alert.add_relief_runs(news->relief_run);
  if (news->at_home) alert.add_home_logs(news->fact_id);
}

// Adds the measures with scores that the rule reads. Returns the newest of the
// scores, which makes the same conclusion from new answers another cause.
const v1::OutcomeScore* Collector::AddScores(const kv1::Rule& rule,
                                             v1::Alert* alert) const {
  std::set<std::string> read;
  CollectTests(rule.when(), &read);
  const v1::OutcomeScore* newest = nullptr;
  for (const v1::Outcome& outcome : of_.interpretation.outcomes()) {
    if (!read.contains(outcome.measure()) || !outcome.has_latest()) continue;
    const v1::OutcomeScore& score = outcome.latest();
    alert->add_tests(outcome.measure());
    if (newest == nullptr ||
        score.time().seconds() > newest->time().seconds()) {
      newest = &score;
    }
  }
  return newest;
}

void Collector::AddRule(const std::string& id, kv1::SafetyAction action,
                        const std::string& text) {
  const kv1::AlertKind kind = KindOf(of_.knowledge, id);
  if (kind == kv1::ALERT_KIND_UNSPECIFIED || logged_rules_.contains(id)) return;
  const kv1::Rule* rule = of_.knowledge.FindRule(id);
  const std::string key = absl::StrCat("notice/", id, RetestedPlace(id, text));
  v1::Alert& alert = Add(key, key, kind, UrgencyOf(action));
  alert.set_rule(id);
  alert.set_text(text);
  AddRetested(&alert);
  AddRelief(action, &alert);
  const v1::OutcomeScore* score =
      rule == nullptr ? nullptr : AddScores(*rule, &alert);
  if (score == nullptr) return;
  absl::StrAppend(&causes_.back().key, "/", score->time().seconds());
  *alert.mutable_date() = ToDate(UtcDay(score->time()));
}

// Returns what retests say of `rule`, of that what `text` tells of.
std::vector<const v1::AppliedAdaptation*> Collector::Retested(
    const std::string& rule, const std::string& text) const {
  std::vector<const v1::AppliedAdaptation*> all;
  for (const v1::AppliedAdaptation& applied :
       of_.interpretation.adaptations()) {
    if (applied.rule() == rule) all.push_back(&applied);
  }
  std::vector<const v1::AppliedAdaptation*> told;
  for (const v1::AppliedAdaptation* applied : all) {
    if (absl::StrContains(text, applied->finding())) told.push_back(applied);
  }
  return told.empty() ? all : told;
}

// A target, or a test on a side, is an alert of its own.
std::string Collector::RetestedPlace(const std::string& rule,
                                     const std::string& text) const {
  const auto retested = Retested(rule, text);
  if (retested.size() != 1 || !HasPlace(*retested[0])) return "";
  const v1::AppliedAdaptation& one = *retested[0];
  return absl::StrCat("/", one.muscle().empty() ? one.tests(0) : one.muscle(),
                      "/", SideLetter(one.side()));
}

// Adds the tests that made a retest say what the alert tells of, and the target
// and side where it is one.
void Collector::AddRetested(v1::Alert* alert) const {
  const auto retested = Retested(alert->rule(), alert->text());
  for (const v1::AppliedAdaptation* applied : retested) {
    for (const std::string& test : applied->tests()) {
      if (!absl::c_linear_search(alert->tests(), test)) alert->add_tests(test);
    }
  }
  if (retested.size() != 1 || !HasPlace(*retested[0])) return;
  alert->set_muscle(retested[0]->muscle());
  alert->set_side(retested[0]->side());
}

// Adds the relief runs, or the sessions of relief, that the alert tells of.
void Collector::AddRelief(kv1::SafetyAction action, v1::Alert* alert) const {
  for (const int64_t run :
       RunsBehind(of_.knowledge, of_.facts, of_.today, alert->rule(), action)) {
    alert->add_relief_runs(run);
  }
  if (alert->rule() != kReliefMode) return;
  for (const int number : SessionsBehindReliefDays(
           of_.knowledge, of_.facts, of_.interpretation.limits(), of_.today)) {
    alert->add_sessions(number);
    for (const storage::v1::LogFact& log : of_.facts.logs()) {
      if (log.log().session_number() == number) alert->add_logs(log.fact_id());
    }
  }
}

void Collector::AddNotices() {
  std::set<std::string> told;
  for (const v1::SafetyNotice& notice : of_.interpretation.notices()) {
    const kv1::RedFlag* flag = of_.knowledge.FindRedFlag(notice.subject());
    if (flag != nullptr) {
      AddFlag(*flag, notice);
    } else if (told.insert(absl::StrCat(
                               notice.subject(),
                               RetestedPlace(notice.subject(), notice.text())))
                   .second) {
      told.insert(notice.subject());
      AddRule(notice.subject(), notice.action(),
              TextForClinician(notice, of_.interpretation.gate()));
    }
  }
  // Rules that advise and refer nobody.
  for (const v1::RuleTrace& trace : of_.interpretation.rules()) {
    const kv1::Rule* rule = of_.knowledge.FindRule(trace.rule());
    if (trace.truth() != kv1::TRUTH_TRUE || rule == nullptr ||
        !told.insert(trace.rule()).second) {
      continue;
    }
    AddRule(trace.rule(), kv1::SAFETY_ACTION_UNSPECIFIED, rule->text());
  }
}

void Collector::AddAdverseEvents() {
  for (const storage::v1::AdverseEventFact& fact : of_.facts.adverse_events()) {
    const v1::AdverseEvent& event = fact.adverse_event();
    const kv1::AdverseEventRule* row = RowOf(of_.knowledge, fact);
    if (row == nullptr || IsCleared(of_.facts, of_.today, *row, fact)) continue;
    const std::string key = absl::StrCat("adverse/", fact.fact_id());
    v1::Alert& alert =
        Add(key, key, kv1::ALERT_KIND_ADVERSE_EVENT, UrgencyOf(row->action()));
    alert.set_rule(row->rule());
    alert.set_text(absl::StrCat(Sentence(row->reason()), "."));
    alert.set_adverse_event(absl::StrCat(fact.revision()));
    alert.set_exercise(event.exercise());
    alert.set_side(event.side());
    if (event.session_number() > 0) alert.add_sessions(event.session_number());
    *alert.mutable_date() = event.onset_date();
  }
}

// Where alerts of that kind stand among those of one urgency.
int PlaceOf(const Knowledge& knowledge, kv1::AlertKind kind) {
  const auto& rows = knowledge.pack().alert_rules();
  const auto found = absl::c_find_if(
      rows, [&](const kv1::AlertRule& row) { return row.kind() == kind; });
  return static_cast<int>(found - rows.begin());
}

}  // namespace

std::vector<AlertCause> AlertCauses(const AlertCase& of) {
  Collector collector(of);
  collector.AddLogged();
  collector.AddNotices();
  collector.AddAdverseEvents();
  std::vector<AlertCause> causes = collector.Take();
  AddAttendance(of, &causes);
  AddRetests(of, &causes);
  const auto order_of = [&](const AlertCause& cause) {
    return std::tuple(cause.alert.urgency(),
                      PlaceOf(of.knowledge, cause.alert.kind()),
                      absl::string_view(cause.subject));
  };
  // Those of one subject were added in the order in which they happened.
  absl::c_stable_sort(causes, [&](const AlertCause& a, const AlertCause& b) {
    return order_of(a) < order_of(b);
  });
  return causes;
}

v1::Alert ProposalAlert(const Knowledge& knowledge) {
  v1::Alert alert;
  alert.set_kind(kv1::ALERT_KIND_PROPOSAL);
  alert.set_urgency(v1::ALERT_URGENCY_ROUTINE);
  alert.set_text(AlertText(knowledge, alert.kind()));
  return alert;
}

std::string AlertText(const Knowledge& knowledge, kv1::AlertKind kind) {
  for (const kv1::AlertRule& row : knowledge.pack().alert_rules()) {
    if (row.kind() == kind) return row.text();
  }
  return "";
}

bool IsOfOneSession(absl::string_view key) {
  return absl::StartsWith(key, "log/");
}

bool EndsWithItsCause(const v1::Alert& alert) {
  // What relief did not do stays true when it is long ago.
  if (alert.kind() == kv1::ALERT_KIND_RELIEF) {
    return alert.urgency() != v1::ALERT_URGENCY_ROUTINE;
  }
  return alert.urgency() != v1::ALERT_URGENCY_ROUTINE ||
         !alert.red_flag().empty() || !alert.logs().empty() ||
         !alert.relief_runs().empty() || !alert.home_logs().empty() ||
         !alert.morning_logs().empty() ||
         alert.kind() == kv1::ALERT_KIND_ADHERENCE ||
         alert.kind() == kv1::ALERT_KIND_PROPOSAL ||
         alert.kind() == kv1::ALERT_KIND_RETEST;
}

}  // namespace tonus::engine
