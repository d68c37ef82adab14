// SPDX-License-Identifier: Apache-2.0
#include "services/engine/source_list.h"

#include <algorithm>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace tonus::engine {
namespace {

namespace kv1 = knowledge::v1;

constexpr char kChoice[] = "operating choice of the authors";

// The most particular entry: the pair, then every partner, then every pair.
const kv1::InhibitionEvidence* EvidenceOf(const kv1::Pack& pack,
                                          const std::string& tight,
                                          const std::string& weak) {
  const kv1::InhibitionEvidence* best = nullptr;
  int best_rank = -1;
  for (const kv1::InhibitionEvidence& entry : pack.inhibition_evidence()) {
    const bool muscle_fits = entry.muscle().empty() || entry.muscle() == tight;
    const bool partner_fits =
        entry.partner().empty() || entry.partner() == weak;
    if (!muscle_fits || !partner_fits) continue;
    const int rank =
        (entry.muscle().empty() ? 0 : 1) + (entry.partner().empty() ? 0 : 1);
    if (rank > best_rank) {
      best = &entry;
      best_rank = rank;
    }
  }
  return best;
}

}  // namespace

std::string PairSubject(absl::string_view tight, absl::string_view weak) {
  return absl::StrCat(tight, ">", weak);
}

void SourceList::Add(const std::string& subject, const std::string& citation,
                     kv1::EvidenceGrade evidence) {
  v1::Source& source = sources_.emplace_back();
  source.set_subject(subject);
  source.set_citation(citation.empty() ? kChoice : citation);
  source.set_evidence(evidence == kv1::EVIDENCE_GRADE_UNSPECIFIED
                          ? kv1::EVIDENCE_GRADE_AUTHORED
                          : evidence);
}

void SourceList::AddRule(const std::string& id) {
  if (id.empty() || !seen_.insert(id).second) return;
  if (const kv1::Rule* rule = knowledge_.FindRule(id)) {
    Add(id, rule->source(), rule->evidence());
  } else if (const kv1::CitedRule* cited = knowledge_.FindCitedRule(id)) {
    Add(id, cited->source(), cited->evidence());
  } else {
    AddFromOtherTables(id);
  }
}

// Rulings between the articles and prohibitions are named like rules.
void SourceList::AddFromOtherTables(const std::string& id) {
  for (const kv1::Ruling& ruling : knowledge_.pack().rulings()) {
    if (ruling.id() == id) {
      Add(id, ruling.conflict(), kv1::EVIDENCE_GRADE_AUTHORED);
    }
  }
  for (const kv1::SmrProhibition& never :
       knowledge_.pack().smr_prohibitions()) {
    if (never.id() == id) {
      Add(id, never.source(), kv1::EVIDENCE_GRADE_UNSPECIFIED);
    }
  }
}

void SourceList::AddTest(const std::string& id) {
  if (!seen_.insert(id).second) return;
  const kv1::Test* test = knowledge_.FindTest(id);
  if (test != nullptr) Add(id, test->source(), test->evidence());
}

void SourceList::AddPair(const std::string& tight, const std::string& weak) {
  std::string subject = PairSubject(tight, weak);
  if (seen_.contains(subject)) return;
  const kv1::InhibitionEvidence* evidence =
      EvidenceOf(knowledge_.pack(), tight, weak);
  Add(subject, evidence == nullptr ? "" : evidence->source(),
      evidence == nullptr ? kv1::EVIDENCE_GRADE_UNSPECIFIED
                          : evidence->evidence());
  seen_.insert(std::move(subject));
}

void SourceList::AddExercise(const std::string& id) {
  if (!seen_.insert(id).second) return;
  const kv1::Exercise* exercise = knowledge_.FindExercise(id);
  if (exercise != nullptr) {
    Add(id, exercise->source(), kv1::EVIDENCE_GRADE_UNSPECIFIED);
  }
}

google::protobuf::RepeatedPtrField<v1::Source> SourceList::Sorted() const {
  google::protobuf::RepeatedPtrField<v1::Source> all(sources_.begin(),
                                                     sources_.end());
  for (const kv1::Article& article : knowledge_.pack().articles()) {
    const bool cited = std::any_of(
        sources_.begin(), sources_.end(), [&](const v1::Source& source) {
          return absl::StrContains(source.citation(), article.id());
        });
    if (!cited) continue;
    v1::Source& source = *all.Add();
    source.set_subject(article.id());
    source.set_citation(article.title());
  }
  std::sort(all.pointer_begin(), all.pointer_end(),
            [](const v1::Source* a, const v1::Source* b) {
              return a->subject() < b->subject();
            });
  return all;
}

}  // namespace tonus::engine
