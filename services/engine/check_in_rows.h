// SPDX-License-Identifier: Apache-2.0
// What pain right before a session changes in it.

#ifndef TONUS_SERVICES_ENGINE_CHECK_IN_ROWS_H_
#define TONUS_SERVICES_ENGINE_CHECK_IN_ROWS_H_

#include <vector>

#include "absl/time/time.h"
#include "services/engine/adaptation.h"
#include "services/engine/knowledge.h"
#include "tonus/storage/v1/facts.pb.h"
#include "tonus/v1/adaptation.pb.h"

namespace tonus::engine {

// Adds to `adaptation` what the rows about check-ins make of `check_in`, and
// returns what it was, in the order of the pack. Without a usual morning, or
// pain that was asked, nothing is known and nothing changes. `zone` is that of
// the person.
std::vector<v1::AppliedAdaptation> ApplyCheckInRows(
    const Knowledge& knowledge, const storage::v1::PatientFacts& facts,
    const storage::v1::CheckInFact& check_in, absl::TimeZone zone,
    SessionAdaptation* adaptation);

// Whether such a row may fire on pain as in `check_in`.
bool MayFireOn(const Knowledge& knowledge,
               const storage::v1::CheckInFact& check_in);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_CHECK_IN_ROWS_H_
