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
refusal-comment-too-long = Un commentaire peut compter { $limit } caractères ; celui-ci en a { $length }. Raccourcissez-le ou publiez-le en plusieurs parties.
refusal-comment-empty = Le commentaire est vide. Écrivez d’abord quelque chose.
refusal-name-characters = Le nom contient des caractères invisibles ou de contrôle. Saisissez-le à nouveau avec des lettres, des chiffres et des espaces.
refusal-name-too-long = Un nom peut compter { $limit } caractères ; celui-ci en a { $length }.
refusal-name-missing = Donnez un nom sous lequel votre commentaire paraîtra.
refusal-name-reserved = Ce nom est celui de la rédaction, ou lui ressemble. Choisissez-en un autre.
refusal-guests-off = Ici, seules les personnes qui ont un compte peuvent écrire.
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
refusal-not-yours = Seule la personne qui a écrit ce commentaire peut le modifier, depuis le navigateur où il a été écrit.
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
