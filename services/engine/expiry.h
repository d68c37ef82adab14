// SPDX-License-Identifier: Apache-2.0
// Until when a reading of safety holds if nobody says anything new.
//
// Clearances and answers run out, conditions turn into others, birthdays and
// old results change what rules say: all of it on days that are known.

#ifndef TONUS_SERVICES_ENGINE_EXPIRY_H_
#define TONUS_SERVICES_ENGINE_EXPIRY_H_

#include <optional>
#include <vector>

#include "absl/time/civil_time.h"
#include "services/engine/knowledge.h"
#include "tonus/storage/v1/facts.pb.h"
#include "tonus/v1/interpretation.pb.h"
#include "tonus/v1/routine.pb.h"

namespace tonus::engine {

// A day on which the same facts are read more strictly than on the days before
// it, and the reading from which to plan for it: that of the beginning with all
// that came to be forbidden since.
struct StricterDay {
  absl::CivilDay day;
  v1::Interpretation interpretation;
};

// Returns such days after `today`, whose reading `now` is, in order: those up
// to `until`, and the first one after it. None follows one that closes the
// gate. `facts` hold overrides of any day.
std::vector<StricterDay> StricterDays(const Knowledge& knowledge,
                                      const storage::v1::PatientFacts& facts,
                                      const v1::Interpretation& now,
                                      absl::CivilDay today,
                                      absl::CivilDay until);

// Whether `routine` must not be used as it is on `day` any more.
bool HasExpired(const v1::Routine& routine, absl::CivilDay day);

// Makes `routine` expire on `day`, if it does not do so before.
void ExpireBy(absl::CivilDay day, v1::Routine* routine);

// Closes `session` if it was moved to a day on which it has expired.
void CloseIfExpired(v1::Session* session);
void CloseExpired(v1::Routine* routine);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_EXPIRY_H_
