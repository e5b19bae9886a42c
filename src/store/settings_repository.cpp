#include "store/settings_repository.h"

namespace app::store {

Result<ObjectSetting> SettingsRepository::object_setting(ObjectType object)
{
    const std::optional<ObjectSetting> stored = TRY(m_database.first_row<ObjectSetting>(R"sql(
        SELECT object, enabled, writing_armed, armed_at, options
        FROM object_setting
        WHERE object = ?1
    )sql",
                                                                                        object));
    if (stored) return *stored;
    ObjectSetting defaults;
    defaults.object = object;
    return defaults;
}

Result<void> SettingsRepository::save_object_setting(const ObjectSetting& setting)
{
    return m_database.execute(R"sql(
        INSERT OR REPLACE INTO object_setting (object, enabled, writing_armed, armed_at, options)
        VALUES (?1, ?2, ?3, ?4, ?5)
    )sql",
                              setting);
}

Result<std::optional<std::string>> SettingsRepository::get(std::string_view name)
{
    const auto row = TRY((m_database.first<std::string>("SELECT value FROM setting WHERE name = ?1", name)));
    if (!row) return std::nullopt;
    return std::get<0>(*row);
}

Result<void> SettingsRepository::set(std::string_view name, std::string_view value)
{
    return m_database.execute("INSERT OR REPLACE INTO setting (name, value) VALUES (?1, ?2)", name, value);
}

Result<void> SettingsRepository::remove(std::string_view name)
{
    return m_database.execute("DELETE FROM setting WHERE name = ?1", name);
}

}  // namespace app::store
