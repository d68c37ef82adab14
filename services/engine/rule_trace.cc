// SPDX-License-Identifier: Apache-2.0
#include "services/engine/rule_trace.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/container/inlined_vector.h"
#include "absl/functional/function_ref.h"
#include "absl/strings/str_cat.h"
#include "absl/types/span.h"
#include "services/engine/clause_text.h"
#include "services/engine/lookup.h"
#include "services/engine/missing_facts.h"
#include "services/engine/truth.h"

namespace tonus::engine {
namespace {

namespace kv1 = knowledge::v1;

using Clauses = google::protobuf::RepeatedPtrField<kv1::Clause>;
using Traces = google::protobuf::RepeatedPtrField<v1::ClauseTrace>;

// What a clause came to, without what it saw.
struct Outcome {
  Truth truth = kv1::TRUTH_UNKNOWN;
  absl::CivilDay newest;
};

// Writes what clauses came to.
class Tracer {
 public:
  Tracer(const Case& the_case, const Viewpoint& viewpoint)
      : case_(the_case), viewpoint_(viewpoint) {}

  // Evaluates a conjunction that is the whole condition.
  Outcome TraceAll(const Clauses& clauses, Traces* traces) const {
    return TraceParts(clauses, All, traces);
  }

  Outcome Trace(const kv1::Clause& clause, v1::ClauseTrace* trace) const;

  // Adds what the clauses that are UNKNOWN lack, each once.
  void AddMissing(const kv1::Clause& clause, const v1::ClauseTrace& trace,
                  v1::RuleTrace* rule) const;
  void AddMissing(const Clauses& clauses, const Traces& traces,
                  v1::RuleTrace* rule) const {
    for (int i = 0; i < clauses.size(); ++i) {
      AddMissing(clauses[i], traces[i], rule);
    }
  }

 private:
  Outcome TraceParts(const Clauses& clauses,
                     absl::FunctionRef<Truth(absl::Span<const Truth>)> combine,
                     Traces* traces) const;

  const Case& case_;
  const Viewpoint& viewpoint_;
};

Outcome Tracer::TraceParts(
    const Clauses& clauses,
    absl::FunctionRef<Truth(absl::Span<const Truth>)> combine,
    Traces* traces) const {
  Outcome combined;
  absl::InlinedVector<Truth, 8> truths;
  for (const kv1::Clause& clause : clauses) {
    const Outcome outcome = Trace(clause, traces->Add());
    truths.push_back(outcome.truth);
    combined.newest = std::max(combined.newest, outcome.newest);
  }
  combined.truth = combine(truths);
  return combined;
}

Outcome Tracer::Trace(const kv1::Clause& clause, v1::ClauseTrace* trace) const {
  Outcome outcome;
  if (!HasParts(clause)) {
    Verdict verdict = Evaluate(case_, viewpoint_, clause);
    outcome = {verdict.truth, verdict.newest};
    trace->set_text(case_.knowledge.lookup().TextOf(clause));
    trace->set_saw(std::move(verdict.saw));
  } else if (clause.has_not_()) {
    trace->set_text("not");
    outcome = Trace(clause.not_(), trace->add_parts());
    outcome.truth = Not(outcome.truth);
  } else if (clause.has_all()) {
    trace->set_text("all of");
    outcome = TraceAll(clause.all().clauses(), trace->mutable_parts());
  } else if (clause.has_any()) {
    trace->set_text("any of");
    outcome = TraceParts(clause.any().clauses(), Any, trace->mutable_parts());
  } else {
    const int count = clause.at_least().count();
    trace->set_text(absl::StrCat("at least ", count, " of"));
    outcome = TraceParts(
        clause.at_least().clauses(),
        [count](absl::Span<const Truth> truths) {
          return AtLeastTrue(count, truths);
        },
        trace->mutable_parts());
  }
  trace->set_truth(outcome.truth);
  return outcome;
}

void Tracer::AddMissing(const kv1::Clause& clause, const v1::ClauseTrace& trace,
                        v1::RuleTrace* rule) const {
  if (trace.truth() != kv1::TRUTH_UNKNOWN) return;
  switch (clause.kind_case()) {
    case kv1::Clause::kAll:
      return AddMissing(clause.all().clauses(), trace.parts(), rule);
    case kv1::Clause::kAny:
      return AddMissing(clause.any().clauses(), trace.parts(), rule);
    case kv1::Clause::kAtLeast:
      return AddMissing(clause.at_least().clauses(), trace.parts(), rule);
    case kv1::Clause::kNot:
      return AddMissing(clause.not_(),
                        trace.parts().empty() ? trace : trace.parts(0), rule);
    default:
      break;
  }
  for (std::string& missing : MissingFacts(case_, viewpoint_, clause)) {
    const auto& known = rule->missing();
    if (std::find(known.begin(), known.end(), missing) == known.end()) {
      rule->add_missing(std::move(missing));
    }
  }
}

}  // namespace

absl::CivilDay Consider(const Case& the_case, const Viewpoint& viewpoint,
                        const kv1::Rule& rule, v1::RuleTrace* trace) {
  const Tracer tracer(the_case, viewpoint);
  const kv1::Clause& when = rule.when();
  trace->set_rule(rule.id());
  trace->set_side(viewpoint.side);
  if (viewpoint.target != nullptr) {
    trace->set_muscle(viewpoint.target->muscle());
  }
  const Outcome outcome =
      when.has_all()
          ? tracer.TraceAll(when.all().clauses(), trace->mutable_clauses())
          : tracer.Trace(when, trace->add_clauses());
  trace->set_truth(outcome.truth);
  if (outcome.truth == kv1::TRUTH_UNKNOWN) {
    if (when.has_all()) {
      tracer.AddMissing(when.all().clauses(), trace->clauses(), trace);
    } else {
      tracer.AddMissing(when, trace->clauses(0), trace);
    }
  }
  return outcome.newest;
}

}  // namespace tonus::engine
