// SPDX-License-Identifier: Apache-2.0
// Whether an instruction is long enough to tell what to do. That it fits its
// exercise nobody can know but who reads it.
#include <algorithm>
#include <string>

#include "absl/strings/str_cat.h"
#include "services/engine/check_sense.h"
#include "services/engine/harmful_wording.h"
#include "services/engine/spaced_words.h"

namespace tonus::engine {
namespace {

using knowledge::v1::InstructionWording;

void CheckInstruction(EntryCheck& entry, const InstructionWording& wording,
                      absl::string_view field, const std::string& text) {
  const std::string words = SpacedWords(text);
  const auto count = std::count(words.begin(), words.end(), ' ') - 1;
  // An empty one has its complaint already.
  entry.Expect(text.empty() || count >= wording.min_words(),
               absl::StrCat(field, " has fewer than ", wording.min_words(),
                            " words, too few to tell what to do"));
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
