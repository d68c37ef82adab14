// SPDX-License-Identifier: Apache-2.0
// The relief ladder as it is played: where a run stands after each answer
//
//
// A run is what the facts say of it, so whoever lost the connection finds it
// where it was. What ended stays ended: where an answer left the run is a part
// of the fact that records it.

#ifndef TONUS_SERVICES_ENGINE_RELIEF_RUN_H_
#define TONUS_SERVICES_ENGINE_RELIEF_RUN_H_

#include <cstdint>

#include "absl/time/time.h"
#include "services/engine/knowledge.h"
#include "tonus/storage/v1/facts.pb.h"
#include "tonus/v1/interpretation.pb.h"
#include "tonus/v1/relief.pb.h"
#include "tonus/v1/routine.pb.h"

namespace tonus::engine {

// What a run is read with; outlives the call.
struct ReliefSetting {
  const Knowledge& knowledge;
  const storage::v1::PatientFacts& facts;
  // Of these facts. Its gate may have been closed further by the caller.
  const v1::Interpretation& interpretation;
  // The week of the programme, whose caps hold; the first one without one.
  const knowledge::v1::WeekShape& week;
  // The zone of the person, in which days are counted.
  absl::TimeZone zone;
  // The time at which it is read.
  absl::Time now;
  // Numbers, weeks and days of the sessions of the programme; nullptr without
  // one.
  const v1::Routine* outline = nullptr;
};

// Returns the run with that number, of which the facts know the beginning;
// without its name. A run that nobody went on with in the time that a run may
// take, and one that was followed by another, is over.
v1::ReliefRun ReadReliefRun(const ReliefSetting& setting, int64_t run);

// Returns the number of the run that began last; 0 when there is none. A
// beginning that was refused does not take the place of a run under way.
int64_t LastReliefRun(const Knowledge& knowledge,
                      const storage::v1::PatientFacts& facts);

// Returns `facts` with the equipment at hand that the beginning of that run
// names, if it names any.
storage::v1::PatientFacts WithReliefEquipment(storage::v1::PatientFacts facts,
                                              int64_t run);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_RELIEF_RUN_H_
