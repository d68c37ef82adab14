// SPDX-License-Identifier: Apache-2.0
// Which technique really did more for a person, which nobody sees, beside which
// one the engine came to prefer.

#ifndef TONUS_TESTS_SIMULATION_TECHNIQUE_TRUTH_H_
#define TONUS_TESTS_SIMULATION_TECHNIQUE_TRUTH_H_

#include <map>
#include <utility>
#include <vector>

#include "google/protobuf/repeated_ptr_field.h"
#include "services/engine/knowledge.h"
#include "tests/simulation/life.h"
#include "tests/simulation/training.h"
#include "tonus/v1/technique_trial.pb.h"

namespace tonus::simulation {

class TechniqueTruth {
 public:
  // Adds what a session gave.
  void Add(const TechniqueGains& gains);

  // Judges `trials` as they are now: those whose two techniques were both done.
  // One that is decided is judged no more.
  void Judge(
      const engine::Knowledge& knowledge,
      const google::protobuf::RepeatedPtrField<v1::TechniqueTrial>& trials);

  // What came of each of them in the end.
  std::vector<Comparison> comparisons() const;

 private:
  struct Sum {
    double bands = 0;
    int sessions = 0;
    double Mean() const { return bands / sessions; }
  };

  std::map<std::pair<Place, knowledge::v1::Technique>, Sum> sums_;
  std::map<Place, Comparison> comparisons_;
};

}  // namespace tonus::simulation

#endif  // TONUS_TESTS_SIMULATION_TECHNIQUE_TRUTH_H_
