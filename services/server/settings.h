// SPDX-License-Identifier: Apache-2.0
// Reads and writes settings by their path. The proto alone says which settings
// there are; files, flags, help and output all follow from it.

#ifndef TONUS_SERVICES_SERVER_SETTINGS_H_
#define TONUS_SERVICES_SERVER_SETTINGS_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "tonus/server/v1/config.pb.h"

namespace tonus {

// One setting of a configuration message.
struct SettingPath {
  // From the outer message to the field that holds the value.
  std::vector<const google::protobuf::FieldDescriptor*> fields;

  const google::protobuf::FieldDescriptor& leaf() const {
    return *fields.back();
  }
  const server::v1::Setting& setting() const;

  // `tls.key_file`
  std::string ToString() const;

  // `--tls-key-file`
  std::string ToFlag() const;
};

// Every setting below the message, in the order of the proto. Rows, such as
// `tenant_policies`, are no settings: they have no flag.
std::vector<SettingPath> SettingsOf(
    const google::protobuf::Descriptor& message);

// Sets the field from text: a string as it is, a number within its bounds, an
// enum by its short name (`rocksdb` for STORAGE_BACKEND_ROCKSDB).
//   FAILED_PRECONDITION  the text is no such value; the message tells what is.
absl::Status SetSetting(const SettingPath& path, absl::string_view text,
                        google::protobuf::Message* message);

// The value as SetSetting reads it; `***` for a secret that is set.
std::string SettingText(const SettingPath& path,
                        const google::protobuf::Message& message);

// The configuration with every setting at its default.
server::v1::Config DefaultConfig();

}  // namespace tonus

#endif  // TONUS_SERVICES_SERVER_SETTINGS_H_
