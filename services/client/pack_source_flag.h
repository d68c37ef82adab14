// SPDX-License-Identifier: Apache-2.0
// A pack as the command line names it.

#ifndef TONUS_SERVICES_CLIENT_PACK_SOURCE_FLAG_H_
#define TONUS_SERVICES_CLIENT_PACK_SOURCE_FLAG_H_

#include <string>

#include "absl/status/statusor.h"
#include "tonus/v1/pack_source.pb.h"

namespace tonus::client {

// What its argument is, for the help.
inline constexpr char kPackSourceHelp[] =
    "a folder of *.textproto files, or the hash of a pack that was used before";

// Returns the pack that `text` names: by its hash, or as a folder.
//   As ReadPackFolder.
absl::StatusOr<v1::PackSource> ReadPackSource(const std::string& text);

}  // namespace tonus::client

#endif  // TONUS_SERVICES_CLIENT_PACK_SOURCE_FLAG_H_
