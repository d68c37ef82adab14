// SPDX-License-Identifier: Apache-2.0
#include "tests/rules/rule_table.h"

#include <algorithm>
#include <filesystem>
#include <set>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"

namespace tonus::rules {
namespace {

namespace kv1 = knowledge::v1;

constexpr char kPackFolder[] = "services/knowledge/pack/";

// A row of the table before its tests are known.
struct Row {
  std::string id;
  std::string says;
  // Path of the file that carries it out; empty when a home must tell.
  std::string home;
};

// A part of the table.
struct Part {
  std::string title;
  std::vector<Row> rows;
};

std::string PackFile(const char* name) {
  return absl::StrCat(kPackFolder, name, ".textproto");
}

Part Rules(const kv1::Pack& pack) {
  Part part{"Rules", {}};
  for (const auto& rule : pack.rules()) {
    part.rows.push_back({rule.id(), rule.text(), PackFile("rules")});
  }
  for (const auto& rule : pack.cited_rules()) {
    part.rows.push_back({rule.id(), rule.text(), ""});
  }
  std::sort(part.rows.begin(), part.rows.end(),
            [](const Row& a, const Row& b) { return a.id < b.id; });
  return part;
}

std::string WordsOf(const std::string& enum_name) {
  return absl::AsciiStrToLower(
      enum_name.substr(enum_name.find_last_of('_') + 1));
}

Part Mappings(const kv1::Pack& pack) {
  Part part{"What results speak about", {}};
  for (const auto& mapping : pack.test_mappings()) {
    part.rows.push_back(
        {mapping.id(),
         absl::StrCat(mapping.test(), " speaks about ", mapping.muscle(), ", ",
                      WordsOf(kv1::Axis_Name(mapping.axis())), ", factor ",
                      mapping.factor()),
         PackFile("test_mappings")});
  }
  return part;
}

Part Inhibitions(const kv1::Pack& pack) {
  Part part{"What tight muscles hold back", {}};
  for (const auto& muscle : pack.muscles()) {
    for (const std::string& partner : muscle.inhibits()) {
      part.rows.push_back({absl::StrCat(muscle.id(), ">", partner),
                           absl::StrCat("a tight ", muscle.id(), " and a weak ",
                                        partner, " are a pair"),
                           PackFile("muscles")});
    }
  }
  return part;
}

Part Movements(const kv1::Pack& pack) {
  Part part{"What uses a new range", {}};
  for (const auto& movement : pack.integration_movements()) {
    part.rows.push_back(
        {absl::StrCat(movement.muscle(), "=>", movement.exercise()),
         absl::StrCat(movement.exercise(), " after a release of ",
                      movement.muscle(), " without a weak partner"),
         PackFile("integration_movements")});
  }
  return part;
}

std::vector<Part> PartsOf(const kv1::Pack& pack) {
  std::vector<Part> parts = {Rules(pack)};
  Part rulings{"Rulings on contradictory sources", {}};
  for (const auto& ruling : pack.rulings()) {
    rulings.rows.push_back({ruling.id(), ruling.ruling(), ""});
  }
  Part flags{"Red flags", {}};
  for (const auto& flag : pack.red_flags()) {
    flags.rows.push_back({flag.id(), flag.finding(), PackFile("red_flags")});
  }
  Part conditions{"Conditions", {}};
  for (const auto& condition : pack.conditions()) {
    conditions.rows.push_back(
        {condition.id(), condition.display_name(), PackFile("conditions")});
  }
  Part tags{"Tags", {}};
  for (const auto& tag : pack.tags()) {
    tags.rows.push_back({tag.id(), tag.meaning(), PackFile("tags")});
  }
  Part massage{"Prohibitions of self-massage", {}};
  for (const auto& prohibition : pack.smr_prohibitions()) {
    massage.rows.push_back({prohibition.id(), prohibition.text(), ""});
  }
  for (Part* part : {&rulings, &massage, &flags, &conditions, &tags}) {
    parts.push_back(std::move(*part));
  }
  parts.push_back(Inhibitions(pack));
  parts.push_back(Movements(pack));
  parts.push_back(Mappings(pack));
  return parts;
}

template <typename Patterns>
bool Matches(const Patterns& patterns, absl::string_view id) {
  return std::any_of(patterns.begin(), patterns.end(),
                     [&](absl::string_view pattern) {
                       return absl::ConsumeSuffix(&pattern, "*")
                                  ? absl::StartsWith(id, pattern)
                                  : id == pattern;
                     });
}

const RuleElsewhere* FindElsewhere(const RuleHomes& homes,
                                   absl::string_view id) {
  for (const RuleElsewhere& elsewhere : homes.elsewhere()) {
    if (Matches(elsewhere.rules(), id)) return &elsewhere;
  }
  return nullptr;
}

std::string HomeOf(const RuleHomes& homes, const Row& row) {
  if (!row.home.empty()) return row.home;
  for (const RuleHome& home : homes.homes()) {
    if (Matches(home.rules(), row.id)) return home.file();
  }
  return "";
}

std::vector<std::string> TestsOf(const RuleSources& sources,
                                 absl::string_view id, bool fires) {
  std::vector<std::string> names;
  for (const RuleExample& example : sources.examples) {
    if (example.rule == id && example.fires == fires) {
      names.push_back(absl::StrCat("`", example.name, "`"));
    }
  }
  return names;
}

std::string Cell(absl::string_view text) {
  return absl::StrReplaceAll(text, {{"|", "\\|"}, {"\n", " "}});
}

// A path with its last part alone as its text.
std::string Link(const std::string& path) {
  return path.empty()
             ? ""
             : absl::StrCat("[",
                            std::filesystem::path(path).filename().string(),
                            "](../../", path, ")");
}

std::string RowText(const RuleSources& sources, const Row& row) {
  std::string shows = absl::StrJoin(TestsOf(sources, row.id, true), " ");
  std::string shows_not = absl::StrJoin(TestsOf(sources, row.id, false), " ");
  if (const RuleElsewhere* elsewhere = FindElsewhere(sources.homes, row.id)) {
    shows = Cell(elsewhere->reason());
    shows_not = Link(elsewhere->test());
  }
  return absl::StrCat("| ", row.id, " | ", Cell(row.says), " | ",
                      Link(HomeOf(sources.homes, row)), " | ", shows, " | ",
                      shows_not, " |\n");
}

bool Exists(const std::string& path) {
  return std::filesystem::exists(std::filesystem::path(TONUS_SOURCE_FOLDER) /
                                 path);
}

void CheckRow(const RuleSources& sources, const Row& row,
              std::vector<std::string>* complaints) {
  const bool shown = !TestsOf(sources, row.id, true).empty();
  const bool shown_not = !TestsOf(sources, row.id, false).empty();
  if (FindElsewhere(sources.homes, row.id) != nullptr) {
    if (shown || shown_not) {
      complaints->push_back(absl::StrCat(
          row.id, " has examples and is said to be shown elsewhere."));
    }
    return;
  }
  if (!shown) {
    complaints->push_back(
        absl::StrCat(row.id, ": no example shows it firing."));
  }
  if (!shown_not) {
    complaints->push_back(
        absl::StrCat(row.id, ": no example shows it not firing."));
  }
  if (HomeOf(sources.homes, row).empty()) {
    complaints->push_back(
        absl::StrCat(row.id, ": no home says where it is carried out."));
  }
}

template <typename Patterns>
void CheckPatterns(const std::set<std::string>& ids, const Patterns& patterns,
                   std::vector<std::string>* complaints) {
  for (const std::string& pattern : patterns) {
    const std::vector<std::string> one = {pattern};
    if (std::none_of(ids.begin(), ids.end(),
                     [&](const std::string& id) { return Matches(one, id); })) {
      complaints->push_back(
          absl::StrCat(pattern, ": the pack has no such rule."));
    }
  }
}

void CheckFile(const std::string& path, std::vector<std::string>* complaints) {
  if (!path.empty() && !Exists(path)) {
    complaints->push_back(absl::StrCat(path, ": there is no such file."));
  }
}

}  // namespace

std::string RuleTable(const RuleSources& sources) {
  std::string text =
      "<!-- SPDX-License-Identifier: Apache-2.0 -->\n"
      "<!-- Made by the command rule_table from the pack and tests/rules; do "
      "not edit. -->\n\n"
      "# Rules and their tests\n\n"
      "Every rule of the knowledge pack: what it says, where it is carried "
      "out, the test that shows it\nat work and the test that shows it at "
      "rest. The tests are examples of\n[tests/rules/cases](../../tests/rules/"
      "cases), run by `rule_cases_test`.\n";
  for (const Part& part : PartsOf(sources.knowledge.pack())) {
    absl::StrAppend(&text, "\n## ", part.title,
                    "\n\n| id | says | carried out in | fires | does not fire "
                    "|\n|---|---|---|---|---|\n");
    for (const Row& row : part.rows) {
      absl::StrAppend(&text, RowText(sources, row));
    }
  }
  return text;
}

std::vector<std::string> RuleTableComplaints(const RuleSources& sources) {
  std::vector<std::string> complaints;
  std::set<std::string> ids;
  for (const Part& part : PartsOf(sources.knowledge.pack())) {
    for (const Row& row : part.rows) {
      ids.insert(row.id);
      CheckRow(sources, row, &complaints);
    }
  }
  for (const RuleExample& example : sources.examples) {
    if (!ids.contains(example.rule)) {
      complaints.push_back(absl::StrCat(example.file, ": ", example.rule,
                                        ": the pack has no such rule."));
    }
  }
  for (const RuleHome& home : sources.homes.homes()) {
    CheckPatterns(ids, home.rules(), &complaints);
    CheckFile(home.file(), &complaints);
  }
  for (const RuleElsewhere& elsewhere : sources.homes.elsewhere()) {
    CheckPatterns(ids, elsewhere.rules(), &complaints);
    CheckFile(elsewhere.test(), &complaints);
  }
  return complaints;
}

}  // namespace tonus::rules
