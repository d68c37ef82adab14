// SPDX-License-Identifier: Apache-2.0
#include "services/engine/retest_alerts.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/substitute.h"
#include "services/engine/breaks.h"
#include "services/engine/exposures.h"
#include "services/engine/facts.h"
#include "services/engine/missed_sessions.h"
#include "services/engine/policy.h"
#include "services/engine/progress_retests.h"
#include "services/engine/progress_series.h"
#include "services/engine/progress_wording.h"
#include "services/engine/target_name.h"
#include "tonus/v1/progress_report.pb.h"

namespace tonus::engine {
namespace {

namespace kv1 = knowledge::v1;

// An alert about tests before session `before`, or after session `after`.
AlertCause CauseOf(const AlertCase& of, int before, int after) {
  AlertCause cause;
  cause.key = absl::StrCat("retest/", of.outline.sessions(0).number(), "/",
                           before, "-", after);
  cause.subject = cause.key;
  cause.alert.set_kind(kv1::ALERT_KIND_RETEST);
  cause.alert.set_urgency(v1::ALERT_URGENCY_ROUTINE);
  cause.alert.set_text(AlertText(of.knowledge, kv1::ALERT_KIND_RETEST));
  return cause;
}

// The day since which nothing was done: of the last session that was begun, or
// of the first one when they begin late; nullopt while neither is so.
std::optional<absl::CivilDay> AwaySince(const AlertCase& of,
                                        const BlockDone& block) {
  const auto last =
      std::find_if(block.sessions.rbegin(), block.sessions.rend(),
                   [](const SessionDone& session) { return session.begun; });
  if (last != block.sessions.rend()) return last->day;
  const auto late = ReadLateBegin(of.knowledge, of.facts, of.outline);
  if (!late.has_value()) return std::nullopt;
  return late->since;
}

// The tests that an absence asks for before the next session, from the
// day on which it is long enough: nobody writes anything then.
void AddReturn(const AlertCase& of, const BlockDone& block,
               const v1::Progress& progress, std::vector<AlertCause>* causes) {
  const std::vector<int> open = OpenSessions(of.facts, of.outline);
  const std::optional<absl::CivilDay> since = AwaySince(of, block);
  if (open.empty() || !since.has_value()) return;
  const int next = NextSessionOn(
      of.outline, open,
      ChoiceOf(of.knowledge, of.facts, of.today, kMissedSessions), of.today);
  if (next == 0) return;
  const bool is_taken =
      absl::c_any_of(progress.retests(), [&](const v1::RetestProgress& retest) {
        return retest.before_session() == next &&
               retest.state() == v1::RETEST_STATE_TAKEN;
      });
  for (const kv1::AdaptationRule& row :
       of.knowledge.pack().adaptation_rules()) {
    if (row.subject() != kv1::ADAPTATION_SUBJECT_BREAK ||
        !row.when().has_min_break_days()) {
      continue;
    }
    for (const kv1::AdaptationEffect& effect : row.effects()) {
      if (effect.check_first().retest_set().empty()) continue;
      AlertCause cause = CauseOf(of, next, 0);
      if (absl::c_any_of(*causes, [&](const AlertCause& other) {
            return other.key == cause.key;
          })) {
        continue;
      }
      const absl::CivilDay day = *since + row.when().min_break_days();
      if (is_taken && day <= of.today) continue;
      cause.alert.set_rule(row.rule());
      *cause.alert.mutable_date() = ToDate(day);
      for (const kv1::RetestSet& set : of.knowledge.pack().retest_sets()) {
        if (set.id() != effect.check_first().retest_set()) continue;
        *cause.alert.mutable_tests() = set.tests();
      }
      if (day > of.today) cause.from = day;
      causes->push_back(std::move(cause));
    }
  }
}

// What is told of one test; empty where the pack has no words for it.
std::string TestText(const Knowledge& knowledge,
                     const v1::TestRequest& request) {
  const kv1::Test* test = knowledge.FindTest(request.test());
  for (const kv1::AlertRule& row : knowledge.pack().alert_rules()) {
    if (row.kind() != kv1::ALERT_KIND_RETEST || test == nullptr) continue;
    return absl::Substitute(row.tests_text(),
                            OnSide(test->display_name(), request.side()));
  }
  return "";
}

// The tests that are taken again because they got worse, or what they showed
// was lost.
void AddRepeats(const AlertCase& of, std::vector<AlertCause>* causes) {
  for (const v1::TestRequest& request : of.interpretation.test_requests()) {
    const bool is_repeat = absl::c_any_of(
        of.knowledge.pack().retest_rules(), [&](const kv1::RetestRule& row) {
          return row.rule() == request.rule() &&
                 absl::c_any_of(row.effects(),
                                [](const kv1::RetestEffect& effect) {
                                  return effect.has_repeat_test();
                                });
        });
    if (!is_repeat) continue;
    AlertCause cause = CauseOf(of, 0, 0);
    cause.key = absl::StrCat("repeat/", request.rule(), "/", request.test(),
                             "/", SideLetter(request.side()), "/",
                             of.outline.sessions(0).number());
    cause.subject = cause.key;
    cause.alert.set_rule(request.rule());
    cause.alert.set_side(request.side());
    cause.alert.add_tests(request.test());
    const std::string text = TestText(of.knowledge, request);
    if (!text.empty()) cause.alert.set_text(text);
    if (request.has_due_date()) {
      cause.from = ToCivilDay(request.due_date());
      *cause.alert.mutable_date() = request.due_date();
    }
    causes->push_back(std::move(cause));
  }
}

}  // namespace

void AddRetests(const AlertCase& of, std::vector<AlertCause>* causes) {
  if (of.outline.sessions().empty() ||
      of.interpretation.gate() != v1::GATE_OK) {
    return;
  }
  const BlockDone block =
      ReadBlock(of.knowledge, of.facts, of.outline, of.today, of.zone);
  v1::Progress progress;
  TellRetests({of.knowledge, of.facts, of.outline, of.due, of.interpretation,
               of.today, of.zone},
              block, &progress);
  for (const v1::RetestProgress& retest : progress.retests()) {
    const bool is_due = retest.state() == v1::RETEST_STATE_DUE;
    // One after a session comes when that was done, never with a day.
    const bool is_ahead = retest.state() == v1::RETEST_STATE_AHEAD &&
                          retest.has_date() && retest.before_session() > 0;
    if (!is_due && !is_ahead) continue;
    AlertCause cause =
        CauseOf(of, retest.before_session(), retest.after_session());
    *cause.alert.mutable_date() = retest.date();
    for (const v1::TestName& test : retest.open_tests()) {
      if (!absl::c_linear_search(cause.alert.tests(), test.test())) {
        cause.alert.add_tests(test.test());
      }
    }
    if (is_ahead) cause.from = ToCivilDay(retest.date());
    causes->push_back(std::move(cause));
    if (is_ahead) break;
  }
  AddReturn(of, block, progress, causes);
  AddRepeats(of, causes);
}

}  // namespace tonus::engine
