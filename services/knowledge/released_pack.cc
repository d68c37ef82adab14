// SPDX-License-Identifier: Apache-2.0
#include "services/knowledge/released_pack.h"

#include "services/knowledge/pack_files.h"
#include "services/knowledge/released_pack_bytes.h"

namespace tonus {

absl::StatusOr<v1::PackRelease> ReadReleasedPack() {
  v1::PackRelease release;
  if (!release.ParseFromArray(kReleasedPackBytes,
                              static_cast<int>(kReleasedPackSize))) {
    return absl::InternalError("the released knowledge pack does not parse");
  }
  return release;
}

absl::StatusOr<engine::Knowledge> OpenReleasedPack() {
  const auto release = ReadReleasedPack();
  if (!release.ok()) return release.status();
  auto knowledge =
      engine::Knowledge::Compile(release->pack(), HashOf(release->pack()));
  if (!knowledge.ok()) {
    return absl::InternalError(knowledge.status().message());
  }
  return knowledge;
}

}  // namespace tonus
