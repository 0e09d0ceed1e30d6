"""Bytes into letters, whatever program wrote them."""

import pytest

from kg.errors import BadInput
from kg.intake.encodings import decode

NAMES = {
    "cp1252": "Købmand Ærø;Åsa Möbel\nÖlgerðin;L’Étoile “Niño”\nPreis;40 €\n",
    "cp1250": "Łoś Tekstylia;Śnieżka Bank\nŻuraw;Gdańsk Port\n",
    "cp1254": "Işık İnşaat;Şeker Pazarı\nDoğan;Yıldız\n",
    "cp1251": "Buyer;Target\nРябина Маркет;ООО «Клён»\n",
    "koi8_r": "Рябина;Клён Маркет\nБерёза;Ива\n",
    "cp1253": "Ελιά Τράπεζα;Θάλασσα\n",
    "mac_roman": "Buyer,Target\nMöwe Café,Señor Pan\n",
    "cp850": "Buyer,Target\nMöwe,Crédit Bleu\n",
    "cp932": "買収;さくら電気\nみどり自動車;あおい\n",
    "cp949": "소나무전자;은행나무\n단풍자동차;벚꽃\n",
    "gb2312": "收购;松树集团\n竹子控股;梅花\n",
}


@pytest.mark.parametrize(("encoding", "text"), NAMES.items())
def test_letters_come_out_right_and_the_encoding_is_said(encoding: str, text: str) -> None:
    read = decode("deals.csv", text.encode(encoding))
    assert (read.encoding, read.text) == (encoding, text)
    assert read.note.startswith("deals.csv is not UTF-8 and is read as ")


def test_utf_8_and_marked_texts_need_no_note() -> None:
    for encoding in ("utf-8", "utf-8-sig", "utf-16", "utf-16-le"):
        assert decode("a.csv", "Ærø;Łoś\nplain;cells\n".encode(encoding)).note == ""


def test_an_encoding_that_is_named_is_taken() -> None:
    data = "Příbor;Řepa\n".encode("cp1250")
    assert decode("a.csv", data, "cp1250").text == "Příbor;Řepa\n"
    with pytest.raises(BadInput, match="no encoding 'cp99999'"):
        decode("a.csv", data, "cp99999")
    with pytest.raises(BadInput, match="not valid utf-8"):
        decode("a.csv", data, "utf-8")
