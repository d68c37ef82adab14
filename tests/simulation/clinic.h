// SPDX-License-Identifier: Apache-2.0
// A clinic that treats one person by the real engine: what comes in goes
// through the functions that the services use, without a server or a store.

#ifndef TONUS_TESTS_SIMULATION_CLINIC_H_
#define TONUS_TESTS_SIMULATION_CLINIC_H_

#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "google/protobuf/repeated_ptr_field.h"
#include "services/engine/knowledge.h"
#include "tonus/storage/v1/event.pb.h"
#include "tonus/storage/v1/facts.pb.h"
#include "tonus/storage/v1/state.pb.h"
#include "tonus/v1/interpretation.pb.h"
#include "tonus/v1/patient.pb.h"
#include "tonus/v1/routine.pb.h"
#include "tonus/v1/routine_service.pb.h"

namespace tonus::simulation {

class Clinic {
 public:
  // `knowledge` must outlive it.
  Clinic(const engine::Knowledge& knowledge, const v1::Profile& profile,
         absl::CivilDay day);

  // The current routine.
  const v1::Routine& routine() const { return routine_; }
  const storage::v1::PatientState& state() const { return state_; }
  // What was wrong with sessions that were handed out, one line each; an
  // invariant that does not hold.
  const std::vector<std::string>& complaints() const { return complaints_; }

  // Whether sessions may be done.
  bool IsOpen() const { return routine_.gate() == v1::GATE_OK; }
  // The comparisons of techniques as the last check-in read them: what the
  // person is asked to measure around the session.
  const google::protobuf::RepeatedPtrField<v1::TechniqueTrial>& trials() const {
    return trials_;
  }
  // The same on that day.
  google::protobuf::RepeatedPtrField<v1::TechniqueTrial> TrialsOn(
      absl::CivilDay day) const;
  // First day of the running block.
  absl::CivilDay BlockStart() const;
  // The first session that was not done; nullptr when all were.
  const v1::Session* NextSession() const;

  // Plans a first or next block, or the running one again.
  void Assess(const storage::v1::AssessmentFact& assessment,
              absl::CivilDay day);
  // Returns what the check-in makes of `planned`, a session of the routine.
  v1::StartSessionResponse Start(const v1::Session& planned,
                                 const storage::v1::CheckInFact& check_in,
                                 absl::CivilDay day);
  void Log(const storage::v1::LogFact& log, absl::CivilDay day);
  void TellMorning(const storage::v1::MorningFact& morning, absl::CivilDay day);
  // A clinician has looked at everything that closed the gate, and clears it.
  void ClearAll(absl::CivilDay day);

 private:
  void Record(storage::v1::Event event, absl::CivilDay day);
  void RecordLogged(const storage::v1::Event& event, absl::CivilDay day);
  void Issue(v1::Routine routine, const v1::Interpretation& reading);
  void Check(const v1::Session& session, const v1::Interpretation& reading,
             absl::CivilDay day);

  const engine::Knowledge& knowledge_;
  storage::v1::PatientState state_;
  v1::Routine routine_;
  // What the routine was planned from.
  v1::Interpretation reading_;
  google::protobuf::RepeatedPtrField<v1::TechniqueTrial> trials_;
  std::vector<std::string> complaints_;
};

// Ten o'clock of that day, when everything happens.
google::protobuf::Timestamp TimeOn(absl::CivilDay day);

}  // namespace tonus::simulation

#endif  // TONUS_TESTS_SIMULATION_CLINIC_H_
