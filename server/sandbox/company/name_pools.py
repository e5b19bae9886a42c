"""Given names and family names to make people of, native spelling with its ASCII form."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class NamePool:
    """`given` and `family` pair the native spelling with letters an e-mail address can hold."""

    weight: int
    given: tuple[tuple[str, str], ...]
    family: tuple[tuple[str, str], ...]
    family_first: bool = False
    joint: str = " "


def _plain(names: str) -> tuple[tuple[str, str], ...]:
    return tuple((name, name.lower().replace("'", "")) for name in names.split())


def _paired(pairs: str) -> tuple[tuple[str, str], ...]:
    return tuple((native, ascii_form) for native, _, ascii_form in
                 (pair.partition("/") for pair in pairs.split()))


english = NamePool(
    55, _plain("James Mary Robert Patricia John Jennifer Michael Linda David Elizabeth William Barbara Richard "
               "Susan Joseph Jessica Thomas Sarah Charles Karen Daniel Nancy Matthew Lisa Anthony Betty Mark "
               "Sandra Donald Ashley Steven Kimberly Paul Emily Andrew Donna Joshua Michelle Kenneth Carol Kevin "
               "Amanda Brian Melissa George Deborah Timothy Stephanie Ronald Rebecca Jason Laura Edward Helen "
               "Jeffrey Sharon Ryan Cynthia Jacob Kathleen Gary Amy Nicholas Angela Eric Shirley Jonathan Anna"),
    _plain("Smith Johnson Williams Brown Jones Miller Davis Wilson Anderson Taylor Thomas Moore Martin Jackson "
           "Thompson White Harris Clark Lewis Robinson Walker Young Allen King Wright Scott Hill Green Adams "
           "Nelson Baker Hall Campbell Mitchell Carter Roberts Phillips Evans Turner Parker Collins Edwards "
           "Stewart Morris Murphy Cook Rogers Morgan Cooper Peterson Reed Bailey Bell Kelly Howard Ward Cox "
           "O'Brien Richardson Watson Brooks Wood Bennett Gray Hughes Price Long Foster Sanders Ross Powell"))
spanish = NamePool(
    10, _paired("José/jose María/maria Luis/luis Ana/ana Carlos/carlos Lucía/lucia Jesús/jesus Inés/ines "
                "Ramón/ramon Sofía/sofia Andrés/andres Belén/belen Íñigo/inigo Concepción/concepcion"),
    _paired("García/garcia Rodríguez/rodriguez Hernández/hernandez López/lopez González/gonzalez Pérez/perez "
            "Muñoz/munoz Núñez/nunez Ibáñez/ibanez Peña/pena Castaño/castano Vázquez/vazquez"))
french = NamePool(
    0, _paired("Élodie/elodie François/francois Chloé/chloe Benoît/benoit Hélène/helene Jérôme/jerome Anaïs/anais "
               "Rémi/remi Océane/oceane Gaël/gael Maëlle/maelle Cédric/cedric"),
    _paired("Tremblay/tremblay Gagné/gagne Côté/cote Bélanger/belanger Lévesque/levesque Bergeron/bergeron "
            "Pelletier/pelletier L'Écuyer/lecuyer Desrosiers/desrosiers Hébert/hebert Noël/noel"))
polish = NamePool(
    7, _paired("Łukasz/lukasz Małgorzata/malgorzata Paweł/pawel Agnieszka/agnieszka Wojciech/wojciech "
               "Święcisława/swiecislawa Grażyna/grazyna Michał/michal Żaneta/zaneta Bożena/bozena"),
    _paired("Wiśniewski/wisniewski Wójcik/wojcik Kamińska/kaminska Dąbrowski/dabrowski Zieliński/zielinski "
            "Szymańska/szymanska Woźniak/wozniak Kozłowski/kozlowski Brzęczyszczykiewicz/brzeczyszczykiewicz"))
norwegian = NamePool(
    6, _paired("Bjørn/bjorn Åse/aase Øyvind/oyvind Ingrid/ingrid Håkon/haakon Solveig/solveig Kåre/kaare "
               "Sigrid/sigrid Jørgen/jorgen Torbjørg/torbjorg Pål/paal Astrid/astrid"),
    _paired("Hansen/hansen Sørensen/sorensen Ødegård/odegaard Bråten/braten Bøe/boe Lærum/laerum Åsen/aasen "
            "Kjærstad/kjarstad Grønli/gronli Nygård/nygaard Strøm/strom Haugland/haugland"))
chinese = NamePool(
    6, _paired("偉/wei 芳/fang 娜/na 秀英/xiuying 敏/min 靜/jing 麗/li 強/qiang 磊/lei 軍/jun 洋/yang 勇/yong 艷/yan"),
    _paired("王/wang 李/li 張/zhang 劉/liu 陳/chen 楊/yang 黃/huang 趙/zhao 吳/wu 周/zhou 徐/xu 孫/sun 歐陽/ouyang"),
    family_first=True, joint="")
japanese = NamePool(
    5, _paired("翔太/shota 陽菜/hina さくら/sakura 健太/kenta 美咲/misaki 大輔/daisuke 葵/aoi ひろし/hiroshi ゆき/yuki"),
    _paired("佐藤/sato 鈴木/suzuki 高橋/takahashi 田中/tanaka 渡辺/watanabe 伊藤/ito 山本/yamamoto 小林/kobayashi "
            "齋藤/saito"), family_first=True)
arabic = NamePool(
    4, _paired("محمد/mohammed فاطمة/fatima أحمد/ahmed عائشة/aisha يوسف/yousef مريم/maryam خالد/khaled ليلى/layla"),
    _paired("الحسن/alhasan المصري/almasri حداد/haddad خوري/khoury النجار/alnajjar بشير/bashir عثمان/othman"))
korean = NamePool(
    2, _paired("민준/minjun 서연/seoyeon 지호/jiho 하은/haeun 도윤/doyun 수빈/subin"),
    _paired("김/kim 이/lee 박/park 최/choi 정/jung 강/kang"), family_first=True, joint="")
cyrillic = NamePool(
    2, _paired("Олександр/oleksandr Наталія/nataliia Дмитро/dmytro Ольга/olha Іван/ivan Юлія/yuliia"),
    _paired("Шевченко/shevchenko Коваленко/kovalenko Бондаренко/bondarenko Ткачук/tkachuk Щербак/shcherbak"))
greek = NamePool(
    1, _paired("Γιώργος/giorgos Ελένη/eleni Νίκος/nikos Κατερίνα/katerina"),
    _paired("Παπαδόπουλος/papadopoulos Αγγελοπούλου/angelopoulou Δημητρίου/dimitriou"))
hindi = NamePool(
    2, _paired("आरव/aarav प्रिया/priya विवान/vivaan अनन्या/ananya"),
    _paired("शर्मा/sharma पटेल/patel सिंह/singh गुप्ता/gupta"))
