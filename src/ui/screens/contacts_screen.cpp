#include "ui/screens/screens.h"

#include "ui/icons.h"
#include "ui/screens/pair_list.h"

#include <array>

namespace app::ui {

namespace {

using features::ContactDetailView;
using features::ContactRowView;
using features::ContactSort;

constexpr int key_of(ContactSort sort)
{
    return static_cast<int>(sort);
}

struct ContactList {
    using Sort = ContactSort;
    using Select = features::command::SelectContact;
    using SortBy = features::command::SortContacts;
    using Filter = features::command::FilterContacts;
    using Search = features::command::SearchContacts;

    static constexpr const char* name = "Contacts";
    static constexpr const char* singular = "contact";
    static constexpr const char* title_singular = "Contact";
    static constexpr const char* icon = icons::users;
    static constexpr std::array columns = {
        TableColumn{.title = "Name", .width = 190, .share = 1.2f, .sort_key = key_of(ContactSort::name)},
        TableColumn{
            .title = "E-mail", .width = 190, .share = 1, .sort_key = key_of(ContactSort::email), .rank = 1},
        TableColumn{.title = "Company",
                    .width = 150,
                    .share = 0.8f,
                    .sort_key = key_of(ContactSort::company),
                    .rank = 3},
        TableColumn{.title = "Phone", .width = 140, .rank = 4},
        TableColumn{.title = "Open balance",
                    .width = 128,
                    .align = Align::end,
                    .sort_key = key_of(ContactSort::balance),
                    .first_descending = true,
                    .rank = 2},
        TableColumn{.title = "State", .width = 144, .sort_key = key_of(ContactSort::state)},
    };

    static std::string label(const ContactRowView& contact) { return contact.name + " " + contact.email; }

    static void draw_row(TableRow& line, const ContactRowView& contact)
    {
        line.text(contact.email);
        line.muted(contact.company);
        line.muted(contact.phone);
        line.money(contact.balance, ShowCurrency::no);
    }

    static PairDetail side_panel(const ContactDetailView& contact)
    {
        const ContactRowView& row = contact.row;
        return {.row_id = row.row_id,
                .title = row.name,
                .subtitle = row.email,
                .state = row.state,
                .facts = {{"Linked", contact.sides.matched_how},
                          {"Invoices", contact.invoice_count > 0 ? format_count(contact.invoice_count) : ""},
                          {"Open balance",
                           row.balance.amount_e4 != 0 ? format_money(row.balance, ShowCurrency::code) : ""}},
                .sides = &contact.sides};
    }
};

}  // namespace

void draw_contacts(const features::ContactsView& view, features::RowSource<ContactRowView>& rows,
                   PairScreenState& state, const Context& context, features::CommandQueue& commands)
{
    PairListScreen<ContactList, features::ContactsView, ContactRowView>(view, rows, state, context, commands)
        .draw();
}

}  // namespace app::ui
