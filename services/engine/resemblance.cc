// SPDX-License-Identifier: Apache-2.0
#include "services/engine/resemblance.h"

#include <cmath>

#include "absl/algorithm/container.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "google/protobuf/text_format.h"
#include "tonus/knowledge/v1/rule.pb.h"

namespace tonus::engine {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

// Half of the last of three decimals.
constexpr double kTolerance = 0.0005;

// Where a value stands: a single one, or an element of a list.
struct Place {
  const Message& message;
  const FieldDescriptor* field;
  int index = -1;
};

int SizeOf(const Message& message, const FieldDescriptor* field) {
  return message.GetReflection()->FieldSize(message, field);
}

const Message& MessageAt(const Place& place) {
  const auto* reflection = place.message.GetReflection();
  return place.field->is_repeated()
             ? reflection->GetRepeatedMessage(place.message, place.field,
                                              place.index)
             : reflection->GetMessage(place.message, place.field);
}

std::string TextAt(const Place& place) {
  if (place.field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
    return absl::StrCat("{ ", MessageAt(place).ShortDebugString(), " }");
  }
  std::string text;
  google::protobuf::TextFormat::PrintFieldValueToString(
      place.message, place.field, place.index, &text);
  return text;
}

double NumberAt(const Place& place) {
  const auto* reflection = place.message.GetReflection();
  return place.field->is_repeated()
             ? reflection->GetRepeatedDouble(place.message, place.field,
                                             place.index)
             : reflection->GetDouble(place.message, place.field);
}

const std::string& StringAt(const Place& place, std::string* scratch) {
  const auto* reflection = place.message.GetReflection();
  return place.field->is_repeated()
             ? reflection->GetRepeatedStringReference(
                   place.message, place.field, place.index, scratch)
             : reflection->GetStringReference(place.message, place.field,
                                              scratch);
}

int EnumAt(const Place& place) {
  const auto* reflection = place.message.GetReflection();
  return place.field->is_repeated()
             ? reflection->GetRepeatedEnumValue(place.message, place.field,
                                                place.index)
             : reflection->GetEnumValue(place.message, place.field);
}

bool StringFits(const Place& partial, const Place& actual) {
  std::string scratch;
  std::string other;
  const std::string& wanted = StringAt(partial, &scratch);
  const std::string& found = StringAt(actual, &other);
  // A pack is held word for word: what is added to a text may turn it round.
  const bool in_pack = partial.message.GetDescriptor()->file()->package() ==
                       knowledge::v1::Rule::GetDescriptor()->file()->package();
  return IsProse(*partial.field) && !in_pack ? absl::StrContains(found, wanted)
                                             : found == wanted;
}

bool Fits(const Message& partial, const Message& actual);

// A condition of a rule holds for others with each part that comes or goes.
bool MessageFits(const Message& one, const Message& other) {
  const bool whole =
      one.GetDescriptor() == knowledge::v1::Clause::GetDescriptor();
  return Fits(one, other) && (!whole || Fits(other, one));
}

bool ValueFits(const Place& partial, const Place& actual) {
  switch (partial.field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return MessageFits(MessageAt(partial), MessageAt(actual));
    case FieldDescriptor::CPPTYPE_DOUBLE:
      return std::abs(NumberAt(partial) - NumberAt(actual)) < kTolerance;
    case FieldDescriptor::CPPTYPE_STRING:
      return StringFits(partial, actual);
    case FieldDescriptor::CPPTYPE_ENUM:
      return EnumAt(partial) == EnumAt(actual);
    default:
      return TextAt(partial) == TextAt(actual);
  }
}

bool FitsSome(const Place& wanted, const Message& actual) {
  for (int i = 0; i < SizeOf(actual, wanted.field); ++i) {
    if (ValueFits(wanted, {actual, wanted.field, i})) return true;
  }
  return false;
}

std::vector<const FieldDescriptor*> GivenFields(const Message& message) {
  std::vector<const FieldDescriptor*> fields;
  message.GetReflection()->ListFields(message, &fields);
  return fields;
}

// As `WhatLacks`, which takes longer since it tells what.
bool Fits(const Message& partial, const Message& actual) {
  return absl::c_all_of(GivenFields(partial),
                        [&](const FieldDescriptor* field) {
                          if (!field->is_repeated()) {
                            return ValueFits({partial, field}, {actual, field});
                          }
                          for (int i = 0; i < SizeOf(partial, field); ++i) {
                            if (!FitsSome({partial, field, i}, actual))
                              return false;
                          }
                          return true;
                        });
}

// What the element of `actual` that comes closest lacks.
std::string Closest(const Place& wanted, const Message& actual) {
  if (wanted.field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) {
    std::string found;
    for (int i = 0; i < SizeOf(actual, wanted.field); ++i) {
      absl::StrAppend(&found, i == 0 ? "" : ", ",
                      TextAt({actual, wanted.field, i}));
    }
    return absl::StrCat("there are: ", found);
  }
  std::string closest = "there is none";
  size_t fewest = SIZE_MAX;
  for (int i = 0; i < SizeOf(actual, wanted.field); ++i) {
    const Message& element = MessageAt({actual, wanted.field, i});
    const auto lacks = WhatLacks(MessageAt(wanted), element);
    if (lacks.size() >= fewest) continue;
    fewest = lacks.size();
    closest =
        absl::StrCat("the closest is ", TextAt({actual, wanted.field, i}));
  }
  return closest;
}

void AddAll(const FieldDescriptor* field, const std::vector<std::string>& texts,
            std::vector<std::string>* all) {
  for (const std::string& text : texts) {
    all->push_back(absl::StrCat(field->name(), ".", text));
  }
}

}  // namespace

bool IsProse(const FieldDescriptor& field) {
  return field.name() == "text" || field.name() == "reason" ||
         field.name() == "description" || field.name() == "advice" ||
         field.name() == "saw";
}

std::vector<std::string> WhatLacks(const Message& partial,
                                   const Message& actual) {
  std::vector<std::string> lacks;
  for (const FieldDescriptor* field : GivenFields(partial)) {
    if (field->is_repeated()) {
      for (int i = 0; i < SizeOf(partial, field); ++i) {
        const Place wanted{partial, field, i};
        if (FitsSome(wanted, actual)) continue;
        lacks.push_back(absl::StrCat(field->name(), ": no ", TextAt(wanted),
                                     "; ", Closest(wanted, actual)));
      }
    } else if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
      AddAll(field,
             WhatLacks(MessageAt({partial, field}), MessageAt({actual, field})),
             &lacks);
    } else if (!ValueFits({partial, field}, {actual, field})) {
      lacks.push_back(absl::StrCat(field->name(), ": ", TextAt({actual, field}),
                                   " instead of ", TextAt({partial, field})));
    }
  }
  return lacks;
}

std::vector<std::string> WhatIsThere(const Message& unwanted,
                                     const Message& actual) {
  std::vector<std::string> there;
  for (const FieldDescriptor* field : GivenFields(unwanted)) {
    if (field->is_repeated()) {
      for (int i = 0; i < SizeOf(unwanted, field); ++i) {
        for (int j = 0; j < SizeOf(actual, field); ++j) {
          const Place found{actual, field, j};
          if (!ValueFits({unwanted, field, i}, found)) continue;
          there.push_back(absl::StrCat(field->name(), ": ", TextAt(found)));
        }
      }
    } else if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
      AddAll(
          field,
          WhatIsThere(MessageAt({unwanted, field}), MessageAt({actual, field})),
          &there);
    } else if (ValueFits({unwanted, field}, {actual, field})) {
      there.push_back(
          absl::StrCat(field->name(), ": ", TextAt({actual, field})));
    }
  }
  return there;
}

}  // namespace tonus::engine
