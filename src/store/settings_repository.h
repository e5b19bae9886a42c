#pragma once

#include <optional>
#include <string>
#include <vector>

#include "store/database.h"

namespace app::store {

// What a person set for one kind of object.
struct ObjectSetting {
    ObjectType object = ObjectType::contacts;
    bool enabled = false;
    bool writing_armed = false;  // false: plans are shown, nothing is written
    std::optional<Timestamp> armed_at;
    std::string options = "{}";  // JSON

    constexpr auto columns(this auto&& self)
    {
        return std::tie(self.object, self.enabled, self.writing_armed, self.armed_at, self.options);
    }
};

class SettingsRepository {
public:
    explicit SettingsRepository(Database& database) : m_database(database) {}

    // The defaults above when nothing was set.
    Result<ObjectSetting> object_setting(ObjectType object);
    Result<void> save_object_setting(const ObjectSetting& setting);

    Result<std::optional<std::string>> get(std::string_view name);
    Result<void> set(std::string_view name, std::string_view value);
    Result<void> remove(std::string_view name);

private:
    Database& m_database;
};

}  // namespace app::store
