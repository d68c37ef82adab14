// SPDX-License-Identifier: Apache-2.0
// A knowledge pack as people write it: a folder of text files.

#ifndef TONUS_SERVICES_KNOWLEDGE_PACK_FILES_H_
#define TONUS_SERVICES_KNOWLEDGE_PACK_FILES_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/engine/knowledge.h"
#include "tonus/knowledge/v1/pack.pb.h"

namespace tonus {

// Returns the pack that the files `*.textproto` of `folder` make together,
// merged in the order of their names. Nothing else in it is read.
//   NOT_FOUND         `folder` can not be read.
//   INVALID_ARGUMENT  no such file is in it, one does not parse, or two set the
//                     same field; the message lists every complaint, one a
//                     line, each with its file.
absl::StatusOr<knowledge::v1::Pack> ReadPackFolder(const std::string& folder);

// Returns the name of what `pack` says: the hex SHA-256 of its deterministic
// bytes.
std::string HashOf(const knowledge::v1::Pack& pack);

// Reads `folder` and checks the pack.
//   As ReadPackFolder and Knowledge::Compile; each complaint about an entry
//   names the file that holds it.
absl::StatusOr<engine::Knowledge> OpenPackFolder(const std::string& folder);

}  // namespace tonus

#endif  // TONUS_SERVICES_KNOWLEDGE_PACK_FILES_H_
