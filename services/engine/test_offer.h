// SPDX-License-Identifier: Apache-2.0
// Who may be asked to take a test.

#ifndef TONUS_SERVICES_ENGINE_TEST_OFFER_H_
#define TONUS_SERVICES_ENGINE_TEST_OFFER_H_

#include "tonus/knowledge/v1/test.pb.h"
#include "tonus/v1/interpretation.pb.h"

namespace tonus::engine {

// Whether `assessor` may be asked for a test while the tags of `known` hold: no
// forbidden tag rules it out, unless the tag does not matter to a
// clinician; and a person alone can do it, and its value would count.
bool MayOffer(const v1::Interpretation& known, const knowledge::v1::Test& test,
              knowledge::v1::Assessor assessor);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_TEST_OFFER_H_
