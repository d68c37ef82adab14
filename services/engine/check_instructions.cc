// SPDX-License-Identifier: Apache-2.0
// Whether an instruction tells what to do, and nothing that harms whoever does
// it. That it fits its exercise nobody can know but who reads it.
#include <algorithm>
#include <initializer_list>
#include <string>

#include "absl/algorithm/container.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/engine/check_sense.h"

namespace tonus::engine {
namespace {

// A movement and how it is done take as many at least.
constexpr int kFewestWords = 4;

using Phrases = std::initializer_list<absl::string_view>;

// The words of a clause in lower case, each between blanks.
std::string WordsOf(absl::string_view clause) {
  std::string words = " ";
  for (const char c : clause) {
    if (absl::ascii_isalnum(c)) {
      words.push_back(absl::ascii_tolower(c));
    } else if (words.back() != ' ') {
      words.push_back(' ');
    }
  }
  if (words.back() != ' ') words.push_back(' ');
  return words;
}

bool HasAny(const std::string& words, Phrases phrases) {
  return absl::c_any_of(phrases, [&](absl::string_view phrase) {
    return absl::StrContains(words, phrase);
  });
}

// "no bouncing" and "without holding the breath" ask for the opposite.
bool Harms(const std::string& words) {
  return !HasAny(words, {" no ", " not ", " never ", " without "}) &&
         HasAny(words,
                {" bounc", " jerk", " hold your breath ", " hold the breath ",
                 " holding your breath ", " holding the breath ",
                 " through the pain ", " through pain ", " into the pain ",
                 " into pain ", " despite the pain ", " despite pain ",
                 " ignore the pain ", " ignore pain ", " until it hurts ",
                 " through numb", " through tingl", " as hard as "});
}

void CheckInstruction(EntryCheck& entry, absl::string_view field,
                      const std::string& text) {
  const std::string words = WordsOf(text);
  const auto count = std::count(words.begin(), words.end(), ' ') - 1;
  // An empty one has its complaint already.
  entry.Expect(text.empty() || count >= kFewestWords,
               absl::StrCat(field, " has fewer than ", kFewestWords,
                            " words, too few to tell what to do"));
  for (const absl::string_view clause :
       absl::StrSplit(text, absl::ByAnyChar(".,;:"))) {
    const std::string said = WordsOf(clause);
    entry.Expect(!Harms(said),
                 absl::StrCat(field, " asks for what harms:",
                              absl::StripTrailingAsciiWhitespace(said)));
  }
}

}  // namespace

void CheckInstructions(CheckContext& context) {
  for (const knowledge::v1::Exercise& exercise : context.pack.exercises()) {
    EntryCheck entry(context, "exercises", exercise.id());
    CheckInstruction(entry, "instruction", exercise.instruction());
  }
  for (int i = 0; i < context.pack.week_shapes_size(); ++i) {
    EntryCheck entry(context, "week_shapes", i);
    for (const auto& lesson : context.pack.week_shapes(i).lessons()) {
      CheckInstruction(entry, "lessons", lesson.text());
    }
  }
}

}  // namespace tonus::engine
