// SPDX-License-Identifier: Apache-2.0
// What holds for every field of every table, read from the schema itself, so
// that a new field is checked from its first day.
#include <cmath>

#include "absl/algorithm/container.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/ascii.h"
#include "services/engine/check_tables.h"

namespace tonus::engine {
namespace {

using ::google::protobuf::FieldDescriptor;
using ::google::protobuf::Message;
using ::google::protobuf::Reflection;

constexpr char kPackage[] = "tonus.knowledge.v1.";

// A block that stored packs do not have; pack_verification asks for it.
constexpr char kMayBeMissing[] = "instruction_wording";

// The field with its message, for example `Rule.source`.
std::string NameOf(const FieldDescriptor& field) {
  return field.full_name().substr(sizeof(kPackage) - 1);
}

// Texts that people and auditors rely on.
bool MustBeGiven(const FieldDescriptor& field) {
  static const auto* const names = new absl::flat_hash_set<std::string>(
      {"id", "display_name", "title", "text", "meaning", "finding", "claim",
       "conflict", "ruling", "instruction", "procedure", "unit", "dose",
       "source", "recall_period", "reason"});
  // An operating choice of a rule has no source, a row that decides nothing no
  // reason, nor has a comparison that changes nothing; one about what is
  // unknown the reason of that, and an alert about a referral its words.
  static const auto* const exceptions = new absl::flat_hash_set<std::string>(
      {"CitedRule.source", "Rule.source", "DecisionRule.reason",
       "Omission.reason", "AlertRule.text", "TrialText.reason"});
  return names->contains(field.name()) && !exceptions->contains(NameOf(field));
}

// Enums whose zero means something.
bool MayBeUnspecified(const FieldDescriptor& field) {
  static const auto* const fields = new absl::flat_hash_set<std::string>(
      {"Muscle.system", "TestOverride.sex", "TestOverride.protocol",
       "StatusClause.region", "CitedRule.evidence", "DecisionRule.action",
       "ZoneAction.response", "AdverseEventRule.action",
       "RetestCondition.axis"});
  return fields->contains(NameOf(field)) ||
         field.enum_type()->name() == "SideReference";
}

void CheckEnum(EntryCheck& entry, const FieldDescriptor& field, int number) {
  if (field.enum_type()->FindValueByNumber(number) == nullptr) {
    entry.Complain(absl::StrCat(field.name(), " is ", number, ", not a ",
                                field.enum_type()->name()));
  } else if (number == 0 && !MayBeUnspecified(field)) {
    entry.Complain(absl::StrCat(field.name(), " is not given"));
  }
}

void CheckMessage(EntryCheck& entry, const Message& message);

void CheckRepeated(EntryCheck& entry, const Message& message,
                   const FieldDescriptor& field) {
  const Reflection& reflection = *message.GetReflection();
  absl::flat_hash_set<std::string> seen;
  for (int i = 0; i < reflection.FieldSize(message, &field); ++i) {
    switch (field.cpp_type()) {
      case FieldDescriptor::CPPTYPE_MESSAGE:
        CheckMessage(entry, reflection.GetRepeatedMessage(message, &field, i));
        break;
      case FieldDescriptor::CPPTYPE_ENUM:
        CheckEnum(entry, field,
                  reflection.GetRepeatedEnumValue(message, &field, i));
        break;
      case FieldDescriptor::CPPTYPE_STRING: {
        const std::string text =
            reflection.GetRepeatedString(message, &field, i);
        entry.Expect(!text.empty(),
                     absl::StrCat(field.name(), " holds an empty text"));
        entry.Expect(seen.insert(text).second,
                     absl::StrCat(field.name(), " names `", text, "` twice"));
        break;
      }
      default:
        break;
    }
  }
}

void CheckSingular(EntryCheck& entry, const Message& message,
                   const FieldDescriptor& field) {
  const Reflection& reflection = *message.GetReflection();
  if (field.has_presence() && !reflection.HasField(message, &field)) return;
  CheckBounds(entry, message, field);
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_MESSAGE:
      CheckMessage(entry, reflection.GetMessage(message, &field));
      break;
    case FieldDescriptor::CPPTYPE_ENUM:
      CheckEnum(entry, field, reflection.GetEnumValue(message, &field));
      break;
    case FieldDescriptor::CPPTYPE_DOUBLE:
      entry.Expect(std::isfinite(reflection.GetDouble(message, &field)),
                   absl::StrCat(field.name(), " is not a finite number"));
      break;
    case FieldDescriptor::CPPTYPE_STRING:
      entry.Expect(
          !MustBeGiven(field) || !reflection.GetString(message, &field).empty(),
          absl::StrCat(field.name(), " is empty"));
      break;
    default:
      break;
  }
}

void CheckMessage(EntryCheck& entry, const Message& message) {
  const auto* type = message.GetDescriptor();
  for (int i = 0; i < type->field_count(); ++i) {
    const FieldDescriptor& field = *type->field(i);
    if (field.is_repeated()) {
      CheckRepeated(entry, message, field);
    } else {
      CheckSingular(entry, message, field);
    }
  }
}

bool IsWellFormed(absl::string_view id) {
  if (id.empty() || id.size() > 63) return false;
  return absl::c_all_of(id, [](char c) {
    return absl::ascii_isalnum(c) || c == '_' || c == '-';
  });
}

void CheckTable(CheckContext& context, const FieldDescriptor& table) {
  const Reflection& reflection = *knowledge::v1::Pack::GetReflection();
  const FieldDescriptor* id_field = table.message_type()->FindFieldByName("id");
  absl::flat_hash_set<std::string> seen;
  for (int i = 0; i < reflection.FieldSize(context.pack, &table); ++i) {
    const Message& message =
        reflection.GetRepeatedMessage(context.pack, &table, i);
    const std::string id =
        id_field == nullptr
            ? ""
            : message.GetReflection()->GetString(message, id_field);
    EntryCheck entry = id.empty() ? EntryCheck(context, table.name(), i)
                                  : EntryCheck(context, table.name(), id);
    CheckMessage(entry, message);
    if (id.empty()) continue;
    entry.Expect(IsWellFormed(id),
                 "id is not 1 to 63 letters, digits, `_` and `-`");
    entry.Expect(seen.insert(id).second, "id is given twice");
  }
}

}  // namespace

void CheckFields(CheckContext& context) {
  const Reflection& reflection = *knowledge::v1::Pack::GetReflection();
  const auto* type = knowledge::v1::Pack::GetDescriptor();
  if (context.pack.version().empty()) {
    context.Complain(knowledge::v1::PACK_CHECK_ENTRY, "version", "",
                     "is empty");
  }
  for (int i = 0; i < type->field_count(); ++i) {
    const FieldDescriptor& field = *type->field(i);
    if (field.is_repeated()) {
      CheckTable(context, field);
    } else if (field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
      EntryCheck block(context, field.name(), "");
      if (reflection.HasField(context.pack, &field)) {
        CheckMessage(block, reflection.GetMessage(context.pack, &field));
      } else if (field.name() != kMayBeMissing) {
        block.Complain("is missing");
      }
    }
  }
}

}  // namespace tonus::engine
