"""The words of the generated pages: invented countries, places, people and sentences, written for this benchmark."""

from __future__ import annotations

from typing import Final

NATIONS: Final = (
    "Kingdom of Västmark", "Republic of São Lírio", "Duchy of Łęczyn", "Ørsund League", "Khanate of Aqşar",
    "Principality of Žatlava", "Marenia", "Grand Duchy of Thalássa", "Free City of Köhlbrand", "Emirate of Ṭarīfa",
    "Union of Írland Coasts", "Sultanate of Gümüşhan", "Côte-Brune", "Republic of Ñandé", "Confederation of Vổ Lâm",
    "Order of Saint Gréta", "Volhonian Republic", "Tsardom of Běloruč", "Arveny", "Peloria", "Northern Harbours",
    "County of Brüggelen", "Margraviate of Öland-Torp", "Republic of Čertova", "Isles of Ísfell",
)  # fmt: skip
MILITIAS: Final = (
    "Riverguard Brigade", "Sons of Ørsund", "Łąka Volunteers", "Mountain Companies", "Black Heron Regiment",
    "Société des Forts", "Harbour Militia", "Red Banner Corps", "Žatlava Legion", "Free Rifles of Ísfell",
)  # fmt: skip
PLACES: Final = (
    "Karvenholm", "Żubrowice", "Pôrto Velado", "Skjærvik", "Aqtöbe Hills", "Mézières-le-Pont", "Ulmenfurt", "Görgü",
    "Střelná", "Nagyárok", "Lípa Gorge", "Tåsinge Point", "Monte Peñal", "Ras al-Ḥilāl", "Vila Conceição", "Brânești",
    "Eskişar", "Ḍofār Wells", "Kõrvemaa", "Saint-Éloi", "Hauptmühle", "Świętobór", "Kilmóra", "Tórshavn Reach",
)  # fmt: skip
CAMPAIGNS: Final = (
    "Västmark campaign", "Salt War", "War of the Two Rivers", "Łęczyn uprising", "Third Harbour War", "Ísfell crisis",
    "Autumn campaign", "Aqşar succession", "Border War", "Copper Rebellion",
)  # fmt: skip
GIVEN: Final = (
    "Åke", "Zofia", "João", "Mārtiņš", "Søren", "Émile", "İsmet", "Jiří", "Günther", "Inés", "Ragnar", "Łukasz",
    "Anton", "Pavel", "Henrique", "Béla", "Oskar", "Tomás", "Yusuf", "Wilhelm", "Leon", "Mateo", "Dragan", "Olaf",
)  # fmt: skip
FAMILY: Final = (
    "Lindqvist", "Wiśniewski", "Araújo", "Ozoliņš", "Kjærgaard", "Dufrêne", "Yıldız", "Dvořák", "Krüger", "Peñaranda",
    "Sigurðsson", "Brzęczek", "Marlow", "Novotný", "Teixeira", "Szőke", "Hallberg", "Ibáñez", "Karimov", "Öhlund",
)  # fmt: skip
RANKS: Final = ("Gen.", "Maj. Gen.", "Lt. Gen.", "Brig. Gen.", "Col.", "Lt. Col.", "Maj.", "Capt.", "Adm.")
ROLES: Final = (
    "fortress commander", "Chief of Staff", "3rd Division commander", "governor", "militia leader", "fleet commander",
)  # fmt: skip
CLAIMANTS: Final = ("Västmark", "Marenian", "Peloria", "Observers' League", "Arveny")
UNITS: Final = (
    "1st Corps", "4th Division", "17th Brigade", "Life Guards", "Coastal Artillery", "9th Cavalry Regiment",
    "River Flotilla", "Engineer Battalion", "Alpine Brigade", "2nd Reserve Division",
)  # fmt: skip
MONTHS: Final = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
HEADINGS: Final = (
    "Background", "Prelude", "Opposing forces", "Order of battle", "The battle", "Siege", "Counter-attack",
    "Second assault", "Negotiations", "Retreat to the river", "Aftermath", "Legacy", "Assessment",
)  # fmt: skip

ENGLISH: Final = (
    "On {day}, the garrison of {place} reported that columns from the {nation} had crossed the river at dawn.",
    "The {nation} had rebuilt the old ramparts – at great expense – during the two preceding winters.",
    "{person} refused to surrender the citadel and ordered the bridges toward {place} to be burned.",
    "According to the city’s chronicle, about {n} people sheltered in the cellars of the customs house.",
    "Two days later, a relief force of {n} men under {person} was stopped in the marshes near {place}.",
    "Supplies ran short; by {day} the daily ration had fallen to less than half a loaf.",
    "The guns of the {nation} could not reach the inner harbour, which stayed open throughout the fighting.",
    "Heavy rain turned the roads into mud, and the planned assault on {place} was put off until {day}.",
    "{person} later wrote that “no one on the wall believed that we would see the spring.”",
    "The assault began shortly before midnight and was repelled with the loss of {n} soldiers.",
    "Observers from the {nation} counted {n} wagons leaving {place} by the northern gate.",
    "An attempt to dig a tunnel under the western bastion failed when the gallery flooded.",
    "The militia of {place} held the mill until their powder was spent, then withdrew across the meadows.",
    "In the following week both sides exchanged prisoners – {n} in all – at the ford below {place}.",
    "The commander’s last dispatch, dated {day}, asked for nothing but boots and flour.",
    "Historians disagree about whether {person} knew of the armistice when the order was given.",
    "The {nation} lost most of its cavalry in a single charge against the entrenched infantry.",
    "After the fall of {place}, the remaining defenders slipped away through the vineyards by night.",
    "A contemporary estimate puts the cost of the campaign at {n} crowns, which ruined the treasury.",
    "The old town burned for three days, and only the façade of the cathedral was left standing.",
    "Reinforcements from the {nation} arrived by sea on {day} and landed without resistance.",
    "{person} was wounded in the shoulder but stayed with the rearguard until the crossing was complete.",
    "Fishermen guided the scouts through the shallows, so that the battery at {place} was taken from behind.",
    "The treaty signed on {day} left the question of the island’s forts to a later congress.",
    "Fog hid the approach of the second column, whose arrival decided the day.",
    "A monument to the fallen, designed by a local sculptor, was unveiled at {place} a generation later.",
    "Communication with the capital was cut when riders of the {nation} occupied the pass.",
    "The siege works, of which little remains, once stretched for more than {n} metres along the ridge.",
    "Rumours of a mutiny among the gunners proved false, though several had gone unpaid since {day}.",
    "It was the last battle in which the {nation} fielded a company of pikemen.",
)

OTHERS: Final = {
    "de": (
        "Am {day_number}. Tag überquerten die Truppen den Fluß und besetzten die Höhen südlich von {place}.",
        "Die Bürger flüchteten in die Kirche, während die Mühlen außerhalb der Mauern brannten.",
        "Später erklärte {person}, man habe „bis zum letzten Schuß“ gekämpft.",
        "Für die Verteidiger war der Winter härter als jeder Angriff.",
    ),
    "fr": (
        "L’assaut contre {place} fut repoussé après une journée de combats acharnés près de la rivière.",
        "Les défenseurs, privés de vivres, évacuèrent la forteresse dans la nuit du {day_number}.",
        "D’après {person}, « personne n’espérait plus l’arrivée des renforts ».",
        "La cité fut pillée, mais les archives échappèrent aux flammes.",
    ),
    "es": (
        "La guarnición de {place} resistió {day_number} días más antes de rendirse al amanecer.",
        "Según {person}, ningún mensajero llegó a la montaña con la señal acordada.",
        "La población huyó hacia el sur; ¿quién habría imaginado un invierno así?",
        "Los cañones quedaron abandonados junto al río.",
    ),
    "pl": (
        "Obrońcy {place} utrzymali most przez {day_number} dni, zanim nadeszły posiłki.",
        "Żołnierze zajęli wzgórza po obu stronach drogi, a ludność uciekła w góry.",
        "Twierdza została zdobyta i spalona, lecz kościół ocalał.",
        "Późniejsze źródła różnią się w ocenie strat.",
    ),
    "ru": (
        "Сражение за город началось на рассвете, и к полудню оба моста были разрушены.",
        "Жители бежали в горы, а крепость была взята и сожжена спустя {day_number} дней.",
        "По словам очевидцев, подкрепление так и не подошло.",
        "Перемирие подписали только следующей весной.",
    ),
    "tr": (
        "Şehrin savunucuları köprüyü {day_number} gün boyunca tuttu, sonra dağlara çekildi.",
        "Kış çok sert geçti; yiyecek tükenmiş, yollar kapanmıştı.",
        "Ateşkes ancak ertesi yıl imzalandı.",
        "Kalenin surları bugün hâlâ görülebilir.",
    ),
    "ar": (
        "بدأت المعركة عند الفجر واستمرت حتى غروب الشمس من دون أن يحسم أحد الطرفين القتال.",
        "صمد المدافعون عند الجسر {day_number} أيام ثم انسحبوا نحو الجبال.",
        "واحترق السوق القديم ولم يبق منه إلا البوابة الشرقية.",
    ),
    "ja": (
        "戦闘は夜明けに始まり、守備隊は増援が到着するまで{day_number}日間橋を守った。",
        "住民は山へ逃げ、要塞は占領されて焼かれた。",
        "停戦協定が調印されたのは翌年の春であった。",
    ),
}

SITES: Final = (
    ("Harbour Dispatch", ("Home", "World", "Coast", "Opinion", "Culture", "About", "Contact")),
    ("The Ørsund Ledger", ("Front page", "Politics", "Economy", "Sport", "Letters", "Archive")),
    ("Borderlands Review", ("Latest", "Essays", "Maps", "Reviews", "Podcast", "Donate")),
    ("Dépêche du Fleuve", ("Featured", "Region", "Energy", "Environment", "About", "Submissions")),
    ("Peloria Today", ("News", "Business", "Science", "Weather", "Travel", "Subscribe")),
    ("Copper & Salt", ("Start here", "History", "Strategy", "Books", "Newsletter", "Store")),
)
SHARES: Final = (
    ("Tweet", "Share", "Reddit", "Email"),
    ("Share on Facebook", "Share on Twitter", "Share via Email", "Print"),
    ("Facebook", "Twitter", "WhatsApp", "Copy link"),
)
POPULAR: Final = (
    "Why the harbour tax will not survive the winter", "Five maps that explain the river dispute",
    "What the admiral’s resignation means for the fleet", "Inside the café where the treaty was drafted",
    "Our readers’ best photographs of the ice", "The long shadow of the Copper Rebellion",
    "Grain prices rise for the third month", "How a village doctor broke the blockade",
)  # fmt: skip
HOOKS: Final = (
    "Sign up for our newsletter", "Support independent journalism", "Click here to donate", "Follow us on Facebook",
    "Subscribe now and never miss a story", "We use cookies to improve your experience. Accept all cookies",
)  # fmt: skip
