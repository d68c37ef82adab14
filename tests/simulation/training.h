// SPDX-License-Identifier: Apache-2.0
// What doing a session does to a person, and what the person tells of it.

#ifndef TONUS_TESTS_SIMULATION_TRAINING_H_
#define TONUS_TESTS_SIMULATION_TRAINING_H_

#include <map>
#include <utility>

#include "services/engine/knowledge.h"
#include "tests/simulation/body.h"
#include "tests/simulation/person.h"
#include "tonus/knowledge/v1/vocabulary.pb.h"
#include "tonus/v1/progress.pb.h"
#include "tonus/v1/routine.pb.h"

namespace tonus::simulation {

// Bands that a technique gave in a session to a place for which it was done,
// before what is left to gain is taken into account.
using TechniqueGains =
    std::map<std::pair<Place, knowledge::v1::Technique>, double>;

// What came of a session.
struct Trained {
  v1::SessionLog log;  // As the person tells it.
  bool flare = false;
  TechniqueGains gains;
};

// The person does `session` on that day, from its beginning as far as `minutes`
// go, 0 for all of it, and some of what is planned at home. An exercise that
// hurts in the red zone is cut short whatever anybody says.
Trained Train(const engine::Knowledge& knowledge, const v1::Session& session,
              int day, int minutes, Person* person);

}  // namespace tonus::simulation

#endif  // TONUS_TESTS_SIMULATION_TRAINING_H_
