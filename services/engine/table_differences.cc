// SPDX-License-Identifier: Apache-2.0
#include "services/engine/table_differences.h"

#include <algorithm>

#include "absl/strings/numbers.h"
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

// The id of row `i` of a table that is called `name`; empty where it has none.
std::string IdOf(const Message& tables, const std::string& name, int i) {
  const FieldDescriptor* table = tables.GetDescriptor()->FindFieldByName(name);
  const auto& reflection = *tables.GetReflection();
  if (table == nullptr || !table->is_repeated() ||
      i >= reflection.FieldSize(tables, table)) {
    return "";
  }
  const Message& row = reflection.GetRepeatedMessage(tables, table, i);
  const FieldDescriptor* id = row.GetDescriptor()->FindFieldByName("id");
  return id == nullptr ? "" : row.GetReflection()->GetString(row, id);
}

// With the id of the row in it, since nobody counts rows: `modified:
// exercises[86].minutes: 2 -> 1` ends with that of the exercise.
std::string WithId(const std::string& difference, const Message& tables) {
  const size_t name = difference.find(": ") + 2;
  const size_t open = difference.find('[', name);
  const size_t close = difference.find(']', name);
  int i = 0;
  if (close == std::string::npos ||
      !absl::SimpleAtoi(difference.substr(open + 1, close - open - 1), &i)) {
    return difference;
  }
  const std::string id = IdOf(tables, difference.substr(name, open - name), i);
  return id.empty() ? difference : absl::StrCat(difference, " in `", id, "`");
}

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
  const size_t others =
      differences.size() - std::min(differences.size(), kMost);
  differences.resize(differences.size() - others);
  for (std::string& difference : differences) {
    difference = WithId(difference, tables);
  }
  if (others > 0) differences.push_back(absl::StrCat(others, " more"));
  return differences;
}

}  // namespace tonus::engine
