// SPDX-License-Identifier: Apache-2.0
#include "services/server/config_file.h"

#include <yaml-cpp/yaml.h>

#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/server/settings.h"
#include "services/status_macros.h"

namespace tonus {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

// Walks one document.
class YamlReader {
 public:
  // `name` is what the message is called in an error.
  YamlReader(absl::string_view source, absl::string_view name, Message* message)
      : source_(source), name_(name), message_(message) {}

  absl::Status ReadMap(const YAML::Node& map,
                       const google::protobuf::Descriptor& type,
                       const SettingPath& prefix) {
    if (!map.IsMap()) {
      return At(map, absl::StrCat(NameOf(prefix), " is not a map of settings"));
    }
    std::set<std::string> seen;
    for (const auto& entry : map) {
      const std::string key =
          entry.first.IsScalar() ? entry.first.Scalar() : "?";
      const FieldDescriptor* field = type.FindFieldByName(key);
      SettingPath path = prefix;
      path.fields.push_back(field);
      if (field == nullptr) {
        return At(entry.first, absl::StrCat("unknown key \"", key, "\" in ",
                                            NameOf(prefix)));
      }
      if (!seen.insert(key).second) {
        return At(entry.first,
                  absl::StrCat(path.ToString(), " is given twice"));
      }
      TONUS_RETURN_IF_ERROR(ReadValue(entry.first, entry.second, path));
    }
    return absl::OkStatus();
  }

 private:
  absl::Status ReadValue(const YAML::Node& key, const YAML::Node& value,
                         const SettingPath& path) {
    const FieldDescriptor& field = path.leaf();
    if (field.is_repeated()) return ReadRows(value, field);
    if (field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
      return ReadMap(value, *field.message_type(), path);
    }
    // A key without a value has no place of its own.
    if (value.IsNull()) {
      return At(key, absl::StrCat(path.ToString(), " has no value"));
    }
    if (!value.IsScalar()) {
      return At(value, absl::StrCat(path.ToString(), " is not a single value"));
    }
    const absl::Status set = SetSetting(path, value.Scalar(), message_);
    return set.ok() ? set : At(value, set.message());
  }

  // Reads the rows of a field of the outer message.
  absl::Status ReadRows(const YAML::Node& rows, const FieldDescriptor& field) {
    if (!rows.IsSequence()) {
      return At(rows, absl::StrCat(field.name(), " is not a list"));
    }
    for (const auto& row : rows) {
      Message* added = message_->GetReflection()->AddMessage(message_, &field);
      TONUS_RETURN_IF_ERROR(YamlReader(source_, field.name(), added)
                                .ReadMap(row, *field.message_type(), {}));
    }
    return absl::OkStatus();
  }

  absl::Status At(const YAML::Node& node, absl::string_view what) const {
    return absl::FailedPreconditionError(
        absl::StrCat(source_, ":", node.Mark().line + 1, ": ", what));
  }

  std::string NameOf(const SettingPath& prefix) const {
    return prefix.fields.empty() ? name_ : prefix.ToString();
  }

  std::string source_;
  std::string name_;
  Message* message_;
};

void EmitMap(const Message& message, const SettingPath& prefix,
             const google::protobuf::Descriptor& type, YAML::Emitter* yaml);

// The rows of a field of the outer message.
void EmitRows(const Message& message, const FieldDescriptor& field,
              YAML::Emitter* yaml) {
  *yaml << YAML::BeginSeq;
  const auto* reflection = message.GetReflection();
  for (int i = 0; i < reflection->FieldSize(message, &field); ++i) {
    EmitMap(reflection->GetRepeatedMessage(message, &field, i), {},
            *field.message_type(), yaml);
  }
  *yaml << YAML::EndSeq;
}

void EmitMap(const Message& message, const SettingPath& prefix,
             const google::protobuf::Descriptor& type, YAML::Emitter* yaml) {
  *yaml << YAML::BeginMap;
  for (int i = 0; i < type.field_count(); ++i) {
    const FieldDescriptor* field = type.field(i);
    SettingPath path = prefix;
    path.fields.push_back(field);
    *yaml << YAML::Key << field->name() << YAML::Value;
    if (field->is_repeated()) {
      EmitRows(message, *field, yaml);
    } else if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
      EmitMap(message, path, *field->message_type(), yaml);
    } else {
      *yaml << SettingText(path, message);
    }
  }
  *yaml << YAML::EndMap;
}

}  // namespace

absl::Status ReadYaml(absl::string_view source, const std::string& text,
                      Message* message) {
  try {
    const std::vector<YAML::Node> documents = YAML::LoadAll(text);
    if (documents.size() > 1) {
      return absl::FailedPreconditionError(absl::StrCat(
          source, ":", documents[1].Mark().line + 1,
          ": a second document begins; put all settings into one"));
    }
    if (documents.empty() || documents[0].IsNull()) {
      return absl::OkStatus();  // Comments only.
    }
    return YamlReader(source, "the configuration", message)
        .ReadMap(documents[0], *message->GetDescriptor(), {});
  } catch (const YAML::Exception& error) {
    return absl::FailedPreconditionError(
        absl::StrCat(source, ":", error.mark.line + 1, ": ", error.msg));
  }
}

absl::Status ReadConfigFile(const std::string& path, Message* message) {
  std::error_code error;
  if (std::filesystem::is_directory(path, error)) {
    return absl::FailedPreconditionError(
        absl::StrCat(path, ": is a folder, not a file of settings"));
  }
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  if (!file) {
    return absl::FailedPreconditionError(
        absl::StrCat(path, ": can not be read"));
  }
  return ReadYaml(path, text.str(), message);
}

std::string ToYaml(const Message& message) {
  YAML::Emitter yaml;
  EmitMap(message, {}, *message.GetDescriptor(), &yaml);
  return absl::StrCat(yaml.c_str(), "\n");
}

}  // namespace tonus
