// SPDX-License-Identifier: Apache-2.0
#include "services/knowledge/released_pack.h"

#include <utility>

#include "absl/strings/escaping.h"
#include "services/digest.h"
#include "services/knowledge/released_pack_bytes.h"

namespace tonus {

absl::StatusOr<engine::Knowledge> OpenReleasedPack() {
  const absl::string_view bytes(kReleasedPackBytes, kReleasedPackSize);
  knowledge::v1::Pack pack;
  if (!pack.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
    return absl::InternalError("the released knowledge pack does not parse");
  }
  auto knowledge = engine::Knowledge::Compile(
      std::move(pack), absl::BytesToHexString(Sha256(bytes)));
  if (!knowledge.ok()) {
    return absl::InternalError(knowledge.status().message());
  }
  return knowledge;
}

}  // namespace tonus
