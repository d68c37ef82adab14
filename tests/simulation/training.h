// SPDX-License-Identifier: Apache-2.0
// What doing a session does to a person, and what the person tells of it.

#ifndef TONUS_TESTS_SIMULATION_TRAINING_H_
#define TONUS_TESTS_SIMULATION_TRAINING_H_

#include "services/engine/knowledge.h"
#include "tests/simulation/person.h"
#include "tonus/v1/progress.pb.h"
#include "tonus/v1/routine.pb.h"

namespace tonus::simulation {

// What came of a session.
struct Trained {
  v1::SessionLog log;  // As the person tells it.
  bool flare = false;
};

// The person does `session` on that day, from its beginning as far as `minutes`
// go, 0 for all of it, and some of what is planned at home. An exercise that
// hurts in the red zone is cut short whatever anybody says.
Trained Train(const engine::Knowledge& knowledge, const v1::Session& session,
              int day, int minutes, Person* person);

}  // namespace tonus::simulation

#endif  // TONUS_TESTS_SIMULATION_TRAINING_H_
