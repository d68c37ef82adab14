// SPDX-License-Identifier: Apache-2.0
// The configuration as YAML.

#ifndef TONUS_SERVICES_SERVER_CONFIG_FILE_H_
#define TONUS_SERVICES_SERVER_CONFIG_FILE_H_

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/message.h"

namespace tonus {

// Sets what the YAML text says and leaves the rest of `message` as it is.
// Strict: what it can not use is an error, not a silence.
//   FAILED_PRECONDITION  the text is no YAML, or a key is unknown, doubled or
//                        has no value, or a value has the wrong type or is out
//                        of bounds; the message begins with `source:line:`.
absl::Status ReadYaml(absl::string_view source, const std::string& text,
                      google::protobuf::Message* message);

// ReadYaml of a file.
absl::Status ReadConfigFile(const std::string& path,
                            google::protobuf::Message* message);

// Every setting of the message as YAML that ReadYaml takes back, with secrets
// masked.
std::string ToYaml(const google::protobuf::Message& message);

}  // namespace tonus

#endif  // TONUS_SERVICES_SERVER_CONFIG_FILE_H_
