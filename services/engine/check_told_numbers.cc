// SPDX-License-Identifier: Apache-2.0
// Whether numbers in the text of a rule are those that it works with: people
// read the text, so that a limit that was changed in the condition alone would
// tell them another rule than the one that decides.
#include <set>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "services/engine/check_sense.h"

namespace tonus::engine {
namespace {

namespace kv1 = knowledge::v1;
using ::google::protobuf::FieldDescriptor;
using ::google::protobuf::Message;

// Smaller ones may count things: two weeks, level 2, grades 0 and 1.
constexpr int kSmallestLimit = 3;
constexpr int kDaysPerWeek = 7;
constexpr int kDigitsPerAngle = 2;
constexpr char kGrade[] = "grade";

// Whole numbers of `text`; those of a fraction count each.
std::set<int> NumbersIn(absl::string_view text) {
  std::set<int> numbers;
  std::string digits;
  const auto take = [&] {
    int number = 0;
    if (absl::SimpleAtoi(digits, &number)) numbers.insert(number);
    digits.clear();
  };
  for (const char c : text) {
    if (absl::ascii_isdigit(c)) {
      digits.push_back(c);
    } else {
      take();
    }
  }
  take();
  return numbers;
}

// Numbers that the name of a thing tells, for example `fall_12m` or the angles
// of `pke_9090`.
std::set<int> NumbersOfName(absl::string_view name) {
  std::set<int> numbers = NumbersIn(name);
  for (const int number : NumbersIn(name)) {
    const std::string digits = absl::StrCat(number);
    if (digits.size() != size_t{2} * kDigitsPerAngle) continue;
    numbers.merge(NumbersIn(absl::StrCat(digits.substr(0, kDigitsPerAngle), " ",
                                         digits.substr(kDigitsPerAngle))));
  }
  return numbers;
}

// What a rule works with, and what its words may tell.
class Numbers {
 public:
  explicit Numbers(const CheckContext& context) : context_(context) {}

  // A flag that is raised, such as `rf_under_18`, must not vouch for the text,
  // so that names of effects tell no number.
  void AddEffect(const kv1::Effect& effect) { AddAll(effect); }

  void AddCondition(const kv1::Clause& when) {
    names_tell_ = true;
    AddAll(when);
    names_tell_ = false;
  }

  bool Contain(int number) const {
    return numbers_.contains(number) ||
           numbers_.contains(number * kDaysPerWeek);
  }

 private:
  void AddAll(const Message& message) {
    std::vector<const FieldDescriptor*> fields;
    message.GetReflection()->ListFields(message, &fields);
    for (const FieldDescriptor* field : fields) {
      if (!field->is_repeated()) {
        AddValue(message, *field);
      } else if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
        const int size = message.GetReflection()->FieldSize(message, field);
        for (int i = 0; i < size; ++i) {
          AddAll(
              message.GetReflection()->GetRepeatedMessage(message, field, i));
        }
      }
    }
  }

  void AddValue(const Message& message, const FieldDescriptor& field) {
    const auto& reflection = *message.GetReflection();
    switch (field.cpp_type()) {
      case FieldDescriptor::CPPTYPE_MESSAGE:
        return AddAll(reflection.GetMessage(message, &field));
      case FieldDescriptor::CPPTYPE_STRING:
        return AddName(reflection.GetString(message, &field));
      case FieldDescriptor::CPPTYPE_INT32:
        numbers_.insert(reflection.GetInt32(message, &field));
        return;
      case FieldDescriptor::CPPTYPE_DOUBLE:
        numbers_.insert(
            static_cast<int>(reflection.GetDouble(message, &field)));
        return;
      default:
        return;
    }
  }

  void AddName(const std::string& name) {
    if (names_tell_) numbers_.merge(NumbersOfName(name));
    const kv1::Test* test = Find(context_.tests.by_id, name);
    if (test == nullptr) return;
    numbers_.insert(static_cast<int>(test->min()));
    numbers_.insert(static_cast<int>(test->max()));
    // What its grades stand for.
    if (test->unit() == kGrade) numbers_.merge(NumbersIn(test->source()));
  }

  const CheckContext& context_;
  bool names_tell_ = false;
  std::set<int> numbers_;
};

}  // namespace

void CheckToldNumbers(CheckContext& context) {
  for (const kv1::Rule& rule : context.pack.rules()) {
    Numbers numbers(context);
    numbers.AddCondition(rule.when());
    for (const kv1::Effect& effect : rule.effects()) numbers.AddEffect(effect);
    EntryCheck entry(context, "rules", rule.id(), kv1::PACK_CHECK_RULE);
    for (const int told : NumbersIn(rule.text())) {
      entry.Expect(told < kSmallestLimit || numbers.Contain(told),
                   absl::StrCat("text tells ", told,
                                ", which neither when nor effects have"));
    }
  }
}

}  // namespace tonus::engine
