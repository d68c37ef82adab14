// SPDX-License-Identifier: Apache-2.0
#include "services/server/log.h"

#include <spdlog/async.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace tonus {
namespace {

spdlog::level::level_enum LevelOf(server::v1::LogLevel level) {
  switch (level) {
    case server::v1::LOG_LEVEL_DEBUG:
      return spdlog::level::debug;
    case server::v1::LOG_LEVEL_WARNING:
      return spdlog::level::warn;
    case server::v1::LOG_LEVEL_ERROR:
      return spdlog::level::err;
    default:
      return spdlog::level::info;
  }
}

}  // namespace

void OpenLog(server::v1::LogLevel level) {
  auto logger = spdlog::create_async_nb<spdlog::sinks::stderr_sink_mt>("tonus");
  // The message is the rest of the object, see Log.
  logger->set_pattern(R"({"time":"%Y-%m-%dT%H:%M:%S.%fZ","level":"%l",%v})",
                      spdlog::pattern_time_type::utc);
  logger->set_level(LevelOf(level));
  logger->flush_on(spdlog::level::info);
  spdlog::set_default_logger(std::move(logger));
}

void CloseLog() { spdlog::shutdown(); }

void Log(server::v1::LogLevel level, absl::string_view event,
         LogFields fields) {
  spdlog::logger* logger = spdlog::default_logger_raw();
  if (logger == nullptr || !logger->should_log(LevelOf(level))) return;
  std::string line = absl::StrCat("\"event\":", JsonQuote(event));
  for (const auto& [name, value] : fields) {
    absl::StrAppend(&line, ",", JsonQuote(name), ":");
    if (const auto* text = std::get_if<absl::string_view>(&value)) {
      absl::StrAppend(&line, JsonQuote(*text));
    } else {
      absl::StrAppend(&line, std::get<int64_t>(value));
    }
  }
  logger->log(LevelOf(level), spdlog::string_view_t(line));
}

std::string JsonQuote(absl::string_view text) {
  std::string quoted = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      quoted += '\\';
      quoted += c;
    } else if (byte < 0x20 || byte == 0x7f) {
      absl::StrAppendFormat(&quoted, "\\u%04x", byte);
    } else {
      quoted += c;
    }
  }
  quoted += '"';
  return quoted;
}

}  // namespace tonus
