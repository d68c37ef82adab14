// SPDX-License-Identifier: Apache-2.0
#include "services/engine/retest_alerts.h"

#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "services/engine/exposures.h"
#include "services/engine/facts.h"
#include "services/engine/progress_retests.h"
#include "services/engine/progress_series.h"
#include "tonus/v1/progress_report.pb.h"

namespace tonus::engine {
namespace kv1 = knowledge::v1;

void AddRetests(const AlertCase& of, std::vector<AlertCause>* causes) {
  if (of.outline.sessions().empty() ||
      of.interpretation.gate() != v1::GATE_OK) {
    return;
  }
  v1::Progress progress;
  TellRetests({of.knowledge, of.facts, of.outline, of.due, of.interpretation,
               of.today, of.zone},
              ReadBlock(of.knowledge, of.facts, of.outline, of.today, of.zone),
              &progress);
  for (const v1::RetestProgress& retest : progress.retests()) {
    const bool is_due = retest.state() == v1::RETEST_STATE_DUE;
    // One after a session comes when that was done, never with a day.
    const bool is_ahead = retest.state() == v1::RETEST_STATE_AHEAD &&
                          retest.has_date() && retest.before_session() > 0;
    if (!is_due && !is_ahead) continue;
    AlertCause cause;
    cause.key =
        absl::StrCat("retest/", of.outline.sessions(0).number(), "/",
                     retest.before_session(), "-", retest.after_session());
    cause.subject = cause.key;
    cause.alert.set_kind(kv1::ALERT_KIND_RETEST);
    cause.alert.set_urgency(v1::ALERT_URGENCY_ROUTINE);
    cause.alert.set_text(AlertText(of.knowledge, kv1::ALERT_KIND_RETEST));
    *cause.alert.mutable_date() = retest.date();
    for (const v1::TestName& test : retest.open_tests()) {
      if (!absl::c_linear_search(cause.alert.tests(), test.test())) {
        cause.alert.add_tests(test.test());
      }
    }
    if (is_ahead) cause.from = ToCivilDay(retest.date());
    causes->push_back(std::move(cause));
    if (is_ahead) return;
  }
}

}  // namespace tonus::engine
