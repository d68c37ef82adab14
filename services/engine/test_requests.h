// SPDX-License-Identifier: Apache-2.0
// Which tests are worth taking next.

#ifndef TONUS_SERVICES_ENGINE_TEST_REQUESTS_H_
#define TONUS_SERVICES_ENGINE_TEST_REQUESTS_H_

#include "services/engine/case.h"

namespace tonus::engine {

// Completes the requests that rules made: leaves out what was taken and what a
// forbidden tag rules out, asks a clinician for nerve tests that the person
// took alone, and adds suggestions for unknown muscles that matter
// up to the number that the pack allows. Needs the tags of the result.
void CompleteTestRequests(Case* the_case);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_TEST_REQUESTS_H_
