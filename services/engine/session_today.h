// SPDX-License-Identifier: Apache-2.0
// A planned session, built again for the time and the equipment of a day.

#ifndef TONUS_SERVICES_ENGINE_SESSION_TODAY_H_
#define TONUS_SERVICES_ENGINE_SESSION_TODAY_H_

#include <string>
#include <vector>

#include "absl/time/time.h"
#include "services/engine/adaptation.h"
#include "services/engine/knowledge.h"
#include "tonus/storage/v1/facts.pb.h"
#include "tonus/v1/interpretation.pb.h"
#include "tonus/v1/routine.pb.h"

namespace tonus::engine {

// Returns `facts` with the equipment at hand that the check-in names, if it
// names any; that holds over everything that was said before.
storage::v1::PatientFacts WithEquipmentOf(
    const storage::v1::CheckInFact& check_in,
    const storage::v1::PatientFacts& facts);

// Returns the minutes that there are for `planned` on the day of the check-in:
// those that it says, but no more than were planned.
int MinutesToday(const Knowledge& knowledge,
                 const storage::v1::CheckInFact& check_in,
                 const v1::Session& planned);

// Makes `session`, as it was planned, fit the time and the equipment that the
// check-in says are at hand: shorter in a short format or within the
// time, without what needs something that is missing, and with
// less where it hurts more than usual. A session that fits stays as it
// is, so that what was begun goes on. A relief, which ends when it helps, only
// does without what is missing. Returns the ids of the rules that changed it.
// What was logged before, in `adaptation`, holds too, and what was done in the
// sessions of `done`, if given, as they were issued; `zone` is that of the
// person.
std::vector<std::string> FitToDay(const Knowledge& knowledge,
                                  const storage::v1::PatientFacts& facts,
                                  const v1::Interpretation& interpretation,
                                  const storage::v1::CheckInFact& check_in,
                                  absl::TimeZone zone,
                                  const Adaptation& adaptation,
                                  const v1::Routine* done,
                                  v1::Session* session);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_SESSION_TODAY_H_
