// SPDX-License-Identifier: Apache-2.0
// What a reading still says while the gate is closed.

#ifndef TONUS_SERVICES_ENGINE_CLOSED_GATE_H_
#define TONUS_SERVICES_ENGINE_CLOSED_GATE_H_

#include "services/engine/case.h"

namespace tonus::engine {

// While the gate is closed, takes away what could be acted on: no exercise is
// named, no decision is kept, nothing is advised for a programme, and no test
// is suggested; in an emergency none is asked for at all. Findings, decisions
// in their order and what was rejected stay, as a reading for who sees the
// person.
void CloseReading(Case* the_case);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_CLOSED_GATE_H_
