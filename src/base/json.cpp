#include "base/json.h"

#include <charconv>
#include <nlohmann/json.hpp>

#include "base/assert.h"
#include "base/text.h"

namespace app {
namespace {

// Builds the tree from the library's events, because only they carry a decimal's own text.
class TreeBuilder final : public nlohmann::json_sax<nlohmann::json> {
public:
    bool null() override { return add(Json::Null{}); }
    bool boolean(bool value) override { return add(value); }
    bool number_integer(number_integer_t value) override { return add(Json::Number{std::to_string(value)}); }
    bool number_unsigned(number_unsigned_t value) override
    {
        return add(Json::Number{std::to_string(value)});
    }
    bool number_float(number_float_t, const string_t& text) override { return add(Json::Number{text}); }
    bool string(string_t& text) override { return add(std::move(text)); }
    bool binary(binary_t&) override { return false; }
    bool start_object(std::size_t) override { return open(Json::Members{}); }
    bool start_array(std::size_t) override { return open(Json::Array{}); }
    bool key(string_t& name) override
    {
        m_open.back().name = std::move(name);
        return true;
    }
    bool end_object() override { return close(); }
    bool end_array() override { return close(); }
    bool parse_error(std::size_t position, const std::string&, const nlohmann::detail::exception&) override
    {
        m_problem = "invalid JSON at byte " + std::to_string(position);
        return false;
    }

    const std::string& problem() const { return m_problem; }
    Json take() { return std::move(m_root); }

private:
    struct Level {
        Json::Value value;
        std::string name;  // of the member being read
    };

    bool add(Json::Value value)
    {
        Json json(std::move(value));
        if (m_open.empty()) {
            m_root = std::move(json);
        } else if (auto* array = std::get_if<Json::Array>(&m_open.back().value)) {
            array->push_back(std::move(json));
        } else {
            std::get<Json::Members>(m_open.back().value)
                .emplace_back(std::move(m_open.back().name), std::move(json));
        }
        return true;
    }
    bool open(Json::Value value)
    {
        if (m_open.size() >= Json::depth_max) {
            m_problem = "JSON nested deeper than " + std::to_string(Json::depth_max) + " levels";
            return false;
        }
        m_open.push_back({std::move(value), {}});
        return true;
    }
    bool close()
    {
        Json::Value value = std::move(m_open.back().value);
        m_open.pop_back();
        return add(std::move(value));
    }

    std::vector<Level> m_open;
    Json m_root;
    std::string m_problem;
};

std::unexpected<Error> wrong(std::string_view name, std::string_view expected)
{
    return failed(ErrorKind::malformed, "member '" + std::string(name) + "' is not " + std::string(expected));
}

template <class T>
const T* get_if(const Json& json)
{
    return std::get_if<T>(&json.value());
}

Result<Decimal> decimal_of(const Json& json, std::string_view name)
{
    const auto* number = get_if<Json::Number>(json);
    if (!number) return wrong(name, "a number");
    Result<Decimal> decimal = Decimal::parse(number->text);
    if (!decimal) return std::unexpected(with_context(decimal.error(), "member '" + std::string(name) + "'"));
    return decimal;
}

void write(const Json& json, int indent, std::string& out);

void new_line(int indent, std::string& out)
{
    if (indent < 0) return;
    out += '\n';
    out.append(static_cast<std::size_t>(indent) * 2, ' ');
}

template <class Items, class WriteItem>
void write_items(const Items& items, char open, char close, int indent, std::string& out,
                 WriteItem write_item)
{
    const int inner = indent < 0 ? -1 : indent + 1;
    out += open;
    bool first = true;
    for (const auto& item : items) {
        if (!first) out += ',';
        first = false;
        new_line(inner, out);
        write_item(item, inner);
    }
    if (!first) new_line(indent, out);
    out += close;
}

void write(const Json& json, int indent, std::string& out)
{
    if (const auto* boolean = get_if<bool>(json)) out += *boolean ? "true" : "false";
    else if (const auto* number = get_if<Json::Number>(json)) out += number->text;
    else if (const auto* text = get_if<std::string>(json)) out += json_quoted(*text);
    else if (const auto* array = get_if<Json::Array>(json)) {
        write_items(*array, '[', ']', indent, out,
                    [&](const Json& item, int inner) { write(item, inner, out); });
    } else if (const auto* members = get_if<Json::Members>(json)) {
        write_items(*members, '{', '}', indent, out, [&](const auto& member, int inner) {
            out += json_quoted(member.first);
            out += inner < 0 ? ":" : ": ";
            write(member.second, inner, out);
        });
    } else out += "null";
}

}  // namespace

Result<Json> Json::parse(std::string_view text)
{
    // The library takes a zero byte for the end of the text and would ignore what follows it.
    const std::size_t zero = text.find('\0');
    if (zero != std::string_view::npos) {
        return failed(ErrorKind::malformed, "invalid JSON at byte " + std::to_string(zero));
    }
    TreeBuilder builder;
    if (!nlohmann::json::sax_parse(text, &builder)) {
        return failed(ErrorKind::malformed, builder.problem(), std::string(first_code_points(text, 400)));
    }
    return builder.take();
}

const Json::Value& Json::value() const
{
    static const Value null = Null{};
    return m_value ? *m_value : null;
}

bool Json::is_null() const
{
    return get_if<Null>(*this) != nullptr;
}

bool Json::is_object() const
{
    return get_if<Members>(*this) != nullptr;
}

bool Json::is_array() const
{
    return get_if<Array>(*this) != nullptr;
}

std::optional<Json> Json::member(std::string_view name) const
{
    if (const auto* members = get_if<Members>(*this)) {
        for (const auto& [key, json] : *members) {
            if (key == name) return json;
        }
    }
    return std::nullopt;
}

bool Json::has(std::string_view name) const
{
    return member(name).has_value();
}

Result<Json> Json::object(std::string_view name) const
{
    std::optional<Json> json = member(name);
    if (!json || !json->is_object()) return wrong(name, "an object");
    return *std::move(json);
}

Result<Json::Array> Json::array(std::string_view name) const
{
    const std::optional<Json> json = member(name);
    const auto* array = json ? get_if<Array>(*json) : nullptr;
    if (!array) return wrong(name, "an array");
    return *array;
}

Result<std::string> Json::text(std::string_view name) const
{
    const std::optional<Json> json = member(name);
    const auto* text = json ? get_if<std::string>(*json) : nullptr;
    if (!text) return wrong(name, "text");
    return *text;
}

Result<Decimal> Json::decimal(std::string_view name) const
{
    const std::optional<Json> json = member(name);
    if (!json) return wrong(name, "a number");
    return decimal_of(*json, name);
}

Result<std::int64_t> Json::integer(std::string_view name) const
{
    const Decimal decimal = TRY(this->decimal(name));
    return decimal.units_at(0);
}

Result<bool> Json::boolean(std::string_view name) const
{
    const std::optional<Json> json = member(name);
    const auto* boolean = json ? get_if<bool>(*json) : nullptr;
    if (!boolean) return wrong(name, "true or false");
    return *boolean;
}

Result<std::optional<Json>> Json::optional_object(std::string_view name) const
{
    std::optional<Json> json = member(name);
    if (!json || json->is_null()) return std::optional<Json>();
    if (!json->is_object()) return wrong(name, "an object");
    return json;
}

Result<Json::Array> Json::array_or_empty(std::string_view name) const
{
    const std::optional<Json> json = member(name);
    if (!json || json->is_null()) return Array{};
    return array(name);
}

Result<std::optional<std::string>> Json::optional_text(std::string_view name) const
{
    const std::optional<Json> json = member(name);
    if (!json || json->is_null()) return std::optional<std::string>();
    return TRY(text(name));
}

Result<std::optional<Decimal>> Json::optional_decimal(std::string_view name) const
{
    const std::optional<Json> json = member(name);
    if (!json || json->is_null()) return std::optional<Decimal>();
    return TRY(decimal_of(*json, name));
}

Result<std::optional<bool>> Json::optional_boolean(std::string_view name) const
{
    const std::optional<Json> json = member(name);
    if (!json || json->is_null()) return std::optional<bool>();
    return TRY(boolean(name));
}

Result<std::string> Json::text_or_number(std::string_view name) const
{
    const std::optional<Json> json = member(name);
    if (json) {
        if (const auto* text = get_if<std::string>(*json)) return *text;
        if (const auto* number = get_if<Number>(*json)) return number->text;
    }
    return wrong(name, "text or a number");
}

std::optional<std::string> Json::as_text() const
{
    if (const auto* text = get_if<std::string>(*this)) return *text;
    return std::nullopt;
}

const Json::Array* Json::items() const
{
    return get_if<Array>(*this);
}

const Json::Members* Json::members() const
{
    return get_if<Members>(*this);
}

std::string Json::dump() const
{
    std::string out;
    write(*this, -1, out);
    return out;
}

std::string Json::dump_pretty() const
{
    std::string out;
    write(*this, 0, out);
    return out;
}

void JsonObject::name(std::string_view name)
{
    if (!m_text.empty()) m_text += ',';
    m_text += json_quoted(name);
    m_text += ':';
}

JsonObject& JsonObject::text(std::string_view name, std::string_view value)
{
    this->name(name);
    m_text += json_quoted(value);
    return *this;
}

JsonObject& JsonObject::number(std::string_view name, std::int64_t value)
{
    this->name(name);
    m_text += std::to_string(value);
    return *this;
}

JsonObject& JsonObject::decimal(std::string_view name, Decimal value)
{
    this->name(name);
    m_text += value.to_text();
    return *this;
}

JsonObject& JsonObject::boolean(std::string_view name, bool value)
{
    this->name(name);
    m_text += value ? "true" : "false";
    return *this;
}

JsonObject& JsonObject::raw(std::string_view name, std::string_view json)
{
    this->name(name);
    m_text += json;
    return *this;
}

JsonArray& JsonArray::text(std::string_view value)
{
    return raw(json_quoted(value));
}

JsonArray& JsonArray::raw(std::string_view json)
{
    if (m_size > 0) m_text += ',';
    m_text += json;
    ++m_size;
    return *this;
}

std::string json_quoted(std::string_view text)
{
    return nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

}  // namespace app
