skip = Zum Text springen
where-this-is = Wo dies steht
no-stories = Noch ist kein Artikel erschienen.
older-stories = Ältere Artikel
most-discussed = Am meisten diskutiert
topics = Themen
topic-empty = Zu diesem Thema gibt es keinen Artikel.
more-on-topic = Mehr zu diesem Thema
older-on-topic = Ältere Artikel zu diesem Thema
closed-mark = Diskussion geschlossen
video-mark = mit Video
by-author = von der Verfasserin oder dem Verfasser des Artikels
by-line = Von { $name }
date-glue = { ", " }
privacy = Datenschutz
imprint = Impressum
house-rules = Hausregeln
play-video = Video abspielen
plays-from = Öffnet sich bei { $name }
correction = Korrektur
corrections = Korrekturen
corrected = Korrigiert

comments = { $count ->
    [one] { $count } Kommentar
   *[other] { $count } Kommentare
}
replies = { $count ->
    [one] { $count } Antwort
   *[other] { $count } Antworten
}
more-replies = { $count ->
    [one] { $count } weitere Antwort
   *[other] { $count } weitere Antworten
}
more-replies-link = Weitere Antworten
comments-of = im Gespräch, das { $name } begonnen hat
the-question = Wir fragen
write-comment = Kommentar schreiben
own-comments = Ihre Kommentare
order-of-comments = Reihenfolge der Kommentare
newest = Neueste
oldest = Älteste
best-liked = Beliebteste
no-comments = Noch hat niemand geschrieben. Machen Sie den Anfang.
no-comments-closed = Hier hat niemand geschrieben.
guests-off = Hier schreiben nur Menschen mit Konto.
closed-hand = Die Redaktion hat diese Diskussion geschlossen.
closed-date = Diese Diskussion endete zur angekündigten Zeit.
closed-age = Diskussionen schließen hier einige Zeit nach dem Erscheinen eines Artikels; diese ist geschlossen.
back-to-beginning = Zurück zum Anfang
more-comments = Weitere Kommentare
feed-of-comments = Diese Kommentare als Feed

author-badge = Autor
in-reply-to = an { $name }
edited = geändert
waits-mark = wartet auf die Moderation
comment-not-shown = Ein Kommentar, der nicht gezeigt wird
reply = Antworten
reply-to = { $name } antworten
change-or-delete = Ändern oder löschen
read-on = Weiterlesen
tombstone-removed = Dieser Kommentar wurde von der Moderation entfernt.
tombstone-held = Dieser Kommentar wartet auf die Moderation.
tombstone-deleted = Dieser Kommentar wurde von seiner Verfasserin oder seinem Verfasser gelöscht.
tombstone-empty = Dieser Kommentar ist leer.

a-comment = Ein Kommentar
conversation = Das Gespräch
comment-by = Ein Kommentar von { $name }
comments-comment-by = Kommentar von { $name }
in-answer-to = Als Antwort auf
before-this = Was zuvor gesagt wurde
what-was-said = Was gesagt wurde
no-replies = Keine Antworten
replies-heading = Antworten
back-to-first-replies = Zurück zu den ersten Antworten

your-name = Ihr Name
leave-empty = Bitte leer lassen
your-comment = Ihr Kommentar
length-left = Bis zu { $count } Zeichen.
help-markup = *Betonung*, **Nachdruck**, > Zitat, - Liste, `Code` und Links werden verstanden.
preview = Vorschau
preview-heading = So wird es aussehen
post = Abschicken
save = Speichern
cancel = Abbrechen
delete = Diesen Kommentar löschen
unreachable = Der Server war nicht zu erreichen. Versuchen Sie es noch einmal.
unreachable-kept = Der Server war nicht zu erreichen. Ihr Text ist noch da: Versuchen Sie es noch einmal.
thank-you = Danke
kept-and-waits = Ihr Kommentar ist angekommen und wartet
kept-and-removed = Ihr Kommentar ist angekommen und erscheint nicht

own-heading = Ihre Kommentare zu diesem Artikel
own-newest-first = Was Sie geschrieben haben, das Neueste zuerst
own-none = Dieser Browser hat zu diesem Artikel nichts geschrieben, oder sein Cookie ist fort.
own-published = Alle können ihn sehen.
own-held = Er wartet auf die Moderation.
own-removed = Er wurde von der Moderation entfernt.
own-deleted = Er wurde gelöscht.
where-it-stands = Wo er steht

not-found-title = Hier ist nichts
server-error-title = Bei uns stimmt etwas nicht
refused-title = Das hat nicht geklappt
to-front-page = Zur Titelseite

search = Suche
search-label = Gesuchte Wörter
search-help = Findet Artikel und Kommentare, in denen alle diese Wörter stehen. Ein Wort von vier und mehr Buchstaben findet auch längere, die so beginnen.
search-no-words = Darin steht kein Wort, nach dem gesucht werden kann.
found-nothing = Nirgends stehen alle diese Wörter. Prüfen Sie die Schreibweise, oder lassen Sie eines weg.
found-stories = { $count ->
    [one] { $count } Artikel
   *[other] { $count } Artikel
}
found-many = Sehr viele enthalten alle diese Wörter; nur die zuletzt hinzugekommenen stehen hier. Ein Wort mehr grenzt es ein.
all-stories-found = Alle gefundenen Artikel
older-found = Ältere

post-anyway = Trotzdem veröffentlichen
share = Teilen
link-copied = Link kopiert
next-sibling = Nächster
mark-new = Neues markieren, wenn ich wiederkomme
is-new = neu
next-new = Nächster neuer
undo = Rückgängig
your-text = Ihr Text, zum Kopieren
deleted-heading = Gelöscht
deleted-can-undo = Ihr Kommentar ist weg. Eine Minute lang können Sie das zurücknehmen; dann wird sein Text gelöscht.

# Warum etwas nicht ging. Auf Englisch steht es in der Antwort des Servers selbst; die Kennung ist die der Schnittstelle.
reason-guests-held = Kommentare von Gästen liest die Moderation, bevor sie erscheinen. Ihrer ist gespeichert und wartet.
reason-near-copies = Viele haben in kurzer Zeit fast denselben Text geschrieben; deshalb liest ihn zuerst die Moderation.
reason-personal-data = Es sagt, wie man jemanden findet, etwa durch eine Telefonnummer oder eine Anschrift; deshalb liest es zuerst die Moderation.
reason-lists-unread = Es konnte gerade nicht mit den Regeln dieser Seite verglichen werden; deshalb liest es zuerst die Moderation.
refusal-comment-too-long = Ein Kommentar darf { $limit } Zeichen haben; dieser hat { $length }. Kürzen Sie ihn, oder teilen Sie ihn auf.
refusal-comment-empty = Der Kommentar ist leer. Schreiben Sie erst etwas.
refusal-name-characters = Der Name enthält unsichtbare Zeichen oder Steuerzeichen. Tippen Sie ihn neu, mit Buchstaben, Ziffern und Leerzeichen.
refusal-name-too-long = Ein Name darf { $limit } Zeichen haben; dieser hat { $length }.
refusal-name-missing = Geben Sie einen Namen an, unter dem Ihr Kommentar erscheint.
refusal-name-reserved = Dieser Name gehört der Redaktion oder sieht einem der ihren ähnlich. Wählen Sie einen anderen.
refusal-name-taken = Diesen Namen oder einen, der ihm gleicht, trägt hier schon jemand. Wählen Sie einen anderen.
refusal-name-too-soon = { $days ->
    [one] Ein Name lässt sich alle zwei Wochen ändern. Ihrer wieder in { $days } Tag.
   *[other] Ein Name lässt sich alle zwei Wochen ändern. Ihrer wieder in { $days } Tagen.
}
refusal-guests-off = Hier schreiben nur Menschen mit Konto. Melden Sie sich dazu an.
refusal-email-invalid = Das ist keine E-Mail-Adresse. Schreiben Sie sie wie in name@zeitung.example.
refusal-code-wrong = { $tries ->
    [one] Das ist nicht der Code. Sie haben noch { $tries } Versuch.
   *[other] Das ist nicht der Code. Sie haben noch { $tries } Versuche.
}
refusal-sign-in-spent = Dieser Code oder Link ist schon benutzt, älter als zehn Minuten oder zu oft versucht worden. Fordern Sie einen neuen an.
refusal-tried-too-often = { $minutes ->
    [one] Das wurde zu oft versucht. Versuchen Sie es in { $minutes } Minute noch einmal.
   *[other] Das wurde zu oft versucht. Versuchen Sie es in { $minutes } Minuten noch einmal.
}
refusal-no-mail = Dieser Server verschickt keine E-Mails. Bitten Sie die Redaktion um einen Link zum Anmelden.
refusal-account-suspended = Ihr Konto ist gesperrt. Warum und wie lange, steht auf Ihrer Kontoseite.
refusal-sign-in-first = Melden Sie sich dazu an.
refusal-role-missing = Ihr Konto hat keine Rolle, die das hier erlaubt. Die Redaktion kann Ihnen eine geben.
refusal-flag-own = Das ist Ihr eigener Kommentar. Sie können ihn ändern oder löschen, solange das geht.
refusal-flags-off = Hier kann man Kommentare nicht melden. Schreiben Sie stattdessen der Redaktion.
refusal-flag-too-long = Was Sie hinzufügen, darf { $limit } Zeichen haben; das hat { $length }.
refusal-flag-needs-words = Sagen Sie in ein paar Worten, was daran nicht stimmt.
refusal-flag-needs-reason = Wählen Sie aus, was daran nicht stimmt.
refusal-name-reads-badly = Dieser Name liest sich derb oder wie eine Beleidigung. Wählen Sie einen anderen.
refusal-bio-reads-badly = Das liest sich wie eine Drohung, wie Hass oder eine Beleidigung, und alle sehen es. Schreiben Sie es mit anderen Worten.
refusal-work-wanted = Im Augenblick kommt hier sehr viel an. Nichts ist verloren: Warten Sie { $seconds } Sekunden und senden Sie es noch einmal.
refusal-rate-limited = Zu viele Kommentare in kurzer Zeit. Ihrer ist nicht verloren: Versuchen Sie es in { $seconds } Sekunden noch einmal.
refusal-same-text = Diesen Text haben Sie hier schon veröffentlicht. Er muss nicht zweimal gesagt werden.
refusal-trap-filled = Ein verborgenes Feld des Formulars ist ausgefüllt, wie es Programme tun. Wenn Sie ein Mensch sind, leeren Sie das Feld „Leer lassen“ und senden Sie noch einmal.
refusal-parent-unknown = Den Kommentar, dem Sie antworten, gibt es nicht.
refusal-parent-elsewhere = Der Kommentar, dem Sie antworten, gehört zu einem anderen Artikel. Öffnen Sie jenen, um dort zu antworten.
refusal-parent-removed = Der Kommentar, dem Sie antworten, ist nicht mehr zu sehen. Sie können stattdessen einen eigenen schreiben.
refusal-parent-too-deep = Tiefer kann dieser Austausch nicht werden. Antworten Sie auf einen Kommentar weiter oben.
refusal-story-closed = Diese Diskussion ist inzwischen geschlossen. Ihr Text steht noch hier, kann aber nicht mehr erscheinen.
refusal-story-unknown = Diesen Artikel gibt es hier nicht, oder er wird nicht mehr gezeigt.
refusal-comment-unknown = Diesen Kommentar gibt es hier nicht.
refusal-comment-deleted = Dieser Kommentar wurde gelöscht.
refusal-comment-removed = Dieser Kommentar wurde von der Moderation entfernt.
refusal-window-closed = Die Zeit, in der sich dieser Kommentar ändern ließ, ist vorbei.
refusal-not-yours = Nur wer diesen Kommentar geschrieben hat, kann ihn ändern: angemeldet oder in dem Browser, in dem er geschrieben wurde.
refusal-not-found = Unter dieser Adresse ist nichts. Vielleicht wurde es verschoben oder zurückgezogen.
refusal-method-not-allowed = Diese Adresse nimmt solche Anfragen nicht an.
refusal-busy = Gerade kommt mehr herein, als angenommen werden kann. Nichts ist verloren: Versuchen Sie es in ein paar Sekunden noch einmal.
refusal-read-only = Im Augenblick lässt sich nichts speichern; lesen können Sie weiter. Behalten Sie Ihren Text, und versuchen Sie es in einer Minute noch einmal.
refusal-unavailable = Die Datenbank antwortet gerade nicht. Behalten Sie Ihren Text, und versuchen Sie es in ein paar Sekunden noch einmal.
refusal-internal = Bei uns ist etwas schiefgegangen. Es wurde festgehalten; bitte versuchen Sie es noch einmal.
refusal-foreign-origin = Dieses Formular kam von der Seite eines anderen Anbieters. Öffnen Sie den Artikel hier, und schreiben Sie dort.
refusal-idempotency-key-reused = Sie haben den Text geändert, nachdem er gesendet war. Senden Sie ihn noch einmal, damit er ein eigener Kommentar wird.
refusal-request-too-large = Die Anfrage ist größer, als hier angenommen wird.
refusal-query-too-long = Gesucht werden kann nach höchstens { $limit } Zeichen. Lassen Sie Wörter weg.
refusal-cursor-invalid = Diese Adresse führt auf keine Seite der Liste. Beginnen Sie von vorn.
refusal-would-be-held = Das würde erst die Moderation lesen. Ändern Sie es, oder veröffentlichen Sie es trotzdem.
reason-reads-as-threat = Es liest sich wie eine Drohung oder ein Aufruf zur Gewalt.
reason-reads-as-hate = Es liest sich wie Hass auf eine Gruppe von Menschen.
reason-reads-as-insult = Es liest sich wie eine Beleidigung.
reason-reads-as-toxic = Es liest sich wie ein Angriff, der Menschen aus einer Diskussion vertreibt.
reason-reads-as-sexual = Es liest sich anzüglich.
reason-reads-as-profanity = Es enthält derbe Wörter.
reason-reads-as-spam = Es liest sich wie Werbung.
reason-name-reads-badly = Der Name liest sich derb oder wie eine Beleidigung; die Moderation sieht ihn sich erst an.
reason-triage-unread = Es konnte gerade nicht maschinell gelesen werden, darum liest es erst die Moderation.

# Konten

sign-in = Anmelden
sign-out = Abmelden
sign-up-heading = Wählen Sie Ihren Namen
account-heading = Ihr Konto
writing-as = Sie schreiben als { $name }.
email-label = E-Mail-Adresse
email-help = Sie bekommen eine E-Mail mit einem Code und einem Link. Wenn Sie neu hier sind, entsteht damit Ihr Konto. Die Adresse wird niemandem gezeigt.
sign-up-closed = Neue Konten legt die Redaktion an.
send-code = Code per E-Mail schicken
no-mail-help = Dieser Server verschickt keine E-Mails. Bitten Sie die Redaktion um einen Link zum Anmelden.
code-sent = Eine E-Mail an { $name } ist unterwegs.
code-help = Tippen Sie die sechs Ziffern ein, die darin stehen, oder folgen Sie dem Link. Beides gilt zehn Minuten.
code-label = Die sechs Ziffern
new-code = Neuen Code schicken
confirm-as = Sie melden sich gleich als { $name } an.
choose-name = { $name } ist bestätigt. Unter welchem Namen sollen Ihre Kommentare erscheinen?
name-help = Alle sehen ihn. Es muss nicht der aus Ihrem Ausweis sein.
make-account = Mein Konto anlegen
name-change-help = Alle sehen ihn. Sie können ihn alle zwei Wochen ändern.
roles-label = Rollen
suspended-heading = Ihr Konto ist gesperrt
suspended-until = Bis { $name } können Sie lesen und Ihr Konto verwalten, aber nichts schreiben.
claimable = { $count ->
    [one] Dieser Browser hat { $count } Kommentar als Gast geschrieben.
   *[other] Dieser Browser hat { $count } Kommentare als Gast geschrieben.
}
claim = Meinem Konto zuordnen
own-all-heading = Ihre Kommentare
own-all-none = Sie haben noch nichts geschrieben.
own-older = Ihre älteren Kommentare
devices-heading = Wo Sie angemeldet sind
device-this = dieser Browser
device-since = Seit
device-seen = Zuletzt benutzt
device-end = Dort abmelden
devices-end-others = Überall sonst abmelden
device-unknown = Ein Browser, der seinen Namen nicht nennt

badge-staff = Redaktion
badge-staff-means = Spricht für die Redaktion
badge-expert = Fachkundig
badge-expert-means = Der Redaktion als fachkundig bekannt
badge-subscriber = Abo
badge-subscriber-means = Hat die Zeitung abonniert
badge-new = Neu hier
badge-new-means = Hat seit weniger als einer Woche ein Konto

mail-code-subject = Anmeldung bei { $name }
mail-code-intro = Ihr Code für die Anmeldung bei { $name }:
mail-code-or-link = Oder folgen Sie diesem Link und bestätigen Sie dort:
mail-code-good-for = Code und Link gelten zehn Minuten lang, ein einziges Mal.
mail-not-you = Wenn Sie das nicht angefordert haben, brauchen Sie nichts zu tun: Ohne diese E-Mail kommt niemand hinein.
mail-no-account = Jemand wollte sich mit dieser Adresse bei { $name } anmelden. Zu ihr gibt es kein Konto, und neue legt die Redaktion an.

password-label = Passwort
password-old-label = Bisheriges Passwort
password-new-label = Neues Passwort
password-help = Mindestens acht Zeichen; fünfzehn oder mehr sind besser, etwa einige Wörter. Überall sonst werden Sie abgemeldet.
password-sign-in = Mit Passwort anmelden
password-heading = Passwort
password-choose = Passwort wählen
password-change = Passwort ändern
mail-password-not-you = Wenn Sie das nicht waren, melden Sie sich mit einem Code an und wählen Sie ein anderes Passwort:
mail-password-subject = Ihr Passwort bei { $name }
mail-password-changed = Ihr Konto bei { $name } hat ein anderes Passwort. Überall sonst wurden Sie abgemeldet.

refusal-password-short = Ein Passwort hat mindestens { $limit } Zeichen; dieses hat { $length }. Einige Wörter sind besser.
refusal-password-long = Ein Passwort hat höchstens { $limit } Zeichen; dieses hat { $length }.
refusal-password-common = Dieses Passwort verwenden viele, deshalb wird es zuerst versucht. Wählen Sie ein anderes, etwa einige Wörter, die sonst niemand zusammenstellt.
refusal-password-wrong = Diese Adresse und dieses Passwort gehören nicht zusammen. Versuchen Sie es noch einmal, oder lassen Sie sich einen Code schicken.
refusal-password-old-wrong = Das ist nicht Ihr bisheriges Passwort. Wenn Sie es vergessen haben, melden Sie sich ab und lassen Sie sich einen Code schicken.

vote-up = Empfehlen
vote-down = Widersprechen
vote-counts = Ihre Stimme zählt. Die Seite zeigt sie in wenigen Sekunden.
vote-gone = Ihre Stimme ist zurückgenommen.
vote-back = Zurück zum Kommentar
vote-take-back = Zurücknehmen
person-since = Hier seit
flag = Melden
flag-heading = Was stimmt nicht an dem Kommentar von { $name }?
flag-violence = Er droht oder ruft zu Gewalt auf
flag-hate = Er ist Hass gegen eine Gruppe von Menschen
flag-insult = Er beleidigt oder belästigt jemanden
flag-private = Er verrät Privates über jemanden
flag-spam = Er wirbt oder betrügt
flag-off-topic = Er hat mit dem Artikel nichts zu tun
flag-other = Etwas anderes
flag-text-label = Was die Moderation noch wissen sollte
flag-help = Das liest nur die Moderation, und niemand erfährt, dass Sie es geschrieben haben.
flag-send = Melden
flag-thanks = Danke. Die Moderation sieht es sich an.
flag-thanks-help = Eine Meldung sagt, dass jemand hinsehen sollte; von selbst nimmt sie nichts weg.
former-names = Frühere Namen, bis wann; nur die Moderation sieht sie
ignore = Ausblenden
ignore-means = Die Kommentare dieser Person werden auf Seiten mit Skripten für Sie ausgeblendet, für niemanden sonst. Sie erfährt es nicht.
ignore-end = Wieder lesen
ignored-heading = Wen Sie ausblenden

refusal-own-comment = Über den eigenen Kommentar urteilen andere.
refusal-votes-too-fast = Sie stimmen schneller ab, als jemand liest. Warten Sie einen Augenblick.

language = Deutsch
language-label = Sprache Ihrer Seiten und Ihrer Post
bio-label = Über Sie
bio-help = Alle sehen es auf Ihrer Seite.
picture-label = Ihr Bild
picture-help = JPEG, PNG oder WebP, höchstens 8 MB. Es wird neu gemacht, klein und quadratisch, ohne die Notizen einer Kamera. Ohne Datei abgeschickt, wird es entfernt.
picture-send = Bild abschicken

refusal-bio-too-long = Ein Text über Sie darf { $limit } Zeichen haben; dieser hat { $length }.

news-heading = Neues für Sie
news-none = Noch nichts. Antworten auf Ihre Kommentare, Entscheidungen darüber und Empfehlungen stehen hier.
news-seen = Das habe ich gesehen
news-published = Ihr Kommentar wurde veröffentlicht
news-held = Ihr Kommentar wartet auf die Moderation
news-removed = Ihr Kommentar wurde entfernt
followed-heading = Was Sie verfolgen
followed-none = Nichts. Artikel, Antworten, Themen und Menschen lassen sich dort verfolgen, wo sie stehen.
follow = Verfolgen
unfollow = Nicht mehr verfolgen
follow-branch = Die Antworten verfolgen
news-reply = { $name } hat Ihnen geantwortet
news-votes = { $count ->
    [one] Ihr Kommentar wurde einmal empfohlen
   *[other] Ihr Kommentar wurde { $count }-mal empfohlen
}
news-new = { $count ->
   *[other] { $count } neu
}

refusal-follow-unknown = Hier ist nichts, was sich verfolgen ließe.
refusal-follows-too-many = Sie verfolgen schon 500 Dinge. Verfolgen Sie zuerst einiges nicht mehr.

refusal-decision-unknown = Diese Entscheidung gibt es hier nicht.
refusal-undo-impossible = Was eine Maschine entschieden hat oder was schon zurückgenommen ist, wird neu entschieden und nicht zurückgenommen.
refusal-decided-meanwhile = Inzwischen hat jemand anders über diesen Kommentar entschieden. Sehen Sie ihn noch einmal an.
refusal-in-other-hands = Diesen Kommentar hat gerade jemand anders in der Hand und entscheidet darüber.

desk-heading = Moderation
desk-views = Ansichten der Warteschlange
desk-worst = Schlimmste zuerst
desk-flagged = Gemeldet
desk-flags = Was gemeldet wurde
desk-let-stand = Stehen lassen
desk-flags-weigh = Gewicht { $count }
desk-oldest = Älteste zuerst
desk-recent = Letzte Entscheidungen
desk-mine = Meine
desk-begin = Nächsten Kommentar nehmen
desk-none = Hier wartet nichts.
desk-more = Weitere
desk-only-look = Sie können hier zusehen, aber nichts entscheiden.
desk-next-ones = Die nächsten
desk-did-approve = Veröffentlicht
desk-did-hold = Wartet weiter
desk-did-remove = Entfernt
desk-did-restore = Wiederhergestellt
desk-did-undo = Zurückgenommen
desk-machine = Die Maschine
desk-hard = Schwer zu lesen. Text öffnen
desk-why = Warum er wartet
desk-writer = Wer ihn schrieb
desk-guest = Ein Gast, ohne Konto
desk-earlier = Bisherige Entscheidungen
desk-acts = Was geschehen soll
desk-approve = Veröffentlichen
desk-hold = Warten lassen
desk-remove = Entfernen
desk-restore = Wiederherstellen
desk-rule = Entfernen: gegen welche Regel?
desk-other-reason = Ein anderer Grund, in Ihren Worten
desk-reason = Begründung
desk-reason-help = Wer den Kommentar schrieb, liest sie. Nennen Sie niemanden aus der Redaktion. Ist eine Regel gewählt, darf sie leer bleiben.
desk-in-my-hand = In Ihrer Hand
desk-let-go = Loslassen und weiter
desk-take = In die Hand nehmen
desk-pass-to = An wen
desk-undo-newest = Letzte Entscheidung zurücknehmen
desk-very-sure = die Maschine ist sehr sicher
desk-sure = die Maschine ist ziemlich sicher
desk-unsure = die Maschine ist nicht sicher
desk-in-hand-of = { $name } hat ihn in der Hand
desk-until = bis { $name }
desk-pass = Weitergeben
told-machine = Das hat eine Maschine entschieden, kein Mensch.
told-pointed = Eine Maschine hat darauf hingewiesen, ein Mensch hat entschieden.
told-person = Das hat ein Mensch entschieden.
told-rule = Regel: { $name }
told-reason = Begründung: { $name }
desk-published = { $count } veröffentlicht
desk-removed = { $count } entfernt
desk-held = { $count } wartend

refusal-act-unknown = Diese Handlung gibt es nicht.
refusal-colleague-unknown = Diese Person darf über diesen Kommentar nicht entscheiden.
refusal-reason-invalid = Begründen Sie in höchstens 5000 Zeichen, oder wählen Sie eine Regel.
refusal-media-too-large = Dieses Bild hat mehr Pixel, als gelesen werden. Verkleinern Sie es und geben Sie es noch einmal.

desk-rule-of = Gegen welche Regel?
bulk-heading = Über viele entscheiden
bulk-choose = Auswählen
bulk-chosen = Über die ausgewählten entscheiden
bulk-none = Es ist nichts ausgewählt, worüber Sie entscheiden können. Gehen Sie zurück und wählen Sie Kommentare aus.
bulk-which = Welche
bulk-act = Was mit allen geschieht
bulk-do = Ausführen
bulk-left = Unberührt
bulk-left-hands = Jemand anders hat es in der Hand
bulk-left-decided = Inzwischen hat jemand entschieden
bulk-left-nothing = Es gab nichts zu ändern
bulk-left-role = Wer damit begann, darf dort nicht mehr entscheiden
bulk-left-gone = Den Kommentar gibt es nicht mehr
bulk-left-appeal = Eine Beschwerde wartet auf Antwort
bulk-undo = Alles zurücknehmen
bulk-undone = Das wurde zurückgenommen
writer-heading = Zur Person
writer-note = Notiz schreiben
writer-note-label = Notiz
writer-note-help = Für die Kolleginnen und Kollegen. Die Person sieht sie nicht, außer das Recht gibt ihr eine Kopie.
writer-warn = Verwarnen
writer-suspend = Sperren auf Zeit
writer-ban = Ausschließen
writer-how-long = Wie lange
writer-remove-all = Entfernen, was die Person schrieb (die neuesten 1.000 Kommentare)
writer-guest-help = Ein Gast ist nur an seinem Browser zu erkennen: in einem anderen ist er ein anderer Gast.
writer-did-note = Notiz
writer-did-warn = Verwarnt
writer-did-ban = Ausgeschlossen
news-warning = Die Redaktion verwarnt Sie wegen dieses Kommentars
told-warning = Die Redaktion verwarnt Sie: { $name }
writer-did-suspend = Gesperrt bis { $name }
bulk-count = { $count ->
    [one] { $count } Kommentar
   *[other] { $count } Kommentare
}
bulk-done = { $count } entschieden
bulk-open = { $count } stehen noch aus. Diese Seite lädt von selbst neu.
writer-days = { $count ->
    [one] { $count } Tag
   *[other] { $count } Tage
}

refusal-writer-blocked = Die Redaktion nimmt aus diesem Browser nichts an, auf Zeit oder ganz. Bei dem, was Sie hier schrieben, steht warum.
refusal-staff-untouched = Das ist jemand von der Redaktion: das tut nur, wer den Server betreibt.
refusal-writer-unknown = Wer das schrieb, ist nicht bekannt: es wurde übernommen, oder das Konto ist gelöscht.
refusal-whole-site-only = Auf der ganzen Seite sperrt nur, wer die ganze Seite moderiert.
refusal-days-invalid = Eine Sperre dauert 1 bis 365 Tage.
refusal-bulk-too-many = Eine Handlung fasst höchstens 1000 Kommentare.
refusal-bulk-unknown = Diese Handlung gibt es hier nicht.
refusal-writer-act-unknown = Diese Handlung gibt es hier nicht.
desk-search = Suche
search-text = Wörter des Textes
search-name = Name der Person
search-story = Artikel (Adresse oder ihr letzter Teil)
search-state = Zustand
search-reason = Grund
search-from = Von
search-to = Bis
search-any = Alle
search-do = Suchen
search-all = Über alles Gefundene entscheiden
search-say = Sagen Sie in einem oder mehreren Feldern, was Sie suchen. Auch Wartendes und Entferntes wird gefunden.
statement-heading = Begründung der Entscheidung
statement-link = Begründung und Beschwerde
statement-decision = Was entschieden wurde
statement-removed = Ihr Kommentar wurde entfernt. Niemand sonst kann ihn sehen.
statement-held = Ihr Kommentar wartet seit 24 Stunden auf die Moderation. Bis sie entscheidet, kann niemand sonst ihn sehen.
statement-restored = Die Entscheidung über Ihren Kommentar wurde aufgehoben. Alle können ihn wieder sehen.
statement-ground = Worauf das beruht
statement-house-rules = Die Regeln dieser Zeitung für Kommentare.
statement-law = Das Gesetz: { $name }
statement-facts = Warum
statement-found = Wie es bemerkt wurde
statement-found-reported = Leserinnen und Leser haben ihn gemeldet.
statement-found-machine = Eine Maschine hat darauf hingewiesen.
statement-found-person = Jemand aus der Redaktion hat ihn gesehen.
statement-by = Wer entschieden hat
statement-redress = Was Sie tun können
statement-appeal = Sie können hier bis { $name } kostenlos Beschwerde einlegen. Es antwortet ein anderer Mensch als der, der zuerst entschied, nie eine Maschine.
statement-elsewhere = Sie können sich auch an eine zugelassene Stelle für außergerichtliche Streitbeilegung oder an ein Gericht wenden.
statement-date = Datum dieser Begründung
appeal-heading = Beschwerde
appeal-label = Warum die Entscheidung falsch ist
appeal-help = Beschwerde einlegen können Sie einmal. Was Sie schreiben, liest nur die Redaktion; die Antwort steht dann hier.
appeal-send = Beschwerde abschicken
appeal-waits = Ihre Beschwerde wartet auf eine Antwort.
appeal-upheld = Ihre Beschwerde ist beantwortet: Die Entscheidung bleibt.
appeal-overturned = Sie hatten recht: Ihr Kommentar erscheint wieder.
appeal-void = Die Entscheidung wurde aufgehoben, bevor Ihre Beschwerde beantwortet war.
appeal-late = Die sechs Monate für eine Beschwerde gegen diese Entscheidung sind vorbei.
appeal-moot = Diese Entscheidung gilt nicht mehr: Es gibt nichts, wogegen man sich beschweren könnte.
appeal-answer = Antwort der Redaktion
appeal-words = Was Sie schrieben
news-appeal = Ihre Beschwerde ist beantwortet: Die Entscheidung bleibt
mail-statement-subject = Zu Ihrem Kommentar bei { $name }
mail-statement-intro = Es geht um einen Kommentar von Ihnen bei { $name }.
mail-statement-link = Hier steht das, wie es verschickt wurde, und hier können Sie Beschwerde einlegen, wo das möglich ist. Wer diesen Link hat, kann es lesen:
mail-appeal-subject = Zu Ihrer Beschwerde bei { $name }
mail-appeal-intro = Es geht um Ihre Beschwerde bei { $name }.
desk-appeals = Beschwerden
desk-appeal-heading = Eine Beschwerde
desk-appeal-words = Was die Person schreibt
desk-appeal-answer = Antwort an die Person, die schrieb
desk-appeal-help = Wer den Kommentar schrieb, liest sie. Nennen Sie niemanden aus der Redaktion. Sie lässt sich nicht zurücknehmen.
desk-appeal-overturn = Stattgeben: Der Kommentar erscheint wieder
desk-appeal-uphold = Abweisen: Die Entscheidung bleibt
desk-appeal-upheld = Abgewiesen
desk-appeal-overturned = Stattgegeben
desk-appeal-void = Erledigt: Die Entscheidung war schon aufgehoben
refusal-statement-unknown = Diese Begründung gibt es hier nicht, oder der Link zu ihr ist nicht vollständig. Nehmen Sie den ganzen Link, den Sie bekommen haben.
refusal-appeal-unknown = Diese Beschwerde gibt es hier nicht.
refusal-appeal-made = Gegen diese Entscheidung haben Sie schon Beschwerde eingelegt. Das geht einmal.
refusal-appeal-moot = Diese Entscheidung gilt nicht mehr: Eine Antwort ist nicht mehr nötig.
refusal-appeal-late = Die sechs Monate für eine Beschwerde gegen diese Entscheidung sind vorbei.
refusal-appeal-needs-words = Schreiben Sie, warum die Entscheidung falsch ist.
refusal-appeal-too-long = Eine Beschwerde darf { $limit } Zeichen haben; diese hat { $length }.
refusal-appeal-answered = Inzwischen hat jemand anders diese Beschwerde beantwortet.
refusal-appeal-own-comment = Diesen Kommentar haben Sie geschrieben: Die Beschwerde beantwortet jemand anders.
refusal-appeal-own-decision = Die Entscheidung, um die es geht, haben Sie getroffen: Die Beschwerde beantwortet jemand anders.
refusal-appeal-gone = Wer diesen Kommentar schrieb, hat ihn gelöscht: Er kann nicht wieder erscheinen.
refusal-appeal-open = Zu diesem Kommentar wartet eine Beschwerde. Beantworten Sie zuerst sie, unter „Beschwerden“.
refusal-answer-invalid = Schreiben Sie in 1 bis 5000 Zeichen, warum.

audit-heading = Prüfprotokoll
audit-actor = Von wem
audit-object = Woran
audit-object-all = Alles, was damit geschah
audit-since = Von
audit-until = Bis
audit-show = Zeigen
audit-none = Nichts dergleichen ist verzeichnet.
audit-more = Ältere
audit-waits = noch nicht verkettet
audit-erased = Was hier über jemanden stand, wurde mit dem Konto gelöscht.
audit-decide = Entscheidung
audit-undo = Entscheidung zurückgenommen
audit-rule-set = Regel in Kraft gesetzt
audit-rule-withdraw = Regel zurückgezogen
audit-list-set = Regelliste angelegt oder geändert
audit-list-turn = Regelliste ein- oder ausgeschaltet
audit-list-remove = Regelliste entfernt
audit-account-make = Konto angelegt
audit-role-grant = Rolle vergeben
audit-role-revoke = Rolle entzogen
audit-badges-set = Abzeichen geändert
audit-suspend = Konto gesperrt
audit-reinstate = Sperre aufgehoben
audit-rename = Konto umbenannt
audit-sign-out = Überall abgemeldet
audit-account-delete = Konto gelöscht
audit-invite = Anmeldelink erzeugt
audit-site-make = Publikation angelegt
audit-site-change = Publikation geändert
audit-triage-correct = Lernen der Vorprüfung geändert
audit-key-make = Schlüssel angelegt
audit-key-revoke = Schlüssel beendet
audit-story-make = Artikel angelegt
audit-story-change = Artikel geändert
audit-story-close = Diskussion geschlossen
audit-story-reopen = Diskussion wieder geöffnet
audit-story-merge = Diskussionen zusammengelegt
audit-appeal-answer = Beschwerde beantwortet
audit-writer-act = Maßnahme gegen einen Verfasser
audit-writer-undo = Maßnahme zurückgenommen
audit-broken = Das Prüfprotokoll ist beschädigt: { $name }. Bewahren Sie eine Kopie der Datenbank auf, wie sie ist, und klären Sie, wer Zugang hatte.
audit-length = Zeilen in der Kette: { $name }.
audit-head = Die Prüfsumme der letzten ist { $name }; anderswo aufbewahrt, zeigt sie, dass davor nichts geändert wurde.
audit-escalate = Eskaliert: Lebensgefahr
audit-escalation-read = Bericht einer Eskalation gelesen
audit-escalation-change = Eskalation: etwas getan
escalations-heading = Eskalationen
escalations-none = Keine, die Sie lesen dürfen.
escalations-open = Offene Meldungen von Lebensgefahr: { $name }
escalation-heading = Lebensgefahr
escalation-escalate = Lebensgefahr: eskalieren
escalation-is = Dieser Kommentar wurde als Lebensgefahr eskaliert.
escalation-confirm = Ist ein Leben in Gefahr? Der Kommentar verschwindet sofort, was über ihn und seinen Verfasser bekannt ist, wird als Beweis gesichert, und die Redaktion wird per Mail benachrichtigt. Der Verfasser erfährt nur, dass er wartet.
escalation-reason = Was Sie das annehmen lässt
escalation-reason-help = Es steht im Bericht. Der Verfasser erfährt es nicht.
escalation-do = Jetzt eskalieren
escalation-open = Offen
escalation-reported = Gemeldet
escalation-closed = Abgeschlossen
escalation-number = Eskalation { $name }
escalation-by = Eskaliert von { $name }
escalation-comment = Der Kommentar
escalation-account = Konto
escalation-browser = Kennung des Browsers
escalation-name = Name
escalation-address = Netzadresse
escalation-no-address = nicht gespeichert
escalation-told = Per Mail benachrichtigt
escalation-told-none = Niemand: Kein Redakteur hat eine Adresse. Sagen Sie es ihnen selbst.
escalation-not-mailed = noch nicht verschickt
escalation-entries = Was getan wurde
escalation-note = Notiz
escalation-recipient = Wem gemeldet
escalation-reference = Deren Aktenzeichen
escalation-enter-reported = Gemeldet
escalation-enter-note = Notieren
escalation-enter-closed = Abschließen
escalation-as-text = Bericht als Text
escalation-as-json = Bericht als JSON
escalation-hash = SHA-256 der Beweise: { $name }
mail-escalation-subject = Lebensgefahr: { $name }
mail-escalation-told = Bei { $name } wurde ein Kommentar als Lebensgefahr eskaliert. Er ist nicht mehr zu sehen, und Beweise sind gesichert.
mail-escalation-do = Lesen Sie den Bericht und verständigen Sie die Polizei oder wer sonst Bescheid wissen muss. Was geschrieben wurde, steht nicht in dieser Mail.

refusal-escalated-already = Dieser Kommentar ist schon eskaliert.
refusal-escalation-open = Dieser Kommentar ist als Lebensgefahr eskaliert. Schließen Sie zuerst die Eskalation ab.
refusal-escalation-closed = Diese Eskalation ist abgeschlossen. Es können nur noch Notizen dazukommen.
refusal-escalation-reason-invalid = Sagen Sie in 1 bis 2000 Zeichen, warum ein Leben in Gefahr sein könnte.
refusal-entry-invalid = Eine Notiz hat höchstens 2000 Zeichen, die anderen Felder 300.
refusal-entry-recipient-missing = Sagen Sie, wem es gemeldet wurde.
refusal-entry-empty = Schreiben Sie, was festzuhalten ist.
