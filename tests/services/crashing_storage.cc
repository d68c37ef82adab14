// SPDX-License-Identifier: Apache-2.0
#include "tests/services/crashing_storage.h"

#include "services/keys.h"
#include "storage/unknown_outcome.h"

namespace tonus::testing {

using storage::Mutation;

bool CrashingStorage::Fault(int n) const {
  if (used_faults_ >= faults || (*random_)() % n != 0) return false;
  ++used_faults_;
  return true;
}

absl::Status CrashingStorage::Step() const {
  if (!crashed_ && meanwhile) meanwhile();
  if (!crashed_ && Fault(20)) crashed_ = true;
  return crashed_ ? absl::UnavailableError("the server has crashed")
                  : absl::OkStatus();
}

absl::StatusOr<storage::Record> CrashingStorage::Read(
    absl::string_view key, absl::Time deadline) const {
  if (absl::Status gone = Step(); !gone.ok()) return gone;
  return memory_.Read(key, deadline);
}

absl::StatusOr<storage::Page> CrashingStorage::Scan(
    const storage::ScanRequest& request, absl::Time deadline) const {
  if (absl::Status gone = Step(); !gone.ok()) return gone;
  return memory_.Scan(request, deadline);
}

absl::Status CrashingStorage::Commit(absl::Span<const Mutation> mutations,
                                     absl::Time deadline) {
  const std::vector<Mutation> flawed = Flawed(mutations);
  if (absl::Status gone = Step(); !gone.ok()) {
    if (flaw_ == Flaw::kTearsCommits) {
      memory_
          .Commit(absl::MakeSpan(flawed).subspan(0, (flawed.size() + 1) / 2),
                  deadline)
          .IgnoreError();
    }
    return gone;
  }
  if (Fault(20)) return absl::UnavailableError("the storage stands still");
  const bool lost = Fault(10);
  if (lost && (*random_)() % 2 == 0) {
    return storage::UnknownOutcomeError("the storage has gone before it");
  }
  const absl::Status status = memory_.Commit(flawed, deadline);
  if (status.ok() && on_applied) on_applied(mutations);
  if (absl::Status gone = Step(); !gone.ok()) return gone;
  return lost ? storage::UnknownOutcomeError("the storage has gone after it")
              : status;
}

std::vector<Mutation> CrashingStorage::Flawed(
    absl::Span<const Mutation> mutations) const {
  std::vector<Mutation> flawed;
  for (Mutation mutation : mutations) {
    const auto key = keys::Parse(mutation.key);
    if (flaw_ == Flaw::kForgetsRequests && key.has_value() &&
        key->kind == keys::Kind::kRequest) {
      continue;
    }
    if (flaw_ == Flaw::kIgnoresExpectations) {
      if (mutation.kind == Mutation::Kind::kCheck) continue;
      mutation.expected_version.reset();
    }
    flawed.push_back(std::move(mutation));
  }
  return flawed;
}

}  // namespace tonus::testing
