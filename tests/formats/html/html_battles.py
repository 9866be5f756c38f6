"""Boxes of battles in the markup of Wikipedias in other languages and of other wikis: all must give the same rows."""

from __future__ import annotations

from typing import Final

BATTLES: Final = {
    "de": """<table class="infobox float-right toptextcells">
<tr><th colspan=2>Schlacht bei X
<tr><td colspan=2>Teil von: <a>Krieg</a>
<tr><td>Datum<td>3. Mai 1931
<tr><td>Ort<td>X
<tr><td>Ausgang<td>Sieg von A
<tr><th colspan=2>Konfliktparteien
<tr><td>A<td>B
<tr><th colspan=2>Befehlshaber
<tr><td>Otto Berg †<td>Jan Ost
<tr><th colspan=2>Truppenstärke
<tr><td>100<td>200
<tr><th colspan=2>Verluste
<tr><td>10 Tote<td>20 Tote</table>""",
    "fr": """<div class="infobox_v3 large">
<div class="entete"><div>Bataille de X</div></div>
<div class="images"><img src=a.jpg></div>
<p class=legend>Une carte</p><table><caption>Informations générales</caption>
<tr><th>Date<td>3 mai 1931
<tr><th>Lieu<td>X
<tr><th>Issue<td>Victoire</table><table><caption>Belligérants</caption>
<tr><td>A<td>B</table><table><caption>Commandants</caption>
<tr><td>Jean Pont<td>Luc Gué</table><table><caption>Pertes</caption>
<tr><td>10 morts<td>20 morts</table></div>""",
    "es": """<table class=infobox>
<tr><th colspan=3 class=cabecera>Batalla de X
<tr><td colspan=3>Parte de la guerra
<tr><th>Fecha<td colspan=2>3 de mayo de 1931
<tr><th>Lugar<td colspan=2>X
<tr><th colspan=3>Beligerantes
<tr><td>A<td>B<td>C
<tr><th colspan=3>Comandantes
<tr><td>Juan<td>Luis<td>Paco
<tr><th colspan=3>Bajas
<tr><td>10 muertos<td colspan=2>20 muertos</table>""",
    "it": """<table class=sinottico><tr class=sinottico_testata><th colspan=2>Battaglia di X
<tr><th>Data<td>3 maggio 1931
<tr><th colspan=2>Schieramenti
<tr><td>A<td>B
<tr><th colspan=2>Comandanti
<tr><td>Carlo<td>Luca
<tr><th colspan=2>Perdite
<tr><td>10 morti<td>20 morti</table>""",
    "ru": """<table class="infobox">
<tr><th colspan=2 class=infobox-above>Битва при X
<tr><th>Дата<td>3 мая 1931
<tr><th>Место<td>X
<tr><th>Итог<td>Победа
<tr><th colspan=2>Противники
<tr><td>А<td>Б
<tr><th colspan=2>Командующие
<tr><td>Иванов<td>Петров
<tr><th colspan=2>Потери
<tr><td>10 убитых<td>20 убитых</table>""",
    "pl": """<table class=infobox>
<tr><th colspan=2>Bitwa
<tr><td>Czas<td>3 maja 1931
<tr><td>Miejsce<td>X
<tr><th colspan=2>Strony konfliktu
<tr><td>A<td>B
<tr><th colspan=2>Dowódcy
<tr><td>Jan<td>Piotr
<tr><th colspan=2>Straty
<tr><td>10 zabitych<td>20</table>""",
    "nl": """<table class=infobox>
<tr><th colspan=2>Slag bij X
<tr><th>Datum<td>3 mei 1931
<tr><th>Locatie<td>X
<tr><th colspan=2>Strijdende partijen
<tr><td>A<td>B
<tr><th colspan=2>Leiders en commandanten
<tr><td>Jan<td>Piet
<tr><th colspan=2>Verliezen
<tr><td>10 doden<td>20</table>""",
    "ar": """<table class=infobox>
<tr><th colspan=2>معركة
<tr><th>التاريخ<td>3 مايو 1931
<tr><th colspan=2>المتحاربون
<tr><td>A<td>B
<tr><th colspan=2>القادة
<tr><td>C<td>D
<tr><th colspan=2>الخسائر
<tr><td>10<td>20</table>""",
    "ja": """<table class=infobox>
<tr><th colspan=2>Xの戦い
<tr><th>年月日<td>1931年5月3日
<tr><th>場所<td>X
<tr><th colspan=2>衝突した勢力
<tr><td>A<td>B
<tr><th colspan=2>指揮官
<tr><td>C<td>D
<tr><th colspan=2>損害
<tr><td>10<td>20</table>""",
    "zh": """<table class=infobox>
<tr><th colspan=2>X战役
<tr><th>日期<td>1931年5月3日
<tr><th>地点<td>X
<tr><th colspan=2>参战方
<tr><td>A<td>B
<tr><th colspan=2>指挥官与领导者
<tr><td>C<td>D
<tr><th colspan=2>伤亡与损失
<tr><td>10<td>20</table>""",
    "fandom": """<aside class="portable-infobox" type="battle">
<h2 class="pi-item pi-title" data-source=conflict>Battle of X</h2>
<div class="pi-item pi-data" data-source=date>
<h3 class=pi-data-label>Date</h3>
<div class=pi-data-value>3 May 1931</div></div>
<section class="pi-item pi-group">
<h2 class="pi-item pi-header">Belligerents</h2>
<section class="pi-item pi-smart-group">
<section class=pi-smart-group-body>
<div class="pi-smart-data-value pi-data-value" data-source=side1>A</div>
<div class="pi-smart-data-value pi-data-value" data-source=side2>B</div></section></section></section>
<section class="pi-item pi-group">
<table class=pi-horizontal-group><caption class=pi-header>Commanders</caption><tbody>
<tr><td class="pi-horizontal-group-item pi-data-value" data-source=commanders1>C<br>D</td>
<td class="pi-data-value">E</td></tr></tbody></table></section></aside>""",
}
