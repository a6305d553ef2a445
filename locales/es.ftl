skip = Ir al texto
where-this-is = Dónde está esto
no-stories = Todavía no se ha publicado ningún artículo.
older-stories = Artículos anteriores
most-discussed = Lo más comentado
topics = Temas
topic-empty = No hay artículos sobre este tema.
more-on-topic = Más sobre este tema
older-on-topic = Artículos anteriores sobre este tema
closed-mark = debate cerrado
video-mark = con vídeo
by-author = de quien firma el artículo
by-line = Por { $name }
date-glue = { ", " }
privacy = Privacidad
imprint = Aviso legal
house-rules = Normas de la casa
play-video = Ver el vídeo
plays-from = Se abre en { $name }
correction = Fe de errores
corrections = Correcciones
corrected = Corregido

comments = { $count ->
    [one] { $count } comentario
   *[other] { $count } comentarios
}
replies = { $count ->
    [one] { $count } respuesta
   *[other] { $count } respuestas
}
more-replies = { $count ->
    [one] { $count } respuesta más
   *[other] { $count } respuestas más
}
more-replies-link = Más respuestas
comments-of = en la conversación iniciada por { $name }
the-question = Preguntamos
write-comment = Escribir un comentario
own-comments = Sus comentarios
order-of-comments = Orden de los comentarios
newest = Recientes
oldest = Antiguos
best-liked = Más gustados
no-comments = Aún no ha escrito nadie. Puede ser usted quien empiece.
no-comments-closed = Aquí no ha escrito nadie.
guests-off = Aquí solo pueden escribir personas con cuenta.
closed-hand = La redacción ha cerrado este debate.
closed-date = Este debate terminó a la hora anunciada.
closed-age = Aquí los debates se cierran un tiempo después de publicarse el artículo; este ya está cerrado.
back-to-beginning = Volver al principio
more-comments = Más comentarios
feed-of-comments = Estos comentarios como canal

author-badge = Autor
in-reply-to = en respuesta a { $name }
edited = editado
waits-mark = espera a la moderación
comment-not-shown = Un comentario que no se muestra
reply = Responder
reply-to = Responder a { $name }
change-or-delete = Cambiar o borrar
read-on = Seguir leyendo
tombstone-removed = La moderación retiró este comentario.
tombstone-held = Este comentario espera a la moderación.
tombstone-deleted = Quien escribió este comentario lo borró.
tombstone-empty = Este comentario está vacío.

a-comment = Un comentario
conversation = La conversación
comment-by = Un comentario de { $name }
comments-comment-by = Comentario de { $name }
in-answer-to = En respuesta a
before-this = Lo que se dijo antes
what-was-said = Lo que se dijo
no-replies = Sin respuestas
replies-heading = Respuestas
back-to-first-replies = Volver a las primeras respuestas

your-name = Su nombre
leave-empty = Deje esto vacío
your-comment = Su comentario
length-left = Hasta { $count } caracteres.
help-markup = Se entienden *énfasis*, **fuerza**, > cita, - lista, `código` y enlaces.
preview = Vista previa
preview-heading = Así se verá
post = Publicar
save = Guardar
cancel = Cancelar
delete = Borrar este comentario
unreachable = No se pudo llegar al servidor. Inténtelo de nuevo.
unreachable-kept = No se pudo llegar al servidor. Su texto sigue aquí: inténtelo de nuevo.
thank-you = Gracias
kept-and-waits = Su comentario ha llegado y espera
kept-and-removed = Su comentario ha llegado y no aparece

own-heading = Sus comentarios en este artículo
own-newest-first = Lo que escribió, lo más reciente primero
own-none = Este navegador no ha escrito nada en este artículo, o su cookie ya no está.
own-published = Todo el mundo puede verlo.
own-held = Espera a la moderación.
own-removed = Lo retiró la moderación.
own-deleted = Está borrado.
where-it-stands = Dónde está

not-found-title = Aquí no hay nada
server-error-title = Algo va mal por nuestra parte
refused-title = Esto no ha funcionado
to-front-page = A la portada

search = Buscar
search-label = Palabras que buscar
search-help = Encuentra artículos y comentarios que contienen todas estas palabras. Una palabra de cuatro letras o más encuentra también las que empiezan así.
search-no-words = Aquí no hay ninguna palabra que buscar.
found-nothing = Nada contiene todas estas palabras. Revise cómo están escritas o quite una.
found-stories = { $count ->
    [one] { $count } artículo
   *[other] { $count } artículos
}
found-many = Demasiados textos contienen todas estas palabras; solo se muestran los últimos en llegar. Otra palabra acota la búsqueda.
all-stories-found = Todos los artículos encontrados
older-found = Más antiguos

post-anyway = Publicar de todos modos
share = Compartir
link-copied = Enlace copiado
next-sibling = Siguiente
mark-new = Señalar lo nuevo cuando vuelva
is-new = nuevo
next-new = Siguiente nuevo
undo = Deshacer
your-text = Su texto, para copiarlo
deleted-heading = Eliminado
deleted-can-undo = Su comentario ha desaparecido. Tiene un minuto para deshacerlo; después se borra su texto.

# Por qué algo no funcionó. En inglés lo dice la propia respuesta del servidor; el identificador es el de la interfaz.
reason-guests-held = La moderación lee los comentarios de los invitados antes de que aparezcan. El suyo está guardado y espera.
reason-near-copies = Muchas personas han publicado casi el mismo texto en poco tiempo; por eso la moderación lo lee antes.
reason-personal-data = Dice cómo encontrar a una persona, por ejemplo con un teléfono o una dirección; por eso la moderación lo lee antes.
reason-lists-unread = En este momento no se pudo comparar con las reglas de este sitio; por eso la moderación lo lee antes.
refusal-comment-too-long = Un comentario puede tener { $limit } caracteres; este tiene { $length }. Acórtelo o publíquelo por partes.
refusal-comment-empty = El comentario está vacío. Escriba algo primero.
refusal-name-characters = El nombre contiene caracteres invisibles o de control. Escríbalo de nuevo con letras, cifras y espacios.
refusal-name-too-long = Un nombre puede tener { $limit } caracteres; este tiene { $length }.
refusal-name-missing = Indique un nombre con el que aparezca su comentario.
refusal-name-reserved = Este nombre es de la redacción o se parece a uno de los suyos. Elija otro.
refusal-name-taken = Alguien tiene aquí ya este nombre o uno que se le parece. Elija otro.
refusal-name-too-soon = { $days ->
    [one] Un nombre se puede cambiar cada dos semanas. Podrá cambiar el suyo dentro de { $days } día.
   *[other] Un nombre se puede cambiar cada dos semanas. Podrá cambiar el suyo dentro de { $days } días.
}
refusal-guests-off = Aquí solo pueden escribir quienes tienen una cuenta. Inicie sesión para hacerlo.
refusal-email-invalid = Esto no es una dirección de correo. Escríbala como en nombre@periodico.example.
refusal-code-wrong = { $tries ->
    [one] Este no es el código. Le queda { $tries } intento.
   *[other] Este no es el código. Le quedan { $tries } intentos.
}
refusal-sign-in-spent = Este código o enlace ya se ha usado, tiene más de diez minutos o se ha probado demasiadas veces. Pida uno nuevo.
refusal-tried-too-often = { $minutes ->
    [one] Se ha intentado demasiadas veces. Inténtelo de nuevo en { $minutes } minuto.
   *[other] Se ha intentado demasiadas veces. Inténtelo de nuevo en { $minutes } minutos.
}
refusal-no-mail = Este servidor no envía correo. Pida a la redacción un enlace para iniciar sesión.
refusal-account-suspended = Su cuenta está suspendida. La página de su cuenta dice por qué y por cuánto tiempo.
refusal-sign-in-first = Inicie sesión para hacer esto.
refusal-role-missing = Su cuenta no tiene ninguna función que permita esto aquí. La redacción puede darle una.
refusal-flag-own = Es su propio comentario. Puede cambiarlo o borrarlo mientras se pueda.
refusal-flags-off = Aquí no se pueden denunciar comentarios. Escriba mejor a la redacción.
refusal-flag-too-long = Lo que añada puede tener { $limit } caracteres; esto tiene { $length }.
refusal-flag-needs-words = Diga en pocas palabras qué hay de malo.
refusal-flag-needs-reason = Elija qué hay de malo.
refusal-name-reads-badly = Este nombre parece grosero o insultante. Elija otro.
refusal-bio-reads-badly = Esto parece una amenaza, odio o un insulto, y todo el mundo lo ve. Escríbalo con otras palabras.
refusal-work-wanted = En este momento llega mucho a la vez. No se ha perdido nada: espere { $seconds } segundos y envíelo de nuevo.
refusal-rate-limited = Demasiados comentarios en poco tiempo. El suyo no se ha perdido: inténtelo de nuevo en { $seconds } segundos.
refusal-same-text = Ya ha publicado este texto aquí. No hace falta decirlo dos veces.
refusal-trap-filled = Se ha rellenado un campo oculto del formulario, como hacen los programas. Si es una persona, vacíe el campo «Deje esto vacío» y envíe de nuevo.
refusal-parent-unknown = El comentario al que responde no existe.
refusal-parent-elsewhere = El comentario al que responde pertenece a otro artículo. Abra ese artículo para responder allí.
refusal-parent-removed = El comentario al que responde ya no se puede ver. Puede escribir uno propio.
refusal-parent-too-deep = Este intercambio no puede ser más profundo. Responda a un comentario de más arriba.
refusal-story-closed = Esta conversación se ha cerrado entretanto. Su texto sigue aquí, pero ya no puede aparecer.
refusal-story-unknown = Ese artículo no está aquí, o ya no se muestra.
refusal-comment-unknown = Ese comentario no está aquí.
refusal-comment-deleted = Este comentario fue eliminado.
refusal-comment-removed = Este comentario fue retirado por la moderación.
refusal-window-closed = Ha pasado el tiempo en que se podía cambiar este comentario.
refusal-not-yours = Solo quien escribió este comentario puede cambiarlo: con la sesión iniciada o desde el navegador en que lo escribió.
refusal-not-found = No hay nada en esta dirección. Quizá se movió o se retiró.
refusal-method-not-allowed = Esta dirección no admite ese tipo de solicitud.
refusal-busy = Está llegando más de lo que se puede atender. No se ha perdido nada: inténtelo de nuevo en unos segundos.
refusal-read-only = En este momento no se puede guardar nada; se puede seguir leyendo. Conserve su texto e inténtelo de nuevo en un minuto.
refusal-unavailable = La base de datos no responde en este momento. Conserve su texto e inténtelo de nuevo en unos segundos.
refusal-internal = Algo ha fallado de nuestra parte. Ha quedado registrado; inténtelo de nuevo.
refusal-foreign-origin = Este formulario se envió desde la página de otro sitio. Abra el artículo aquí y escriba en él.
refusal-idempotency-key-reused = Cambió el texto después de enviarlo. Envíelo de nuevo para publicarlo como comentario aparte.
refusal-request-too-large = La solicitud es mayor de lo que aquí se admite.
refusal-query-too-long = Se puede buscar con { $limit } caracteres como máximo. Quite alguna palabra.
refusal-cursor-invalid = Esta dirección no lleva a ninguna página de la lista. Empiece por el principio.
refusal-would-be-held = La moderación leería esto primero. Cámbielo o publíquelo de todos modos.
reason-reads-as-threat = Se lee como una amenaza o una llamada a la violencia.
reason-reads-as-hate = Se lee como odio hacia un grupo de personas.
reason-reads-as-insult = Se lee como un insulto.
reason-reads-as-toxic = Se lee como un ataque que ahuyenta a la gente de una conversación.
reason-reads-as-sexual = Se lee como algo sexual.
reason-reads-as-profanity = Contiene palabras groseras.
reason-reads-as-spam = Se lee como publicidad.
reason-name-reads-badly = El nombre parece grosero o insultante; la moderación lo mira primero.
reason-triage-unread = La máquina no pudo leerlo en este momento; la moderación lo lee primero.

# Cuentas

sign-in = Iniciar sesión
sign-out = Cerrar sesión
sign-up-heading = Elija su nombre
account-heading = Su cuenta
writing-as = Usted escribe como { $name }.
email-label = Correo electrónico
email-help = Recibirá un correo con un código y un enlace. Si es su primera vez aquí, con ello se crea su cuenta. La dirección no se muestra a nadie.
sign-up-closed = Las cuentas nuevas las crea la redacción.
send-code = Enviarme un código
no-mail-help = Este servidor no envía correo. Pida a la redacción un enlace para iniciar sesión.
code-sent = Hay un correo en camino a { $name }.
code-help = Escriba las seis cifras que contiene o siga su enlace. Valen durante diez minutos.
code-label = Las seis cifras
new-code = Enviar un código nuevo
confirm-as = Va a iniciar sesión como { $name }.
choose-name = La dirección { $name } está confirmada. ¿Con qué nombre deben aparecer sus comentarios?
name-help = Lo ve todo el mundo. No tiene que ser el de su pasaporte.
make-account = Crear mi cuenta
name-change-help = Lo ve todo el mundo. Puede cambiarlo cada dos semanas.
roles-label = Funciones
suspended-heading = Su cuenta está suspendida
suspended-until = Hasta el { $name } puede leer y ocuparse de su cuenta, pero no escribir nada.
claimable = { $count ->
    [one] Este navegador ha escrito { $count } comentario como invitado.
   *[other] Este navegador ha escrito { $count } comentarios como invitado.
}
claim = Vincular a mi cuenta
own-all-heading = Sus comentarios
own-all-none = Todavía no ha escrito nada.
own-older = Sus comentarios anteriores
devices-heading = Dónde tiene la sesión iniciada
device-this = este navegador
device-since = Desde el
device-seen = Último uso el
device-end = Cerrar sesión allí
devices-end-others = Cerrar sesión en todos los demás sitios
device-unknown = Un navegador que no dice su nombre

badge-staff = Redacción
badge-staff-means = Habla en nombre de la redacción
badge-expert = Especialista
badge-expert-means = Especialista a juicio de la redacción
badge-subscriber = Suscripción
badge-subscriber-means = Tiene una suscripción al periódico
badge-new = Cuenta reciente
badge-new-means = Tiene cuenta desde hace menos de una semana

mail-code-subject = Inicio de sesión en { $name }
mail-code-intro = Su código para iniciar sesión en { $name }:
mail-code-or-link = O siga este enlace y confirme allí:
mail-code-good-for = El código y el enlace valen durante diez minutos y una sola vez.
mail-not-you = Si no lo ha pedido usted, no haga nada: nadie entra sin este correo.
mail-no-account = Alguien ha pedido iniciar sesión en { $name } con esta dirección. No hay ninguna cuenta con ella, y las nuevas las crea la redacción.

password-label = Contraseña
password-old-label = Contraseña actual
password-new-label = Contraseña nueva
password-help = Ocho caracteres como mínimo; quince o más son mejores, por ejemplo unas palabras. En todos los demás sitios se cerrará su sesión.
password-sign-in = Entrar con contraseña
password-heading = Contraseña
password-choose = Elegir una contraseña
password-change = Cambiar la contraseña
mail-password-not-you = Si no ha sido usted, entre con un código y elija otra contraseña:
mail-password-subject = Su contraseña en { $name }
mail-password-changed = Su cuenta en { $name } tiene otra contraseña. En todos los demás sitios se ha cerrado su sesión.

refusal-password-short = Una contraseña tiene al menos { $limit } caracteres; esta tiene { $length }. Unas palabras son mejores.
refusal-password-long = Una contraseña tiene como máximo { $limit } caracteres; esta tiene { $length }.
refusal-password-common = Muchas personas usan esta contraseña, así que es la primera que se prueba. Elija otra, por ejemplo unas palabras que nadie más junte.
refusal-password-wrong = Esta dirección y esta contraseña no van juntas. Inténtelo de nuevo, o pida un código por correo.
refusal-password-old-wrong = Esta no es su contraseña actual. Si la ha olvidado, cierre la sesión y pida un código por correo.

vote-up = Recomendar
vote-down = Discrepar
vote-counts = Su voto cuenta. La página lo mostrará en unos segundos.
vote-gone = Su voto ha sido retirado.
vote-back = Volver al comentario
vote-take-back = Retirar el voto
person-since = Aquí desde
flag = Denunciar
flag-heading = ¿Qué hay de malo en el comentario de { $name }?
flag-violence = Amenaza o llama a la violencia
flag-hate = Es odio contra un grupo de personas
flag-insult = Insulta o acosa a alguien
flag-private = Revela datos privados de alguien
flag-spam = Es publicidad o un engaño
flag-off-topic = No tiene nada que ver con el artículo
flag-other = Otra cosa
flag-text-label = Qué más debería saber la moderación
flag-help = Solo lo lee la moderación, y a nadie se le dice que lo ha escrito usted.
flag-send = Denunciar
flag-thanks = Gracias. La moderación lo mirará.
flag-thanks-help = Una denuncia dice que alguien debería mirar; por sí sola no quita nada.
former-names = Nombres anteriores, hasta cuándo; solo los ve la moderación
ignore = Ocultar
ignore-means = Sus comentarios se ocultan para usted en las páginas con scripts, y para nadie más. No se le avisa.
ignore-end = Volver a leer
ignored-heading = A quién oculta

refusal-own-comment = Su propio comentario lo juzgan los demás.
refusal-votes-too-fast = Vota más rápido de lo que nadie lee. Espere un momento.

language = Español
language-label = Idioma de sus páginas y de su correo
bio-label = Sobre usted
bio-help = Todo el mundo lo ve en su página.
picture-label = Su imagen
picture-help = JPEG, PNG o WebP, 8 MB como máximo. Se rehace, pequeña y cuadrada, sin las notas de una cámara. Si se envía sin archivo, se retira.
picture-send = Enviar la imagen

refusal-bio-too-long = Un texto sobre usted puede tener { $limit } caracteres; este tiene { $length }.

news-heading = Novedades para usted
news-none = Nada todavía. Aquí están las respuestas a sus comentarios, las decisiones sobre ellos y las recomendaciones.
news-seen = Ya lo he visto
news-published = Su comentario se ha publicado
news-held = Su comentario espera a la moderación
news-removed = Su comentario se ha retirado
followed-heading = Lo que sigue
followed-none = Nada. Los artículos, las respuestas, los temas y las personas se pueden seguir donde están.
follow = Seguir
unfollow = Dejar de seguir
follow-branch = Seguir las respuestas
news-reply = { $name } le ha respondido
news-votes = { $count ->
    [one] Su comentario se ha recomendado una vez
   *[other] Su comentario se ha recomendado { $count } veces
}
news-new = { $count ->
    [one] { $count } nuevo
   *[other] { $count } nuevos
}

refusal-follow-unknown = Aquí no hay nada que seguir.
refusal-follows-too-many = Ya sigue 500 cosas. Deje primero de seguir algunas.

refusal-decision-unknown = Esa decisión no está aquí.
refusal-undo-impossible = Lo que decidió una máquina, o lo que ya se deshizo, se decide de nuevo y no se deshace.
refusal-decided-meanwhile = Entretanto otra persona ha decidido sobre este comentario. Vuelva a mirarlo.
refusal-in-other-hands = Otra persona tiene este comentario entre manos y decide sobre él.

desk-heading = Moderación
desk-views = Vistas de la cola
desk-worst = Lo peor primero
desk-flagged = Denunciados
desk-flags = Lo que se ha denunciado
desk-let-stand = Dejarlo
desk-flags-weigh = peso { $count }
desk-oldest = Lo más antiguo primero
desk-recent = Decisiones recientes
desk-mine = Lo mío
desk-begin = Tomar el siguiente
desk-none = Aquí no espera nada.
desk-more = Más
desk-only-look = Aquí puede mirar, no actuar.
desk-next-ones = Los siguientes
desk-did-approve = Publicado
desk-did-hold = Sigue esperando
desk-did-remove = Retirado
desk-did-restore = Restablecido
desk-did-undo = Deshecho
desk-machine = La máquina
desk-hard = Duro de leer. Abrir el texto
desk-why = Por qué espera
desk-writer = Quién lo escribió
desk-guest = Un invitado, sin cuenta
desk-earlier = Decisiones hasta ahora
desk-acts = Qué hacer
desk-approve = Publicar
desk-hold = Dejar esperar
desk-remove = Retirar
desk-restore = Restablecer
desk-rule = Retirar: ¿contra qué regla?
desk-other-reason = Otro motivo, con sus palabras
desk-reason = Motivo
desk-reason-help = Quien lo escribió lo lee. No nombre a ningún colega. Si elige una regla, puede quedar vacío.
desk-in-my-hand = En sus manos
desk-let-go = Soltar y pasar al siguiente
desk-take = Tomar
desk-pass-to = A quién
desk-undo-newest = Deshacer la última decisión
desk-very-sure = la máquina está muy segura
desk-sure = la máquina está bastante segura
desk-unsure = la máquina no está segura
desk-in-hand-of = { $name } lo tiene entre manos
desk-until = hasta { $name }
desk-pass = Pasar
told-machine = Lo decidió una máquina, ninguna persona.
told-pointed = Una máquina lo señaló y una persona decidió.
told-person = Lo decidió una persona.
told-rule = Regla: { $name }
told-reason = Motivo: { $name }
desk-published = { $count ->
    [one] { $count } publicado
   *[other] { $count } publicados
}
desk-removed = { $count ->
    [one] { $count } retirado
   *[other] { $count } retirados
}
desk-held = { $count ->
   *[other] { $count } en espera
}

refusal-act-unknown = Ese acto no existe.
refusal-colleague-unknown = Esa persona no puede decidir sobre este comentario.
refusal-reason-invalid = Dé un motivo de 5000 caracteres como máximo, o elija una regla.
refusal-media-too-large = Esta imagen tiene más píxeles de los que se leen. Hágala más pequeña y envíela de nuevo.

desk-rule-of = ¿Contra qué regla?
bulk-heading = Decidir sobre varios
bulk-choose = Elegir
bulk-chosen = Decidir sobre los elegidos
bulk-none = No se ha elegido nada sobre lo que usted pueda decidir. Vuelva atrás y elija comentarios.
bulk-which = Cuáles
bulk-act = Qué hacer con todos
bulk-do = Hacerlo
bulk-left = Sin tocar
bulk-left-hands = Lo tiene entre manos otra persona
bulk-left-decided = Alguien decidió entretanto
bulk-left-nothing = No había nada que cambiar
bulk-left-role = Quien lo empezó ya no puede decidir ahí
bulk-left-gone = El comentario ya no existe
bulk-left-appeal = Un recurso espera respuesta
bulk-undo = Deshacerlo todo
bulk-undone = Esto se ha deshecho
writer-heading = Sobre quien escribe
writer-note = Escribir una nota
writer-note-label = Nota
writer-note-help = Para el equipo. La persona no la ve, salvo que la ley le dé una copia.
writer-warn = Advertir
writer-suspend = Suspender
writer-ban = Expulsar
writer-how-long = Cuánto tiempo
writer-remove-all = Retirar lo que escribió (los 1.000 comentarios más recientes)
writer-guest-help = A un invitado solo se le conoce por su navegador: en otro es otro invitado.
writer-did-note = Nota
writer-did-warn = Advertencia
writer-did-ban = Expulsión
news-warning = La redacción le advierte por este comentario
told-warning = La redacción le advierte: { $name }
writer-did-suspend = Suspensión hasta { $name }
bulk-count = { $count ->
    [one] { $count } comentario
   *[other] { $count } comentarios
}
bulk-done = Decididos: { $count }
bulk-open = Faltan { $count }. Esta página se recarga sola.
writer-days = { $count ->
    [one] { $count } día
   *[other] { $count } días
}

refusal-writer-blocked = La redacción no acepta nada de este navegador, por un tiempo o del todo. El motivo está junto a lo que usted escribió aquí.
refusal-staff-untouched = Es alguien de la redacción: solo puede hacerlo quien administra el servidor.
refusal-writer-unknown = No se sabe quién lo escribió: se importó, o la cuenta está eliminada.
refusal-whole-site-only = Solo quien modera todo el sitio puede impedir que alguien escriba en él.
refusal-days-invalid = Una suspensión dura de 1 a 365 días.
refusal-bulk-too-many = Una acción abarca 1000 comentarios como máximo.
refusal-bulk-unknown = Esa acción no existe aquí.
refusal-writer-act-unknown = Esa acción no existe aquí.
desk-search = Buscar
search-text = Palabras del texto
search-name = Nombre de quien escribe
search-story = Noticia (su dirección o el final de ella)
search-state = Estado
search-reason = Motivo
search-from = Desde
search-to = Hasta
search-any = Cualquiera
search-do = Buscar
search-all = Decidir sobre todo lo encontrado
search-say = Diga en uno o varios campos qué busca. También se encuentra lo que espera y lo retirado.
statement-heading = Exposición de motivos
statement-link = Exposición de motivos y recurso
statement-decision = Qué se decidió
statement-removed = Su comentario fue retirado. Nadie más puede verlo.
statement-held = Su comentario espera a la moderación desde hace 24 horas. Hasta que decida, nadie más puede verlo.
statement-restored = La decisión sobre su comentario se levantó. Todos pueden verlo de nuevo.
statement-ground = En qué se basa
statement-house-rules = Las reglas de esta publicación para los comentarios.
statement-law = La ley: { $name }
statement-facts = Por qué
statement-found = Cómo se advirtió
statement-found-reported = Lo denunciaron lectores.
statement-found-machine = Lo señaló una máquina.
statement-found-person = Lo vio alguien de la redacción.
statement-by = Quién decidió
statement-redress = Qué puede hacer
statement-appeal = Puede recurrir aquí hasta el { $name }, sin coste. Responde otra persona que la que decidió primero, nunca una máquina.
statement-elsewhere = También puede acudir a un órgano certificado de resolución extrajudicial de litigios o a un tribunal.
statement-date = Fecha de esta exposición
appeal-heading = Recurso
appeal-label = Por qué la decisión es errónea
appeal-help = Puede recurrir una vez. Solo la redacción lee lo que escribe, y la respuesta aparece aquí.
appeal-send = Enviar el recurso
appeal-waits = Su recurso espera respuesta.
appeal-upheld = Su recurso tiene respuesta: la decisión se mantiene.
appeal-overturned = Tenía razón: su comentario aparece de nuevo.
appeal-void = La decisión se levantó antes de que se respondiera a su recurso.
appeal-late = Los seis meses para recurrir esta decisión han pasado.
appeal-moot = Esta decisión ya no está en vigor: no hay nada que recurrir.
appeal-answer = Respuesta de la redacción
appeal-words = Lo que usted escribió
news-appeal = Su recurso tiene respuesta: la decisión se mantiene
mail-statement-subject = Sobre su comentario en { $name }
mail-statement-intro = Se trata de un comentario suyo en { $name }.
mail-statement-link = Aquí está tal como se envió, y aquí puede recurrir si hay algo que recurrir. Quien tenga este enlace puede leerlo:
mail-appeal-subject = Sobre su recurso en { $name }
mail-appeal-intro = Se trata de su recurso en { $name }.
desk-appeals = Recursos
desk-appeal-heading = Un recurso
desk-appeal-words = Lo que dice quien escribió
desk-appeal-answer = Respuesta a quien escribió
desk-appeal-help = La lee quien escribió el comentario. No nombre a ningún colega. No se puede deshacer.
desk-appeal-overturn = Estimar: el comentario aparece de nuevo
desk-appeal-uphold = Desestimar: la decisión se mantiene
desk-appeal-upheld = Desestimado
desk-appeal-overturned = Estimado
desk-appeal-void = Sin objeto: la decisión ya estaba levantada
refusal-statement-unknown = Esta exposición no existe aquí, o el enlace no está completo. Use todo el enlace que recibió.
refusal-appeal-unknown = Este recurso no existe aquí.
refusal-appeal-made = Ya ha recurrido esta decisión. Se puede una vez.
refusal-appeal-moot = Esta decisión ya no está en vigor: no hace falta respuesta.
refusal-appeal-late = Los seis meses para recurrir esta decisión han pasado.
refusal-appeal-needs-words = Diga por qué la decisión es errónea.
refusal-appeal-too-long = Un recurso puede tener { $limit } caracteres; este tiene { $length }.
refusal-appeal-answered = Entretanto otra persona ha respondido a este recurso.
refusal-appeal-own-comment = Usted escribió este comentario: responde al recurso otra persona.
refusal-appeal-own-decision = Usted tomó la decisión recurrida: responde al recurso otra persona.
refusal-appeal-gone = Quien escribió este comentario lo ha eliminado: no puede volver a aparecer.
refusal-appeal-open = Un recurso sobre este comentario espera respuesta. Respóndalo primero, en «Recursos».
refusal-answer-invalid = Diga por qué, en 1 a 5000 caracteres.

audit-heading = Registro de auditoría
audit-actor = Por quién
audit-object = Sobre qué
audit-object-all = Todo lo que se hizo ahí
audit-since = Desde
audit-until = Hasta
audit-show = Mostrar
audit-none = No hay nada de eso anotado.
audit-more = Anteriores
audit-waits = aún sin encadenar
audit-erased = Lo que aquí se decía de una persona se borró con su cuenta.
audit-decide = Decisión
audit-undo = Decisión retirada
audit-rule-set = Norma puesta en vigor
audit-rule-withdraw = Norma retirada
audit-list-set = Lista de normas creada o cambiada
audit-list-turn = Lista de normas activada o desactivada
audit-list-remove = Lista de normas eliminada
audit-account-make = Cuenta creada
audit-role-grant = Función concedida
audit-role-revoke = Función retirada
audit-badges-set = Distintivos cambiados
audit-suspend = Cuenta suspendida
audit-reinstate = Suspensión levantada
audit-rename = Cuenta renombrada
audit-sign-out = Sesiones cerradas
audit-account-delete = Cuenta eliminada
audit-invite = Enlace de acceso creado
audit-site-make = Publicación creada
audit-site-change = Publicación cambiada
audit-triage-correct = Aprendizaje del triaje cambiado
audit-key-make = Clave creada
audit-key-revoke = Clave revocada
audit-story-make = Artículo creado
audit-story-change = Artículo cambiado
audit-story-close = Debate cerrado
audit-story-reopen = Debate reabierto
audit-story-merge = Debates fusionados
audit-appeal-answer = Recurso respondido
audit-writer-act = Medida contra quien escribe
audit-writer-undo = Medida retirada
audit-broken = El registro de auditoría está roto: { $name }. Guarde una copia de la base tal como está y averigüe quién tuvo acceso.
audit-length = Filas en la cadena: { $name }.
audit-head = La huella de la última es { $name }; guardada en otro sitio, demuestra que nada anterior cambió.
audit-escalate = Escalado: amenaza de muerte
audit-escalation-read = Informe de un escalado leído
audit-escalation-change = Escalado: algo hecho
escalations-heading = Escalados
escalations-none = No hay ninguno que usted pueda leer.
escalations-open = Amenazas de muerte abiertas: { $name }
escalation-heading = Amenaza de muerte
escalation-escalate = Amenaza de muerte: escalar
escalation-is = Este comentario se escaló como amenaza de muerte.
escalation-confirm = ¿Corre peligro la vida de alguien? El comentario desaparece al instante, lo que se sabe de él y de quien lo escribió se guarda como prueba y se avisa a la redacción por correo. Quien lo escribió solo sabe que espera.
escalation-reason = Qué le hace pensarlo
escalation-reason-help = Consta en el informe. Quien lo escribió no lo sabe.
escalation-do = Escalar ahora
escalation-open = Abierto
escalation-reported = Denunciado
escalation-closed = Cerrado
escalation-number = Escalado { $name }
escalation-by = Escalado por { $name }
escalation-comment = El comentario
escalation-account = Cuenta
escalation-browser = Marca del navegador
escalation-name = Nombre
escalation-address = Dirección de red
escalation-no-address = no se guarda
escalation-told = Avisados por correo
escalation-told-none = Nadie: ningún editor tiene dirección. Avíseles usted.
escalation-not-mailed = aún sin enviar
escalation-entries = Qué se hizo
escalation-note = Nota
escalation-recipient = A quién se denunció
escalation-reference = Su número de referencia
escalation-enter-reported = Se ha denunciado
escalation-enter-note = Anotar
escalation-enter-closed = Cerrar
escalation-as-text = Informe como texto
escalation-as-json = Informe como JSON
escalation-hash = SHA-256 de las pruebas: { $name }
mail-escalation-subject = Amenaza de muerte: { $name }
mail-escalation-told = En { $name } se escaló un comentario como amenaza de muerte. Ya no se ve y hay pruebas guardadas.
mail-escalation-do = Lea el informe y avise a la policía o a quien corresponda. Lo que se escribió no está en este correo.

refusal-escalated-already = Este comentario ya está escalado.
refusal-escalation-open = Este comentario está escalado como amenaza de muerte. Cierre antes el escalado.
refusal-escalation-closed = Este escalado está cerrado. Solo se le pueden añadir notas.
refusal-escalation-reason-invalid = Diga en 1 a 2000 caracteres por qué corre peligro una vida.
refusal-entry-invalid = Una nota tiene 2000 caracteres como máximo, los demás campos 300.
refusal-entry-recipient-missing = Diga a quién se denunció.
refusal-entry-empty = Escriba lo que hay que anotar.
