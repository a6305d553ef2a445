skip = انتقل إلى النص
where-this-is = موضع هذه الصفحة
no-stories = لم يُنشر أي مقال بعد.
older-stories = مقالات أقدم
most-discussed = الأكثر نقاشا
topics = الموضوعات
topic-empty = لا مقال في هذا الموضوع.
more-on-topic = المزيد في هذا الموضوع
older-on-topic = مقالات أقدم في هذا الموضوع
closed-mark = أُغلق النقاش
video-mark = مع فيديو
by-author = من كاتب المقال
by-line = بقلم { $name }
date-glue = { "، " }
privacy = الخصوصية
imprint = بيانات النشر
house-rules = قواعد النقاش
play-video = شغّل الفيديو
plays-from = يُفتح في { $name }
correction = تصويب
corrections = تصويبات
corrected = صُوّب

comments = { $count ->
    [zero] لا تعليقات
    [one] تعليق واحد
    [two] تعليقان
    [few] { $count } تعليقات
    [many] { $count } تعليقا
   *[other] { $count } تعليق
}
replies = { $count ->
    [zero] لا ردود
    [one] رد واحد
    [two] ردّان
    [few] { $count } ردود
    [many] { $count } ردا
   *[other] { $count } رد
}
more-replies = { $count ->
    [zero] لا ردود أخرى
    [one] رد واحد آخر
    [two] ردّان آخران
    [few] { $count } ردود أخرى
    [many] { $count } ردا آخر
   *[other] { $count } رد آخر
}
more-replies-link = ردود أخرى
comments-of = في الحديث الذي بدأه { $name }
the-question = نسألكم
write-comment = اكتب تعليقا
own-comments = تعليقاتك
order-of-comments = ترتيب التعليقات
newest = الأحدث
oldest = الأقدم
best-liked = الأكثر إعجابا
no-comments = لم يكتب أحد بعد. كن أول من يكتب.
no-comments-closed = لم يكتب أحد هنا.
guests-off = الكتابة هنا لأصحاب الحسابات وحدهم.
closed-hand = أغلقت هيئة التحرير هذا النقاش.
closed-date = انتهى هذا النقاش في الموعد المعلن.
closed-age = تُغلق النقاشات هنا بعد مدة من نشر المقال، وقد أُغلق هذا.
back-to-beginning = عودة إلى البداية
more-comments = تعليقات أخرى
feed-of-comments = هذه التعليقات في خلاصة

author-badge = الكاتب
in-reply-to = ردا على { $name }
edited = عُدّل
waits-mark = ينتظر المشرفين
comment-not-shown = تعليق غير معروض
reply = رُدّ
reply-to = رُدّ على { $name }
change-or-delete = عدّل أو احذف
read-on = تابع القراءة
tombstone-removed = أزال المشرفون هذا التعليق.
tombstone-held = هذا التعليق ينتظر المشرفين.
tombstone-deleted = حذف صاحب هذا التعليق تعليقه.
tombstone-empty = هذا التعليق فارغ.

a-comment = تعليق
conversation = الحديث
comment-by = تعليق من { $name }
comments-comment-by = تعليق { $name }
in-answer-to = ردا على
before-this = ما قيل قبل ذلك
what-was-said = ما قيل
no-replies = لا ردود
replies-heading = الردود
back-to-first-replies = عودة إلى أول الردود

your-name = اسمك
leave-empty = اترك هذا فارغا
your-comment = تعليقك
length-left = حتى { $count } حرف.
help-markup = يُفهم ‎*تأكيد*‎ و‎**تشديد**‎ و‎> اقتباس و‎- قائمة و‎`رمز`‎ والروابط.
preview = معاينة
preview-heading = هكذا سيبدو
post = انشر
save = احفظ
cancel = ألغ
delete = احذف هذا التعليق
unreachable = تعذّر الوصول إلى الخادم. حاول مرة أخرى.
unreachable-kept = تعذّر الوصول إلى الخادم. نصك ما زال هنا: حاول مرة أخرى.
thank-you = شكرا لك
kept-and-waits = وصل تعليقك وهو ينتظر
kept-and-removed = وصل تعليقك ولن يظهر

own-heading = تعليقاتك على هذا المقال
own-newest-first = ما كتبته، الأحدث أولا
own-none = لم يكتب هذا المتصفح شيئا على هذا المقال، أو لم يعد ملف الارتباط موجودا.
own-published = يراه الجميع.
own-held = ينتظر المشرفين.
own-removed = أزاله المشرفون.
own-deleted = حُذف.
where-it-stands = موضعه

not-found-title = لا شيء هنا
server-error-title = حدث خطأ عندنا
refused-title = لم ينجح هذا
to-front-page = إلى الصفحة الأولى

search = بحث
search-label = الكلمات المطلوبة
search-help = يجد المقالات والتعليقات التي ترد فيها كل هذه الكلمات. والكلمة من أربعة أحرف فأكثر تجد أيضًا ما يبدأ بها.
search-no-words = لا توجد هنا كلمة يمكن البحث عنها.
found-nothing = لا شيء ترد فيه كل هذه الكلمات. راجع كتابتها أو احذف واحدة منها.
found-stories = { $count ->
    [zero] لا مقالات
    [one] مقال واحد
    [two] مقالان
    [few] { $count } مقالات
    [many] { $count } مقالًا
   *[other] { $count } مقال
}
found-many = نصوص كثيرة ترد فيها كل هذه الكلمات، ولا يظهر هنا إلا ما أضيف آخرًا. كلمة إضافية تضيّق البحث.
all-stories-found = كل المقالات التي وُجدت
older-found = الأقدم

post-anyway = انشره على أي حال
share = مشاركة
link-copied = نُسخ الرابط
next-sibling = التالي
mark-new = ميّز الجديد عند عودتي
is-new = جديد
next-new = الجديد التالي
undo = تراجع
your-text = نصك، لنسخه
deleted-heading = حُذف
deleted-can-undo = حُذف تعليقك. يمكنك التراجع خلال دقيقة واحدة، ثم يُمحى نصه.

# لماذا لم ينجح الأمر. بالإنجليزية يقوله جواب الخادم نفسه، والمعرّف هو معرّف الواجهة البرمجية.
reason-guests-held = يقرأ المشرفون تعليقات الضيوف قبل ظهورها. حُفظ تعليقك وهو بانتظارهم.
reason-near-copies = نشر كثيرون النص نفسه تقريبًا خلال وقت قصير، لذلك يقرؤه المشرفون أولًا.
reason-personal-data = فيه ما يدل على شخص، كرقم هاتف أو عنوان، لذلك يقرؤه المشرفون أولًا.
reason-lists-unread = تعذرت مقارنته بقواعد هذا الموقع في هذه اللحظة، لذلك يقرؤه المشرفون أولًا.
refusal-comment-too-long = الحد الأقصى للتعليق { $limit } حرفًا، وفي هذا التعليق { $length }. اختصره أو انشره على أجزاء.
refusal-comment-empty = التعليق فارغ. اكتب شيئًا أولًا.
refusal-name-characters = في الاسم محارف غير مرئية أو محارف تحكم. اكتبه من جديد بحروف وأرقام ومسافات.
refusal-name-too-long = الحد الأقصى للاسم { $limit } حرفًا، وفي هذا الاسم { $length }.
refusal-name-missing = اكتب اسمًا يظهر تعليقك تحته.
refusal-name-reserved = هذا الاسم لهيئة التحرير أو يشبه أحد أسمائها. اختر اسمًا آخر.
refusal-name-taken = لأحدهم هنا هذا الاسم أو اسم يشبهه. اختر اسمًا آخر.
refusal-name-too-soon = { $days ->
    [one] يمكن تغيير الاسم كل أسبوعين. يمكنك تغيير اسمك بعد يوم واحد.
    [two] يمكن تغيير الاسم كل أسبوعين. يمكنك تغيير اسمك بعد يومين.
    [few] يمكن تغيير الاسم كل أسبوعين. يمكنك تغيير اسمك بعد { $days } أيام.
    [many] يمكن تغيير الاسم كل أسبوعين. يمكنك تغيير اسمك بعد { $days } يومًا.
   *[other] يمكن تغيير الاسم كل أسبوعين. يمكنك تغيير اسمك بعد { $days } يوم.
}
refusal-guests-off = الكتابة هنا لأصحاب الحسابات وحدهم. سجّل الدخول لتكتب.
refusal-email-invalid = هذا ليس عنوان بريد إلكتروني. اكتبه على هذا النحو: name@paper.example
refusal-code-wrong = { $tries ->
    [one] هذا ليس الرمز. بقيت لك محاولة واحدة.
    [two] هذا ليس الرمز. بقيت لك محاولتان.
    [few] هذا ليس الرمز. بقيت لك { $tries } محاولات.
   *[other] هذا ليس الرمز. بقيت لك { $tries } محاولة.
}
refusal-sign-in-spent = استُعمل هذا الرمز أو الرابط، أو مضى عليه أكثر من عشر دقائق، أو جُرّب مرات أكثر من اللازم. اطلب غيره.
refusal-tried-too-often = { $minutes ->
    [one] محاولات أكثر من اللازم. حاول مرة أخرى بعد دقيقة واحدة.
    [two] محاولات أكثر من اللازم. حاول مرة أخرى بعد دقيقتين.
    [few] محاولات أكثر من اللازم. حاول مرة أخرى بعد { $minutes } دقائق.
   *[other] محاولات أكثر من اللازم. حاول مرة أخرى بعد { $minutes } دقيقة.
}
refusal-no-mail = لا يرسل هذا الخادم بريدًا. اطلب من هيئة التحرير رابطًا لتسجيل الدخول.
refusal-account-suspended = حسابك موقوف. في صفحة حسابك سبب ذلك ومدته.
refusal-sign-in-first = سجّل الدخول لتفعل هذا.
refusal-role-missing = ليس لحسابك دور يسمح بهذا هنا. يمكن لهيئة التحرير أن تمنحك دورًا.
refusal-flag-own = هذا تعليقك أنت. يمكنك تعديله أو حذفه ما دام ذلك ممكنًا.
refusal-flags-off = لا يمكن الإبلاغ عن التعليقات هنا. اكتب إلى هيئة التحرير بدلًا من ذلك.
refusal-flag-too-long = ما تضيفه لا يزيد على { $limit } حرفًا؛ وهذا فيه { $length }.
refusal-flag-needs-words = قل في كلمات قليلة ما الخطأ فيه.
refusal-flag-needs-reason = اختر ما الخطأ فيه.
refusal-name-reads-badly = يبدو هذا الاسم نابيًا أو مهينًا. اختر غيره.
refusal-bio-reads-badly = يبدو هذا تهديدًا أو كراهية أو إهانة، ويراه الجميع. اكتبه بكلمات أخرى.
refusal-work-wanted = يصل الكثير إلى هنا في هذه اللحظة. لم يضع شيء: انتظر { $seconds } ثانية ثم أرسله مرة أخرى.
refusal-rate-limited = تعليقات كثيرة في وقت قصير. لم يضع تعليقك: حاول مرة أخرى بعد { $seconds } ثانية.
refusal-same-text = سبق أن نشرت هذا النص هنا، ولا حاجة إلى قوله مرتين.
refusal-trap-filled = مُلئ حقل مخفي في النموذج كما تفعل البرامج. إن كنت إنسانًا فأفرغ الحقل «اترك هذا فارغًا» وأرسل مرة أخرى.
refusal-parent-unknown = التعليق الذي ترد عليه غير موجود.
refusal-parent-elsewhere = التعليق الذي ترد عليه يتبع مقالًا آخر. افتح ذلك المقال للرد هناك.
refusal-parent-removed = لم يعد التعليق الذي ترد عليه ظاهرًا. يمكنك أن تكتب تعليقًا مستقلًا.
refusal-parent-too-deep = بلغ هذا النقاش أقصى عمقه. رُدّ على تعليق أعلى منه.
refusal-story-closed = أُغلق هذا النقاش في هذه الأثناء. ما زال نصك هنا، لكنه لا يمكن أن يظهر.
refusal-story-unknown = لا يوجد هذا المقال هنا، أو لم يعد معروضًا.
refusal-comment-unknown = لا يوجد هذا التعليق هنا.
refusal-comment-deleted = حُذف هذا التعليق.
refusal-comment-removed = أزال المشرفون هذا التعليق.
refusal-window-closed = انتهت المدة التي كان يمكن فيها تغيير هذا التعليق.
refusal-not-yours = لا يمكن تغيير هذا التعليق إلا لمن كتبه: بعد تسجيل الدخول، أو من المتصفح الذي كُتب فيه.
refusal-not-found = لا شيء في هذا العنوان. ربما نُقل أو سُحب.
refusal-method-not-allowed = لا يقبل هذا العنوان طلبًا من هذا النوع.
refusal-busy = يصل الآن أكثر مما يمكن استقباله. لم يضع شيء: حاول مرة أخرى بعد ثوانٍ.
refusal-read-only = لا يمكن حفظ شيء الآن، والقراءة مستمرة. احتفظ بنصك وحاول مرة أخرى بعد دقيقة.
refusal-unavailable = لا تستجيب قاعدة البيانات الآن. احتفظ بنصك وحاول مرة أخرى بعد ثوانٍ.
refusal-internal = حدث خلل من جهتنا وسُجّل. حاول مرة أخرى من فضلك.
refusal-foreign-origin = أُرسل هذا النموذج من صفحة موقع آخر. افتح المقال هنا واكتب فيه.
refusal-idempotency-key-reused = غيّرت النص بعد إرساله. أرسله مرة أخرى لينشر تعليقًا مستقلًا.
refusal-request-too-large = الطلب أكبر مما يُقبل هنا.
refusal-query-too-long = يمكن البحث بما لا يزيد على { $limit } حرف. احذف بعض الكلمات.
refusal-cursor-invalid = لا يؤدي هذا العنوان إلى صفحة من القائمة. ابدأ من أولها.
refusal-would-be-held = سيقرأ المشرفون هذا أولًا. غيّره، أو انشره على أي حال.
reason-reads-as-threat = يُقرأ كتهديد أو دعوة إلى العنف.
reason-reads-as-hate = يُقرأ ككراهية لجماعة من الناس.
reason-reads-as-insult = يُقرأ كإهانة.
reason-reads-as-toxic = يُقرأ كهجوم يُنفّر الناس من النقاش.
reason-reads-as-sexual = يُقرأ كمحتوى جنسي.
reason-reads-as-profanity = فيه ألفاظ نابية.
reason-reads-as-spam = يُقرأ كإعلان.
reason-name-reads-badly = يبدو الاسم نابيًا أو مهينًا، لذا ينظر فيه المشرفون أولًا.
reason-triage-unread = تعذّرت قراءته آليًا في هذه اللحظة، لذا يقرؤه المشرفون أولًا.

# الحسابات

sign-in = تسجيل الدخول
sign-out = تسجيل الخروج
sign-up-heading = اختر اسمك
account-heading = حسابك
writing-as = تكتب باسم { $name }.
email-label = عنوان البريد الإلكتروني
email-help = ستصلك رسالة فيها رمز ورابط. إن كنت جديدًا هنا فبهذا يُنشأ حسابك. لا يُعرض العنوان على أحد.
sign-up-closed = هيئة التحرير هي التي تنشئ الحسابات الجديدة.
send-code = أرسل إليّ رمزًا
no-mail-help = لا يرسل هذا الخادم بريدًا. اطلب من هيئة التحرير رابطًا لتسجيل الدخول.
code-sent = رسالة بريد في طريقها إلى { $name }.
code-help = اكتب الأرقام الستة التي فيها، أو افتح رابطها. وهي صالحة عشر دقائق، وكذلك الرابط.
code-label = الأرقام الستة
new-code = أرسل رمزًا جديدًا
confirm-as = أنت على وشك تسجيل الدخول باسم { $name }.
choose-name = تأكّد العنوان { $name }. بأي اسم تريد أن تظهر تعليقاتك؟
name-help = يراه الجميع. وليس من الضروري أن يكون اسمك في جواز السفر.
make-account = أنشئ حسابي
name-change-help = يراه الجميع. يمكنك تغييره كل أسبوعين.
roles-label = الأدوار
suspended-heading = حسابك موقوف
suspended-until = حتى { $name } يمكنك القراءة والعناية بحسابك، دون كتابة شيء.
claimable = { $count ->
    [zero] لم يكتب هذا المتصفح أي تعليق بصفة ضيف.
    [one] كتب هذا المتصفح تعليقًا واحدًا بصفة ضيف.
    [two] كتب هذا المتصفح تعليقين بصفة ضيف.
    [few] كتب هذا المتصفح { $count } تعليقات بصفة ضيف.
    [many] كتب هذا المتصفح { $count } تعليقًا بصفة ضيف.
   *[other] كتب هذا المتصفح { $count } تعليق بصفة ضيف.
}
claim = أضف إلى حسابي
own-all-heading = تعليقاتك
own-all-none = لم تكتب شيئًا بعد.
own-older = تعليقاتك الأقدم
devices-heading = أين سجّلت الدخول
device-this = هذا المتصفح
device-since = منذ
device-seen = آخر استخدام
device-end = تسجيل الخروج هناك
devices-end-others = تسجيل الخروج من كل مكان آخر
device-unknown = متصفح لا يذكر اسمه

badge-staff = هيئة التحرير
badge-staff-means = يتحدث باسم هيئة التحرير
badge-expert = خبير
badge-expert-means = تعرفه هيئة التحرير خبيرًا
badge-subscriber = مشترك
badge-subscriber-means = مشترك في الصحيفة
badge-new = جديد هنا
badge-new-means = له حساب منذ أقل من أسبوع

mail-code-subject = تسجيل الدخول إلى { $name }
mail-code-intro = رمزك لتسجيل الدخول إلى { $name }:
mail-code-or-link = أو افتح هذا الرابط وأكّد هناك:
mail-code-good-for = الرمز والرابط صالحان عشر دقائق، لمرة واحدة.
mail-not-you = إن لم تطلب هذا فلا تفعل شيئًا: لا يدخل أحد من دون هذه الرسالة.
mail-no-account = طلب أحدهم تسجيل الدخول إلى { $name } بهذا العنوان. لا يوجد حساب بهذا العنوان، وهيئة التحرير هي التي تنشئ الحسابات الجديدة.

password-label = كلمة المرور
password-old-label = كلمة المرور الحالية
password-new-label = كلمة المرور الجديدة
password-help = ثمانية أحرف على الأقل، وخمسة عشر أو أكثر أفضل، كبضع كلمات. سيُسجَّل خروجك من كل مكان آخر.
password-sign-in = الدخول بكلمة مرور
password-heading = كلمة المرور
password-choose = اختيار كلمة مرور
password-change = تغيير كلمة المرور
mail-password-not-you = إن لم تكن أنت من فعل ذلك فادخل برمز واختر كلمة مرور أخرى:
mail-password-subject = كلمة مرورك في { $name }
mail-password-changed = صارت لحسابك في { $name } كلمة مرور أخرى، وسُجّل خروجك من كل مكان آخر.

refusal-password-short = كلمة المرور { $limit } أحرف على الأقل، وهذه { $length }. بضع كلمات أفضل.
refusal-password-long = كلمة المرور { $limit } حرف على الأكثر، وهذه { $length }.
refusal-password-common = كثيرون يستعملون كلمة المرور هذه، فهي أول ما يُجرَّب. اختر غيرها، كبضع كلمات لا يجمعها أحد سواك.
refusal-password-wrong = هذا العنوان وكلمة المرور هذه لا يجتمعان. حاول مرة أخرى، أو اطلب رمزًا بالبريد.
refusal-password-old-wrong = ليست هذه كلمة مرورك الحالية. إن نسيتها فسجّل خروجك واطلب رمزًا بالبريد.

vote-up = أوصي به
vote-down = أعترض
vote-counts = صوتك محسوب، وتُظهره الصفحة خلال ثوانٍ.
vote-gone = سُحب صوتك.
vote-back = العودة إلى التعليق
vote-take-back = سحب الصوت
person-since = هنا منذ
flag = إبلاغ
flag-heading = ما الخطأ في تعليق { $name }؟
flag-violence = يهدد أو يدعو إلى العنف
flag-hate = فيه كراهية لجماعة من الناس
flag-insult = يهين أحدًا أو يضايقه
flag-private = يكشف أمورًا خاصة عن أحد
flag-spam = إعلان أو خداع
flag-off-topic = لا علاقة له بالموضوع
flag-other = شيء آخر
flag-text-label = ما الذي ينبغي أن يعرفه المشرفون أيضًا
flag-help = لا يقرؤه إلا المشرفون، ولا يُخبَر أحد بأنك كتبته.
flag-send = أبلغ عنه
flag-thanks = شكرًا لك. سينظر فيه المشرفون.
flag-thanks-help = الإبلاغ يعني أن على أحد أن ينظر؛ وهو لا يزيل شيئًا بنفسه.
former-names = الأسماء السابقة، وإلى متى؛ لا يراها إلا المشرفون
ignore = إخفاء
ignore-means = تُخفى تعليقات هذا الشخص عنك في الصفحات ذات السكربتات، ولا تُخفى عن غيرك، ولا يُبلَّغ بذلك.
ignore-end = القراءة من جديد
ignored-heading = من تُخفيهم

refusal-own-comment = تعليقك يحكم عليه غيرك.
refusal-votes-too-fast = تصوّت أسرع مما يقرأ أحد. انتظر لحظة.

language = العربية
language-label = لغة صفحاتك وبريدك
bio-label = عنك
bio-help = يراه الجميع في صفحتك.
picture-label = صورتك
picture-help = JPEG أو PNG أو WebP بحجم 8 ميغابايت على الأكثر. تُصنع من جديد صغيرةً مربعة بلا بيانات الكاميرا. وإن أُرسلت بلا ملف أُزيلت.
picture-send = إرسال الصورة

refusal-bio-too-long = النص عنك { $limit } حرف على الأكثر، وهذا { $length }.

news-heading = الجديد لك
news-none = لا شيء بعد. هنا الردود على تعليقاتك والقرارات بشأنها والتوصيات بها.
news-seen = اطّلعت على هذا
news-published = نُشر تعليقك
news-held = تعليقك ينتظر الإشراف
news-removed = أُزيل تعليقك
followed-heading = ما تتابعه
followed-none = لا شيء. يمكن متابعة المقالات والردود والمواضيع والأشخاص حيث هم.
follow = متابعة
unfollow = إلغاء المتابعة
follow-branch = متابعة الردود
news-reply = ردّ عليك { $name }
news-votes = { $count ->
    [zero] لم يوصَ بتعليقك بعد
    [one] أُوصي بتعليقك مرة واحدة
    [two] أُوصي بتعليقك مرتين
    [few] أُوصي بتعليقك { $count } مرات
    [many] أُوصي بتعليقك { $count } مرة
   *[other] أُوصي بتعليقك { $count } مرة
}
news-new = { $count ->
   *[other] الجديد: { $count }
}

refusal-follow-unknown = لا شيء هنا يمكن متابعته.
refusal-follows-too-many = تتابع 500 شيء. ألغِ متابعة بعضها أولًا.

refusal-decision-unknown = لا يوجد هذا القرار هنا.
refusal-undo-impossible = ما قررته آلة أو ما جرى التراجع عنه من قبل يُتخذ فيه قرار جديد ولا يُتراجع عنه.
refusal-decided-meanwhile = في هذه الأثناء اتخذ شخص آخر قرارًا بشأن هذا التعليق. انظر إليه مرة أخرى.
refusal-in-other-hands = هذا التعليق الآن بين يدي شخص آخر، وهو من يقرر بشأنه.

desk-heading = الإشراف
desk-views = طرق عرض قائمة الانتظار
desk-worst = الأسوأ أولًا
desk-flagged = المبلّغ عنها
desk-flags = ما أبلغ عنه القراء
desk-let-stand = دعه كما هو
desk-flags-weigh = الوزن { $count }
desk-oldest = الأقدم أولًا
desk-recent = أحدث القرارات
desk-mine = ما يخصني
desk-begin = خذ التالي
desk-none = لا شيء ينتظر هنا.
desk-more = المزيد
desk-only-look = يمكنك هنا الاطلاع دون اتخاذ قرار.
desk-next-ones = التالية
desk-did-approve = نُشر
desk-did-hold = ما زال ينتظر
desk-did-remove = أُزيل
desk-did-restore = أُعيد
desk-did-undo = جرى التراجع
desk-machine = الآلة
desk-hard = نص قاسٍ. افتحه
desk-why = سبب الانتظار
desk-writer = من كتبه
desk-guest = ضيف بلا حساب
desk-earlier = القرارات حتى الآن
desk-acts = ما العمل
desk-approve = انشر
desk-hold = دعه ينتظر
desk-remove = أزل
desk-restore = أعد
desk-rule = إزالة: مخالفة لأي قاعدة؟
desk-other-reason = سبب آخر بكلماتك
desk-reason = السبب
desk-reason-help = يقرؤه كاتب التعليق. لا تذكر اسم أي زميل. إذا اختيرت قاعدة فيمكن تركه فارغًا.
desk-in-my-hand = بين يديك
desk-let-go = اتركه وانتقل إلى التالي
desk-take = خذه
desk-pass-to = إلى من
desk-undo-newest = تراجع عن آخر قرار
desk-very-sure = الآلة واثقة جدًّا
desk-sure = الآلة واثقة إلى حد كبير
desk-unsure = الآلة غير واثقة
desk-in-hand-of = التعليق بين يدي { $name }
desk-until = حتى { $name }
desk-pass = مرّره
told-machine = اتخذت هذا القرار آلة لا إنسان.
told-pointed = نبّهت آلة إليه وقرر إنسان.
told-person = اتخذ هذا القرار إنسان.
told-rule = القاعدة: { $name }
told-reason = السبب: { $name }
desk-published = منشور: { $count }
desk-removed = مُزال: { $count }
desk-held = منتظر: { $count }

refusal-act-unknown = لا يوجد هذا الإجراء.
refusal-colleague-unknown = لا يحق لهذا الشخص أن يقرر بشأن هذا التعليق.
refusal-reason-invalid = اذكر سببًا في 5000 حرف على الأكثر، أو اختر قاعدة.
refusal-media-too-large = في هذه الصورة نقاط أكثر مما يُقرأ. صغّرها وأرسلها مرة أخرى.

desk-rule-of = أي قاعدة خولفت؟
bulk-heading = قرار بشأن تعليقات عدة
bulk-choose = اختيار
bulk-chosen = القرار بشأن ما اختير
bulk-none = لم يُختر شيء يمكنك أن تقرر بشأنه. ارجع واختر تعليقات.
bulk-which = ما هي
bulk-act = ما العمل بها جميعا
bulk-do = تنفيذ
bulk-left = تُركت كما هي
bulk-left-hands = لدى زميل
bulk-left-decided = قرر غيرك في هذه الأثناء
bulk-left-nothing = لم يكن هناك ما يتغير
bulk-left-role = لم يعد لمن بدأ هذا حق القرار هناك
bulk-left-gone = لم يعد التعليق موجودا
bulk-left-appeal = ينتظر تظلم جوابًا
bulk-undo = التراجع عن الكل
bulk-undone = جرى التراجع عن هذا
writer-heading = بشأن الكاتب
writer-note = كتابة ملاحظة
writer-note-label = ملاحظة
writer-note-help = للزملاء. لا يراها الكاتب إلا إذا أعطاه القانون نسخة.
writer-warn = تحذير
writer-suspend = إيقاف مؤقت
writer-ban = حظر
writer-how-long = المدة
writer-remove-all = إزالة ما كتبه (أحدث 1000 تعليق)
writer-guest-help = لا يُعرف الضيف إلا بمتصفحه: في متصفح آخر هو ضيف آخر.
writer-did-note = ملاحظة
writer-did-warn = حُذِّر
writer-did-ban = حُظر
news-warning = تحذرك هيئة التحرير بسبب هذا التعليق
told-warning = تحذير من هيئة التحرير: { $name }
writer-did-suspend = موقوف حتى { $name }
bulk-count = { $count ->
    [zero] لا تعليقات
    [one] تعليق واحد
    [two] تعليقان
    [few] { $count } تعليقات
    [many] { $count } تعليقا
   *[other] { $count } تعليق
}
bulk-done = تقرر بشأنه: { $count }
bulk-open = بقي { $count }. تُعاد قراءة هذه الصفحة تلقائيا.
writer-days = { $count ->
    [zero] { $count } يوم
    [one] يوم واحد
    [two] يومان
    [few] { $count } أيام
    [many] { $count } يوما
   *[other] { $count } يوم
}

refusal-writer-blocked = لا تقبل هيئة التحرير شيئا من هذا المتصفح، مؤقتا أو نهائيا. السبب مع ما كتبته هنا.
refusal-staff-untouched = هذا من هيئة التحرير: لا يفعل ذلك إلا من يدير الخادم.
refusal-writer-unknown = كاتب هذا غير معروف: نُقل من مكان آخر أو حُذف حسابه.
refusal-whole-site-only = لا يمنع أحدا من الكتابة في الموقع كله إلا من يشرف عليه كله.
refusal-days-invalid = مدة الإيقاف من يوم إلى 365 يوما.
refusal-bulk-too-many = يشمل الإجراء الواحد 1000 تعليق على الأكثر.
refusal-bulk-unknown = لا يوجد هذا الإجراء هنا.
refusal-writer-act-unknown = لا يوجد هذا الإجراء هنا.
desk-search = بحث
search-text = كلمات من النص
search-name = اسم الكاتب
search-story = المقال (عنوانه أو آخر جزء منه)
search-state = الحالة
search-reason = السبب
search-from = من
search-to = إلى
search-any = الكل
search-do = ابحث
search-all = القرار بشأن كل ما وُجد
search-say = اذكر في حقل أو أكثر ما تبحث عنه. يوجد أيضا ما ينتظر وما أزيل.
statement-heading = بيان الأسباب
statement-link = بيان الأسباب والتظلم
statement-decision = ما الذي تقرر
statement-removed = أُزيل تعليقك. لا يمكن لأي شخص آخر رؤيته.
statement-held = ينتظر تعليقك الإشراف منذ 24 ساعة. إلى أن يُبتّ فيه لا يمكن لأي شخص آخر رؤيته.
statement-restored = رُفع القرار بشأن تعليقك. يمكن للجميع رؤيته من جديد.
statement-ground = علامَ يستند القرار
statement-house-rules = قواعد هذه الصحيفة للتعليقات.
statement-law = القانون: { $name }
statement-facts = لماذا
statement-found = كيف لوحظ التعليق
statement-found-reported = أبلغ عنه قراء.
statement-found-machine = نبّهت إليه آلة.
statement-found-person = رآه أحد العاملين في التحرير.
statement-by = من قرر
statement-redress = ما الذي يمكنك فعله
statement-appeal = يمكنك التظلم هنا حتى { $name } مجانًا. يجيب شخص غير الذي قرر أولًا، ولا تجيب آلة أبدًا.
statement-elsewhere = يمكنك أيضًا اللجوء إلى هيئة معتمدة لتسوية النزاعات خارج القضاء، أو إلى محكمة.
statement-date = تاريخ هذا البيان
appeal-heading = التظلم
appeal-label = لماذا القرار خاطئ
appeal-help = يمكنك التظلم مرة واحدة. لا يقرأ ما تكتبه إلا التحرير، ويظهر الجواب هنا.
appeal-send = إرسال التظلم
appeal-waits = تظلمك ينتظر جوابًا.
appeal-upheld = أُجيب عن تظلمك: القرار باقٍ.
appeal-overturned = كنت على حق: يظهر تعليقك من جديد.
appeal-void = رُفع القرار قبل الإجابة عن تظلمك.
appeal-late = انقضت الأشهر الستة التي كان يمكن فيها التظلم من هذا القرار.
appeal-moot = لم يعد هذا القرار ساريًا: لا شيء يُتظلم منه.
appeal-answer = جواب التحرير
appeal-words = ما كتبته
news-appeal = أُجيب عن تظلمك: القرار باقٍ
mail-statement-subject = بخصوص تعليقك في { $name }
mail-statement-intro = هذا بخصوص تعليق لك في { $name }.
mail-statement-link = تجده هنا كما أُرسل، وهنا يمكنك التظلم حيث يجوز ذلك. كل من لديه هذا الرابط يمكنه قراءته:
mail-appeal-subject = بخصوص تظلمك في { $name }
mail-appeal-intro = هذا بخصوص تظلمك في { $name }.
desk-appeals = التظلمات
desk-appeal-heading = تظلم
desk-appeal-words = ما يقوله صاحب التعليق
desk-appeal-answer = الجواب لصاحب التعليق
desk-appeal-help = يقرؤه صاحب التعليق. لا تذكر اسم أي زميل. لا يمكن الرجوع عنه.
desk-appeal-overturn = قبول التظلم: يظهر التعليق من جديد
desk-appeal-uphold = رفض التظلم: القرار باقٍ
desk-appeal-upheld = رُفض التظلم
desk-appeal-overturned = قُبل التظلم
desk-appeal-void = لا محل له: كان القرار قد رُفع
refusal-statement-unknown = لا يوجد هنا بيان كهذا، أو الرابط إليه غير كامل. استخدم الرابط كله كما وصلك.
refusal-appeal-unknown = لا يوجد هنا تظلم كهذا.
refusal-appeal-made = سبق أن تظلمت من هذا القرار. يجوز ذلك مرة واحدة.
refusal-appeal-moot = لم يعد هذا القرار ساريًا: لم تعد هناك حاجة إلى جواب.
refusal-appeal-late = انقضت الأشهر الستة التي كان يمكن فيها التظلم من هذا القرار.
refusal-appeal-needs-words = اذكر لماذا القرار خاطئ.
refusal-appeal-too-long = يجوز أن يكون التظلم { $limit } حرفًا؛ وهذا { $length }.
refusal-appeal-answered = في هذه الأثناء أجاب شخص آخر عن هذا التظلم.
refusal-appeal-own-comment = أنت كتبت هذا التعليق: يجيب عن التظلم شخص آخر.
refusal-appeal-own-decision = أنت اتخذت القرار المتظلم منه: يجيب عن التظلم شخص آخر.
refusal-appeal-gone = حذف صاحب هذا التعليق تعليقه: لا يمكن أن يظهر من جديد.
refusal-appeal-open = ينتظر تظلم بشأن هذا التعليق جوابًا. أجب عنه أولًا في «التظلمات».
refusal-answer-invalid = اذكر السبب في 1 إلى 5000 حرف.

audit-heading = سجل التدقيق
audit-actor = بواسطة من
audit-object = على ماذا
audit-object-all = كل ما جرى هنا
audit-since = من
audit-until = حتى
audit-show = اعرض
audit-none = لا شيء من هذا مدوَّن.
audit-more = الأقدم
audit-waits = لم يُربط بعد
audit-erased = ما قيل هنا عن شخص مُحي مع حسابه.
audit-decide = قرار
audit-undo = قرار مسحوب
audit-rule-set = قاعدة دخلت حيز التنفيذ
audit-rule-withdraw = قاعدة مسحوبة
audit-list-set = قائمة قواعد أُنشئت أو غُيّرت
audit-list-turn = قائمة قواعد شُغّلت أو أُوقفت
audit-list-remove = قائمة قواعد أُزيلت
audit-account-make = حساب أُنشئ
audit-role-grant = دور مُنح
audit-role-revoke = دور سُحب
audit-badges-set = شارات غُيّرت
audit-suspend = حساب أُوقف
audit-reinstate = إيقاف انتهى
audit-rename = حساب أُعيدت تسميته
audit-sign-out = تسجيل خروج من كل مكان
audit-account-delete = حساب حُذف
audit-invite = رابط دخول أُنشئ
audit-site-make = موقع أُنشئ
audit-site-change = موقع غُيّر
audit-triage-correct = تعلّم الفرز غُيّر
audit-key-make = مفتاح أُنشئ
audit-key-revoke = مفتاح أُلغي
audit-story-make = مقال أُنشئ
audit-story-change = مقال غُيّر
audit-story-close = نقاش أُغلق
audit-story-reopen = نقاش أُعيد فتحه
audit-story-merge = نقاشات دُمجت
audit-appeal-answer = الرد على تظلم
audit-writer-act = إجراء بحق كاتب
audit-writer-undo = إجراء بحق كاتب سُحب
audit-broken = سجل التدقيق مكسور: { $name }. احتفظ بنسخة من قاعدة البيانات كما هي، واسأل من كان له وصول إليها.
audit-length = صفوف السلسلة: { $name }.
audit-head = بصمة الأخير { $name }؛ إن حُفظت في مكان آخر أثبتت أن شيئًا قبله لم يتغيّر.
audit-escalate = تصعيد: تهديد للحياة
audit-escalation-read = قُرئ تقرير تصعيد
audit-escalation-change = تصعيد: إجراء اتُّخذ
escalations-heading = التصعيدات
escalations-none = لا يوجد ما يحق لك قراءته.
escalations-open = تهديدات للحياة مفتوحة: { $name }
escalation-heading = تهديد للحياة
escalation-escalate = تهديد للحياة: صعّد
escalation-is = صُعّد هذا التعليق بوصفه تهديدًا للحياة.
escalation-confirm = هل حياة أحد في خطر؟ يختفي التعليق فورًا، ويُجمَّد ما يُعرف عنه وعن كاتبه دليلًا، ويُبلَّغ المحررون بالبريد. ولا يعرف الكاتب إلا أنه ينتظر.
escalation-reason = ما الذي يدعوك إلى ظن ذلك
escalation-reason-help = يرد في التقرير، ولا يُبلَّغ به الكاتب.
escalation-do = صعّد الآن
escalation-open = مفتوح
escalation-reported = أُبلغ عنه
escalation-closed = مغلق
escalation-number = التصعيد { $name }
escalation-by = صعّده { $name }
escalation-comment = التعليق
escalation-account = الحساب
escalation-browser = علامة المتصفح
escalation-name = الاسم
escalation-address = عنوان الشبكة
escalation-no-address = لا يُحفظ
escalation-told = أُبلغوا بالبريد
escalation-told-none = لا أحد: ليس لأي محرر عنوان. أبلغهم بنفسك.
escalation-not-mailed = لم يُرسل بعد
escalation-entries = ما الذي جرى
escalation-note = ملاحظة
escalation-recipient = إلى من أُبلغ
escalation-reference = رقمهم المرجعي
escalation-enter-reported = أُبلغ عنه
escalation-enter-note = دوّن
escalation-enter-closed = أغلق
escalation-as-text = التقرير نصًا
escalation-as-json = التقرير JSON
escalation-hash = SHA-256 للأدلة: { $name }
mail-escalation-subject = تهديد للحياة: { $name }
mail-escalation-told = في { $name } صُعّد تعليق بوصفه تهديدًا للحياة. لم يعد يُرى، والأدلة محفوظة.
mail-escalation-do = اقرأ التقرير وأبلغ الشرطة أو من يلزم. ما كُتب ليس في هذه الرسالة.

refusal-escalated-already = صُعّد هذا التعليق من قبل.
refusal-escalation-open = صُعّد هذا التعليق بوصفه تهديدًا للحياة. أغلق التصعيد أولًا.
refusal-escalation-closed = هذا التصعيد مغلق. لا يضاف إليه إلا الملاحظات.
refusal-escalation-reason-invalid = قل في 1 إلى 2000 حرف ما يدعو إلى ظن أن حياة في خطر.
refusal-entry-invalid = للملاحظة 2000 حرف على الأكثر، ولسائر الحقول 300.
refusal-entry-recipient-missing = قل إلى من أُبلغ.
refusal-entry-empty = اكتب ما يُراد تدوينه.
