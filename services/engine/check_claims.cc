// SPDX-License-Identifier: Apache-2.0
// Whether a text of the pack makes a claim that the product must not make, or
// asks for what harms.
#include <string>

#include "absl/container/flat_hash_set.h"
#include "services/engine/check_tables.h"
#include "services/engine/forbidden_wording.h"
#include "services/engine/harmful_wording.h"
#include "services/engine/message_texts.h"

namespace tonus::engine {
namespace {

namespace kv1 = knowledge::v1;

using ::google::protobuf::FieldDescriptor;
using ::google::protobuf::Message;
using ::google::protobuf::Reflection;

// What others say or are called is no claim of ours.
bool IsQuoted(const FieldDescriptor& field) {
  static const auto* const names = new absl::flat_hash_set<absl::string_view>(
      {"citation", "conflict", "forbidden_claims", "source", "title"});
  return names->contains(field.name());
}

// What somebody does, or lets be done, because it says so.
bool TellsWhatToDo(const FieldDescriptor& field) {
  static const auto* const names = new absl::flat_hash_set<absl::string_view>(
      {"action", "advise", "instruction", "procedure", "reason", "ruling",
       "text"});
  return names->contains(field.name());
}

void CheckTexts(const kv1::Pack& pack, EntryCheck& entry,
                const Message& message) {
  ForEachText(message, IsQuoted,
              [&](const FieldDescriptor& field, const std::string& text) {
                for (const std::string& claim :
                     ForbiddenClaimsIn(pack.forbidden_claims(), text)) {
                  entry.Complain(absl::StrCat(
                      field.name(), " makes the forbidden claim ", claim));
                }
                if (!TellsWhatToDo(field)) return;
                for (const std::string& harm :
                     HarmsIn(pack.instruction_wording(), text)) {
                  entry.Complain(absl::StrCat(field.name(),
                                              " asks for what harms: ", harm));
                }
              });
}

void CheckTable(CheckContext& context, const FieldDescriptor& table) {
  const Reflection& reflection = *kv1::Pack::GetReflection();
  const FieldDescriptor* id = table.message_type()->FindFieldByName("id");
  for (int i = 0; i < reflection.FieldSize(context.pack, &table); ++i) {
    const Message& message =
        reflection.GetRepeatedMessage(context.pack, &table, i);
    EntryCheck entry =
        id == nullptr
            ? EntryCheck(context, table.name(), i)
            : EntryCheck(context, table.name(),
                         message.GetReflection()->GetString(message, id));
    CheckTexts(context.pack, entry, message);
  }
}

}  // namespace

void CheckClaims(CheckContext& context) {
  const Reflection& reflection = *kv1::Pack::GetReflection();
  const auto* type = kv1::Pack::GetDescriptor();
  for (int i = 0; i < type->field_count(); ++i) {
    const FieldDescriptor& field = *type->field(i);
    if (field.cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE ||
        IsQuoted(field)) {
      continue;
    }
    if (field.is_repeated()) {
      CheckTable(context, field);
    } else if (reflection.HasField(context.pack, &field)) {
      EntryCheck entry(context, field.name(), "");
      CheckTexts(context.pack, entry,
                 reflection.GetMessage(context.pack, &field));
    }
  }
}

}  // namespace tonus::engine
