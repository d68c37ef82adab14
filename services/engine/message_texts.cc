// SPDX-License-Identifier: Apache-2.0
#include "services/engine/message_texts.h"

#include <vector>

namespace tonus::engine {

using ::google::protobuf::FieldDescriptor;
using ::google::protobuf::Message;
using ::google::protobuf::Reflection;

void ForEachText(const Message& message,
                 const std::function<bool(const FieldDescriptor&)>& leave_out,
                 const std::function<void(const FieldDescriptor&,
                                          const std::string&)>& see) {
  const Reflection& reflection = *message.GetReflection();
  std::vector<const FieldDescriptor*> fields;
  reflection.ListFields(message, &fields);
  for (const FieldDescriptor* field : fields) {
    if (leave_out(*field)) continue;
    const bool repeated = field->is_repeated();
    const int count = repeated ? reflection.FieldSize(message, field) : 1;
    for (int i = 0; i < count; ++i) {
      if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
        ForEachText(repeated ? reflection.GetRepeatedMessage(message, field, i)
                             : reflection.GetMessage(message, field),
                    leave_out, see);
      } else if (field->cpp_type() == FieldDescriptor::CPPTYPE_STRING) {
        see(*field, repeated ? reflection.GetRepeatedString(message, field, i)
                             : reflection.GetString(message, field));
      }
    }
  }
}

}  // namespace tonus::engine
