skip = Aller au texte
where-this-is = Où l’on se trouve
no-stories = Aucun article n’a encore paru.
older-stories = Articles plus anciens
most-discussed = Les plus commentés
topics = Thèmes
topic-empty = Aucun article sur ce thème.
more-on-topic = Sur le même thème
older-on-topic = Articles plus anciens sur ce thème
closed-mark = discussion close
video-mark = avec vidéo
by-author = de la plume de l’auteur de l’article
by-line = Par { $name }
date-glue = { ", " }
privacy = Vie privée
imprint = Mentions légales
house-rules = Règles de la maison
play-video = Lire la vidéo
plays-from = S’ouvre chez { $name }
correction = Rectificatif
corrections = Rectificatifs
corrected = Corrigé

comments = { $count ->
    [one] { $count } commentaire
   *[other] { $count } commentaires
}
replies = { $count ->
    [one] { $count } réponse
   *[other] { $count } réponses
}
more-replies = { $count ->
    [one] { $count } réponse de plus
   *[other] { $count } réponses de plus
}
more-replies-link = Autres réponses
comments-of = dans la conversation ouverte par { $name }
the-question = Nous demandons
write-comment = Écrire un commentaire
own-comments = Vos commentaires
order-of-comments = Ordre des commentaires
newest = Récents
oldest = Anciens
best-liked = Appréciés
no-comments = Personne n’a encore écrit. À vous de commencer.
no-comments-closed = Personne n’a écrit ici.
guests-off = Ici, seules les personnes ayant un compte peuvent écrire.
closed-hand = La rédaction a clos cette discussion.
closed-date = Cette discussion s’est terminée à l’heure annoncée.
closed-age = Ici, les discussions se ferment quelque temps après la parution d’un article ; celle-ci est close.
back-to-beginning = Retour au début
more-comments = Autres commentaires
feed-of-comments = Le fil de ces commentaires

author-badge = Auteur
in-reply-to = en réponse à { $name }
edited = modifié
waits-mark = attend la modération
comment-not-shown = Un commentaire qui n’est pas affiché
reply = Répondre
reply-to = Répondre à { $name }
change-or-delete = Modifier ou supprimer
read-on = Lire la suite
tombstone-removed = Ce commentaire a été retiré par la modération.
tombstone-held = Ce commentaire attend la modération.
tombstone-deleted = Ce commentaire a été supprimé par la personne qui l’a écrit.
tombstone-empty = Ce commentaire est vide.

a-comment = Un commentaire
conversation = La conversation
comment-by = Un commentaire de { $name }
comments-comment-by = Commentaire de { $name }
in-answer-to = En réponse à
before-this = Ce qui a été dit avant
what-was-said = Ce qui a été dit
no-replies = Aucune réponse
replies-heading = Réponses
back-to-first-replies = Retour aux premières réponses

your-name = Votre nom
leave-empty = Laissez ce champ vide
your-comment = Votre commentaire
length-left = Jusqu’à { $count } caractères.
help-markup = *accent*, **insistance**, > citation, - liste, `code` et liens sont compris.
preview = Aperçu
preview-heading = Voici ce que cela donnera
post = Publier
save = Enregistrer
cancel = Annuler
delete = Supprimer ce commentaire
unreachable = Le serveur n’a pas pu être joint. Réessayez.
unreachable-kept = Le serveur n’a pas pu être joint. Votre texte est toujours là : réessayez.
thank-you = Merci
kept-and-waits = Votre commentaire est bien arrivé et attend
kept-and-removed = Votre commentaire est bien arrivé et ne paraît pas

own-heading = Vos commentaires sous cet article
own-newest-first = Ce que vous avez écrit, le plus récent d’abord
own-none = Ce navigateur n’a rien écrit sous cet article, ou son cookie n’est plus là.
own-published = Tout le monde peut le voir.
own-held = Il attend la modération.
own-removed = Il a été retiré par la modération.
own-deleted = Il a été supprimé.
where-it-stands = Où il se trouve

not-found-title = Il n’y a rien ici
server-error-title = Quelque chose ne va pas chez nous
refused-title = Cela n’a pas marché
to-front-page = Vers la une

search = Recherche
search-label = Mots à chercher
search-help = Trouve les articles et les commentaires qui contiennent tous ces mots. Un mot de quatre lettres ou plus trouve aussi ceux qui commencent ainsi.
search-no-words = Il n’y a là aucun mot à chercher.
found-nothing = Rien ne contient tous ces mots. Vérifiez l’orthographe, ou retirez-en un.
found-stories = { $count ->
    [one] { $count } article
   *[other] { $count } articles
}
found-many = Trop de textes contiennent tous ces mots ; seuls les derniers ajoutés sont listés. Un mot de plus resserre la recherche.
all-stories-found = Tous les articles trouvés
older-found = Plus anciens

post-anyway = Publier quand même
share = Partager
link-copied = Lien copié
next-sibling = Suivant
mark-new = Signaler les nouveautés à mon retour
is-new = nouveau
next-new = Nouveau suivant
undo = Annuler
your-text = Votre texte, à copier
deleted-heading = Supprimé
deleted-can-undo = Votre commentaire a disparu. Vous avez une minute pour revenir sur cette suppression ; ensuite, son texte est effacé.

# Pourquoi quelque chose n’a pas marché. En anglais, c’est la réponse du serveur qui le dit ; l’identifiant est celui de l’interface.
reason-guests-held = Les commentaires des invités sont lus par la modération avant de paraître. Le vôtre est conservé et attend.
reason-near-copies = Beaucoup de personnes ont publié presque le même texte en peu de temps ; la modération le lit donc d’abord.
reason-personal-data = Il dit comment trouver une personne, par exemple par un numéro de téléphone ou une adresse ; la modération le lit donc d’abord.
reason-lists-unread = Il n’a pas pu être comparé aux règles de ce site à cet instant ; la modération le lit donc d’abord.
refusal-comment-too-long = Un commentaire peut compter { $limit } caractères ; celui-ci en a { $length }. Raccourcissez-le ou publiez-le en plusieurs parties.
refusal-comment-empty = Le commentaire est vide. Écrivez d’abord quelque chose.
refusal-name-characters = Le nom contient des caractères invisibles ou de contrôle. Saisissez-le à nouveau avec des lettres, des chiffres et des espaces.
refusal-name-too-long = Un nom peut compter { $limit } caractères ; celui-ci en a { $length }.
refusal-name-missing = Donnez un nom sous lequel votre commentaire paraîtra.
refusal-name-reserved = Ce nom est celui de la rédaction, ou lui ressemble. Choisissez-en un autre.
refusal-name-taken = Quelqu’un porte déjà ici ce nom, ou un nom qui lui ressemble. Choisissez-en un autre.
refusal-name-too-soon = { $days ->
    [one] On peut changer de nom toutes les deux semaines. Vous pourrez changer le vôtre dans { $days } jour.
   *[other] On peut changer de nom toutes les deux semaines. Vous pourrez changer le vôtre dans { $days } jours.
}
refusal-guests-off = Ici, seules les personnes qui ont un compte peuvent écrire. Connectez-vous pour le faire.
refusal-email-invalid = Ce n’est pas une adresse e-mail. Écrivez-la comme dans nom@journal.example.
refusal-code-wrong = { $tries ->
    [one] Ce n’est pas le bon code. Il vous reste { $tries } essai.
   *[other] Ce n’est pas le bon code. Il vous reste { $tries } essais.
}
refusal-sign-in-spent = Ce code ou ce lien a déjà servi, date de plus de dix minutes ou a été essayé trop souvent. Demandez-en un nouveau.
refusal-tried-too-often = { $minutes ->
    [one] Il y a eu trop d’essais. Réessayez dans { $minutes } minute.
   *[other] Il y a eu trop d’essais. Réessayez dans { $minutes } minutes.
}
refusal-no-mail = Ce serveur n’envoie pas d’e-mails. Demandez à la rédaction un lien pour vous connecter.
refusal-account-suspended = Votre compte est suspendu. La page de votre compte dit pourquoi et pour combien de temps.
refusal-sign-in-first = Connectez-vous pour faire cela.
refusal-role-missing = Votre compte n’a aucun rôle qui permette cela ici. La rédaction peut vous en donner un.
refusal-flag-own = C’est votre propre commentaire. Vous pouvez le modifier ou le supprimer tant que c’est possible.
refusal-flags-off = Ici, on ne peut pas signaler de commentaires. Écrivez plutôt à la rédaction.
refusal-flag-too-long = Ce que vous ajoutez peut avoir { $limit } caractères ; ceci en a { $length }.
refusal-flag-needs-words = Dites en quelques mots ce qui ne va pas.
refusal-flag-needs-reason = Choisissez ce qui ne va pas.
refusal-name-reads-badly = Ce nom paraît grossier ou insultant. Choisissez-en un autre.
refusal-bio-reads-badly = Cela paraît menaçant, haineux ou insultant, et tout le monde le voit. Écrivez-le autrement.
refusal-work-wanted = Beaucoup de messages arrivent ici en ce moment. Rien n’est perdu : attendez { $seconds } secondes et renvoyez-le.
refusal-rate-limited = Trop de commentaires en peu de temps. Le vôtre n’est pas perdu : réessayez dans { $seconds } secondes.
refusal-same-text = Vous avez déjà publié ce texte ici. Il n’est pas nécessaire de le dire deux fois.
refusal-trap-filled = Un champ caché du formulaire a été rempli, comme le font les programmes. Si vous êtes une personne, videz le champ « Laissez vide » et renvoyez.
refusal-parent-unknown = Le commentaire auquel vous répondez n’existe pas.
refusal-parent-elsewhere = Le commentaire auquel vous répondez appartient à un autre article. Ouvrez cet article pour y répondre.
refusal-parent-removed = Le commentaire auquel vous répondez n’est plus visible. Vous pouvez en écrire un à part.
refusal-parent-too-deep = Cet échange ne peut pas aller plus loin. Répondez à un commentaire plus haut.
refusal-story-closed = Cette discussion est close entre-temps. Votre texte est encore ici, mais il ne peut plus paraître.
refusal-story-unknown = Cet article n’existe pas ici, ou il n’est plus montré.
refusal-comment-unknown = Ce commentaire n’existe pas ici.
refusal-comment-deleted = Ce commentaire a été supprimé.
refusal-comment-removed = Ce commentaire a été retiré par la modération.
refusal-window-closed = Le délai pour modifier ce commentaire est passé.
refusal-not-yours = Seule la personne qui a écrit ce commentaire peut le modifier : depuis son compte, ou depuis le navigateur où il a été écrit.
refusal-not-found = Il n’y a rien à cette adresse. La page a peut-être été déplacée ou retirée.
refusal-method-not-allowed = Cette adresse n’accepte pas ce genre de requête.
refusal-busy = Il arrive plus de messages que nous ne pouvons en prendre. Rien n’est perdu : réessayez dans quelques secondes.
refusal-read-only = Rien ne peut être enregistré pour le moment ; la lecture continue. Gardez votre texte et réessayez dans une minute.
refusal-unavailable = La base de données ne répond pas pour le moment. Gardez votre texte et réessayez dans quelques secondes.
refusal-internal = Quelque chose s’est mal passé de notre côté. C’est noté ; veuillez réessayer.
refusal-foreign-origin = Ce formulaire a été envoyé depuis la page d’un autre site. Ouvrez l’article ici et écrivez-y.
refusal-idempotency-key-reused = Vous avez modifié le texte après l’avoir envoyé. Renvoyez-le pour en faire un commentaire à part.
refusal-request-too-large = La requête dépasse ce qui est accepté ici.
refusal-query-too-long = La recherche peut compter { $limit } caractères. Retirez des mots.
refusal-cursor-invalid = Cette adresse ne mène à aucune page de la liste. Recommencez depuis le début.
refusal-would-be-held = La modération lirait d’abord ce texte. Modifiez-le, ou publiez-le quand même.
reason-reads-as-threat = Cela se lit comme une menace ou un appel à la violence.
reason-reads-as-hate = Cela se lit comme de la haine envers un groupe de personnes.
reason-reads-as-insult = Cela se lit comme une insulte.
reason-reads-as-toxic = Cela se lit comme une attaque qui fait fuir les gens d’une discussion.
reason-reads-as-sexual = Cela se lit comme un propos sexuel.
reason-reads-as-profanity = Il y a des mots grossiers.
reason-reads-as-spam = Cela se lit comme de la publicité.
reason-name-reads-badly = Le nom paraît grossier ou insultant ; la modération le regarde d’abord.
reason-triage-unread = Le texte n’a pas pu être lu par la machine à cet instant ; la modération le lit d’abord.

# Comptes

sign-in = Se connecter
sign-out = Se déconnecter
sign-up-heading = Choisissez votre nom
account-heading = Votre compte
writing-as = Vous écrivez sous le nom de { $name }.
email-label = Adresse e-mail
email-help = Vous recevez un e-mail avec un code et un lien. Si c’est votre première visite, cela crée votre compte. L’adresse n’est montrée à personne.
sign-up-closed = Les nouveaux comptes sont créés par la rédaction.
send-code = M’envoyer un code
no-mail-help = Ce serveur n’envoie pas d’e-mails. Demandez à la rédaction un lien pour vous connecter.
code-sent = Un e-mail est en route vers { $name }.
code-help = Saisissez les six chiffres qu’il contient, ou suivez son lien. Ils sont valables dix minutes.
code-label = Les six chiffres
new-code = Envoyer un nouveau code
confirm-as = Vous allez vous connecter sous le nom de { $name }.
choose-name = L’adresse { $name } est confirmée. Sous quel nom vos commentaires doivent-ils paraître ?
name-help = Tout le monde le voit. Ce n’est pas forcément celui de votre passeport.
make-account = Créer mon compte
name-change-help = Tout le monde le voit. Vous pouvez en changer toutes les deux semaines.
roles-label = Rôles
suspended-heading = Votre compte est suspendu
suspended-until = Jusqu’au { $name }, vous pouvez lire et gérer votre compte, mais rien écrire.
claimable = { $count ->
    [one] Ce navigateur a écrit { $count } commentaire comme invité.
   *[other] Ce navigateur a écrit { $count } commentaires comme invité.
}
claim = Rattacher à mon compte
own-all-heading = Vos commentaires
own-all-none = Vous n’avez encore rien écrit.
own-older = Vos commentaires plus anciens
devices-heading = Où votre session est ouverte
device-this = ce navigateur
device-since = Depuis le
device-seen = Dernière utilisation le
device-end = Se déconnecter là-bas
devices-end-others = Se déconnecter partout ailleurs
device-unknown = Un navigateur qui ne dit pas son nom

badge-staff = Rédaction
badge-staff-means = S’exprime au nom de la rédaction
badge-expert = Spécialiste
badge-expert-means = Spécialiste aux yeux de la rédaction
badge-subscriber = Abonnement
badge-subscriber-means = A un abonnement au journal
badge-new = Compte récent
badge-new-means = A un compte depuis moins d’une semaine

mail-code-subject = Connexion à { $name }
mail-code-intro = Votre code pour vous connecter à { $name } :
mail-code-or-link = Ou suivez ce lien et confirmez sur la page :
mail-code-good-for = Le code et le lien sont valables dix minutes, une seule fois.
mail-not-you = Si vous n’avez rien demandé, ne faites rien : personne n’entre sans cet e-mail.
mail-no-account = Quelqu’un a demandé à se connecter à { $name } avec cette adresse. Aucun compte ne lui correspond, et les nouveaux sont créés par la rédaction.

password-label = Mot de passe
password-old-label = Mot de passe actuel
password-new-label = Nouveau mot de passe
password-help = Huit caractères au moins ; quinze ou plus valent mieux, par exemple quelques mots. Partout ailleurs, vous serez déconnecté.
password-sign-in = Se connecter avec un mot de passe
password-heading = Mot de passe
password-choose = Choisir un mot de passe
password-change = Changer de mot de passe
mail-password-not-you = Si ce n’était pas vous, connectez-vous avec un code et choisissez un autre mot de passe :
mail-password-subject = Votre mot de passe chez { $name }
mail-password-changed = Votre compte chez { $name } a un autre mot de passe. Partout ailleurs, vous avez été déconnecté.

refusal-password-short = Un mot de passe a au moins { $limit } caractères ; celui-ci en a { $length }. Quelques mots valent mieux.
refusal-password-long = Un mot de passe a { $limit } caractères au plus ; celui-ci en a { $length }.
refusal-password-common = Beaucoup utilisent ce mot de passe, c’est donc lui qu’on essaie d’abord. Choisissez-en un autre, par exemple quelques mots que personne d’autre n’assemble.
refusal-password-wrong = Cette adresse et ce mot de passe ne vont pas ensemble. Réessayez, ou demandez un code par courriel.
refusal-password-old-wrong = Ce n’est pas votre mot de passe actuel. Si vous l’avez oublié, déconnectez-vous et demandez un code par courriel.

vote-up = Recommander
vote-down = S’opposer
vote-counts = Votre vote compte. La page l’affichera dans quelques secondes.
vote-gone = Votre vote est retiré.
vote-back = Retour au commentaire
vote-take-back = Retirer mon vote
person-since = Ici depuis
flag = Signaler
flag-heading = Qu’est-ce qui ne va pas dans le commentaire de { $name } ?
flag-violence = Il menace ou appelle à la violence
flag-hate = C’est de la haine envers un groupe de personnes
flag-insult = Il insulte ou harcèle quelqu’un
flag-private = Il révèle la vie privée de quelqu’un
flag-spam = C’est de la publicité ou une tromperie
flag-off-topic = Il n’a rien à voir avec l’article
flag-other = Autre chose
flag-text-label = Ce que la modération devrait savoir de plus
flag-help = Seule la modération le lit, et personne n’apprend que vous l’avez écrit.
flag-send = Signaler
flag-thanks = Merci. La modération va regarder.
flag-thanks-help = Un signalement dit que quelqu’un devrait regarder ; il n’enlève rien par lui-même.
former-names = Noms précédents, jusqu’à quand ; seule la modération les voit
ignore = Masquer
ignore-means = Ses commentaires vous sont masqués sur les pages avec scripts, et à personne d’autre. Cette personne n’en est pas informée.
ignore-end = Lire à nouveau
ignored-heading = Qui vous masquez

refusal-own-comment = Votre propre commentaire, c’est aux autres d’en juger.
refusal-votes-too-fast = Vous votez plus vite qu’on ne lit. Attendez un instant.

language = Français
language-label = Langue de vos pages et de votre courrier
bio-label = À propos de vous
bio-help = Tout le monde le voit sur votre page.
picture-label = Votre image
picture-help = JPEG, PNG ou WebP, 8 Mo au plus. Elle est refaite, petite et carrée, sans les notes d’un appareil photo. Envoyée sans fichier, elle est retirée.
picture-send = Envoyer l’image

refusal-bio-too-long = Un texte à propos de vous peut avoir { $limit } caractères ; celui-ci en a { $length }.

news-heading = Du nouveau pour vous
news-none = Rien encore. Les réponses à vos commentaires, les décisions à leur sujet et les recommandations se trouvent ici.
news-seen = J’ai vu tout cela
news-published = Votre commentaire a été publié
news-held = Votre commentaire attend la modération
news-removed = Votre commentaire a été retiré
followed-heading = Ce que vous suivez
followed-none = Rien. Les articles, les réponses, les thèmes et les personnes peuvent être suivis là où ils se trouvent.
follow = Suivre
unfollow = Ne plus suivre
follow-branch = Suivre les réponses
news-reply = { $name } vous a répondu
news-votes = { $count ->
    [one] Votre commentaire a été recommandé { $count } fois
   *[other] Votre commentaire a été recommandé { $count } fois au total
}
news-new = { $count ->
    [one] { $count } nouveau
   *[other] { $count } nouveaux
}

refusal-follow-unknown = Il n’y a rien à suivre ici.
refusal-follows-too-many = Vous suivez déjà 500 choses. Cessez d’abord d’en suivre quelques-unes.

refusal-decision-unknown = Cette décision n’existe pas ici.
refusal-undo-impossible = Ce qu’une machine a décidé, ou ce qui est déjà annulé, se décide à nouveau et ne s’annule pas.
refusal-decided-meanwhile = Entre-temps, quelqu’un d’autre a décidé de ce commentaire. Regardez-le encore une fois.
refusal-in-other-hands = Quelqu’un d’autre a ce commentaire en main et en décide.

desk-heading = Modération
desk-views = Vues de la file
desk-worst = Les pires d’abord
desk-flagged = Signalés
desk-flags = Ce qui a été signalé
desk-let-stand = Laisser
desk-flags-weigh = poids { $count }
desk-oldest = Les plus anciens d’abord
desk-recent = Décisions récentes
desk-mine = Les miens
desk-begin = Prendre le suivant
desk-none = Rien n’attend ici.
desk-more = Suite
desk-only-look = Vous pouvez regarder ici, sans agir.
desk-next-ones = Les suivants
desk-did-approve = Publié
desk-did-hold = Attend encore
desk-did-remove = Retiré
desk-did-restore = Rétabli
desk-did-undo = Annulé
desk-machine = La machine
desk-hard = Difficile à lire. Ouvrir le texte
desk-why = Pourquoi il attend
desk-writer = Qui l’a écrit
desk-guest = Un invité, sans compte
desk-earlier = Décisions jusqu’ici
desk-acts = Que faire
desk-approve = Publier
desk-hold = Laisser attendre
desk-remove = Retirer
desk-restore = Rétablir
desk-rule = Retirer : contre quelle règle ?
desk-other-reason = Une autre raison, dans vos mots
desk-reason = Motif
desk-reason-help = L’auteur le lit. Ne nommez aucun collègue. Si une règle est choisie, il peut rester vide.
desk-in-my-hand = Entre vos mains
desk-let-go = Laisser et passer au suivant
desk-take = Prendre en main
desk-pass-to = À qui
desk-undo-newest = Annuler la dernière décision
desk-very-sure = la machine est très sûre
desk-sure = la machine est assez sûre
desk-unsure = la machine n’est pas sûre
desk-in-hand-of = { $name } l’a en main
desk-until = jusqu’à { $name }
desk-pass = Transmettre
told-machine = Une machine en a décidé, aucune personne.
told-pointed = Une machine l’a signalé, une personne a décidé.
told-person = Une personne en a décidé.
told-rule = Règle : { $name }
told-reason = Motif : { $name }
desk-published = { $count ->
    [one] { $count } publié
   *[other] { $count } publiés
}
desk-removed = { $count ->
    [one] { $count } retiré
   *[other] { $count } retirés
}
desk-held = { $count ->
   *[other] { $count } en attente
}

refusal-act-unknown = Cet acte n’existe pas.
refusal-colleague-unknown = Cette personne ne peut pas décider de ce commentaire.
refusal-reason-invalid = Donnez un motif de 5000 caractères au plus, ou choisissez une règle.
refusal-media-too-large = Cette image a plus de pixels que nous n’en lisons. Réduisez-la, puis envoyez-la de nouveau.

desk-rule-of = Contre quelle règle ?
bulk-heading = Décider pour plusieurs
bulk-choose = Choisir
bulk-chosen = Décider pour ceux qui sont choisis
bulk-none = Rien n’a été choisi dont vous puissiez décider. Revenez en arrière et choisissez des commentaires.
bulk-which = Lesquels
bulk-act = Que faire de tous
bulk-do = Exécuter
bulk-left = Laissés de côté
bulk-left-hands = Un collègue s’en occupe
bulk-left-decided = Quelqu’un a décidé entre-temps
bulk-left-nothing = Il n’y avait rien à changer
bulk-left-role = La personne qui a commencé n’a plus le droit d’y décider
bulk-left-gone = Le commentaire n’existe plus
bulk-left-appeal = Un recours attend une réponse
bulk-undo = Tout annuler
bulk-undone = Cela a été annulé
writer-heading = À propos de l’auteur
writer-note = Écrire une note
writer-note-label = Note
writer-note-help = Pour les collègues. La personne ne la voit pas, sauf si la loi lui en donne une copie.
writer-warn = Avertir
writer-suspend = Suspendre
writer-ban = Exclure
writer-how-long = Combien de temps
writer-remove-all = Retirer ce que la personne a écrit (les 1 000 derniers commentaires)
writer-guest-help = Un invité n’est connu que par son navigateur : dans un autre, c’est un autre invité.
writer-did-note = Note
writer-did-warn = Averti
writer-did-ban = Exclu
news-warning = La rédaction vous avertit à cause de ce commentaire
told-warning = La rédaction vous avertit : { $name }
writer-did-suspend = Suspendu jusqu’au { $name }
bulk-count = { $count ->
    [one] { $count } commentaire
   *[other] { $count } commentaires
}
bulk-done = Décidés : { $count }
bulk-open = Il en reste { $count }. Cette page se recharge d’elle-même.
writer-days = { $count ->
    [one] { $count } jour
   *[other] { $count } jours
}

refusal-writer-blocked = La rédaction n’accepte rien de ce navigateur, pour un temps ou pour toujours. La raison figure avec ce que vous avez écrit ici.
refusal-staff-untouched = C’est quelqu’un de la rédaction : seul l’exploitant du serveur peut le faire.
refusal-writer-unknown = On ne sait pas qui a écrit cela : c’est importé, ou le compte est supprimé.
refusal-whole-site-only = Seul qui modère tout le site peut empêcher quelqu’un d’y écrire.
refusal-days-invalid = Une suspension dure de 1 à 365 jours.
refusal-bulk-too-many = Une action porte sur 1000 commentaires au plus.
refusal-bulk-unknown = Cette action n’existe pas ici.
refusal-writer-act-unknown = Cette action n’existe pas ici.
desk-search = Recherche
search-text = Mots du texte
search-name = Nom de l’auteur
search-story = Article (son adresse ou la fin de celle-ci)
search-state = État
search-reason = Raison
search-from = Du
search-to = Au
search-any = Tous
search-do = Chercher
search-all = Décider pour tout ce qui est trouvé
search-say = Indiquez dans un ou plusieurs champs ce que vous cherchez. Ce qui attend et ce qui a été retiré est trouvé aussi.
statement-heading = Exposé des motifs
statement-link = Exposé des motifs et recours
statement-decision = Ce qui a été décidé
statement-removed = Votre commentaire a été retiré. Personne d’autre ne peut le voir.
statement-held = Votre commentaire attend la modération depuis 24 heures. Jusqu’à sa décision, personne d’autre ne peut le voir.
statement-restored = La décision sur votre commentaire a été levée. Tout le monde peut le voir de nouveau.
statement-ground = Sur quoi cela repose
statement-house-rules = Les règles de cette publication pour les commentaires.
statement-law = La loi : { $name }
statement-facts = Pourquoi
statement-found = Comment on l’a remarqué
statement-found-reported = Des lecteurs l’ont signalé.
statement-found-machine = Une machine l’a signalé.
statement-found-person = Quelqu’un de la rédaction l’a vu.
statement-by = Qui a décidé
statement-redress = Ce que vous pouvez faire
statement-appeal = Vous pouvez faire un recours ici jusqu’au { $name }, sans frais. C’est une autre personne que celle qui a décidé d’abord qui répond, jamais une machine.
statement-elsewhere = Vous pouvez aussi vous adresser à un organe certifié de règlement extrajudiciaire des litiges, ou à un tribunal.
statement-date = Date de cet exposé
appeal-heading = Recours
appeal-label = Pourquoi la décision est erronée
appeal-help = Un seul recours est possible. Seule la rédaction lit ce que vous écrivez, et la réponse paraît ici.
appeal-send = Envoyer le recours
appeal-waits = Votre recours attend une réponse.
appeal-upheld = Votre recours a reçu une réponse : la décision est maintenue.
appeal-overturned = Vous aviez raison : votre commentaire paraît de nouveau.
appeal-void = La décision a été levée avant la réponse à votre recours.
appeal-late = Les six mois pour un recours contre cette décision sont passés.
appeal-moot = Cette décision n’est plus en vigueur : il n’y a rien contre quoi faire un recours.
appeal-answer = Réponse de la rédaction
appeal-words = Ce que vous avez écrit
news-appeal = Votre recours a reçu une réponse : la décision est maintenue
mail-statement-subject = À propos de votre commentaire sur { $name }
mail-statement-intro = Il s’agit d’un de vos commentaires sur { $name }.
mail-statement-link = Le voici tel qu’il a été envoyé ; c’est ici aussi que vous pouvez faire un recours, s’il y a lieu. Qui a ce lien peut le lire :
mail-appeal-subject = À propos de votre recours sur { $name }
mail-appeal-intro = Il s’agit de votre recours sur { $name }.
desk-appeals = Recours
desk-appeal-heading = Un recours
desk-appeal-words = Ce que dit la personne
desk-appeal-answer = Réponse à la personne qui a écrit
desk-appeal-help = La personne qui a écrit la lit. Ne nommez aucun collègue. On ne peut pas revenir dessus.
desk-appeal-overturn = Accepter : le commentaire paraît de nouveau
desk-appeal-uphold = Rejeter : la décision est maintenue
desk-appeal-upheld = Rejeté
desk-appeal-overturned = Accepté
desk-appeal-void = Sans objet : la décision était déjà levée
refusal-statement-unknown = Cet exposé n’existe pas ici, ou le lien n’est pas entier. Prenez tout le lien qui vous a été donné.
refusal-appeal-unknown = Ce recours n’existe pas ici.
refusal-appeal-made = Vous avez déjà fait un recours contre cette décision. C’est possible une fois.
refusal-appeal-moot = Cette décision n’est plus en vigueur : aucune réponse n’est plus nécessaire.
refusal-appeal-late = Les six mois pour un recours contre cette décision sont passés.
refusal-appeal-needs-words = Dites pourquoi la décision est erronée.
refusal-appeal-too-long = Un recours peut avoir { $limit } caractères ; celui-ci en a { $length }.
refusal-appeal-answered = Entre-temps, quelqu’un d’autre a répondu à ce recours.
refusal-appeal-own-comment = Vous avez écrit ce commentaire : quelqu’un d’autre répond au recours.
refusal-appeal-own-decision = Vous avez pris la décision en cause : quelqu’un d’autre répond au recours.
refusal-appeal-gone = La personne qui a écrit ce commentaire l’a supprimé : il ne peut plus paraître.
refusal-appeal-open = Un recours sur ce commentaire attend une réponse. Répondez-y d’abord, sous « Recours ».
refusal-answer-invalid = Dites pourquoi, en 1 à 5000 caractères.

audit-heading = Journal d’audit
audit-actor = Par qui
audit-object = Sur quoi
audit-object-all = Tout ce qui y a été fait
audit-since = Du
audit-until = Au
audit-show = Afficher
audit-none = Rien de tel n’est consigné.
audit-more = Plus anciens
audit-waits = pas encore enchaîné
audit-erased = Ce qui concernait une personne ici a été effacé avec son compte.
audit-decide = Décision
audit-undo = Décision annulée
audit-rule-set = Règle mise en vigueur
audit-rule-withdraw = Règle retirée
audit-list-set = Liste de règles créée ou modifiée
audit-list-turn = Liste de règles activée ou désactivée
audit-list-remove = Liste de règles supprimée
audit-account-make = Compte créé
audit-role-grant = Rôle donné
audit-role-revoke = Rôle retiré
audit-badges-set = Insignes modifiés
audit-suspend = Compte suspendu
audit-reinstate = Suspension levée
audit-rename = Compte renommé
audit-sign-out = Déconnexion partout
audit-account-delete = Compte supprimé
audit-invite = Lien de connexion créé
audit-site-make = Publication créée
audit-site-change = Publication modifiée
audit-triage-correct = Apprentissage du tri modifié
audit-key-make = Clé créée
audit-key-revoke = Clé révoquée
audit-story-make = Article créé
audit-story-change = Article modifié
audit-story-close = Discussion fermée
audit-story-reopen = Discussion rouverte
audit-story-merge = Discussions fusionnées
audit-appeal-answer = Recours tranché
audit-writer-act = Mesure envers un auteur
audit-writer-undo = Mesure levée
audit-broken = Le journal d’audit est rompu : { $name }. Gardez une copie de la base telle quelle et cherchez qui y avait accès.
audit-length = Lignes dans la chaîne : { $name }.
audit-head = L’empreinte de la dernière est { $name } ; gardée ailleurs, elle montre que rien avant elle n’a changé.
audit-escalate = Signalé : menace de mort
audit-escalation-read = Rapport d’un signalement lu
audit-escalation-change = Signalement : suite donnée
escalations-heading = Menaces signalées
escalations-none = Aucune que vous puissiez lire.
escalations-open = Menaces de mort en cours : { $name }
escalation-heading = Menace de mort
escalation-escalate = Menace de mort : signaler
escalation-is = Ce commentaire a été signalé comme menace de mort.
escalation-confirm = Une vie est-elle en danger ? Le commentaire disparaît aussitôt, ce que l’on sait de lui et de son auteur est figé comme preuve, et la rédaction est prévenue par courriel. L’auteur apprend seulement qu’il est en attente.
escalation-reason = Ce qui vous le fait penser
escalation-reason-help = Cela figure au rapport. L’auteur n’en sait rien.
escalation-do = Signaler maintenant
escalation-open = En cours
escalation-reported = Transmis
escalation-closed = Clos
escalation-number = Signalement { $name }
escalation-by = Signalé par { $name }
escalation-comment = Le commentaire
escalation-account = Compte
escalation-browser = Marque du navigateur
escalation-name = Nom
escalation-address = Adresse réseau
escalation-no-address = non conservée
escalation-told = Prévenus par courriel
escalation-told-none = Personne : aucun éditeur n’a d’adresse. Prévenez-les vous-même.
escalation-not-mailed = pas encore envoyé
escalation-entries = Ce qui a été fait
escalation-note = Note
escalation-recipient = À qui elle a été transmise
escalation-reference = Leur numéro de référence
escalation-enter-reported = C’est transmis
escalation-enter-note = Noter
escalation-enter-closed = Clore
escalation-as-text = Rapport en texte
escalation-as-json = Rapport en JSON
escalation-hash = SHA-256 des preuves : { $name }
mail-escalation-subject = Menace de mort : { $name }
mail-escalation-told = Chez { $name }, un commentaire a été signalé comme menace de mort. Il n’est plus visible, et des preuves sont conservées.
mail-escalation-do = Lisez le rapport et prévenez la police ou qui doit l’être. Ce qui a été écrit ne figure pas dans ce courriel.

refusal-escalated-already = Ce commentaire est déjà signalé.
refusal-escalation-open = Ce commentaire est signalé comme menace de mort. Clôturez d’abord le signalement.
refusal-escalation-closed = Ce signalement est clos. On ne peut plus y ajouter que des notes.
refusal-escalation-reason-invalid = Dites en 1 à 2000 caractères pourquoi une vie serait en danger.
refusal-entry-invalid = Une note a 2000 caractères au plus, les autres champs 300.
refusal-entry-recipient-missing = Dites à qui cela a été transmis.
refusal-entry-empty = Écrivez ce qui est à noter.
