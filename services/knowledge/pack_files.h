// SPDX-License-Identifier: Apache-2.0
// A knowledge pack as people write it: a folder of text files.

#ifndef TONUS_SERVICES_KNOWLEDGE_PACK_FILES_H_
#define TONUS_SERVICES_KNOWLEDGE_PACK_FILES_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/engine/knowledge.h"
#include "services/engine/stop.h"
#include "tonus/knowledge/v1/pack.pb.h"
#include "tonus/v1/knowledge_service.pb.h"
#include "tonus/v1/pack_vector.pb.h"

namespace tonus {

// Returns the files `*.textproto` of `folder` and of its folder `vectors`, in
// the order of their names. Nothing else in it is read.
//   NOT_FOUND         `folder` can not be read.
//   INVALID_ARGUMENT  no such file is in it.
absl::StatusOr<v1::PackFiles> ReadPackFiles(const std::string& folder);

// Returns the pack that the files of `folder` make together, merged in the
// order of their names, with its cases.
//   As ReadPackFiles. INVALID_ARGUMENT also when a file does not parse, or two
//   set the same field; the message lists every complaint, one a line, each
//   with its file.
absl::StatusOr<v1::PackRelease> ReadPackFolder(const std::string& folder);

// Returns the name of what `pack` says: the hex SHA-256 of its deterministic
// bytes.
std::string HashOf(const knowledge::v1::Pack& pack);

// Reads `folder`, checks the entries of the pack and reads its cases.
//   As ReadPackFolder and Knowledge::Compile; INVALID_ARGUMENT also when a case
//   does not come out as it expects. Each complaint names its file.
absl::StatusOr<engine::Knowledge> OpenPackFolder(const std::string& folder);

// The same for a pack that was read.
absl::StatusOr<engine::Knowledge> OpenPackRelease(
    const v1::PackRelease& release);

// Checks a pack completely, which takes seconds; complaints about files name
// them.
//   CANCELLED  `stop` ended the work.
absl::StatusOr<v1::ValidatePackResponse> ValidatePackFiles(
    const v1::PackFiles& files, const engine::Stop& stop = engine::NeverStop);
absl::StatusOr<v1::ValidatePackResponse> ValidatePackRelease(
    const v1::PackRelease& release,
    const engine::Stop& stop = engine::NeverStop);

// The same for the files of `folder`.
//   As ReadPackFiles.
absl::StatusOr<v1::ValidatePackResponse> ValidatePackFolder(
    const std::string& folder);

}  // namespace tonus

#endif  // TONUS_SERVICES_KNOWLEDGE_PACK_FILES_H_
