"""Infoboxes of every topic in a browser's text: all fields of our own pages, none in lookalikes."""

from __future__ import annotations

import pytest

from flows.formats.shapes import recognise
from tests.formats.wiki_page.topic_pages import PAGES, judge


@pytest.mark.parametrize("name", PAGES)
def test_all_fields_of_a_page_and_no_other(name: str) -> None:
    text, fields = PAGES[name]["text"], PAGES[name]["fields"]
    assert isinstance(text, str)
    assert isinstance(fields, dict)
    verdict = judge(text, fields)
    assert verdict.is_recognised
    assert (verdict.missed, verdict.wrong) == ([], [])
    assert verdict.body.strip() == text.rpartition("\n\n")[2]


LOOKALIKES = {
    "recipe": "Apple pie\n\nApple pie\nPreparation\n20 minutes\nCategory\nDessert\nAuthor\nJo Lee\nServings\n4\n\n"
    "Peel the apples and cut them into slices that are not too thin.",
    "recipe with tabs": "Apple pie\n\nPrep time\t20 min\nCook time\t1 h\nServings\t4\nCalories\t300\n\n"
    "Peel the apples and cut them into slices that are not too thin.",
    "forum profile": "Profile of quayman\n\nquayman\nLocation: Norwick\nOccupation: Baker\nBorn: 80\nWebsite: no\n\n"
    "I have been a member of this forum for longer than I can say.",
    "product sheet": "Trail tent 2\n\nTrail tent 2\nWeight\n2.1 kg\nHeight\n1.1 m\nCapacity\n2 persons\nColour\nRed\n\n"
    "This is the lightest tent that we have ever made for two persons.",
    "product table": "Trail tent 2\n\nWeight\t2.1 kg\nHeight\t1.1 m\nLength\t2.2 m\nType\tTunnel\nCapacity\t2\n\n"
    "This is the lightest tent that we have ever made for two persons.",
    "curriculum": "Curriculum vitae\n\nJo Lee\nEducation\nUniversity of Norwick\nLanguages\nEnglish\nAwards\nNone\n\n"
    "I have worked as a baker in Norwick for more than ten long years.",
    "contents": "Norland\n\nNorland\nHistory\nGovernment\nPopulation\nEducation\nCurrency\nClimate\nDemonym\n\n"
    "This is the table of what can be read about the country of Norland.",
    "lyrics": "Born\n\nBorn\nBorn in the harbour\nDied by the sea\nSpouse of the water\nChildren of me\n\n"
    "This is the song that all of us sang when we were on the boats.",
    "chinese prose": "城市\n\n人口约为四千人\n面积很小\n国家的南部\n首都在北方\n\n"
    "这座城市位于海边，居民多以捕鱼为生，港口非常古老。",
    "site index": "Acorn\n\nAcorn\nProducts\nServices\nIndustry\nRevenue\nWebsite\n\n"
    "This is the site of the mill, where all about our flour can be read.",
}


@pytest.mark.parametrize("name", LOOKALIKES)
def test_lookalikes_are_no_infobox(name: str) -> None:
    assert recognise(LOOKALIKES[name]) != "wiki_page"
