#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/decimal.h"
#include "base/result.h"

namespace app {

// A JSON value read from an answer, checked on every access. Numbers keep their text, so decimals
// stay exact; text is UTF-8. Copies are cheap and share the document.
//
// Absent and null differ from empty and zero in both APIs: the plain readers fail with `malformed`
// when a member is absent, null or of another type; the optional_ readers give nothing for absent
// and null, and still fail on another type. Errors name the member's path.
class Json {
public:
    static constexpr int depth_max = 64;

    struct Null {};
    struct Number {
        std::string text;
    };
    using Array = std::vector<Json>;
    using Members = std::vector<std::pair<std::string, Json>>;  // in document order
    using Value = std::variant<Null, bool, Number, std::string, Array, Members>;

    Json() = default;  // null
    explicit Json(Value value) : m_value(std::make_shared<const Value>(std::move(value))) {}

    // Fails with `malformed` and the position on invalid JSON, invalid UTF-8 or too deep nesting.
    static Result<Json> parse(std::string_view text);

    bool is_null() const;
    bool is_object() const;
    bool is_array() const;
    // The member, or nothing when this is no object or has none of that name.
    std::optional<Json> member(std::string_view name) const;
    bool has(std::string_view name) const;

    Result<Json> object(std::string_view name) const;
    Result<Array> array(std::string_view name) const;
    Result<std::string> text(std::string_view name) const;
    Result<Decimal> decimal(std::string_view name) const;
    Result<std::int64_t> integer(std::string_view name) const;
    Result<bool> boolean(std::string_view name) const;

    Result<std::optional<Json>> optional_object(std::string_view name) const;
    Result<Array> array_or_empty(std::string_view name) const;
    Result<std::optional<std::string>> optional_text(std::string_view name) const;
    Result<std::optional<Decimal>> optional_decimal(std::string_view name) const;
    Result<std::optional<bool>> optional_boolean(std::string_view name) const;
    // Text, or a number's text: ids arrive as either (associations v4).
    Result<std::string> text_or_number(std::string_view name) const;

    const Value& value() const;
    // This value as text, and as items when it is one; nothing otherwise.
    std::optional<std::string> as_text() const;
    const Array* items() const;
    const Members* members() const;

    // Compact JSON with numbers as they came.
    std::string dump() const;
    // Indented by two spaces, for people.
    std::string dump_pretty() const;

private:
    std::shared_ptr<const Value> m_value;
};

// Builds JSON text for requests and stored rows. Values are text, exact numbers, booleans, nested.
class JsonObject {
public:
    JsonObject& text(std::string_view name, std::string_view value);
    JsonObject& number(std::string_view name, std::int64_t value);
    JsonObject& decimal(std::string_view name, Decimal value);
    JsonObject& boolean(std::string_view name, bool value);
    // `json` is complete JSON text.
    JsonObject& raw(std::string_view name, std::string_view json);
    std::string str() const { return "{" + m_text + "}"; }
    bool empty() const { return m_text.empty(); }

private:
    void name(std::string_view name);
    std::string m_text;
};

class JsonArray {
public:
    JsonArray& text(std::string_view value);
    JsonArray& raw(std::string_view json);
    std::string str() const { return "[" + m_text + "]"; }
    std::size_t size() const { return m_size; }

private:
    std::string m_text;
    std::size_t m_size = 0;
};

// The text in quotes with everything escaped that JSON asks for; invalid UTF-8 is repaired.
[[nodiscard]] std::string json_quoted(std::string_view text);

}  // namespace app
