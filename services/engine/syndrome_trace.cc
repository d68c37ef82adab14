// SPDX-License-Identifier: Apache-2.0
#include "services/engine/syndrome_trace.h"

#include <string>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/engine/clause_text.h"
#include "services/engine/target_name.h"
#include "services/engine/truth.h"

namespace tonus::engine {
namespace {

namespace kv1 = knowledge::v1;

// The arms of a pattern on one side.
struct Arms {
  std::vector<v1::ClauseTrace> clauses;
  int tight = 0;
  int weak = 0;

  int present() const { return tight + weak; }
  int all() const { return static_cast<int>(clauses.size()); }
};

v1::ClauseTrace TraceArm(const Knowledge& knowledge,
                         const FindingTable& findings, const std::string& set,
                         kv1::Side side, const char* status,
                         bool (*has)(const v1::Finding&)) {
  std::vector<std::string> members;
  const kv1::SyndromeSet* found = knowledge.FindSyndromeSet(set);
  if (found != nullptr) {
    for (const std::string& muscle : found->members()) {
      for (const v1::Finding* finding :
           findings.Touched(knowledge, muscle, side)) {
        if (!has(*finding)) continue;
        members.push_back(
            absl::StrCat(TargetKey(finding->muscle(), finding->side()), " ",
                         StatusText(finding->status())));
      }
    }
  }
  v1::ClauseTrace arm;
  arm.set_text(absl::StrCat("a muscle of ", set, " is ", status));
  arm.set_truth(TruthOf(!members.empty()));
  arm.set_saw(members.empty() ? "none" : absl::StrJoin(members, ", "));
  return arm;
}

Arms TraceArms(const Knowledge& knowledge, const FindingTable& findings,
               const kv1::Syndrome& syndrome, kv1::Side side) {
  Arms arms;
  const auto add = [&](const std::string& set, const char* status,
                       bool (*has)(const v1::Finding&), int* count) {
    arms.clauses.push_back(
        TraceArm(knowledge, findings, set, side, status, has));
    if (arms.clauses.back().truth() == kv1::TRUTH_TRUE) ++*count;
  };
  for (const std::string& set : syndrome.tight_sets()) {
    add(set, "TIGHT", IsTight, &arms.tight);
  }
  for (const std::string& set : syndrome.weak_sets()) {
    add(set, "WEAK", IsWeak, &arms.weak);
  }
  return arms;
}

v1::RuleTrace& AddTrace(const std::string& rule, kv1::Side side, bool truth,
                        v1::Interpretation* interpretation) {
  v1::RuleTrace& trace = *interpretation->add_rules();
  trace.set_rule(rule);
  trace.set_side(side);
  trace.set_truth(TruthOf(truth));
  return trace;
}

void TraceOnSide(const Arms& arms, const kv1::Syndrome& syndrome,
                 kv1::Side side, v1::Interpretation* interpretation) {
  v1::RuleTrace& full =
      AddTrace(syndrome.full_rule(), side,
               arms.all() > 0 && arms.present() == arms.all(), interpretation);
  for (const v1::ClauseTrace& arm : arms.clauses) *full.add_clauses() = arm;

  const bool all_but_one = arms.present() == arms.all() - 1;
  const bool both_kinds = arms.tight > 0 && arms.weak > 0;
  v1::RuleTrace& partial = AddTrace(syndrome.partial_rule(), side,
                                    all_but_one && both_kinds, interpretation);
  v1::ClauseTrace& count = *partial.add_clauses();
  count.set_text(absl::StrCat("exactly ", arms.all() - 1, " of"));
  count.set_truth(TruthOf(all_but_one));
  for (const v1::ClauseTrace& arm : arms.clauses) *count.add_parts() = arm;
  v1::ClauseTrace& kinds = *partial.add_clauses();
  kinds.set_text("at least one tight and one weak arm");
  kinds.set_truth(TruthOf(both_kinds));
  kinds.set_saw(absl::StrCat(arms.tight, " tight, ", arms.weak, " weak"));
}

// A pattern that consists of others, by their labels over all sides.
void TraceComposed(const kv1::Syndrome& syndrome,
                   v1::Interpretation* interpretation) {
  const auto is_found = [&](const std::string& id) {
    return absl::c_any_of(interpretation->syndromes(),
                          [&](const v1::DetectedSyndrome& label) {
                            return label.syndrome() == id;
                          });
  };
  const bool all = absl::c_all_of(syndrome.composed_of(), is_found);
  v1::RuleTrace& trace =
      AddTrace(syndrome.full_rule(), kv1::SIDE_MIDLINE, all, interpretation);
  for (const std::string& part : syndrome.composed_of()) {
    v1::ClauseTrace& clause = *trace.add_clauses();
    clause.set_text(absl::StrCat("the pattern ", part, " is found"));
    clause.set_truth(TruthOf(is_found(part)));
    clause.set_saw(is_found(part) ? "found" : "not found");
  }
}

}  // namespace

void TraceSyndromes(const Knowledge& knowledge, const FindingTable& findings,
                    v1::Interpretation* interpretation) {
  for (const kv1::Syndrome& syndrome : knowledge.pack().syndromes()) {
    if (!syndrome.composed_of().empty()) {
      TraceComposed(syndrome, interpretation);
      continue;
    }
    for (const kv1::Side side : {kv1::SIDE_LEFT, kv1::SIDE_RIGHT}) {
      TraceOnSide(TraceArms(knowledge, findings, syndrome, side), syndrome,
                  side, interpretation);
    }
  }
}

}  // namespace tonus::engine
