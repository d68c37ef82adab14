// SPDX-License-Identifier: Apache-2.0
// What tests of packs over time share: a candidate, and who uses which pack.

#ifndef TONUS_TESTS_SERVICES_PACK_FIXTURE_H_
#define TONUS_TESTS_SERVICES_PACK_FIXTURE_H_

#include <string>
#include <vector>

#include "services/engine/deterministic_bytes.h"
#include "services/keys.h"
#include "services/knowledge/pack_files.h"
#include "services/patient/seal.h"
#include "tests/services/override_fixture.h"

namespace tonus::testing {

// The released pack with another version, and with one more repetition at least
// of every exercise whose repetitions are a range.
inline knowledge::v1::Pack CandidatePack() {
  knowledge::v1::Pack pack = ReleasedKnowledge().pack();
  pack.set_version("2026.2");
  for (auto& exercise : *pack.mutable_exercises()) {
    if (!exercise.has_repetitions()) continue;
    auto* repetitions = exercise.mutable_repetitions();
    if (repetitions->low() < repetitions->high()) {
      repetitions->set_low(repetitions->low() + 1);
    }
  }
  return pack;
}

inline const engine::Knowledge& Candidate() {
  static const auto* knowledge = [] {
    auto compiled =
        engine::Knowledge::Compile(CandidatePack(), HashOf(CandidatePack()));
    EXPECT_TRUE(compiled.ok()) << compiled.status();
    return new engine::Knowledge(*std::move(compiled));
  }();
  return *knowledge;
}

// What two messages must have in common to be the same.
inline std::string Text(const google::protobuf::Message& message) {
  return message.DebugString();
}

class PackFixture : public OverrideFixture {
 protected:
  // Makes the candidate, or another pack, the active one, unchecked.
  void Activate(const engine::Knowledge& pack = Candidate(),
                const std::string& tenant = "clinic") {
    const absl::Time never = absl::InfiniteFuture();
    ASSERT_THAT(log_.packs().EnsureStored(tenant, pack, never), IsOk());
    TONUS_ASSERT_OK_AND_ASSIGN(StoredActivePack stored,
                               log_.packs().ReadActive(tenant, never));
    stored.active.set_revision(stored.active.revision() + 1);
    auto* current = stored.active.mutable_current();
    current->set_revision(stored.active.revision());
    current->mutable_activation()->set_hash(std::string(pack.hash()));
    current->mutable_activation()->set_version(std::string(pack.version()));
    ASSERT_THAT(
        log_.packs().WriteActive(tenant, stored.active, stored.version, never),
        IsOk());
  }

  absl::StatusOr<v1::MigrateRoutineResponse> Migrate(
      const std::string& patient, bool validate_only = false,
      const std::string& request_id = "") {
    Call call = CallOf();
    v1::MigrateRoutineRequest request;
    request.set_name(patient + "/routine");
    request.set_validate_only(validate_only);
    request.set_request_id(request_id);
    TONUS_ASSIGN_OR_RETURN(const auto reply,
                           routines_.MigrateRoutine(call, request));
    return Parsed(reply);
  }

  std::string PackOf(const std::string& patient) {
    return RoutineOf(patient).pack_version();
  }

  // The version of the pack that decided about the last event.
  std::string PackOfLastEvent(const std::string& patient) {
    const PatientRef ref = RefOf(patient);
    std::string version;
    EXPECT_THAT(log_.records().VisitEventsBackward(
                    ref, 1'000'000,
                    [&](const StoredEvent& stored) {
                      version = stored.event.pack_version();
                      return false;
                    }),
                IsOk());
    return version;
  }

  absl::Status LogFirstSession(const std::string& patient) {
    Call call = CallOf();
    v1::LogSessionRequest request;
    request.set_parent(patient);
    request.mutable_session_log()->set_session_number(1);
    return progress_.LogSession(call, request).status();
  }
};

}  // namespace tonus::testing

#endif  // TONUS_TESTS_SERVICES_PACK_FIXTURE_H_
