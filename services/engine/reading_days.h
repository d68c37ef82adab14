// SPDX-License-Identifier: Apache-2.0
// On which days that was measured of which a reading is made.

#ifndef TONUS_SERVICES_ENGINE_READING_DAYS_H_
#define TONUS_SERVICES_ENGINE_READING_DAYS_H_

#include <set>

#include "absl/time/civil_time.h"
#include "services/engine/knowledge.h"
#include "tonus/storage/v1/facts.pb.h"

namespace tonus::engine {

// Returns the days of the last assessment and of the newest results and scores
// of each test, whose age alone changes what is read. Older ones are not read
// any more, so there are no more days than tests, however many assessments.
std::set<absl::CivilDay> ReadingDays(const Knowledge& knowledge,
                                     const storage::v1::PatientFacts& facts);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_READING_DAYS_H_
