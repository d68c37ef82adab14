// SPDX-License-Identifier: Apache-2.0
// What the results of one test could change, collected over its values.

#ifndef TONUS_SERVICES_ENGINE_POSSIBLE_CHANGES_H_
#define TONUS_SERVICES_ENGINE_POSSIBLE_CHANGES_H_

#include <vector>

#include "absl/container/btree_map.h"
#include "absl/container/btree_set.h"
#include "tonus/v1/interpretation.pb.h"
#include "tonus/v1/test_suggestion.pb.h"

namespace tonus::engine {

// A value of a test, on a side, and its band.
struct TrialValue {
  knowledge::v1::Side side;
  double value;
  knowledge::v1::Band band;
};

// Lives as long as the interpretation `before` that it compares with.
class PossibleChanges {
 public:
  explicit PossibleChanges(const v1::Interpretation& before)
      : before_(before) {}

  // Adds what differs in `after`, which is `before` with `cause`. What an
  // earlier cause changed alike is not added again.
  void Add(const TrialValue& cause, const v1::Interpretation& after);

  bool empty() const { return verdicts_.empty() && others_.empty(); }

  // Whether a cause changed something from this side of the test.
  bool Concerns(knowledge::v1::Side test_side) const {
    return sides_.contains(test_side);
  }

  // Positions in `findings` of the targets whose verdict could change.
  absl::btree_set<int> Targets() const;

  // Writes the changes into `suggestion`.
  void Store(v1::TestSuggestion* suggestion) const;

 private:
  void AddOther(const TrialValue& cause, v1::OutcomeChange change);
  void AddConditions(const TrialValue& cause, const v1::Interpretation& after);
  void AddTechniques(const TrialValue& cause, const v1::Interpretation& after);
  void AddNotices(const TrialValue& cause, const v1::Interpretation& after);

  struct NewVerdict {
    knowledge::v1::Status status;
    TrialValue cause;
  };

  const v1::Interpretation& before_;
  // By position of the finding; the new verdicts in the order of their causes.
  absl::btree_map<int, std::vector<NewVerdict>> verdicts_;
  std::vector<v1::OutcomeChange> others_;
  absl::btree_set<knowledge::v1::Side> sides_;
};

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_POSSIBLE_CHANGES_H_
