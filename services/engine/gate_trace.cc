// SPDX-License-Identifier: Apache-2.0
#include "services/engine/gate_trace.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_join.h"
#include "services/engine/truth.h"

namespace tonus::engine {
namespace {

namespace kv1 = knowledge::v1;

// A rule whose condition is that there is something to name.
struct Asked {
  const char* rule;
  const char* text;
  std::vector<std::string> found;
  // What could still be found, for want of an answer.
  std::vector<std::string> open = {};
};

void Trace(Asked asked, v1::Interpretation* result) {
  v1::RuleTrace& trace = *result->add_rules();
  trace.set_rule(asked.rule);
  trace.set_side(kv1::SIDE_MIDLINE);
  trace.set_truth(!asked.found.empty() ? kv1::TRUTH_TRUE
                  : asked.open.empty() ? kv1::TRUTH_FALSE
                                       : kv1::TRUTH_UNKNOWN);
  v1::ClauseTrace& clause = *trace.add_clauses();
  clause.set_text(asked.text);
  clause.set_truth(trace.truth());
  clause.set_saw(asked.found.empty() ? "none"
                                     : absl::StrJoin(asked.found, ", "));
  if (trace.truth() == kv1::TRUTH_UNKNOWN) {
    trace.mutable_missing()->Assign(asked.open.begin(), asked.open.end());
  }
}

std::vector<std::string> Noticed(const v1::Interpretation& result,
                                 absl::string_view rule) {
  std::vector<std::string> subjects;
  for (const v1::SafetyNotice& notice : result.notices()) {
    if (notice.rule() == rule) subjects.push_back(notice.subject());
  }
  return subjects;
}

// Questions of `action` that were never answered. An urgent one is open again
// when its answer is too old, which `open_questions` tells.
std::vector<std::string> Unanswered(const Case& the_case,
                                    kv1::SafetyAction action) {
  std::vector<std::string> open;
  for (const FlagAnswers& answers : the_case.flags) {
    if (answers.red_flag->action() == action && answers.red_flag->asked() &&
        !answers.last_answer.has_value()) {
      open.push_back(answers.red_flag->id());
    }
  }
  return open;
}

}  // namespace

void TraceGate(Case* the_case) {
  v1::Interpretation& result = the_case->result;
  Trace({"G-01",
         "an urgent red flag is raised",
         Noticed(result, "G-01"),
         {result.open_questions().begin(), result.open_questions().end()}},
        &result);
  Trace({"G-02", "a red flag that refers is raised", Noticed(result, "G-02"),
         Unanswered(*the_case, kv1::SAFETY_ACTION_REFER)},
        &result);
  Trace({"G-03", "a condition blocks", Noticed(result, "G-03")}, &result);
  Trace({"G-04", "a condition needs a clearance and has none",
         Noticed(result, "G-04")},
        &result);
  Trace({"G-05", "a caution is advised", Noticed(result, "G-05")}, &result);
  std::vector<std::string> tags;
  for (const v1::TagRestriction& tag : result.tags()) tags.push_back(tag.tag());
  Trace({"G-06", "a tag is forbidden or cautioned", std::move(tags)}, &result);
  std::vector<std::string> preference;
  if (result.directional_preference() !=
      kv1::DIRECTIONAL_PREFERENCE_UNSPECIFIED) {
    preference.push_back(
        kv1::DirectionalPreference_Name(result.directional_preference()));
  }
  Trace({"D-08", "a directional preference is set", std::move(preference)},
        &result);
}

}  // namespace tonus::engine
