// SPDX-License-Identifier: Apache-2.0
#include "tests/simulation/report.h"

#include <functional>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "tests/simulation/paired.h"
#include "tests/simulation/report_techniques.h"

namespace tonus::simulation {
namespace {

struct Row {
  const char* name;
  std::function<double(const Outcome&)> value;
};

const std::vector<Row>& Rows() {
  static const auto* const kRows = new std::vector<Row>{
      {"pain, 0 to 10, last week", [](const Outcome& o) { return o.pain; }},
      {"function, 0 to 10, last week",
       [](const Outcome& o) { return o.function; }},
      {"length gained by what was tight, bands",
       [](const Outcome& o) { return o.length_gained; }},
      {"strength gained by what was weak, bands",
       [](const Outcome& o) { return o.strength_gained; }},
      {"flares that sessions brought",
       [](const Outcome& o) { return static_cast<double>(o.flares); }},
      {"sessions done",
       [](const Outcome& o) { return static_cast<double>(o.sessions); }},
      {"days closed until a clinician looked",
       [](const Outcome& o) { return static_cast<double>(o.closed_days); }},
  };
  return *kRows;
}

std::string RowText(const Row& row, const std::vector<const Twins*>& people) {
  std::vector<double> adapted;
  std::vector<double> unadapted;
  std::vector<double> nothing;
  std::vector<double> difference;
  for (const Twins* twins : people) {
    adapted.push_back(row.value(twins->adapted.outcome));
    unadapted.push_back(row.value(twins->unadapted.outcome));
    nothing.push_back(row.value(twins->nothing.outcome));
    difference.push_back(adapted.back() - unadapted.back());
  }
  const Interval change = MeanOf(difference);
  return absl::StrFormat(
      "| %s | %.2f | %.2f | %.2f | %+.3f | %+.3f to %+.3f |\n", row.name,
      MeanOf(nothing).mean, MeanOf(unadapted).mean, MeanOf(adapted).mean,
      change.mean, change.low, change.high);
}

}  // namespace

std::string ReportText(const std::vector<Twins>& people, int weeks) {
  std::vector<const Twins*> planned;
  int sessions = 0;
  for (const Twins& twins : people) {
    if (!twins.adapted.planned) continue;
    planned.push_back(&twins);
    sessions += twins.adapted.handed_out;
  }
  std::string text = absl::StrCat(
      "A model of people and not patients: its numbers are assumed, the engine "
      "is the real\none. It shows how the engine behaves if people were so, "
      "and promises nothing about\nanybody.\n\n",
      planned.size(), " people, ", weeks, " weeks, ", sessions,
      " adapted sessions; ", people.size() - planned.size(),
      " more had no plan on the first day.\nThe difference is adapted less "
      "unadapted in the same people with the same days and\nerrors of "
      "measurement; a band is the width of the borderline band of a test.\n\n",
      "| outcome, mean | nothing | unadapted | adapted | difference | 95 % "
      "confidence interval |\n| --- | --- | --- | --- | --- | --- |\n");
  for (const Row& row : Rows()) absl::StrAppend(&text, RowText(row, planned));
  std::vector<const Life*> adapted;
  for (const Twins* twins : planned) adapted.push_back(&twins->adapted);
  absl::StrAppend(&text, "\n", TechniquesText(adapted));
  return text;
}

std::vector<std::string> ComplaintsOf(const std::vector<Twins>& people) {
  std::vector<std::string> complaints;
  for (const Twins& twins : people) {
    for (const std::string& complaint : twins.adapted.complaints) {
      complaints.push_back(absl::StrCat("seed ", twins.seed, ": ", complaint));
    }
  }
  return complaints;
}

}  // namespace tonus::simulation
