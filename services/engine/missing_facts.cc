// SPDX-License-Identifier: Apache-2.0
#include "services/engine/missing_facts.h"

#include "services/engine/target_name.h"

namespace tonus::engine {
namespace {

namespace kv1 = knowledge::v1;

// The sides of a test that a clause looks at.
std::vector<kv1::Side> SidesAsked(const kv1::Test& test,
                                  kv1::SideReference reference,
                                  kv1::Side rule_side) {
  if (test.laterality() != kv1::LATERALITY_BILATERAL) {
    return {kv1::SIDE_MIDLINE};
  }
  if (reference == kv1::SIDE_REFERENCE_ANY ||
      reference == kv1::SIDE_REFERENCE_BOTH || rule_side == kv1::SIDE_MIDLINE) {
    return {kv1::SIDE_LEFT, kv1::SIDE_RIGHT};
  }
  if (reference != kv1::SIDE_REFERENCE_OPPOSITE) return {rule_side};
  return {rule_side == kv1::SIDE_LEFT ? kv1::SIDE_RIGHT : kv1::SIDE_LEFT};
}

// Collects what is missing.
class Search {
 public:
  Search(const Case& the_case, const Viewpoint& viewpoint)
      : case_(the_case), viewpoint_(viewpoint) {}

  std::vector<std::string> Run(const kv1::Clause& clause);

 private:
  void AddTest(const std::string& id, kv1::SideReference reference) {
    const kv1::Test* test = case_.knowledge.FindTest(id);
    if (test == nullptr) return;
    for (const kv1::Side side : SidesAsked(*test, reference, viewpoint_.side)) {
      const Reading* reading = case_.measurements.Find(id, side);
      // The unanswered items of a score are missing, too.
      if (reading == nullptr || reading->above > 0) {
        missing_.push_back(TargetKey(id, side));
      }
    }
  }

  void AddOpen(const kv1::Clause& clause);
  void AddOpen(const google::protobuf::RepeatedPtrField<kv1::Clause>& clauses) {
    for (const kv1::Clause& clause : clauses) AddOpen(clause);
  }
  void AddOf(const kv1::Clause& clause);

  const Case& case_;
  const Viewpoint& viewpoint_;
  std::vector<std::string> missing_;
};

// Adds what keeps the condition of a rule open that another one asks about.
void Search::AddOpen(const kv1::Clause& clause) {
  if (Evaluate(case_, viewpoint_, clause).truth != kv1::TRUTH_UNKNOWN) return;
  switch (clause.kind_case()) {
    case kv1::Clause::kAll:
      return AddOpen(clause.all().clauses());
    case kv1::Clause::kAny:
      return AddOpen(clause.any().clauses());
    case kv1::Clause::kAtLeast:
      return AddOpen(clause.at_least().clauses());
    case kv1::Clause::kNot:
      return AddOpen(clause.not_());
    default:
      return AddOf(clause);
  }
}

void Search::AddOf(const kv1::Clause& clause) {
  switch (clause.kind_case()) {
    case kv1::Clause::kValue:
      AddTest(clause.value().test(), clause.value().side());
      break;
    case kv1::Clause::kBand:
      AddTest(clause.band().test(), clause.band().side());
      break;
    case kv1::Clause::kPainLimited:
      AddTest(clause.pain_limited().test(), clause.pain_limited().side());
      break;
    case kv1::Clause::kMean:
      AddTest(clause.mean().test(), kv1::SIDE_REFERENCE_BOTH);
      break;
    case kv1::Clause::kDifference:
      AddTest(clause.difference().first(), kv1::SIDE_REFERENCE_SAME);
      AddTest(clause.difference().second(), kv1::SIDE_REFERENCE_SAME);
      break;
    case kv1::Clause::kAge:
      missing_.emplace_back("age_years");
      break;
    case kv1::Clause::kBloodPressure:
      if (!case_.history.has_systolic_mmhg()) {
        missing_.emplace_back("systolic_mmhg");
      }
      if (!case_.history.has_diastolic_mmhg()) {
        missing_.emplace_back("diastolic_mmhg");
      }
      break;
    case kv1::Clause::kHistory:
      missing_.push_back(clause.history());
      break;
    case kv1::Clause::kSideHistory:
      missing_.push_back(clause.side_history());
      break;
    case kv1::Clause::kRedFlag:
      missing_.push_back(clause.red_flag());
      break;
    case kv1::Clause::kFired:
      if (const kv1::Rule* rule = case_.knowledge.FindRule(clause.fired())) {
        AddOpen(rule->when());
      }
      break;
    default:
      break;
  }
}

std::vector<std::string> Search::Run(const kv1::Clause& clause) {
  AddOf(clause);
  return std::move(missing_);
}

}  // namespace

std::vector<std::string> MissingFacts(const Case& the_case,
                                      const Viewpoint& viewpoint,
                                      const kv1::Clause& clause) {
  return Search(the_case, viewpoint).Run(clause);
}

}  // namespace tonus::engine
