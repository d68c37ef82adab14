// SPDX-License-Identifier: Apache-2.0
#include "services/engine/notice_alerts.h"

#include <cstdint>
#include <optional>

#include "absl/algorithm/container.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "services/engine/facts.h"
#include "services/engine/notices.h"
#include "services/engine/red_flag_news.h"
#include "services/engine/referral_cause.h"
#include "services/engine/relief_mode.h"
#include "services/engine/relief_referral.h"
#include "services/engine/target_name.h"

namespace tonus::engine {
namespace {

namespace kv1 = knowledge::v1;

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
class Notices {
 public:
  Notices(const AlertCase& of, const std::set<std::string>& logged_rules,
          std::vector<AlertCause>* causes)
      : of_(of), logged_rules_(logged_rules), causes_(*causes) {}

  void Add();

 private:
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

  const AlertCase& of_;
  const std::set<std::string>& logged_rules_;
  std::vector<AlertCause>& causes_;
};

// A red flag that is raised, since its newest yes that was news; one that a
// rule raised, as long as it does.
void Notices::AddFlag(const kv1::RedFlag& flag,
                      const v1::SafetyNotice& notice) {
  const std::optional<RedFlagNews> news = NewestYes(flag, of_.facts);
  kv1::AlertKind kind = KindOf(of_.knowledge, flag.id());
  if (kind == kv1::ALERT_KIND_UNSPECIFIED) kind = kv1::ALERT_KIND_RED_FLAG;
  v1::Alert& alert =
      AddCause(absl::StrCat("flag/", flag.id(), "/",
                            news.has_value() ? news->fact_id : "rule"),
               absl::StrCat("flag/", flag.id()), kind,
               UrgencyOf(notice.action()), &causes_);
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
const v1::OutcomeScore* Notices::AddScores(const kv1::Rule& rule,
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

void Notices::AddRule(const std::string& id, kv1::SafetyAction action,
                      const std::string& text) {
  const kv1::AlertKind kind = KindOf(of_.knowledge, id);
  if (kind == kv1::ALERT_KIND_UNSPECIFIED || logged_rules_.contains(id)) return;
  const kv1::Rule* rule = of_.knowledge.FindRule(id);
  const std::string key = absl::StrCat("notice/", id, RetestedPlace(id, text));
  v1::Alert& alert = AddCause(key, key, kind, UrgencyOf(action), &causes_);
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
std::vector<const v1::AppliedAdaptation*> Notices::Retested(
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
std::string Notices::RetestedPlace(const std::string& rule,
                                   const std::string& text) const {
  const auto retested = Retested(rule, text);
  if (retested.size() != 1 || !HasPlace(*retested[0])) return "";
  const v1::AppliedAdaptation& one = *retested[0];
  return absl::StrCat("/", one.muscle().empty() ? one.tests(0) : one.muscle(),
                      "/", SideLetter(one.side()));
}

// Adds the tests that made a retest say what the alert tells of, and the target
// and side where it is one.
void Notices::AddRetested(v1::Alert* alert) const {
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
void Notices::AddRelief(kv1::SafetyAction action, v1::Alert* alert) const {
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

void Notices::Add() {
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

}  // namespace

void AddNotices(const AlertCase& of, const std::set<std::string>& logged_rules,
                std::vector<AlertCause>* causes) {
  Notices(of, logged_rules, causes).Add();
}

}  // namespace tonus::engine
