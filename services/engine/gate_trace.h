// SPDX-License-Identifier: Apache-2.0
// What the rules of the gate saw, which no row of the pack carries out: a
// reader of the ledger finds them among the others.

#ifndef TONUS_SERVICES_ENGINE_GATE_TRACE_H_
#define TONUS_SERVICES_ENGINE_GATE_TRACE_H_

#include "services/engine/case.h"

namespace tonus::engine {

// Adds the traces of G-01 to G-06 and D-08 to a case that was screened.
void TraceGate(Case* the_case);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_GATE_TRACE_H_
