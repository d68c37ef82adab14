// SPDX-License-Identifier: Apache-2.0
#include "services/knowledge/pack_text.h"

#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "google/protobuf/io/tokenizer.h"
#include "google/protobuf/text_format.h"

namespace tonus {
namespace {

using ::google::protobuf::FieldDescriptor;
using ::google::protobuf::Message;
using ::google::protobuf::Reflection;
using ::tonus::knowledge::v1::Complaint;
using ::tonus::knowledge::v1::Pack;

// Deeper clauses than this are a mistake, and would exhaust the stack.
constexpr int kMaxDepth = 64;

void ComplainOfText(const std::string& file, absl::string_view problem,
                    PackText* text) {
  Complaint complaint =
      engine::MakeComplaint(knowledge::v1::PACK_CHECK_TEXT, "", "", problem);
  complaint.set_file(file);
  text->complaints.push_back(complaint);
}

class ParseErrors : public google::protobuf::io::ErrorCollector {
 public:
  ParseErrors(const std::string& file, PackText* text)
      : file_(file), text_(text) {}

  // The parser counts from 0, people from 1.
  void AddError(int line, int column, const std::string& message) override {
    ComplainOfText(absl::StrCat(file_, ":", line + 1, ":", column + 1), message,
                   text_);
  }

 private:
  const std::string& file_;
  PackText* const text_;
};

// Parses `file`; complains and returns false when it does not parse.
bool Parse(const v1::PackFile& file, Message* message, PackText* text) {
  google::protobuf::TextFormat::Parser parser;
  ParseErrors errors(file.name(), text);
  parser.RecordErrorsTo(&errors);
  parser.SetRecursionLimit(kMaxDepth);
  return parser.ParseFromString(file.content(), message);
}

// Fields that one file sets and another sets again would be lost silently.
void AddSingularFields(const Pack& part, const std::string& file,
                       PackText* text) {
  std::vector<const FieldDescriptor*> fields;
  Pack::GetReflection()->ListFields(part, &fields);
  for (const FieldDescriptor* field : fields) {
    if (field->is_repeated()) continue;
    const auto [first, added] = text->files.emplace(field->name(), file);
    if (!added) {
      ComplainOfText(
          file,
          absl::StrCat(field->name(), " is set in ", first->second, " too"),
          text);
    }
  }
}

void AddFileOf(const std::string& entry, const std::string& file,
               PackText* text) {
  const auto [first, added] = text->files.emplace(entry, file);
  if (!added && first->second != file) {
    absl::StrAppend(&first->second, ", ", file);
  }
}

void AddEntries(const Pack& part, const std::string& file, PackText* text) {
  const Reflection& reflection = *Pack::GetReflection();
  std::vector<const FieldDescriptor*> tables;
  reflection.ListFields(part, &tables);
  for (const FieldDescriptor* table : tables) {
    if (!table->is_repeated()) continue;
    AddFileOf(table->name(), file, text);
    const FieldDescriptor* id_field =
        table->message_type()->FindFieldByName("id");
    const int before = reflection.FieldSize(text->release.pack(), table);
    for (int i = 0; i < reflection.FieldSize(part, table); ++i) {
      const Message& entry = reflection.GetRepeatedMessage(part, table, i);
      std::string id = id_field == nullptr
                           ? ""
                           : entry.GetReflection()->GetString(entry, id_field);
      if (id.empty()) id = absl::StrCat("#", before + i + 1);
      AddFileOf(absl::StrCat(table->name(), " ", id), file, text);
    }
  }
}

void AddVector(const v1::PackFile& file, PackText* text) {
  v1::PackVector vector;
  if (!Parse(file, &vector, text)) return;
  const absl::string_view name = absl::StripSuffix(
      absl::StripPrefix(file.name(), kVectorsFolder), kPackFileEnding);
  if (vector.id() != name) {
    ComplainOfText(file.name(),
                   absl::StrCat("id is `", vector.id(), "`, not `", name, "`"),
                   text);
  }
  AddFileOf(absl::StrCat("vectors ", vector.id()), file.name(), text);
  *text->release.add_vectors() = std::move(vector);
}

void AddPart(const v1::PackFile& file, PackText* text) {
  Pack part;
  if (!Parse(file, &part, text)) return;
  AddSingularFields(part, file.name(), text);
  AddEntries(part, file.name(), text);
  text->release.mutable_pack()->MergeFrom(part);
}

}  // namespace

PackText ParsePackText(const v1::PackFiles& files) {
  PackText text;
  for (const v1::PackFile& file : files.files()) {
    if (!absl::EndsWith(file.name(), kPackFileEnding)) continue;
    if (absl::StartsWith(file.name(), kVectorsFolder)) {
      AddVector(file, &text);
    } else {
      AddPart(file, &text);
    }
  }
  return text;
}

void NameFiles(const PackText& text, engine::Complaints* complaints) {
  for (Complaint& complaint : *complaints) {
    auto file =
        text.files.find(absl::StrCat(complaint.table(), " ", complaint.id()));
    // A complaint about a table as a whole, or a row that is called otherwise.
    if (file == text.files.end()) file = text.files.find(complaint.table());
    if (file != text.files.end()) complaint.set_file(file->second);
  }
}

}  // namespace tonus
