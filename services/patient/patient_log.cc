// SPDX-License-Identifier: Apache-2.0
#include "services/patient/patient_log.h"

#include <algorithm>
#include <utility>

#include "services/engine/deterministic_bytes.h"
#include "services/engine/facts.h"
#include "services/engine/interpretation.h"
#include "services/error.h"
#include "services/keys.h"
#include "services/patient/adverse_event_index.h"
#include "services/patient/alert_records.h"
#include "services/patient/commit_size.h"
#include "services/patient/event_chain.h"
#include "services/patient/feed_writer.h"
#include "services/patient/issued_routine.h"
#include "services/patient/proposal_records.h"
#include "services/patient/rebuild.h"
#include "services/patient/request_record.h"
#include "services/patient/resting_block.h"
#include "services/patient/state_excerpts.h"
#include "services/patient/state_fold.h"
#include "services/patient/unchanged_requests.h"
#include "services/patient/what_passed.h"
#include "services/resource_names.h"
#include "services/stream_part.h"
#include "services/timestamp.h"
#include "storage/unknown_outcome.h"

namespace tonus {
namespace {

// Of writers that meet at one patient one always wins, so as many attempts as
// writers are enough; more than this many at once are not treated.
constexpr int kMaxAttempts = 16;

// How far the clocks of servers may differ, or one may be put back.
constexpr absl::Duration kMaxClockStep = absl::Hours(24);

// A database that loses one answer after the other is left to the client.
constexpr int kMaxUnknown = 2;

absl::Status Contended(const std::string& patient) {
  google::rpc::RetryInfo retry;
  retry.mutable_retry_delay()->set_nanos(100'000'000);
  return WithDetail(
      MakeError(absl::StatusCode::kAborted, "CONTENDED",
                "too many writes of the patient at once; try again",
                {{"resource", PatientName{patient}.ToString()}}),
      retry);
}

storage::Mutation WriteMessage(std::string key,
                               const google::protobuf::MessageLite& message,
                               std::optional<int64_t> expected = std::nullopt) {
  return storage::Mutation::Write(
      std::move(key), engine::DeterministicBytes(message), expected);
}

// Whether the command may change the patient as it now is.
absl::Status CheckHead(const PatientRef& ref, const Command& command,
                       const storage::v1::Head& head) {
  const bool exists = head.revision() > 0;
  if (!command.creates && !exists) return PatientNotFound(ref.patient);
  // The id was made from the request id, which was forgotten since.
  if (command.creates && exists) return RequestIdReused();
  if (!command.etag.empty() &&
      command.etag != Etag(head.revision(), head.last_event_sha256())) {
    return StaleEtag(PatientName{ref.patient}.ToString());
  }
  return absl::OkStatus();
}

// Returns the time of a write after `head`: what happens to a patient does not
// go back in time when a clock does, or when a call overtakes an earlier one.
// A last event that lies further ahead is no reason to leave the present.
absl::Time TimeAfter(const storage::v1::Head& head, absl::Time now) {
  const absl::Time last = FromTimestamp(head.update_time());
  return last - now <= kMaxClockStep ? std::max(last, now) : now;
}

// Returns the first response to the request, if it was answered before.
//   INVALID_ARGUMENT  the id belongs to another request.
absl::StatusOr<std::optional<std::string>> FindAnswer(
    SealedStorage* storage, Call& call, const PatientRef& ref,
    const Command& command, const std::string& digest) {
  // A request with a wrong id was never answered.
  if (command.validate_only || !keys::IsRequestId(command.request_id)) {
    return std::nullopt;
  }
  TONUS_ASSIGN_OR_RETURN(std::optional<storage::v1::RequestRecord> record,
                         FindRequest(storage, ref, command.request_id, digest));
  if (!record.has_value()) return std::nullopt;
  call.revision = record->revision();
  return std::move(*record->mutable_response());
}

// Notes who recorded the event, when, and with which pack.
void StampEvent(const Call& call, const Command& command,
                const std::string& digest, const engine::Knowledge& pack,
                storage::v1::Event* event) {
  *event->mutable_record_time() = ToTimestamp(call.time);
  event->set_actor(call.principal.subject);
  event->set_role(call.principal.role);
  event->set_request_id(command.request_id);
  event->set_request_digest(digest);
  event->set_pack_hash(std::string(pack.hash()));
  event->set_pack_version(std::string(pack.version()));
  event->set_engine_version(engine::kEngineVersion);
}

storage::v1::RequestRecord AnswerOf(const std::string& digest, int64_t revision,
                                    const std::string& response,
                                    const google::protobuf::Timestamp& time) {
  storage::v1::RequestRecord answer;
  answer.set_digest(digest);
  answer.set_revision(revision);
  answer.set_response(response);
  *answer.mutable_create_time() = time;
  return answer;
}

// Writes `state` in place of `version` of it, and the excerpts of it.
void AddStateMutations(const engine::Knowledge& knowledge,
                       const PatientRef& ref, storage::v1::PatientState* state,
                       int64_t version,
                       std::vector<storage::Mutation>* mutations) {
  mutations->push_back(WriteMessage(keys::Patient(ref.tenant, ref.patient),
                                    PatientOf(ref.patient, *state)));
  if (state->has_outline()) {
    mutations->push_back(WriteMessage(keys::Current(ref.tenant, ref.patient),
                                      CurrentRoutineOf(knowledge, *state)));
  }
  // What a tenant chooses is no fact of the patient.
  state->mutable_facts()->clear_tenant_policies();
  mutations->push_back(
      WriteMessage(keys::State(ref.tenant, ref.patient), *state, version));
}

}  // namespace

PatientLog::PatientLog(storage::Storage* storage,
                       const engine::Knowledge* knowledge,
                       TenantPolicies policies)
    : storage_(storage),
      records_(&storage_),
      external_ids_(&storage_),
      packs_(&storage_, knowledge),
      feed_(&storage_),
      policies_(std::move(policies)) {}

absl::StatusOr<std::string> PatientLog::Write(Call& call,
                                              const std::string& patient,
                                              const Command& command) {
  const PatientRef ref = RefOf(call, patient);
  const std::string digest = RequestDigest(command.method, *command.request);
  absl::Status open;  // Not OK: an earlier attempt may have been applied.
  for (int attempt = 0; attempt < kMaxAttempts; ++attempt) {
    absl::StatusOr<std::string> response = Attempt(call, ref, command, digest);
    // The record of the request tells: the next attempt finds it, or expects
    // the same version of the state as this one, so that only one gets in.
    if (storage::IsUnknownOutcome(response.status())) {
      open = response.status();
      if (command.request_id.empty() || attempt >= kMaxUnknown) return open;
      continue;
    }
    // Without details: a conflict in storage, after which everything is judged
    // again, first whether it was this very request that got in.
    bool conflict = absl::IsAborted(response.status());
    response.status().ForEachPayload(
        [&conflict](absl::string_view, const absl::Cord&) {
          conflict = false;
        });
    if (conflict) continue;
    if (response.ok()) return response;
    if (absl::IsUnavailable(response.status()) ||
        absl::IsDeadlineExceeded(response.status())) {
      return open.ok() ? response : open;
    }
    // The same request, sent twice, may have got in after this one had looked
    // for its record and before it read the state.
    absl::StatusOr<std::optional<std::string>> twin =
        FindAnswer(&storage_, call, ref, command, digest);
    if (twin.ok() && twin->has_value()) return **std::move(twin);
    if (absl::IsAborted(twin.status())) continue;
    // Where that can not be told, nor can it be said that this was refused.
    if (!twin.ok() && !absl::IsInvalidArgument(twin.status())) {
      return open.ok() ? twin.status() : open;
    }
    return response;
  }
  return Contended(patient);
}

absl::StatusOr<std::string> PatientLog::Attempt(Call& call,
                                                const PatientRef& ref,
                                                const Command& command,
                                                const std::string& digest) {
  TONUS_ASSIGN_OR_RETURN(std::optional<std::string> answered,
                         FindAnswer(&storage_, call, ref, command, digest));
  if (answered.has_value()) return *std::move(answered);

  TONUS_ASSIGN_OR_RETURN(const LoadedState loaded, Load(ref));
  const storage::v1::PatientState& before = loaded.state;
  call.time = TimeAfter(before.head(), call.time);
  TONUS_ASSIGN_OR_RETURN(const SharedPack pack,
                         command.pack == DecidingPack::kOfRoutine
                             ? ReadPack(ref, before)
                             : packs_.Active(ref.tenant, ref.deadline));
  if (command.check) TONUS_RETURN_IF_ERROR(command.check(*pack));
  TONUS_RETURN_IF_ERROR(CheckHead(ref, command, before.head()));
  call.revision = before.head().revision();
  TONUS_ASSIGN_OR_RETURN(Record record, command.record(*pack, before));
  if (record.event.has_value()) {
    StampEvent(call, command, digest, *pack, &*record.event);
    return Apply(call, ref, command, *pack, loaded, *std::move(record.event));
  }
  if (!command.validate_only && !command.request_id.empty()) {
    TONUS_RETURN_IF_ERROR(
        RememberUnchanged(&storage_, ref, command.request_id,
                          AnswerOf(digest, call.revision, record.response,
                                   ToTimestamp(call.time))));
  }
  return std::move(record.response);
}

absl::StatusOr<std::string> PatientLog::Apply(Call& call, const PatientRef& ref,
                                              const Command& command,
                                              const engine::Knowledge& pack,
                                              const LoadedState& loaded,
                                              storage::v1::Event event) {
  storage::v1::PatientState before = loaded.state;
  Chain(before.head(), &event);
  const std::string event_bytes = engine::DeterministicBytes(event);
  storage::v1::PatientState after = before;
  const std::vector<std::string> forgotten =
      FoldEvent(event, event_bytes, &after);
  const std::string etag =
      Etag(event.revision(), after.head().last_event_sha256());
  const absl::CivilDay day =
      DayIn(after.facts().time_zone(), FromTimestamp(event.record_time()));
  TONUS_RETURN_IF_ERROR(
      FillWhatPassed(pack, records_, ref, day, after.facts(), &before));
  CopyWhatPassed(before, &after);

  TONUS_ASSIGN_OR_RETURN(Decision decision,
                         command.decide({pack, before, after, event, etag}));
  if (command.validate_only) return std::move(decision.response);
  CopyWhatPassed(loaded.state, &after);
  if (decision.routine.has_value()) {
    if (decision.rests.has_value()) {
      *decision.routine->mutable_rests() = *decision.rests;
    } else {
      SetRests(before, day, &*decision.routine);
    }
  }

  const Written written{pack, event,  event_bytes,
                        etag, loaded, command.is_of_batch};
  TONUS_ASSIGN_OR_RETURN(Effects effects,
                         EffectsOf(ref, written, &decision, &after));
  for (const std::string& id : forgotten) {
    effects.mutations.push_back(
        storage::Mutation::Delete(keys::Request(ref.tenant, ref.patient, id)));
  }
  TONUS_RETURN_IF_ERROR(CheckCommitSize(effects.mutations));
  TONUS_RETURN_IF_ERROR(CommitWithFeedEntry(&storage_, ref, event,
                                            after.head().last_event_sha256(),
                                            std::move(effects.mutations)));
  if (on_change_) {
    on_change_(PatientTopic(ref.tenant, ref.patient));
    if (effects.alerts) on_change_(AlertsTopic(ref.tenant));
  }
  feed_.NoteCommit(ref.tenant);
  call.revision = event.revision();
  return std::move(decision.response);
}

absl::StatusOr<PatientLog::Effects> PatientLog::EffectsOf(
    const PatientRef& ref, const Written& written, Decision* decision,
    storage::v1::PatientState* after) {
  const storage::v1::Event& event = written.event;
  Effects effects;
  std::vector<storage::Mutation>& mutations = effects.mutations;
  if (decision->routine.has_value()) {
    TONUS_RETURN_IF_ERROR(
        packs_.EnsureStored(ref.tenant, written.knowledge, ref.deadline));
    StampRoutine(ref.patient, event, written.etag, &*decision->routine);
    FoldRoutine(*decision->routine, after);
    mutations = RoutineMutations(ref, written.before.state.outline(),
                                 *decision->routine);
  }
  mutations.push_back(storage::Mutation::Write(
      keys::Event(ref.tenant, ref.patient, event.revision()),
      written.event_bytes, storage::kAbsent));
  TONUS_RETURN_IF_ERROR(
      AddProposalMutations(records_, ref, event, decision->proposal,
                           decision->routine.has_value(), after, &mutations));
  AddAdverseEventMutation(ref, event, &mutations);
  effects.alerts = AddAlertMutations(
      ref, written.knowledge, event,
      decision->interpretation.has_value()
          ? *decision->interpretation
          : engine::Interpret(written.knowledge, after->facts(),
                              DayIn(after->facts().time_zone(),
                                    FromTimestamp(event.record_time()))),
      written.before.state, written.is_of_batch, after, &mutations);
  AddStateMutations(written.knowledge, ref, after, written.before.version,
                    &mutations);
  if (!event.request_id().empty()) {
    mutations.push_back(
        WriteMessage(keys::Request(ref.tenant, ref.patient, event.request_id()),
                     AnswerOf(event.request_digest(), event.revision(),
                              decision->response, event.record_time()),
                     storage::kAbsent));
  }
  TONUS_ASSIGN_OR_RETURN(std::vector<storage::Mutation> claim,
                         ClaimExternalId(ref, event));
  for (storage::Mutation& mutation : claim) {
    mutations.push_back(std::move(mutation));
  }
  return effects;
}

absl::StatusOr<std::vector<storage::Mutation>> PatientLog::ClaimExternalId(
    const PatientRef& ref, const storage::v1::Event& event) {
  std::vector<storage::Mutation> mutations;
  const std::string& external_id = event.patient_created().external_id();
  if (external_id.empty()) return mutations;
  TONUS_ASSIGN_OR_RETURN(
      const std::string key,
      external_ids_.KeyOf(ref.tenant, external_id, ref.deadline));
  const absl::Status taken = storage_.Read(key, ref.deadline).status();
  if (taken.ok()) {
    return MakeError(absl::StatusCode::kAlreadyExists, "EXTERNAL_ID_TAKEN",
                     "another patient has this external_id");
  }
  if (!absl::IsNotFound(taken)) return taken;
  storage::v1::ExternalIdEntry entry;
  entry.set_patient(ref.patient);
  mutations.push_back(WriteMessage(key, entry, storage::kAbsent));
  return mutations;
}

absl::StatusOr<std::string> PatientLog::FindPatient(
    const Call& call, absl::string_view external_id) {
  TONUS_ASSIGN_OR_RETURN(
      const std::string key,
      external_ids_.KeyOf(call.principal.tenant, external_id, call.deadline));
  const absl::StatusOr<storage::v1::ExternalIdEntry> entry =
      ReadMessage<storage::v1::ExternalIdEntry>(storage_, key, call.deadline);
  // The text repeats no external id: it may identify a person.
  if (absl::IsNotFound(entry.status())) {
    return MakeError(absl::StatusCode::kNotFound, "EXTERNAL_ID_NOT_FOUND",
                     "no patient has this external_id; create one first");
  }
  if (!entry.ok()) return entry.status();
  return entry->patient();
}

absl::StatusOr<PatientLog::LoadedState> PatientLog::Load(
    const PatientRef& ref) const {
  const absl::StatusOr<storage::Record> record =
      storage_.Read(keys::State(ref.tenant, ref.patient), ref.deadline);
  if (absl::IsNotFound(record.status())) return LoadedState();
  if (!record.ok()) return record.status();
  LoadedState loaded;
  loaded.version = record->version;
  TONUS_ASSIGN_OR_RETURN(loaded.state,
                         ParseStored<storage::v1::PatientState>(record->value));
  if (loaded.state.head().engine_version() != engine::kEngineVersion) {
    TONUS_ASSIGN_OR_RETURN(loaded.state, RebuildState(ref));
  }
  policies_.Fill(ref.tenant, loaded.state.mutable_facts());
  return loaded;
}

absl::StatusOr<storage::v1::PatientState> PatientLog::ReadState(
    const PatientRef& ref) const {
  TONUS_ASSIGN_OR_RETURN(LoadedState loaded, Load(ref));
  if (loaded.version == storage::kAbsent) return PatientNotFound(ref.patient);
  return std::move(loaded.state);
}

absl::StatusOr<SharedPack> PatientLog::ReadPack(
    const PatientRef& ref, const storage::v1::PatientState& state) const {
  return packs_.OfRoutine(ref.tenant, state.outline(), ref.deadline);
}

absl::StatusOr<storage::v1::PatientState> PatientLog::RebuildState(
    const PatientRef& ref, int64_t before) const {
  return tonus::RebuildState(storage_, ref, before);
}

}  // namespace tonus
