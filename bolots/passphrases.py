"""One-time passwords that can be read out over the phone: five words of 256, so 2⁴⁰ of them."""

import secrets

WORDS = """
    abborre adress akvarell album aldrig alger ananas anka ankare apelsin april arbete arkiv artikel aster atlas
    augusti avsnitt backe badhus bagare bakelse balkong ballong banan bandy banjo barr basar basilika batteri bergen
    berget besked bild biljett billig bingo biskop bivax bjuda blad blick blomma blyerts bokhylla bolag bomull bonde
    borste boskap botten brev brosch bruk brunn bulle bulta burk butik byggnad cement central cirkel cirkus citron
    cykel dadel dagbok dagg dalen dans datum deckare parad delta diagram dikt disk doft docka dragon drake droppe druva
    dubbel duggregn duk dunge echo effekt eka eken eker element elev emalj enbart enkel ensam epok etage etikett
    fabrik fackla falk familj fana farfar fartyg fasad fasan februari femton fest fiber figur filmen filt finger fisk
    fjord flagga flaska flod fluga folk forell foto fredag frukt fura gaffel galleri gardin garn gata gavel gedigen
    gitarr glas glimt golv gran granit gryning gryta guide gul gunga gurka gymnast halv hammare hamn handske harpa
    hatt hav hink hobby hosta humla humor hylla idrott ingen insikt instans isberg jacka januari jasmin jord jubel juli
    juni kaffe kaktus kalas kamera kanal kanel kapten karta katalog kavaj kedja keramik kilo kiosk klang klippa klocka
    klot knapp knoppar knut kobolt koltrast kompass konsert kopp korall korg korsord krita krona kruka krydda kubik
    kulle kusin kuvert lada lagun lampa panna lapp lavendel lejon lektion linne lotus lucka luft lugn lykta magnet
    malm mandel mantel marmor mask mejeri melodi meter minut moln motor mulen museum musik mynta narciss natur nejlika
    notis november oktober olja opera orange orgel ost paket
""".split()
NUMBER = 5


def make() -> str:
    """A pass phrase nobody has chosen: `granit-kalas-lykta-brev-humla`."""
    return "-".join(secrets.choice(WORDS) for _ in range(NUMBER))
