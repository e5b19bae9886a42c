"""Where customers live: which names are usual there, and how addresses, phones and firms are written."""

from __future__ import annotations

import random
from dataclasses import dataclass, field, replace

from server.sandbox.company import name_pools
from server.sandbox.company.name_pools import NamePool


@dataclass(frozen=True)
class Country:
    """`towns` are (town, region, first part of the postal code, area code); `phone` and `postal` take # for a digit
    and {} for that first part."""

    code: str
    pools: tuple[NamePool, ...]
    trades: tuple[str, ...]
    suffixes: tuple[str, ...]
    towns: tuple[tuple[str, str, str, str], ...]
    streets: tuple[str, ...]
    phone: str
    postal: str
    house_first: bool = True
    house_most: int = 9800
    foreign: dict[str, float] = field(default_factory=dict)     # currency: share of customers that pay in it

    def telephone(self, area: str, chance: random.Random) -> str:
        return _digits(self.phone.format(area), chance)

    def postal_code(self, beginning: str, chance: random.Random) -> str:
        return _digits(self.postal.format(beginning), chance)

    def street(self, chance: random.Random) -> str:
        name, house = chance.choice(self.streets), chance.randint(1, self.house_most)
        return f"{house} {name}" if self.house_first else f"{name} {house}"


def _digits(form: str, chance: random.Random) -> str:
    return "".join(str(chance.randint(0, 9)) if character == "#" else character for character in form)


def _weighted(*shares: tuple[int, NamePool]) -> tuple[NamePool, ...]:
    return tuple(replace(pool, weight=weight) for weight, pool in shares)


united_states = Country(
    "USA", (name_pools.english, name_pools.spanish, name_pools.polish, name_pools.norwegian, name_pools.chinese,
            name_pools.japanese, name_pools.arabic, name_pools.korean, name_pools.cyrillic, name_pools.greek, name_pools.hindi),
    ("Plumbing", "Pools & Spas", "Property Management", "Landscaping", "Café", "Hotel", "Laundry", "Farm",
     "Marina", "Fitness", "Dental Clinic", "Brewing", "Car Wash", "Bakery", "Greenhouses", "Apartments",
     "Contractors", "Aquatics", "Irrigation", "Restaurant Group", "School District", "Golf Club", "Kennels"),
    ("Inc.", "LLC", "Co.", "& Sons", "Partners", "Group", "", ""),
    (("Bayshore", "CA", "943", "650"), ("Middlefield", "CA", "945", "510"), ("San Jose", "CA", "951", "408"),
     ("Tucson", "AZ", "857", "520"), ("Flagstaff", "AZ", "860", "928"), ("Portland", "OR", "972", "503"),
     ("Bend", "OR", "977", "541"), ("Reno", "NV", "895", "775"), ("Seattle", "WA", "981", "206"),
     ("Austin", "TX", "787", "512"), ("El Paso", "TX", "799", "915"), ("Brooklyn", "NY", "112", "718"),
     ("Ithaca", "NY", "148", "607"), ("Duluth", "MN", "558", "218"), ("Savannah", "GA", "314", "912")),
    ("Finch St.", "Willow Ave.", "Harbor Rd.", "Mission Blvd.", "Cedar Ct.", "Railroad Ave.",
     "Old Mill Ln.", "Lakeview Dr.", "Sierra Way", "Elm St., Suite 200"),
    "({}) 555-####", "{}##")
norway = Country(
    "NOR", _weighted((80, name_pools.norwegian), (8, name_pools.english), (7, name_pools.polish), (3, name_pools.arabic),
                     (2, name_pools.chinese)),
    ("Rør", "Bygg", "Hotell", "Bakeri", "Gård", "Eiendom", "Båthavn", "Bryggeri", "Vaskeri", "Kafé"),
    ("AS", "AS", "ANS", "DA", "og Sønner AS"),
    (("Oslo", "Oslo", "01", "22"), ("Bergen", "Vestland", "50", "55"), ("Trondheim", "Trøndelag", "70", "73"),
     ("Tromsø", "Troms", "90", "77"), ("Stavanger", "Rogaland", "40", "51"), ("Ålesund", "Møre og Romsdal", "60", "70")),
    ("Storgata", "Kirkeveien", "Fjordveien", "Skolegata", "Bryggen", "Bjørkeveien"),
    "+47 {} ## ## ##", "{}##", house_first=False, house_most=200)
canada = Country(
    "CAN", _weighted((50, name_pools.english), (22, name_pools.french), (8, name_pools.chinese), (8, name_pools.hindi),
                     (6, name_pools.polish), (6, name_pools.arabic)),
    ("Outfitters", "Érablière", "Maple Farm", "Ski Hill", "Dépanneur", "Brasserie", "Timber", "Canoe Rental", "Fishing Lodge",
     "Hockey Club", "Boulangerie", "Bistro", "Cottage Care", "Orchards"),
    ("Ltd.", "Inc.", "Ltée", "& Fils", "Co-op", "", ""),
    (("Toronto", "ON", "M5V", "416"), ("Ottawa", "ON", "K1P", "613"), ("Vancouver", "BC", "V6B", "604"),
     ("Victoria", "BC", "V8W", "250"), ("Calgary", "AB", "T2P", "403"), ("Banff", "AB", "T1L", "403"),
     ("Montréal", "QC", "H2Y", "514"), ("Trois-Rivières", "QC", "G9A", "819")),
    ("King Street W", "Rue Saint-Paul", "Granville Street", "Bank Street", "Chemin du Lac", "Bow Trail", "Government Street"),
    "({}) 555-####", "{} #A#", foreign={"USD": 0.2})
united_kingdom = Country(
    "GBR", _weighted((64, name_pools.english), (10, name_pools.polish), (10, name_pools.hindi), (6, name_pools.french),
                     (5, name_pools.arabic), (5, name_pools.greek)),
    ("Joinery", "Garden Centre", "Lettings", "Tea Rooms", "Brewery", "Veterinary Practice", "Motors", "Bakery", "Stables",
     "Interiors", "Boatyard", "Bookshop", "Guest House", "Nurseries"),
    ("Ltd", "Ltd", "LLP", "& Daughters", "plc", ""),
    (("Leeds", "West Yorkshire", "LS1", "0113"), ("York", "North Yorkshire", "YO1", "01904"), ("Bath", "Somerset", "BA1", "01225"),
     ("Leicester", "Leicestershire", "LE1", "0116"), ("Edinburgh", "Midlothian", "EH1", "0131"), ("Cardiff", "Glamorgan", "CF10", "029"),
     ("Penzance", "Cornwall", "TR18", "01736")),
    ("High Street", "Church Lane", "Station Road", "Mill Lane", "The Shambles", "Victoria Terrace", "Quay Street"),
    "{} 496 ####", "{} #QX", house_most=250, foreign={"EUR": 0.22, "USD": 0.05})
