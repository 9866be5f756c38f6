"""HTML pages written for the tests, in several languages and layouts, each with its body and its furniture."""

from __future__ import annotations

from typing import NamedTuple


class Page(NamedTuple):
    """A page, the sentences that must stay, and the words that must be removed."""

    html: str
    stays: tuple[str, ...]
    goes: tuple[str, ...]


NEWS = Page(
    """<!DOCTYPE html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<title>Bridge over the Tarn reopens | The Valley Courier</title>
<meta property="og:title" content="Bridge over the Tarn reopens">
<meta property="og:site_name" content="The Valley Courier">
<meta name="author" content="Rosa Whitfield">
<meta property="article:published_time" content="2019-03-04T06:10:00+01:00">
<meta property="article:tag" content="bridges"><meta property="article:tag" content="rivers &amp; floods">
<link rel="canonical" href="https://courier.example/tarn-bridge">
<script>var x = "<p>not shown</p>"; if (a < b) { document.write("</p>"); }</script>
<style>nav > ul { margin: 0 }</style>
</head>
<body class="has-sidebar">
<header class="site-header"><a href="/">The Valley Courier</a>
<nav><ul><li><a href="/news">News</a><li><a href="/sport">Sport</a><li><a
href="/subscribe">Subscribe</a></ul></nav></header>
<main><article>
<h1>Bridge over the Tarn reopens</h1>
<p>After eleven months of work the stone bridge over the Tarn was opened again on Monday, and the first lorries
crossed it before&nbsp;dawn.</p>
<p>The engineers had to replace two piers that the flood of 2018 had washed out; the new ones stand on <b>steel</b>
piles driven eighteen metres into the bed of the river.</p>
<!-- an advertisement stood here -->
<h2>What it cost</h2>
<p>The county paid 4.2&#8239;million pounds, of which the insurers have returned less than a&nbsp;third so far.</p>
<ul><li>Piers: <em>2.9 million</em> pounds for stone, steel and divers.</li>
<li>Roadway: 1.3 million pounds for asphalt and drains.</li></ul>
<table><tr><th>Year</th><th>Lorries a day</th></tr><tr><td>2017</td><td>310</td></tr></table>
</article></main>
<aside class="related"><h3>Related stories</h3><ul><li><a href="/1">Ferry stops for good</a></li>
<li><a href="/2">Ten walks by the river</a></li></ul></aside>
<footer><p>&copy; 2019 The Valley Courier. All rights reserved.</p><a href="/privacy">Privacy</a></footer>
</body></html>
""",
    (
        "After eleven months",
        "steel\npiles".replace("\n", " "),
        "less than a third so far",
        "2.9 million pounds for stone",
        "310",
    ),
    ("not shown", "margin", "Sport", "Ferry stops", "All rights reserved", "advertisement stood"),
)

BLOG_DE = Page(
    """<html lang=de><head><title>Über das Backen mit Roggen &ndash; Krume &amp; Kruste</title>
<meta name=description content="Ein Blog">
<script type="application/ld+json">{"@context":"https://schema.org","@graph":[{"@type":"WebSite","name":"Krume"},
{"@type":"BlogPosting","headline":"Über das Backen mit
Roggen","datePublished":"2021-11-05","author":[{"@type":"Person",
"name":"Jörn Ähler"}],"publisher":{"@type":"Organization","name":"Krume & Kruste"},"keywords":"Brot,
Roggen"}]}</script>
</head><body><div id=top-menu><a href=/>Startseite</a> <a href=/rezepte>Rezepte</a> <a href=/kontakt>Kontakt</a></div>
<div class=post><h1>Über das Backen mit Roggen</h1>
<p>Roggenmehl klebt, weil ihm das Gerüst aus Kleber fehlt, das den Weizenteig zusammenhält, und darum braucht es Säure.
<p>Wer den Sauerteig am Abend ansetzt, kann am nächsten Morgen backen; mehr als sechzehn Stunden verträgt er nicht.
<blockquote>Gut Ding will Weile haben, sagte meine Großmutter und ließ den Teig stehen, bis er duftete.</blockquote>
<p>Ein Teig aus gleichen Teilen Mehl und Wasser ist für den Anfang weich genug und läuft doch nicht davon.</div>
<div class="comments-area"><h3>3 Kommentare</h3><div class=comment><p>Tolles Rezept, danke!</p></div></div>
<div id=footer><a href=/impressum>Impressum</a> | <a href=/datenschutz>Datenschutz</a></div></body></html>""",
    ("Roggenmehl klebt", "mehr als sechzehn Stunden", "Gut Ding will Weile haben", "läuft doch nicht davon"),
    ("Startseite", "Impressum", "Tolles Rezept"),
)

TABLES_FR = Page(
    """<!doctype html public "-//W3C//DTD HTML 3.2//EN"><HTML><HEAD><TITLE>Le moulin de Vauclair</TITLE></HEAD>
<BODY BGCOLOR="#FFFFFF"><TABLE WIDTH="100%"><TR><TD WIDTH=150 VALIGN=TOP>
<A HREF="index.htm">Accueil</A><BR><A HREF="plan.htm">Plan du site</A><BR><A HREF="liens.htm">Liens</A></TD>
<TD><FONT SIZE=5>Le moulin de Vauclair</FONT><BR><BR>
Le moulin fut construit en 1732 par les moines de l&rsquo;abbaye, qui y faisaient moudre le bl&eacute; de trois
villages.<BR><BR>
Il resta en service jusqu&#39;en 1914&nbsp;; cette ann&eacute;e-l&agrave; l&#8217;arm&eacute;e fit sauter la digue
et la roue s'arr&ecirc;ta pour toujours.<P>
Les ruines ont &eacute;t&eacute; class&eacute;es en 1987, et une association y accueille les visiteurs chaque
dimanche d'&eacute;t&eacute;.
</TD></TR></TABLE></BODY></HTML>""",
    ("construit en 1732 par les moines de l’abbaye", "la roue s'arrêta pour toujours", "classées en 1987"),
    ("Plan du site",),
)

ARTICLE_JA = Page(
    """<!DOCTYPE html><html lang="ja"><head><meta charset="UTF-8">
<title>古い灯台の修理が始まる｜港の新聞</title></head><body>
<div role="navigation"><a href="/">ホーム</a><a href="/news">ニュース</a><a href="/login">ログイン</a></div>
<div role="main"><h1>古い灯台の修理が始まる</h1>
<p>港の入り口に立つ灯台の修理が四月から始まることになり、町は二億円の予算を議会に提出した。</p>
<p>灯台は明治二十三年に建てられ、地震で傾いたまま百年以上も船の目印として使われてきたという。</p>
<p>工事の間は仮の灯りが置かれ、漁に出る船には無線で知らせが届くと港の担当者は話している。</p></div>
<div role="contentinfo">© 2022 港の新聞 <a href="/privacy">プライバシーポリシー</a></div></body></html>""",
    ("町は二億円の予算を議会に提出した", "百年以上も船の目印", "無線で知らせが届く"),
    ("ログイン", "プライバシーポリシー"),
)

ARTICLE_AR = Page(
    """<html dir="rtl" lang="ar"><head><title>افتتاح المكتبة القديمة بعد ترميمها</title></head><body>
<nav><a href="/">الرئيسية</a> <a href="/contact">اتصل بنا</a></nav>
<article><h1>افتتاح المكتبة القديمة بعد ترميمها</h1>
<p>افتتحت البلدية يوم السبت المكتبة القديمة بعد ثلاث سنوات من أعمال الترميم التي شملت السقف والنوافذ والقاعة
الكبيرة.</p>
<p>وقال مدير المكتبة إن عشرين ألف كتاب عادت إلى الرفوف، وإن المخطوطات ستعرض في قاعة خاصة ابتداء من الشهر القادم.</p>
</article><footer>جميع الحقوق محفوظة</footer></body></html>""",
    ("أعمال الترميم التي شملت السقف", "عشرين ألف كتاب"),
    ("اتصل بنا", "جميع الحقوق محفوظة"),
)

FORUM_ES = Page(
    """<!DOCTYPE html><html lang="es"><head><title>¿Cómo afilar una gubia? - Foro de talla</title></head><body>
<ul class="breadcrumbs"><li><a href="/">Foro</a></li><li><a href="/talla">Talla</a></li></ul>
<h1>¿Cómo afilar una gubia?</h1>
<div class="post-body"><p>He comprado una gubia usada y el filo tiene dos mellas; con la piedra plana no consigo
seguir la curva.</p></div>
<div class="post-body"><p>Usa una piedra de canto redondo por dentro y gira la muñeca mientras la mueves sobre la
piedra plana por fuera.</p>
<pre><code>grano 400   mellas
grano 1000  filo</code></pre></div>
<form action="/responder"><label>Tu respuesta</label><textarea>Escribe aquí</textarea><button>Enviar</button></form>
</body></html>""",
    ("con la piedra plana no consigo", "gira la muñeca", "```\ngrano 400   mellas\ngrano 1000  filo\n```"),
    ("Enviar", "Escribe aquí", "Tu respuesta"),
)

INFOBOX = Page(
    """<!DOCTYPE html><html lang="en"><head><title>Skirmish at Alder Ford - Openpedia</title>
<link rel="license" href="https://creativecommons.org/licenses/by-sa/4.0/deed.en"></head><body><div id="content">
<h1>Skirmish at Alder Ford</h1><table class="infobox vevent"><tr><th colspan=2>Skirmish at Alder Ford</th></tr>
<tr><th>Date</th><td>3 May 1764</td></tr><tr><th>Result</th><td>Indecisive</td></tr></table>
<p>The <b>skirmish at Alder Ford</b> was fought on 3 May 1764 between two companies of militia over a herd of
cattle.</p>
<h2>Aftermath<span class="edit">[edit]</span></h2>
<p>Neither side held the ford at nightfall, and the cattle were found a week later on the far side of the hills.</p>
</div></body></html>""",
    ("was fought on 3 May 1764 between", "Neither side held the ford"),
    ("Indecisive",),
)

PAGES = {
    "news": NEWS,
    "blog_de": BLOG_DE,
    "tables_fr": TABLES_FR,
    "article_ja": ARTICLE_JA,
    "article_ar": ARTICLE_AR,
    "forum_es": FORUM_ES,
    "infobox": INFOBOX,
}
