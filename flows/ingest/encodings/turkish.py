"""Turkish that was decoded as Western: "Ýstanbul þehri" is "İstanbul şehri".

The two encodings differ in six letters, and each language puts them in other positions of a word.
"""

from __future__ import annotations

import re
from typing import Final

# Windows-1254 is Windows-1252 with Ğ ğ İ ı Ş ş for Ð ð Ý ý Þ þ, which are letters of Icelandic, Faroese and Old English
# (and ý of Czech).
_DIFFERENT: Final = frozenset("ÐðÝýÞþ")
_WORD: Final = re.compile(r"[^\W\d_]++")
_NOT_TURKISH: Final = re.compile(
    "[áéíóúæøåqwxÁÉÍÓÚÆØÅQWX]"  # no Turkish word has them; "Seyðisfjörður í", "þæt"
    "|^[Ðð]"  # no word begins with ğ
    "|[bcdfghjklmnprstvz]ð"  # ğ follows a vowel; "norður", "Sigurðr"
    "|^[Þþ][rvj]"  # "þrír", "þjóð"
)
_TURKISH: Final = re.compile(
    "[çâüÇÜ]"  # "çýkýþ", "Kütahya'nýn": the northern languages and Czech lack them
    "|^Ý[dknlsztçþ]"  # İstanbul, İzmir, İnönü, İdlib; not Ýmir
    "|^[Iiý]þ(?:gal|te|i)"
    "|[aýöu]þ(?:$|[bdgklmnstç])"  # Muş, Beşiktaş, savaştan, başladı
    "|(?:[Bb]a|[Pp]a|[Kk]i|[Bb]e|[Yy]a|[Kk]a)þ[aei]"  # Paşa, beşinci, Yaşar
    "|iþ[ei]|uþ[ua]|aþý|oþu|ýþ|(?:m[iu]|le)þ"
    "|[Þþ]eh[ir]|^[Þþ](?:im|anl|ub|ýr|ark)"  # şehir, Eskişehir, şimdi, Şanlıurfa, Şubat, Şırnak
    "|ýnda|ýndan$|ýlar|ýplar|larý|lýk$|[^l]ardý$|aldý$|andý$|ateþ|inþa"  # suffixes: duvarında, kayıplar, vardı
    "|ðý|oðlu|doð[uar]|rdoðan|^Muðl|^Niðd|^olduð|deðil|^[Aa]ðust|dað(?:$|l)"  # ağır, oğlu, doğu, Erdoğan, Uludağ
    "|[bcdfghjklmnprstvyz]ý[bcdfghjklmnprstvyzþð]{1,3}ý"  # Kıbrıs, Yıldırım: ı is followed by ı
    "|akýr$|^[Aa]lt[ý]|^[Yy]ýl|^[Kk]ad[ý]n|^[Aa]rtýk|^[Bb]atý|^[Kk]ýz"  # Diyarbakır, altı, yıl, kadın; not "mlýn"
)
# The beginning of a page shows its language, and a page made only of such words must not cost seconds.
_SAMPLE: Final = 20_000


def is_turkish(western: str) -> bool:
    """Return whether a text read as Windows-1252 makes Turkish words once its ð, ý and þ are ğ, ı and ş.

    Letter statistics take a short Turkish text for Icelandic, which has the same letters in other positions.

    >>> is_turkish("Ýstanbul þehri"), is_turkish("Alþingi"), is_turkish("Það var við ána"), is_turkish("Starý mlýn")
    (True, False, False, False)
    """
    words = [word for word in _WORD.findall(western[:_SAMPLE]) if not _DIFFERENT.isdisjoint(word)]
    turkish = sum(1 for word in words if _TURKISH.search(word) and not _NOT_TURKISH.search(word))
    return turkish > 2 * sum(1 for word in words if _NOT_TURKISH.search(word))
