#include "ui/mirror_node.h"

namespace app::ui {

const char* role_name(Role role)
{
    switch (role) {
    case Role::generic: return "";
    case Role::alert: return "alert";
    case Role::alertdialog: return "alertdialog";
    case Role::banner: return "banner";
    case Role::button: return "button";
    case Role::cell: return "cell";
    case Role::checkbox: return "checkbox";
    case Role::columnheader: return "columnheader";
    case Role::combobox: return "combobox";
    case Role::complementary: return "complementary";
    case Role::dialog: return "dialog";
    case Role::gridcell: return "gridcell";
    case Role::group: return "group";
    case Role::heading: return "heading";
    case Role::image: return "img";
    case Role::link: return "link";
    case Role::list: return "list";
    case Role::listbox: return "listbox";
    case Role::listitem: return "listitem";
    case Role::log: return "log";
    case Role::main: return "main";
    case Role::menu: return "menu";
    case Role::menuitem: return "menuitem";
    case Role::navigation: return "navigation";
    case Role::option: return "option";
    case Role::progressbar: return "progressbar";
    case Role::radio: return "radio";
    case Role::radiogroup: return "radiogroup";
    case Role::region: return "region";
    case Role::row: return "row";
    case Role::rowgroup: return "rowgroup";
    case Role::search: return "search";
    case Role::separator: return "separator";
    case Role::slider: return "slider";
    case Role::status: return "status";
    case Role::switch_control: return "switch";
    case Role::tab: return "tab";
    case Role::table: return "table";
    case Role::tablist: return "tablist";
    case Role::tabpanel: return "tabpanel";
    case Role::text: return "";
    case Role::textbox: return "textbox";
    case Role::toolbar: return "toolbar";
    case Role::tooltip: return "tooltip";
    }
    return "";
}

}  // namespace app::ui
