// SPDX-License-Identifier: Apache-2.0
// Packs that differ from another in one place: what a slip of the pen makes of
// it.

#ifndef TONUS_TESTS_TESTING_PACK_MUTANTS_H_
#define TONUS_TESTS_TESTING_PACK_MUTANTS_H_

#include <functional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "tonus/knowledge/v1/pack.pb.h"

namespace tonus::testing {

// One difference: its name, for example `red_flags rf_aortic: action =
// SAFETY_ACTION_REFER`, and how it is made. It works on a copy of the pack that
// it was found in.
struct PackMutant {
  std::string name;
  std::function<void(knowledge::v1::Pack&)> make;
};

// Finds every difference of one table: each row deleted, each field of a row
// cleared, each enum flipped, each switch turned, each number moved by one both
// ways, and each element of a list left out. Words and ids stay as they are.
// `Additions` are found where they are asked for: numbers, enums and switches
// that were not given, and lists in another order.
enum class Additions { kNo, kYes };

class PackMutants {
 public:
  using Message = google::protobuf::Message;
  using Field = google::protobuf::FieldDescriptor;

  PackMutants(const knowledge::v1::Pack& pack, const std::string& table,
              Additions additions = Additions::kNo)
      : additions_(additions),
        pack_(pack),
        table_(*knowledge::v1::Pack::GetDescriptor()->FindFieldByName(table)) {}

  // Those of `field` in each row, or of all its fields when it is empty.
  std::vector<PackMutant> Find(const std::string& field = "") {
    const auto& reflection = *knowledge::v1::Pack::GetReflection();
    if (!table_.is_repeated()) {
      row_ = absl::StrCat(table_.name(), ": ");
      const Path to_table = [table = &table_](knowledge::v1::Pack& pack) {
        return knowledge::v1::Pack::GetReflection()->MutableMessage(&pack,
                                                                    table);
      };
      Visit(reflection.GetMessage(pack_, &table_), to_table, "", field);
      return std::move(mutants_);
    }
    for (int i = 0; i < reflection.FieldSize(pack_, &table_); ++i) {
      const Message& row = reflection.GetRepeatedMessage(pack_, &table_, i);
      const Field* id = row.GetDescriptor()->FindFieldByName("id");
      row_ =
          absl::StrCat(table_.name(), " ",
                       id == nullptr ? absl::StrCat("#", i + 1)
                                     : row.GetReflection()->GetString(row, id),
                       ": ");
      const Path to_row = [table = &table_, i](knowledge::v1::Pack& pack) {
        return knowledge::v1::Pack::GetReflection()->MutableRepeatedMessage(
            &pack, table, i);
      };
      if (field.empty()) {
        Add("deleted", [table = &table_, i](knowledge::v1::Pack& pack) {
          Remove(&pack, table, i);
        });
      }
      Visit(row, to_row, "", field);
    }
    return std::move(mutants_);
  }

 private:
  // From a pack to the message that is changed.
  using Path = std::function<Message*(knowledge::v1::Pack&)>;

  // Leaves the order of the others as it is.
  static void Remove(Message* message, const Field* field, int index) {
    const auto& reflection = *message->GetReflection();
    for (int i = index; i + 1 < reflection.FieldSize(*message, field); ++i) {
      reflection.SwapElements(message, field, i, i + 1);
    }
    reflection.RemoveLast(message, field);
  }

  void Add(const std::string& what,
           std::function<void(knowledge::v1::Pack&)> make) {
    mutants_.push_back({absl::StrCat(row_, what), std::move(make)});
  }

  void Visit(const Message& message, const Path& path,
             const std::string& prefix, const std::string& only) {
    std::vector<const Field*> fields;
    message.GetReflection()->ListFields(message, &fields);
    for (const Field* field : fields) {
      if (!only.empty() && field->name() != only) continue;
      const std::string name = absl::StrCat(prefix, field->name());
      if (field->is_repeated()) {
        VisitList(message, path, *field, name);
      } else if (field->cpp_type() == Field::CPPTYPE_MESSAGE) {
        Visit(
            message.GetReflection()->GetMessage(message, field),
            [path, field](knowledge::v1::Pack& pack) {
              Message* parent = path(pack);
              return parent->GetReflection()->MutableMessage(parent, field);
            },
            absl::StrCat(name, "."), "");
      } else {
        VisitValue(message, path, *field, name);
      }
    }
    if (additions_ == Additions::kYes && only.empty()) {
      AddWhatIsNotGiven(message, path, prefix);
    }
  }

  // Numbers, enums and switches. One of several kinds stays what it is.
  void AddWhatIsNotGiven(const Message& message, const Path& path,
                         const std::string& prefix) {
    const auto& type = *message.GetDescriptor();
    for (int i = 0; i < type.field_count(); ++i) {
      const Field& field = *type.field(i);
      if (field.is_repeated() || field.real_containing_oneof() != nullptr ||
          message.GetReflection()->HasField(message, &field)) {
        continue;
      }
      const auto add = [&](auto setter) {
        Add(absl::StrCat(prefix, field.name(), " given"),
            [path, &field, setter](knowledge::v1::Pack& pack) {
              Message* parent = path(pack);
              setter(*parent->GetReflection(), parent, &field);
            });
      };
      switch (field.cpp_type()) {
        case Field::CPPTYPE_ENUM:
          add([](const auto& of, Message* m, const Field* f) {
            of.SetEnumValue(m, f, 1);
          });
          break;
        case Field::CPPTYPE_BOOL:
          add([](const auto& of, Message* m, const Field* f) {
            of.SetBool(m, f, true);
          });
          break;
        case Field::CPPTYPE_INT32:
          add([](const auto& of, Message* m, const Field* f) {
            of.SetInt32(m, f, 1);
          });
          break;
        case Field::CPPTYPE_DOUBLE:
          add([](const auto& of, Message* m, const Field* f) {
            of.SetDouble(m, f, 1);
          });
          break;
        default:
          break;
      }
    }
  }

  void VisitList(const Message& message, const Path& path, const Field& field,
                 const std::string& name) {
    const auto& reflection = *message.GetReflection();
    if (additions_ == Additions::kYes &&
        reflection.FieldSize(message, &field) > 1) {
      Add(absl::StrCat(name, " in another order"),
          [path, &field](knowledge::v1::Pack& pack) {
            Message* parent = path(pack);
            parent->GetReflection()->SwapElements(parent, &field, 0, 1);
          });
    }
    for (int i = 0; i < reflection.FieldSize(message, &field); ++i) {
      std::string element = absl::StrCat("#", i + 1);
      if (field.cpp_type() == Field::CPPTYPE_STRING) {
        element = reflection.GetRepeatedString(message, &field, i);
      }
      Add(absl::StrCat(name, " without ", element),
          [path, &field, i](knowledge::v1::Pack& pack) {
            Remove(path(pack), &field, i);
          });
      if (field.cpp_type() != Field::CPPTYPE_MESSAGE) continue;
      Visit(
          reflection.GetRepeatedMessage(message, &field, i),
          [path, &field, i](knowledge::v1::Pack& pack) {
            Message* parent = path(pack);
            return parent->GetReflection()->MutableRepeatedMessage(parent,
                                                                   &field, i);
          },
          absl::StrCat(name, " ", element, "."), "");
    }
  }

  void VisitValue(const Message& message, const Path& path, const Field& field,
                  const std::string& name) {
    const auto& reflection = *message.GetReflection();
    const auto set = [&](const std::string& value, auto setter) {
      Add(absl::StrCat(name, " = ", value),
          [path, &field, setter](knowledge::v1::Pack& pack) {
            Message* parent = path(pack);
            setter(*parent->GetReflection(), parent, &field);
          });
    };
    const auto clear = [&] {
      Add(absl::StrCat(name, " cleared"),
          [path, &field](knowledge::v1::Pack& pack) {
            Message* parent = path(pack);
            parent->GetReflection()->ClearField(parent, &field);
          });
    };
    switch (field.cpp_type()) {
      case Field::CPPTYPE_ENUM:
        for (int i = 1; i < field.enum_type()->value_count(); ++i) {
          const auto* value = field.enum_type()->value(i);
          if (value == reflection.GetEnum(message, &field)) continue;
          set(value->name(),
              [value](const auto& of, Message* m, const Field* f) {
                of.SetEnum(m, f, value);
              });
        }
        return clear();
      case Field::CPPTYPE_BOOL:
        return clear();
      case Field::CPPTYPE_INT32:
        for (const int step : {-1, 1}) {
          const int value = reflection.GetInt32(message, &field) + step;
          set(absl::StrCat(value),
              [value](const auto& of, Message* m, const Field* f) {
                of.SetInt32(m, f, value);
              });
        }
        return clear();
      case Field::CPPTYPE_DOUBLE:
        for (const int step : {-1, 1}) {
          const double value = reflection.GetDouble(message, &field) + step;
          set(absl::StrCat(value),
              [value](const auto& of, Message* m, const Field* f) {
                of.SetDouble(m, f, value);
              });
        }
        return clear();
      default:
        return;
    }
  }

  const Additions additions_;
  const knowledge::v1::Pack& pack_;
  const Field& table_;
  std::string row_;
  std::vector<PackMutant> mutants_;
};

}  // namespace tonus::testing

#endif  // TONUS_TESTS_TESTING_PACK_MUTANTS_H_
