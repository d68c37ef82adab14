// SPDX-License-Identifier: Apache-2.0
// Whether an instruction tells what to do, and nothing that harms whoever does
// it. That it fits its exercise nobody can know but who reads it.
#include <algorithm>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/engine/check_sense.h"
#include "services/engine/phrases.h"
#include "services/engine/spaced_words.h"

namespace tonus::engine {
namespace {

using knowledge::v1::InstructionWording;

// The clauses of `text` that ask for what harms, as spaced words.
std::vector<std::string> HarmsIn(const InstructionWording& wording,
                                 absl::string_view text) {
  std::vector<std::string> harms;
  for (const absl::string_view clause :
       absl::StrSplit(text, absl::ByAnyChar(".,;:"))) {
    std::string words = SpacedWords(clause);
    if (HasAny(words, wording.harmful()) && !HasAny(words, wording.unless())) {
      harms.push_back(std::move(words));
    }
  }
  return harms;
}

void CheckInstruction(EntryCheck& entry, const InstructionWording& wording,
                      absl::string_view field, const std::string& text) {
  const std::string words = SpacedWords(text);
  const auto count = std::count(words.begin(), words.end(), ' ') - 1;
  // An empty one has its complaint already.
  entry.Expect(text.empty() || count >= wording.min_words(),
               absl::StrCat(field, " has fewer than ", wording.min_words(),
                            " words, too few to tell what to do"));
  for (const std::string& harm : HarmsIn(wording, text)) {
    entry.Complain(absl::StrCat(field, " asks for what harms:",
                                absl::StripTrailingAsciiWhitespace(harm)));
  }
}

void CheckExamples(EntryCheck& entry, const InstructionWording& wording) {
  entry.Expect(!wording.examples().empty(), "has no examples");
  for (const std::string& example : wording.examples()) {
    entry.Expect(!HarmsIn(wording, example).empty(),
                 absl::StrCat("does not find what harms in the example `",
                              example, "`"));
  }
}

}  // namespace

void CheckInstructions(CheckContext& context) {
  if (!context.pack.has_instruction_wording()) return;
  const InstructionWording& wording = context.pack.instruction_wording();
  EntryCheck block(context, "instruction_wording", "");
  CheckExamples(block, wording);
  for (const knowledge::v1::Exercise& exercise : context.pack.exercises()) {
    EntryCheck entry(context, "exercises", exercise.id());
    CheckInstruction(entry, wording, "instruction", exercise.instruction());
  }
  for (int i = 0; i < context.pack.week_shapes_size(); ++i) {
    EntryCheck entry(context, "week_shapes", i);
    for (const auto& lesson : context.pack.week_shapes(i).lessons()) {
      CheckInstruction(entry, wording, "lessons", lesson.text());
    }
  }
}

}  // namespace tonus::engine
