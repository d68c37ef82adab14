// SPDX-License-Identifier: Apache-2.0
// Whether facts can raise a flag that locks, told without reading them.
//
// A person with many assessments is read as of each of them. Nearly all hold
// nothing that such a rule asks for, which their values alone show.

#ifndef TONUS_SERVICES_ENGINE_POSSIBLE_ALARMS_H_
#define TONUS_SERVICES_ENGINE_POSSIBLE_ALARMS_H_

#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/string_view.h"
#include "services/engine/case.h"

namespace tonus::engine {

// The rules of the pack that raise a flag which locks until it is cleared.
std::vector<const knowledge::v1::Rule*> LockingRules(
    const Knowledge& knowledge);

// Takes the assessments of a case one after the other. Errs towards yes only.
class PossibleAlarms {
 public:
  // `the_case` has not been read and outlives it.
  explicit PossibleAlarms(const Case& the_case);

  // Takes the next assessment.
  void Add(const storage::v1::AssessmentFact& assessment);

  // Whether what was taken may raise a flag, on whatever day it is read.
  bool MayRaise() const;

 private:
  // What was measured with one test, on either side.
  struct Range {
    double lowest;
    double highest;
    bool all_normal = true;
  };

  void AddHistory(const v1::History& history);
  bool May(const knowledge::v1::Clause& clause) const;
  bool MayCompare(const knowledge::v1::ValueClause& clause) const;
  bool MayBeNeural(const knowledge::v1::StatusClause& clause) const;

  const Case& case_;
  const std::vector<const knowledge::v1::Rule*> rules_;
  absl::flat_hash_map<absl::string_view, Range> ranges_;
  // Parts of the rules that a history was true of.
  absl::flat_hash_set<const knowledge::v1::Clause*> told_;
};

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_POSSIBLE_ALARMS_H_
