"""The catalogue of the made-up shop: some 80 variants, two of which share a SKU by mistake."""

import hashlib

from desktop.sandbox.dice import dice
from desktop.sandbox.seeds import CatalogueItem

# title | SKU stem | variant=SKU part=price in cents …
_TABLE = """
Ceramic Pour-Over Dripper, Size 02|DRIP-02|White=WHT=2499;Sand=SND=2499;Ink=INK=2699
Paper Filters Size 02|FILT-02|100 pack=100=899;200 pack=200=1549;Unbleached, 100 pack=100N=949
Gooseneck Kettle, 0.9 l|KTL-09|Brushed steel=STL=5490;Matte black=BLK=5990
Hand Coffee Grinder, Conical Burr|GRND-CB|Steel=STL=6900;Walnut knob=WAL=7450
Stoneware Mug, 350 ml|MUG-350|Oat=OAT=1650;Moss=MOS=1650;Slate=SLT=1650;Clay=CLY=1650
Espresso Cups, Set of 2|CUP-ESP2|Oat=OAT=2200;Slate=SLT=2200
Cold Brew Carafe, 1 l|CARAFE-1L|Clear=CLR=3400
Loose Leaf Teapot with Strainer|TPOT-ST|600 ml=600=3850;900 ml=900=4450
Linen Tea Towel, 50 × 70 cm|TOWEL-LN|Natural=NAT=1400;Indigo stripe=IND=1500;Rust=RST=1500
Cotton Kitchen Towel “Été”, 50 × 70 cm|TOWEL-ETE|Blanc=BLC=750;Bleu=BLU=750
Waxed Canvas Apron|APRON-WX|Olive=OLV=5400;Charcoal=CHR=5400
Olive Wood Serving Board|BOARD-OW|Small=S=3200;Large=L=4900
End-Grain Cutting Board, Maple|BOARD-EG|30 × 20 cm=30=6400;40 × 30 cm=40=8900
Cast Iron Skillet|SKIL-CI|20 cm=20=2900;26 cm=26=3900;30 cm=30=4900
Carbon Steel Wok, 32 cm|WOK-CS32|Flat base=FLT=4700
Nesting Mixing Bowls, Steel, Set of 5|BOWL-NS5|Steel=STL=3990
Silicone Spatula Set|SPAT-3|Grey, set of 3=GRY=1290;Red, set of 3=RED=1290
Microplane-Style Zester|ZEST-01|Standard=STD=1495
Digital Kitchen Scale, 0.1 g|SCALE-01|Black=BLK=2799;White=WHT=2799
Instant-Read Thermometer|THRM-IR|Yellow=YEL=2290
Beeswax Food Wraps|WRAP-BW|Set of 3=3=1650;Set of 7=7=2950
Glass Storage Jars with Acacia Lid|JAR-AC|500 ml=500=1190;1 l=1000=1490;Set of 4=SET4=4690
Soy Candle, 220 g|CNDL-220|Cedar & Smoke=CED=2400;Sea Salt=SEA=2400;Fig Leaf=FIG=2400
Wool Throw Blanket, 130 × 180 cm|THROW-WL|Heather=HTH=8900;Forest=FOR=8900
Waffle Bath Towel|BATH-WF|Bath, white=BWH=3200;Hand, white=HWH=1800;Bath, sage=BSG=3200
Market Tote, Heavy Canvas|TOTE-HC|Natural=NAT=2600;Black=BLK=2600
Insulated Bottle, 600 ml|BTL-600|Steel=STL=2850;Fern=FRN=2850;Midnight=MID=2850
Desk Planter with Saucer|PLANT-DS|12 cm=12=1890;16 cm=16=2490
Herb Garden Seeds, 12 Kinds|SEED-H12|Organic=ORG=1590
Brass Watering Can, 1 l|WCAN-1L|Brass=BRS=4600
Leather Key Fob|FOB-LT|Tan=TAN=1450;Black=BLK=1450
A5 Dotted Notebook, Linen Cover|NOTE-A5D|Clay=CLY=1690;Ink=INK=1690;Moss=MOS=1690
Rollerball Pen, Aluminium|PEN-RB|Silver=SLV=2150;Black=BLK=2150
Enamel Camp Plate, Set of 4|PLATE-EN4|Cream=CRM=3300;Blue rim=BLR=3300
Picnic Cutlery in a Roll|CUTL-PR|Birch=BRC=1990
Gift Card Envelope, Letterpress|ENV-LP|Thank you=TY=390;Happy birthday=HB=390
"""
AMBIGUOUS_SKU = "TOTE-HC-NAT"
_SECOND = CatalogueItem(
    AMBIGUOUS_SKU, "Market Tote, Heavy Canvas (2025)", "Natural", "24.00", "USD"
)
UNLINKED = (
    ("amzn.gr.MUG-350-OAT-7kQ2", "Stoneware Mug, 350 ml, Oat (used)", 1190),
    ("KTL-09-STL-FBM2", "Gooseneck Kettle 0.9 l, Brushed Steel, with Lid", 5490),
    ("PK2_CNDL-220-CED", "Soy Candle 220 g, Cedar & Smoke (Pack of 2)", 4490),
    ("9Q-X7RT-LLK4", "Wool Throw Blanket 130 × 180 cm, Heather", 8900),
)


def catalogue(seed: int, stock: str = "enough") -> tuple[CatalogueItem, ...]:
    """All variants with their stock: enough for any run, or as low as a busy week leaves it."""
    rng = dice(seed, 11)
    items: list[CatalogueItem] = []
    for line in _TABLE.strip().splitlines():
        title, stem, variants = line.split("|")
        for variant in variants.split(";"):
            name, part, cents = variant.split("=")
            shelf = rng.randrange(0, 6) if stock == "low" else 400 + rng.randrange(1600)
            sku = f"{stem}-{part}"
            price = f"{int(cents) // 100}.{int(cents) % 100:02d}"
            items.append(CatalogueItem(sku, title, name, price, "USD", shelf, barcode(sku)))
    return (*items, _SECOND)


def barcode(sku: str) -> str:
    """A 12-digit UPC with its check digit, made up from the SKU."""
    digits = f"8{_number(sku) % 10**10:010d}"
    odd, even = sum(map(int, digits[::2])), sum(map(int, digits[1::2]))
    return f"{digits}{-(odd * 3 + even) % 10}"


def asin(sku: str) -> str:
    """An ASIN made up from the SKU."""
    number, letters = _number(sku), ""
    for _ in range(8):
        number, at = divmod(number, 36)
        letters += "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"[at]
    return "B0" + letters


def _number(sku: str) -> int:
    return int.from_bytes(hashlib.sha256(sku.encode()).digest()[:8])
