"""Invented codes and names: valid check digits, a region never issued (980300), every name begins with 样例."""

from random import Random

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
REGION = "91980300"
FIRST = "宏远启明安泰恒丰嘉禾云海正德联创博雅新锐"
SECOND = "达通盛和瑞捷信诚隆昌凯华源兴佳美腾飞力"
TRADES = (
    "电子",
    "五金",
    "塑胶",
    "精密机械",
    "服装",
    "印刷",
    "家具",
    "模具",
    "物流",
    "餐饮",
    "百货",
    "建材",
    "科技",
    "贸易",
)
NEW_FORM_TRADES = ("即时配送", "快递服务", "网约车服务", "货运服务", "家政服务", "代驾服务", "直播服务", "快运")


def enterprise_codes(chance: Random, count: int) -> list[str]:
    """Different codes after GB 32100-2015, body code after GB 11714; numbers from 999,000 on are never given out."""
    return [enterprise_code(number) for number in chance.sample(range(999_000), count)]


def enterprise_code(number: int) -> str:
    """The code of one number below a million."""
    body = f"MA{number:06d}"
    first17 = REGION + body + body_check(body)
    total = sum(ALPHABET.index(sign) * pow(3, place, 31) for place, sign in enumerate(first17))
    return first17 + ALPHABET[-total % 31]


def body_check(body: str) -> str:
    """Check character of the eight characters of a body code (GB 11714, modulus 11)."""
    weights = (3, 7, 9, 10, 5, 8, 4, 2)
    value = 11 - sum(LETTERS.index(sign) * weight for sign, weight in zip(body, weights, strict=True)) % 11
    return {10: "X", 11: "0"}.get(value, str(value))


def enterprise_name(chance: Random, new_form: bool) -> str:
    """A name that no company bears."""
    trade = chance.choice(NEW_FORM_TRADES if new_form else TRADES)
    return f"样例{chance.choice(FIRST)}{chance.choice(SECOND)}{trade}（龙岗）有限公司"


def card_number(number: int) -> str:
    """A union card number: LG and ten digits."""
    return f"LG{number:010d}"
