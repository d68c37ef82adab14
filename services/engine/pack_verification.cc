// SPDX-License-Identifier: Apache-2.0
#include "services/engine/pack_verification.h"

#include "services/engine/check_sense.h"
#include "services/engine/condition_pins.h"
#include "services/engine/coverage.h"
#include "services/engine/flag_pins.h"
#include "services/engine/knowledge.h"
#include "services/engine/pack_check.h"
#include "services/engine/pack_vector.h"
#include "services/engine/rule_logic.h"

namespace tonus::engine {
namespace {

void Add(const Complaints& complaints, v1::ValidatePackResponse* response) {
  for (const auto& complaint : complaints) {
    *response->add_complaints() = complaint;
  }
}

}  // namespace

std::optional<v1::ValidatePackResponse> VerifyPack(
    const v1::PackRelease& release, const std::string& hash, const Stop& stop) {
  v1::ValidatePackResponse response;
  response.set_version(release.pack().version());
  response.set_hash(hash);
  Add(CheckPack(release.pack()), &response);
  Add(CheckWordingsGiven(release.pack()), &response);
  // The engine works with sound entries only.
  if (response.complaints().empty()) {
    const auto knowledge = Knowledge::Compile(release.pack(), hash);
    Add(CheckRuleLogic(*knowledge, stop), &response);
    const Coverage coverage = CheckCoverage(*knowledge, stop);
    // What stopped there is not complete, and the rest would start in vain.
    if (stop()) return std::nullopt;
    Add(coverage.complaints, &response);
    for (const auto& row : coverage.uncovered) {
      *response.add_uncovered_verdicts() = row;
    }
    response.set_coverage_combinations(coverage.combinations);
    const Complaints cases = CheckVectors(*knowledge, release.vectors(), stop);
    Add(cases, &response);
    if (cases.empty()) {
      Add(CheckFlagPins(*knowledge, release.vectors(), stop), &response);
      Add(CheckConditionPins(release.pack(), release.vectors()), &response);
    }
    if (stop()) return std::nullopt;
    response.set_vectors(release.vectors_size());
  }
  response.set_valid(response.complaints().empty());
  return response;
}

}  // namespace tonus::engine
