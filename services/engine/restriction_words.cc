// SPDX-License-Identifier: Apache-2.0
#include "services/engine/restriction_words.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "services/engine/sentence_case.h"
#include "services/engine/target_name.h"

namespace tonus::engine {
namespace {

namespace kv1 = knowledge::v1;

// A rule is called by the reason of its referral, or else by what it says.
std::string CauseWords(const Knowledge& knowledge, const std::string& id) {
  if (const auto* condition = knowledge.FindCondition(id)) {
    return condition->display_name();
  }
  if (const auto* flag = knowledge.FindRedFlag(id)) return flag->finding();
  const kv1::Rule* rule = knowledge.FindRule(id);
  if (rule == nullptr) return id;
  for (const kv1::Effect& effect : rule->effects()) {
    if (effect.has_referral()) return effect.referral().reason();
  }
  return std::string(absl::StripSuffix(rule->text(), "."));
}

}  // namespace

std::string TagWords(const Knowledge& knowledge, absl::string_view tag) {
  const kv1::Tag* found = knowledge.FindTag(tag);
  return found == nullptr ? std::string(tag) : found->meaning();
}

std::string RestrictionWords(const Knowledge& knowledge,
                             const v1::TagRestriction& restriction) {
  const std::string causes = absl::StrJoin(
      restriction.because(), "; ",
      [&](std::string* out, const std::string& id) {
        absl::StrAppend(out, InSentence(CauseWords(knowledge, id)));
      });
  return absl::StrCat(
      "demands what is ruled out: ", TagWords(knowledge, restriction.tag()),
      ". The reason: ", Sentence(causes), ".");
}

}  // namespace tonus::engine
