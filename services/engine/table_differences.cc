// SPDX-License-Identifier: Apache-2.0
#include "services/engine/table_differences.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "google/protobuf/util/message_differencer.h"
#include "services/engine/resemblance.h"

namespace tonus::engine {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::util::MessageDifferencer;

// A row that is lost moves all that come after it: the first ones tell enough.
constexpr size_t kMost = 3;

bool IsGiven(const Message& message, const FieldDescriptor& field) {
  const auto& reflection = *message.GetReflection();
  return field.is_repeated() ? reflection.FieldSize(message, &field) > 0
                             : reflection.HasField(message, &field);
}

bool IsForPeople(const FieldDescriptor& field) {
  return IsProse(field) || field.name() == "display_name" ||
         field.name() == "instruction" || field.name() == "finding" ||
         field.name() == "note" || field.name() == "source";
}

// Leaves out tables, and texts for people, that are not given.
class NotGiven : public MessageDifferencer::IgnoreCriteria {
 public:
  bool IsIgnored(
      const Message& given, const Message& /*found*/,
      const FieldDescriptor* field,
      const std::vector<MessageDifferencer::SpecificField>& parents) override {
    return (parents.empty() || IsForPeople(*field)) && !IsGiven(given, *field);
  }
};

}  // namespace

std::vector<std::string> TableDifferences(const knowledge::v1::Pack& tables,
                                          const knowledge::v1::Pack& pack) {
  MessageDifferencer differencer;
  differencer.AddIgnoreCriteria(new NotGiven);  // Owned by `differencer`.
  differencer.set_report_ignores(false);
  std::string report;
  differencer.ReportDifferencesToString(&report);
  if (differencer.Compare(tables, pack)) return {};
  std::vector<std::string> differences =
      absl::StrSplit(report, '\n', absl::SkipEmpty());
  if (differences.size() > kMost) {
    const size_t others = differences.size() - kMost;
    differences.resize(kMost);
    differences.push_back(absl::StrCat(others, " more"));
  }
  return differences;
}

}  // namespace tonus::engine
