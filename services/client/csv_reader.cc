// SPDX-License-Identifier: Apache-2.0
#include "services/client/csv_reader.h"

#include <csv.h>

#include <utility>

#include "absl/cleanup/cleanup.h"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

namespace tonus::client {
namespace {

absl::Status At(int line, absl::string_view what) {
  return absl::InvalidArgumentError(absl::StrCat(line, ": ", what));
}

// What the library's callbacks fill.
struct Reading {
  std::vector<CsvRow> rows;
  std::vector<std::string> fields;
  bool row_ended = false;
  bool too_long = false;
};

void TakeField(void* bytes, size_t size, void* data) {
  auto* reading = static_cast<Reading*>(data);
  reading->too_long |= size > kMaxCsvFieldBytes;
  if (!reading->too_long) {
    reading->fields.emplace_back(static_cast<const char*>(bytes), size);
  }
}

void TakeRow(int /*terminator*/, void* data) {
  auto* reading = static_cast<Reading*>(data);
  reading->rows.emplace_back().fields = std::move(reading->fields);
  reading->fields.clear();
  reading->row_ended = true;
}

// Length of the UTF-8 sequence at the beginning of `text`; 0 when there is
// none. Overlong forms, surrogates and what lies beyond U+10FFFF are none.
size_t SequenceLength(absl::string_view text) {
  const auto byte = [&](size_t i) {
    return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U;
  };
  const auto follows = [&](size_t i) { return (byte(i) & 0xC0U) == 0x80U; };
  const unsigned first = byte(0);
  if (first < 0x80) return 1;
  if (first >= 0xC2 && first <= 0xDF) return follows(1) ? 2 : 0;
  if (first >= 0xE0 && first <= 0xEF) {
    const bool wrong =
        (first == 0xE0 && byte(1) < 0xA0) || (first == 0xED && byte(1) > 0x9F);
    return follows(1) && follows(2) && !wrong ? 3 : 0;
  }
  if (first >= 0xF0 && first <= 0xF4) {
    const bool wrong =
        (first == 0xF0 && byte(1) < 0x90) || (first == 0xF4 && byte(1) > 0x8F);
    return follows(1) && follows(2) && follows(3) && !wrong ? 4 : 0;
  }
  return 0;
}

bool IsUtf8(absl::string_view text) {
  while (!text.empty()) {
    const size_t length = SequenceLength(text);
    if (length == 0) return false;
    text.remove_prefix(length);
  }
  return true;
}

// The first line with its end: LF, CRLF or, since the library ends a row there
// too, CR alone.
absl::string_view FirstLine(absl::string_view text) {
  const size_t end = text.find_first_of("\r\n");
  if (end == absl::string_view::npos) return text;
  return text.substr(0, text.substr(end, 2) == "\r\n" ? end + 2 : end + 1);
}

}  // namespace

absl::StatusOr<std::vector<CsvRow>> ReadCsv(absl::string_view text) {
  if (text.size() > kMaxCsvBytes) {
    return At(1, absl::StrCat("the file is larger than ", kMaxCsvBytes,
                              " bytes; split it"));
  }
  absl::ConsumePrefix(&text, "\xEF\xBB\xBF");
  csv_parser parser;
  if (csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI) != 0) {
    return absl::InternalError("the CSV parser can not start");
  }
  const absl::Cleanup free = [&parser] { csv_free(&parser); };

  Reading reading;
  int line = 0;
  int row_line = 1;
  bool in_row = false;
  while (!text.empty()) {
    const absl::string_view bytes = FirstLine(text);
    text.remove_prefix(bytes.size());
    ++line;
    if (!in_row) row_line = line;
    if (!IsUtf8(bytes))
      return At(line, "the text is not UTF-8; save it as CSV in UTF-8");
    reading.row_ended = false;
    if (csv_parse(&parser, bytes.data(), bytes.size(), TakeField, TakeRow,
                  &reading) != bytes.size()) {
      return At(line,
                "a quote stands where none may; put the whole field in "
                "quotes and double those inside");
    }
    if (reading.too_long) {
      return At(row_line, absl::StrCat("a field is longer than ",
                                       kMaxCsvFieldBytes, " bytes"));
    }
    const bool blank =
        bytes.find_first_not_of(" \t\r\n") == absl::string_view::npos;
    if (reading.row_ended) reading.rows.back().line = row_line;
    in_row = !reading.row_ended && (in_row || !blank);
  }
  reading.row_ended = false;
  if (csv_fini(&parser, TakeField, TakeRow, &reading) != 0) {
    return At(row_line, "a quote is not closed");
  }
  if (reading.row_ended) reading.rows.back().line = row_line;
  return std::move(reading.rows);
}

}  // namespace tonus::client
