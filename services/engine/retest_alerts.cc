// SPDX-License-Identifier: Apache-2.0
#include "services/engine/retest_alerts.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/substitute.h"
#include "services/engine/exposures.h"
#include "services/engine/facts.h"
#include "services/engine/progress_retests.h"
#include "services/engine/progress_series.h"
#include "services/engine/progress_wording.h"
#include "services/engine/return_tests.h"
#include "services/engine/target_name.h"
#include "tonus/v1/progress_report.pb.h"

namespace tonus::engine {
namespace {

namespace kv1 = knowledge::v1;

std::string NameOf(const AlertCase& of, const v1::RetestProgress& retest) {
  return absl::StrCat("retest/", of.outline.sessions(0).number(), "/",
                      retest.before_session(), "-", retest.after_session());
}

// What the alert about the retest at `position` is about: one that an absence
// asks for is told with the one before it while tests of that are open, since
// they are the same.
std::string SubjectOf(const AlertCase& of, const v1::Progress& progress,
                      int position) {
  for (; position > 0 && !progress.retests(position).rule().empty();
       --position) {
    const v1::RetestState before = progress.retests(position - 1).state();
    if (before != v1::RETEST_STATE_DUE && before != v1::RETEST_STATE_PASSED) {
      break;
    }
  }
  return NameOf(of, progress.retests(position));
}

AlertCause EmptyCause(const AlertCase& of) {
  AlertCause cause;
  cause.alert.set_kind(kv1::ALERT_KIND_RETEST);
  cause.alert.set_urgency(v1::ALERT_URGENCY_ROUTINE);
  cause.alert.set_text(AlertText(of.knowledge, kv1::ALERT_KIND_RETEST));
  return cause;
}

// The tests that are taken again because they got worse, or what they showed
// was lost.
std::vector<v1::TestRequest> RepeatsOf(const AlertCase& of) {
  std::vector<v1::TestRequest> repeats;
  for (const v1::TestRequest& request : of.interpretation.test_requests()) {
    const bool is_repeat = absl::c_any_of(
        of.knowledge.pack().retest_rules(), [&](const kv1::RetestRule& row) {
          return row.rule() == request.rule() &&
                 absl::c_any_of(row.effects(),
                                [](const kv1::RetestEffect& effect) {
                                  return effect.has_repeat_test();
                                });
        });
    if (is_repeat) repeats.push_back(request);
  }
  return repeats;
}

// The cause of an alert about the retest at `position`. An absence that asks
// for the tests of the start again is another one than the start. A test that
// is repeated has an alert of its own, so this one does not ask for it, and for
// no test when no other is open.
AlertCause CauseOf(const AlertCase& of, const v1::Progress& progress,
                   int position) {
  const v1::RetestProgress& retest = progress.retests(position);
  AlertCause cause = EmptyCause(of);
  cause.subject = SubjectOf(of, progress, position);
  cause.key = NameOf(of, retest);
  if (retest.before_session() == of.outline.sessions(0).number() &&
      !retest.rule().empty()) {
    cause.earlier_key = cause.key;
    absl::StrAppend(&cause.key, "/", retest.rule());
  }
  cause.alert.set_rule(retest.rule());
  if (retest.has_date()) *cause.alert.mutable_date() = retest.date();
  const std::vector<v1::TestRequest> repeats = RepeatsOf(of);
  for (const v1::TestName& test : retest.open_tests()) {
    const bool is_repeated =
        absl::c_any_of(repeats, [&](const v1::TestRequest& request) {
          return request.test() == test.test();
        });
    if (!is_repeated &&
        !absl::c_linear_search(cause.alert.tests(), test.test())) {
      cause.alert.add_tests(test.test());
    }
  }
  return cause;
}

v1::Progress RetestsOn(const AlertCase& of, const BlockDone& block,
                       absl::CivilDay day) {
  v1::Progress progress;
  TellRetests({of.knowledge, of.facts, of.outline, of.due, of.interpretation,
               day, of.zone},
              block, &progress);
  return progress;
}

// The tests that an absence will ask for before the next session, with
// the day on which it is long enough: nobody writes anything then.
void AddReturn(const AlertCase& of, const BlockDone& block,
               std::vector<AlertCause>* causes) {
  const std::optional<v1::Retest> asked =
      TestsOnReturn({of.knowledge, of.facts, of.outline, of.due,
                     of.interpretation, of.today, of.zone},
                    block);
  if (!asked.has_value()) return;
  const absl::CivilDay day = ReturnDay(of.knowledge, *asked);
  if (day <= of.today) return;
  const v1::Progress then = RetestsOn(of, block, day);
  for (int i = 0; i < then.retests_size(); ++i) {
    const v1::RetestProgress& retest = then.retests(i);
    if (retest.before_session() != asked->before_session() ||
        !retest.has_date()) {
      continue;
    }
    AlertCause cause = CauseOf(of, then, i);
    if (cause.alert.tests().empty()) continue;
    cause.from = std::max(day, ToCivilDay(retest.date()));
    causes->push_back(std::move(cause));
  }
}

// What is told of one test; empty where the pack has no words for it.
std::string TestText(const Knowledge& knowledge, const std::string& id,
                     kv1::Side side) {
  const kv1::Test* test = knowledge.FindTest(id);
  for (const kv1::AlertRule& row : knowledge.pack().alert_rules()) {
    if (row.kind() != kv1::ALERT_KIND_RETEST || test == nullptr) continue;
    return absl::Substitute(row.tests_text(),
                            OnSide(test->display_name(), side));
  }
  return "";
}

// The side on which the test is repeated; none where it is on both.
kv1::Side SideOf(const std::vector<v1::TestRequest>& repeats,
                 const v1::TestRequest& request) {
  const bool on_others =
      absl::c_any_of(repeats, [&](const v1::TestRequest& other) {
        return other.test() == request.test() && other.side() != request.side();
      });
  return on_others ? kv1::SIDE_UNSPECIFIED : request.side();
}

// Adds the tests that are repeated; both sides of one are one alert.
void AddRepeats(const AlertCase& of, std::vector<AlertCause>* causes) {
  const std::vector<v1::TestRequest> repeats = RepeatsOf(of);
  for (const v1::TestRequest& request : repeats) {
    const int block = of.outline.sessions(0).number();
    AlertCause cause = EmptyCause(of);
    cause.key = absl::StrCat("repeat/", request.rule(), "/", request.test(),
                             "/", SideLetter(request.side()), "/", block);
    cause.subject = absl::StrCat("repeat/", request.test(), "/", block);
    cause.alert.set_rule(request.rule());
    cause.alert.set_side(request.side());
    cause.alert.add_tests(request.test());
    const std::string text =
        TestText(of.knowledge, request.test(), SideOf(repeats, request));
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
  const v1::Progress progress = RetestsOn(of, block, of.today);
  for (int i = 0; i < progress.retests_size(); ++i) {
    const v1::RetestProgress& retest = progress.retests(i);
    const bool is_due = retest.state() == v1::RETEST_STATE_DUE;
    // One after a session comes when that was done, never with a day.
    const bool is_ahead = retest.state() == v1::RETEST_STATE_AHEAD &&
                          retest.has_date() && retest.before_session() > 0;
    if (!is_due && !is_ahead) continue;
    AlertCause cause = CauseOf(of, progress, i);
    if (is_ahead) cause.from = ToCivilDay(retest.date());
    if (!cause.alert.tests().empty()) causes->push_back(std::move(cause));
    if (is_ahead) break;
  }
  AddReturn(of, block, causes);
  AddRepeats(of, causes);
}

}  // namespace tonus::engine
