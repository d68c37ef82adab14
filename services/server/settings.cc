// SPDX-License-Identifier: Apache-2.0
#include "services/server/settings.h"

#include <cstdint>
#include <cstdlib>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"

namespace tonus {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::EnumDescriptor;
using google::protobuf::EnumValueDescriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

void Collect(const Descriptor& message, const SettingPath& prefix,
             std::vector<SettingPath>* paths) {
  for (int i = 0; i < message.field_count(); ++i) {
    const FieldDescriptor* field = message.field(i);
    if (field->is_repeated()) continue;  // Rows stand in the file alone.
    SettingPath path = prefix;
    path.fields.push_back(field);
    if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
      Collect(*field->message_type(), path, paths);
    } else {
      paths->push_back(std::move(path));
    }
  }
}

// `rocksdb` for STORAGE_BACKEND_ROCKSDB of StorageBackend: without the prefix
// that all values share with the one for 0, which ends in UNSPECIFIED.
std::string ShortName(const EnumValueDescriptor& value) {
  const absl::string_view prefix =
      absl::StripSuffix(value.type()->value(0)->name(), "UNSPECIFIED");
  return absl::AsciiStrToLower(absl::StripPrefix(value.name(), prefix));
}

std::vector<std::string> Choices(const EnumDescriptor& type) {
  std::vector<std::string> choices;
  for (int i = 1; i < type.value_count(); ++i) {
    choices.push_back(ShortName(*type.value(i)));
  }
  return choices;
}

absl::Status Wrong(const SettingPath& path, absl::string_view text,
                   absl::string_view wanted) {
  return absl::FailedPreconditionError(
      path.setting().secret()
          ? absl::StrCat(path.ToString(), " is not ", wanted)
          : absl::StrCat(path.ToString(), " is \"", text, "\", not ", wanted));
}

const Message& Parent(const SettingPath& path, const Message& message) {
  const Message* parent = &message;
  for (size_t i = 0; i + 1 < path.fields.size(); ++i) {
    parent = &parent->GetReflection()->GetMessage(*parent, path.fields[i]);
  }
  return *parent;
}

Message* MutableParent(const SettingPath& path, Message* message) {
  for (size_t i = 0; i + 1 < path.fields.size(); ++i) {
    message = message->GetReflection()->MutableMessage(message, path.fields[i]);
  }
  return message;
}

}  // namespace

const server::v1::Setting& SettingPath::setting() const {
  return leaf().options().GetExtension(server::v1::setting);
}

std::string SettingPath::ToString() const {
  return absl::StrJoin(fields, ".",
                       [](std::string* out, const FieldDescriptor* field) {
                         out->append(field->name());
                       });
}

std::string SettingPath::ToFlag() const {
  return absl::StrCat(
      "--", absl::StrReplaceAll(ToString(), {{".", "-"}, {"_", "-"}}));
}

std::vector<SettingPath> SettingsOf(const Descriptor& message) {
  std::vector<SettingPath> paths;
  Collect(message, {}, &paths);
  return paths;
}

absl::Status SetSetting(const SettingPath& path, absl::string_view text,
                        Message* message) {
  Message* parent = MutableParent(path, message);
  const auto* reflection = parent->GetReflection();
  const FieldDescriptor* field = &path.leaf();
  switch (field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING:
      reflection->SetString(parent, field, std::string(text));
      return absl::OkStatus();
    case FieldDescriptor::CPPTYPE_INT32: {
      const auto& setting = path.setting();
      int32_t number = 0;
      if (!absl::SimpleAtoi(text, &number) || number < setting.min() ||
          number > setting.max()) {
        return Wrong(path, text,
                     absl::StrCat("a whole number in [", setting.min(), ", ",
                                  setting.max(), "]"));
      }
      reflection->SetInt32(parent, field, number);
      return absl::OkStatus();
    }
    case FieldDescriptor::CPPTYPE_ENUM: {
      const EnumDescriptor& type = *field->enum_type();
      for (int i = 1; i < type.value_count(); ++i) {
        if (ShortName(*type.value(i)) == text) {
          reflection->SetEnum(parent, field, type.value(i));
          return absl::OkStatus();
        }
      }
      return Wrong(path, text,
                   absl::StrCat("one of ", absl::StrJoin(Choices(type), ", ")));
    }
    default:
      std::abort();  // The proto has a setting of a type that nobody reads.
  }
}

std::string SettingText(const SettingPath& path, const Message& message) {
  const Message& parent = Parent(path, message);
  const auto* reflection = parent.GetReflection();
  const FieldDescriptor* field = &path.leaf();
  switch (field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING: {
      std::string text = reflection->GetString(parent, field);
      return path.setting().secret() && !text.empty() ? "***" : text;
    }
    case FieldDescriptor::CPPTYPE_INT32:
      return absl::StrCat(reflection->GetInt32(parent, field));
    case FieldDescriptor::CPPTYPE_ENUM:
      return ShortName(*reflection->GetEnum(parent, field));
    default:
      std::abort();  // As in SetSetting.
  }
}

server::v1::Config DefaultConfig() {
  server::v1::Config config;
  for (const SettingPath& path :
       SettingsOf(*server::v1::Config::descriptor())) {
    const std::string& value = path.setting().default_value();
    // A default that is not a value of its own setting is a broken proto.
    if (!value.empty() && !SetSetting(path, value, &config).ok()) std::abort();
  }
  return config;
}

}  // namespace tonus
