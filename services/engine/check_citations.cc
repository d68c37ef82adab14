// SPDX-License-Identifier: Apache-2.0
// Whether what code and texts cite is there, so that people can look it up.
#include <string>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/ascii.h"
#include "services/engine/check_tables.h"
#include "services/engine/emitted_rules.h"
#include "services/engine/message_texts.h"

namespace tonus::engine {
namespace {

using ::google::protobuf::FieldDescriptor;
using ::google::protobuf::Message;
using ::google::protobuf::Reflection;

// What may be cited: its ids, and the letters that they begin with.
class Citable {
 public:
  explicit Citable(const knowledge::v1::Pack& pack) {
    Add(pack.rules());
    Add(pack.cited_rules());
    Add(pack.rulings());
    Add(pack.smr_prohibitions());
    Add(pack.pain_zones());
    Add(pack.forbidden_claims());
  }

  bool Has(absl::string_view id) const { return ids_.contains(id); }

  // Whether `id` looks like one of them, but is none.
  bool Lacks(absl::string_view id) const {
    return !Has(id) && letters_.contains(id.substr(0, id.find('-')));
  }

 private:
  template <typename Entries>
  void Add(const Entries& entries) {
    for (const auto& entry : entries) {
      const absl::string_view id = entry.id();
      ids_.insert(id);
      letters_.insert(id.substr(0, id.find('-')));
    }
  }

  absl::flat_hash_set<absl::string_view> ids_;
  absl::flat_hash_set<absl::string_view> letters_;
};

bool IsPartOfId(char c) { return absl::ascii_isalnum(c) || c == '-'; }

// Whether `word` is capital letters, a hyphen, digits and perhaps a letter, as
// in `R-312c`.
bool LooksLikeId(absl::string_view word) {
  size_t at = 0;
  while (at < word.size() && absl::ascii_isupper(word[at])) ++at;
  const size_t letters = at;
  if (letters == 0 || at >= word.size() || word[at] != '-') return false;
  const size_t digits = ++at;
  while (at < word.size() && absl::ascii_isdigit(word[at])) ++at;
  if (at == digits) return false;
  return at == word.size() ||
         (at + 1 == word.size() && absl::ascii_islower(word[at]));
}

// The ids in a text; a text that is nothing but an id is a reference, which
// other checks follow.
std::vector<absl::string_view> CitedIn(absl::string_view text) {
  std::vector<absl::string_view> cited;
  for (size_t at = 0; at < text.size();) {
    size_t end = at;
    while (end < text.size() && IsPartOfId(text[end])) ++end;
    const absl::string_view word = text.substr(at, end - at);
    if (LooksLikeId(word) && word.size() < text.size()) cited.push_back(word);
    at = end + 1;
  }
  return cited;
}

void CheckTexts(EntryCheck& entry, const Citable& citable,
                const Message& message) {
  ForEachText(
      message, [](const FieldDescriptor&) { return false; },
      [&](const FieldDescriptor& field, const std::string& text) {
        for (const absl::string_view id : CitedIn(text)) {
          entry.Expect(!citable.Lacks(id),
                       absl::StrCat(field.name(), " cites `", id,
                                    "`, which is not in the pack"));
        }
      });
}

}  // namespace

void CheckCitations(CheckContext& context) {
  const Citable citable(context.pack);
  EntryCheck cited_rules(context, "cited_rules", "",
                         knowledge::v1::PACK_CHECK_REFERENCE);
  for (const absl::string_view id : kEmittedRules) {
    cited_rules.Expect(citable.Has(id),
                       absl::StrCat("lacks `", id,
                                    "`, which reasons name: "
                                    "add it here or to rules"));
  }
  const Reflection& reflection = *knowledge::v1::Pack::GetReflection();
  std::vector<const FieldDescriptor*> tables;
  reflection.ListFields(context.pack, &tables);
  for (const FieldDescriptor* table : tables) {
    if (!table->is_repeated()) continue;
    const FieldDescriptor* id = table->message_type()->FindFieldByName("id");
    for (int i = 0; i < reflection.FieldSize(context.pack, table); ++i) {
      const Message& message =
          reflection.GetRepeatedMessage(context.pack, table, i);
      EntryCheck entry(context, table->name(),
                       id == nullptr
                           ? absl::StrCat("#", i + 1)
                           : message.GetReflection()->GetString(message, id),
                       knowledge::v1::PACK_CHECK_REFERENCE);
      CheckTexts(entry, citable, message);
    }
  }
}

}  // namespace tonus::engine
