// SPDX-License-Identifier: Apache-2.0
// The one place that loads a patient, lets a command decide, and commits.
//
// A write is one atomic commit: the event, the state that it makes, the record
// of the request, what follows from the state (index entry, excerpt, and a
// routine with its sessions when one is issued), and the entry in the feed of
// the tenant (feed_bucket.h).

#ifndef TONUS_SERVICES_PATIENT_PATIENT_LOG_H_
#define TONUS_SERVICES_PATIENT_PATIENT_LOG_H_

#include <cstdint>
#include <functional>
#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/message_lite.h"
#include "services/call.h"
#include "services/engine/knowledge.h"
#include "services/patient/external_id_index.h"
#include "services/patient/feed_tail.h"
#include "services/patient/packs.h"
#include "services/patient/patient_records.h"
#include "services/patient/sealed_storage.h"
#include "services/patient/tenant_policies.h"
#include "storage/storage.h"
#include "tonus/storage/v1/event.pb.h"
#include "tonus/storage/v1/state.pb.h"
#include "tonus/v1/interpretation.pb.h"
#include "tonus/v1/proposal.pb.h"
#include "tonus/v1/routine.pb.h"

namespace tonus {

// What a command says happened.
struct Record {
  // The event with its payload; the log fills the rest. nullopt when nothing
  // new happened: then `response` is the answer, and nothing is stored but that
  // the request id got it.
  std::optional<storage::v1::Event> event;
  std::string response;
};

// A patient before and after the event of a command.
struct Change {
  const engine::Knowledge& knowledge;  // The pack that decides, see Command.
  const storage::v1::PatientState& before;
  const storage::v1::PatientState& after;
  const storage::v1::Event& event;
  std::string etag;  // Of the patient after it, and of what the event made.
};

// What a command decides about a change.
struct Decision {
  // A routine to issue, as the engine planned it; the log fills names,
  // revision, etag and create time.
  std::optional<v1::Routine> routine;
  // When the block rested, where that is not what the state says: a correction
  // showed that a rest was a mistake, or that there was one.
  std::optional<google::protobuf::RepeatedPtrField<v1::Pause>> rests;
  // What the facts after the event mean on the day of the call, when that was
  // read already.
  std::optional<v1::Interpretation> interpretation;
  // A proposal to store: a new one, or the one that waited, reviewed.
  std::optional<v1::Proposal> proposal;
  std::string response;  // Serialized.
};

// Which pack decides about a patient.
enum class DecidingPack {
  kOfRoutine,       // That of the routine, else the tenant's active one.
  kActiveOfTenant,  // The tenant's active one, to which the routine goes over.
};

// One write of one patient. The functions get the pack that decides, and are
// called again, with what then holds, when another write came first; so they
// change nothing themselves and take the same time from the call.
struct Command {
  std::string method;  // Full name; part of what a request id stands for.
  const google::protobuf::MessageLite* request = nullptr;
  std::string request_id;  // Empty when there is none.
  std::string etag;        // Of the patient; empty for any.
  bool creates = false;    // True when the patient must not exist yet.
  bool validate_only = false;
  bool is_of_batch = false;  // True when more of the same may follow at once.
  DecidingPack pack = DecidingPack::kOfRoutine;
  // Every violation of the request; optional. Comes before anything else is
  // judged, but after a retry was recognised.
  std::function<absl::Status(const engine::Knowledge&)> check;
  std::function<absl::StatusOr<Record>(const engine::Knowledge&,
                                       const storage::v1::PatientState&)>
      record;
  std::function<absl::StatusOr<Decision>(const Change&)> decide;
};

// Returns the command with the full name `method` for `request`, which outlives
// it, and what such a request says of the write. What it does is left to the
// caller.
template <typename Request>
Command CommandFor(const char* method, const Request& request) {
  Command command;
  command.method = method;
  command.request = &request;
  command.request_id = request.request_id();
  if constexpr (requires { request.etag(); }) command.etag = request.etag();
  if constexpr (requires { request.validate_only(); }) {
    command.validate_only = request.validate_only();
  }
  return command;
}

// Thread-safe.
class PatientLog {
 public:
  // Both outlive this. `knowledge` is the server's own pack.
  PatientLog(storage::Storage* storage, const engine::Knowledge* knowledge,
             TenantPolicies policies = {});

  // Is called after each commit with each topic that changed, see
  // stream_part.h, on the thread of the writer; must not block. Set before the
  // first write.
  void set_on_change(std::function<void(const std::string&)> on_change) {
    on_change_ = on_change;
    feed_.set_on_change(std::move(on_change));
  }

  // Returns the bytes of the response and sets `call.revision`. A request that
  // was answered before gets its first response, whatever holds now.
  //   INVALID_ARGUMENT     the request id belongs to another request, or the
  //                        request is too large to be stored.
  //   NOT_FOUND            no such patient.
  //   ALREADY_EXISTS       another patient has the external id.
  //   ABORTED              the etag is stale, or other writes came first again
  //                        and again.
  //   FAILED_PRECONDITION  the patient's record is full, or this server can not
  //                        use the pack of the routine.
  // Besides, what the command returns, and the errors of storage. An
  // unknown outcome of storage is found out through the record of the request;
  // where there is none, or the storage stays away, it is returned as it is,
  // and a retry with the same request id finds out.
  absl::StatusOr<std::string> Write(Call& call, const std::string& patient,
                                    const Command& command);

  // Returns the id of the patient of the call's tenant who has that external
  // id.
  //   NOT_FOUND  no such patient.
  absl::StatusOr<std::string> FindPatient(const Call& call,
                                          absl::string_view external_id);

  // Returns the state with what the tenant chooses, rebuilt when another
  // version of the engine derived it.
  //   NOT_FOUND  no such patient.
  absl::StatusOr<storage::v1::PatientState> ReadState(
      const PatientRef& ref) const;

  // Returns the state that the events below revision `before` give, see
  // rebuild.h.
  absl::StatusOr<storage::v1::PatientState> RebuildState(
      const PatientRef& ref,
      int64_t before = std::numeric_limits<int64_t>::max()) const;

  // Returns the pack that decides about the patient of `state`.
  //   FAILED_PRECONDITION  this server can not use it, see Packs::OfRoutine.
  absl::StatusOr<SharedPack> ReadPack(
      const PatientRef& ref, const storage::v1::PatientState& state) const;

  const PatientRecords& records() const { return records_; }
  Packs& packs() const { return packs_; }
  const TenantPolicies& policies() const { return policies_; }
  FeedTail& feed() { return feed_; }

 private:
  struct LoadedState {
    storage::v1::PatientState state;
    int64_t version = storage::kAbsent;
  };

  // The event of a write, and what it follows.
  struct Written {
    const engine::Knowledge& knowledge;
    const storage::v1::Event& event;
    const std::string& event_bytes;
    const std::string& etag;  // Of the patient, after the event.
    const LoadedState& before;
    bool is_of_batch;
  };

  // Returns the state and its version; an empty one, version kAbsent, when
  // there is no such patient.
  absl::StatusOr<LoadedState> Load(const PatientRef& ref) const;

  // One attempt of Write. ABORTED without details: another write came first.
  absl::StatusOr<std::string> Attempt(Call& call, const PatientRef& ref,
                                      const Command& command,
                                      const std::string& digest);

  // Decides about `event`, which follows `loaded`, and commits.
  absl::StatusOr<std::string> Apply(Call& call, const PatientRef& ref,
                                    const Command& command,
                                    const engine::Knowledge& pack,
                                    const LoadedState& loaded,
                                    storage::v1::Event event);

  // What a write changes in storage.
  struct Effects {
    std::vector<storage::Mutation> mutations;
    bool alerts = false;  // Whether an alert is among it.
  };

  // Returns what a write changes; completes `decision`'s routine and the state
  // `after` it.
  absl::StatusOr<Effects> EffectsOf(const PatientRef& ref,
                                    const Written& written, Decision* decision,
                                    storage::v1::PatientState* after);

  // The writes of the index of external ids that a creation needs.
  //   ALREADY_EXISTS  another patient has the external id.
  absl::StatusOr<std::vector<storage::Mutation>> ClaimExternalId(
      const PatientRef& ref, const storage::v1::Event& event);

  SealedStorage storage_;
  PatientRecords records_;
  ExternalIdIndex external_ids_;
  mutable Packs packs_;  // Reading holds packs ready.
  FeedTail feed_;
  std::function<void(const std::string&)> on_change_;
  TenantPolicies policies_;
};

// Returns where a patient of the call's tenant is.
inline PatientRef RefOf(const Call& call, absl::string_view patient) {
  return {call.principal.tenant, std::string(patient), call.deadline};
}

}  // namespace tonus

#endif  // TONUS_SERVICES_PATIENT_PATIENT_LOG_H_
