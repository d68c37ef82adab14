// SPDX-License-Identifier: Apache-2.0
// One life of a server, from one seed: clients whose requests interleave, a
// clock that jumps, crashes between any two calls of the storage. One thread.

#ifndef TONUS_TESTS_SERVICES_SIMULATED_SERVER_H_
#define TONUS_TESTS_SERVICES_SIMULATED_SERVER_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "services/assessment/assessment_service.h"
#include "services/engine/knowledge.h"
#include "services/patient/patient_log.h"
#include "services/patient/patient_service.h"
#include "services/progress/progress_service.h"
#include "tests/services/crashing_storage.h"

namespace tonus::testing {

// The services as a process has them: gone with it.
struct Process {
  Process(storage::Storage* storage, const engine::Knowledge* knowledge)
      : log(storage, knowledge) {}

  PatientLog log;
  PatientService patients{&log};
  AssessmentService assessments{&log};
  ProgressService progress{&log};
};

// One request of a client, who sends it until it is answered or refused.
struct Request {
  enum class Kind { kCreate, kSubmit, kLog, kOutcome, kWrite, kChange };

  Kind kind = Kind::kCreate;
  int patient = 0;  // Index.
  int number = 0;
  std::string name;           // Of the patient; empty until it is first sent.
  std::string etag;           // Of a change: as the client read it first.
  int64_t read_revision = 0;  // The revision with that etag.
  std::optional<std::string> answer;
  bool refused = false;  // The etag was stale.
};

// Sends the request to the process at `time`; its name must be known.
absl::StatusOr<std::string> Send(Process& process, const Request& request,
                                 absl::Time time);

class SimulatedServer {
 public:
  // `knowledge` outlives this.
  SimulatedServer(uint64_t seed, const engine::Knowledge* knowledge, Flaw flaw);

  // Lives its life and returns what was wrong with it: answers that differ,
  // states that their events do not give, times that go back, and any record
  // that differs from those of a server that got the same requests one by one.
  std::vector<std::string> Live();

 private:
  struct Applied {
    Request* request = nullptr;
    absl::Time time;
  };

  void MakeRequests();

  // Whether a client would send it now.
  bool IsOpen(const Request& request) const;

  // A request that a client would send now; null when there is none.
  Request* Choose();

  // Sends it once, while others do what they do.
  void SendOnce(Request& request);
  void Judge(Request& request, const absl::StatusOr<std::string>& answer);

  // What a client may need to know before it can send the request.
  bool Prepare(Request& request);

  void CheckAnswers();
  void CheckPatients();
  void CheckAgainstOracle();

  std::mt19937_64 random_;
  const engine::Knowledge* const knowledge_;
  CrashingStorage storage_;
  std::unique_ptr<Process> process_;
  absl::Time now_;
  std::vector<Request> requests_;
  std::vector<std::string> names_;  // Of patients, by index; empty: unknown.
  std::vector<Applied> under_way_;  // The innermost last.
  std::vector<Applied> applied_;    // In the order of their commits.
  std::vector<std::string> wrong_;
};

}  // namespace tonus::testing

#endif  // TONUS_TESTS_SERVICES_SIMULATED_SERVER_H_
