// SPDX-License-Identifier: Apache-2.0
#include "services/client/csv_reader.h"

#include <random>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "tests/testing/matchers.h"

namespace tonus::client {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;
using ::tonus::testing::IsOk;
using ::tonus::testing::StatusIs;

// The rows as `line:field|field;`.
std::string Read(const std::string& text) {
  const auto rows = ReadCsv(text);
  if (!rows.ok()) return std::string(rows.status().message());
  std::string result;
  for (const CsvRow& row : *rows) {
    absl::StrAppend(&result, row.line, ":");
    for (size_t i = 0; i < row.fields.size(); ++i) {
      absl::StrAppend(&result, i > 0 ? "|" : "", row.fields[i]);
    }
    result += ';';
  }
  return result;
}

TEST(CsvReaderTest, ReadsWhatRfc4180Allows) {
  EXPECT_EQ(Read("a,b\n1,2\n"), "1:a|b;2:1|2;");
  EXPECT_EQ(Read("a,b\r\n1,2\r\n"), "1:a|b;2:1|2;");
  EXPECT_EQ(Read("a,b\n1,2"), "1:a|b;2:1|2;") << "no line break at the end";
  EXPECT_EQ(Read("\xEF\xBB\xBF"
                 "a\n1\n"),
            "1:a;2:1;");
  EXPECT_EQ(Read("a,\"b,c\",\"d \"\"e\"\"\"\n"), "1:a|b,c|d \"e\";");
  EXPECT_EQ(Read("a,,\n,,\n"), "1:a||;2:||;");
  EXPECT_EQ(Read("a\rb\rc"), "1:a;2:b;3:c;");
  EXPECT_EQ(Read(" a ,\" b \"\n"), "1:a| b ;");
  EXPECT_EQ(Read("\xC3\xA9,\xE2\x82\xAC,\xF0\x9F\x98\x80\n"),
            "1:\xC3\xA9|\xE2\x82\xAC|\xF0\x9F\x98\x80;");
  EXPECT_EQ(Read(""), "");
}

TEST(CsvReaderTest, ALineIsThatOnWhichTheRowBegins) {
  EXPECT_EQ(Read("a\n\n\r\n  \nb\n"), "1:a;5:b;");
  EXPECT_EQ(Read("a,\"x\ny\r\nz\"\nb\n"), "1:a|x\ny\r\nz;4:b;");
  EXPECT_EQ(Read("\"x\n\n\ny\"\nb"), "1:x\n\n\ny;5:b;");
}

TEST(CsvReaderTest, TellsTheLineOfWhatIsWrong) {
  EXPECT_EQ(Read("a\nb\"c\n").substr(0, 2), "2:");
  EXPECT_EQ(Read("a\n\"b\"c\n").substr(0, 2), "2:");
  EXPECT_THAT(Read("a\n\nb,\"c\nd\n"), StartsWith("3: a quote is not closed"));
  for (const char* bytes :
       {"\xff", "\xc0\x80", "\xed\xa0\x80", "\xe2\x82", "\xf4\x90\x80\x80"}) {
    EXPECT_THAT(Read(absl::StrCat("a\n", bytes, "\n")),
                StartsWith("2: the text is not UTF-8"));
  }
}

TEST(CsvReaderTest, AFieldIsAsLongAsTheLimitAndNoLonger) {
  EXPECT_THAT(ReadCsv(std::string(kMaxCsvFieldBytes, 'x')), IsOk());
  EXPECT_THAT(ReadCsv("a\n" + std::string(kMaxCsvFieldBytes + 1, 'x') + "\n"),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       StartsWith("2: a field is longer")));
  EXPECT_THAT(
      ReadCsv(std::string(kMaxCsvBytes + 1, '\n')),
      StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("larger")));
}

// What is written with every field in quotes is read back as it was.
TEST(CsvReaderTest, ReadsBackWhatWasWritten) {
  constexpr char kLetters[] = {'a', '"', ',', '\n', '\r', ' ', ';', '\t'};
  std::mt19937 random(7);
  for (int round = 0; round < 500; ++round) {
    std::vector<std::vector<std::string>> rows(1 + random() % 4);
    std::string text;
    for (auto& row : rows) {
      row.resize(1 + random() % 4);
      for (size_t i = 0; i < row.size(); ++i) {
        text += i > 0 ? ",\"" : "\"";
        for (size_t n = random() % 6; n > 0; --n) {
          const char letter = kLetters[random() % sizeof(kLetters)];
          row[i] += letter;
          text += letter;
          if (letter == '"') text += '"';
        }
        text += '"';
      }
      text += random() % 2 == 0 ? "\n" : "\r\n";
    }
    TONUS_ASSERT_OK_AND_ASSIGN(const std::vector<CsvRow> read, ReadCsv(text));
    ASSERT_EQ(read.size(), rows.size()) << text;
    for (size_t i = 0; i < rows.size(); ++i) {
      EXPECT_EQ(read[i].fields, rows[i]) << text;
    }
  }
}

// No bytes whatever crash it; the sanitizers see the rest.
TEST(CsvReaderTest, TakesAnyBytes) {
  std::mt19937 random(11);
  for (int round = 0; round < 2000; ++round) {
    std::string text(random() % 40, '\0');
    for (char& c : text) c = "\"\n\r,a \xC3\xA9"[random() % 8];
    const auto rows = ReadCsv(text);
    if (!rows.ok()) continue;
    int line = 0;
    for (const CsvRow& row : *rows) {
      EXPECT_GT(row.line, line) << text;
      line = row.line;
    }
  }
}

}  // namespace
}  // namespace tonus::client
