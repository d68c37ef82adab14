// SPDX-License-Identifier: Apache-2.0
// One message of a relief run, as a command to the patient's log.
//
// What is said is stored before the next step is told, so a run survives
// whatever becomes of its connection.

#ifndef TONUS_SERVICES_ROUTINE_RELIEF_COMMAND_H_
#define TONUS_SERVICES_ROUTINE_RELIEF_COMMAND_H_

#include <cstdint>

#include "absl/status/statusor.h"
#include "services/call.h"
#include "services/engine/knowledge.h"
#include "services/patient/patient_log.h"
#include "services/resource_names.h"
#include "tonus/v1/routine_service.pb.h"

namespace tonus {

// Decides one valid RunReliefRequest. Everything given outlives this.
class ReliefCommand {
 public:
  ReliefCommand(const Call& call, const v1::RunReliefRequest& request,
                const PatientName& name, const PatientLog& log)
      : call_(call), request_(request), name_(name), log_(log) {}

  // What is said as an event. A beginning is recorded also where it is blocked:
  // an answer about a red flag is never lost. Nothing happens when there is no
  // run to be stopped.
  //   INVALID_ARGUMENT     all red flags are asked, and some are not answered.
  //   FAILED_PRECONDITION  a report is not about the step that is due, or comes
  //                        after the time of the run and tells no harm.
  absl::StatusOr<Record> RecordSaid(
      const engine::Knowledge& knowledge,
      const storage::v1::PatientState& before) const;

  // The run after it. What closes the gate issues the routine again, without
  // sessions; an answer may change the sessions after it as a log does. Nothing
  // that is said here opens a gate.
  absl::StatusOr<Decision> Decide(const Change& change) const;

  // The last run of `state`, at the time of the call.
  v1::RunReliefResponse Read(const engine::Knowledge& knowledge,
                             const storage::v1::PatientState& state) const;

 private:
  absl::StatusOr<storage::v1::ReliefFact> FactOf(
      const engine::Knowledge& knowledge,
      const storage::v1::PatientState& before) const;
  // The exercise on which the report is; empty when only the harm that it tells
  // is known.
  absl::StatusOr<std::string> FindExercise(
      const engine::Knowledge& knowledge,
      const storage::v1::PatientState& before, int64_t run) const;
  absl::Status CheckEntry(const engine::Knowledge& knowledge,
                          const storage::v1::PatientState& before) const;
  absl::Status FillAnswer(const engine::Knowledge& knowledge,
                          const storage::v1::PatientState& before,
                          storage::v1::ReliefFact* fact) const;

  // The run with that number of these facts, which belong to `state`.
  v1::ReliefRun ReadRun(const engine::Knowledge& knowledge,
                        const storage::v1::PatientState& state,
                        const storage::v1::PatientFacts& facts, int64_t run,
                        absl::Time now) const;

  const Call& call_;
  const v1::RunReliefRequest& request_;
  const PatientName& name_;
  const PatientLog& log_;
};

}  // namespace tonus

#endif  // TONUS_SERVICES_ROUTINE_RELIEF_COMMAND_H_
