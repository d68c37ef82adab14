// SPDX-License-Identifier: Apache-2.0
// Whether numbers lie in the bounds that their fields declare.
#include "services/engine/check_tables.h"
#include "tonus/knowledge/v1/bounds.pb.h"

namespace tonus::engine {
namespace {

using ::google::protobuf::FieldDescriptor;
using ::google::protobuf::Message;

void ExpectWithin(EntryCheck& entry, absl::string_view field, double value,
                  const knowledge::v1::Bounds& bounds) {
  entry.ExpectWithin(field, value, bounds.min(), bounds.max());
}

}  // namespace

void CheckBounds(EntryCheck& entry, const Message& message,
                 const FieldDescriptor& field) {
  if (!field.options().HasExtension(knowledge::v1::bounds)) return;
  const auto& bounds = field.options().GetExtension(knowledge::v1::bounds);
  const auto& reflection = *message.GetReflection();
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_INT32:
      return ExpectWithin(entry, field.name(),
                          reflection.GetInt32(message, &field), bounds);
    case FieldDescriptor::CPPTYPE_DOUBLE:
      return ExpectWithin(entry, field.name(),
                          reflection.GetDouble(message, &field), bounds);
    case FieldDescriptor::CPPTYPE_MESSAGE: {
      knowledge::v1::Range range;
      range.CopyFrom(reflection.GetMessage(message, &field));
      ExpectWithin(entry, absl::StrCat(field.name(), ".low"), range.low(),
                   bounds);
      return ExpectWithin(entry, absl::StrCat(field.name(), ".high"),
                          range.high(), bounds);
    }
    default:
      return;
  }
}

}  // namespace tonus::engine
