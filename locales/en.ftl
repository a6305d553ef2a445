# The words of the interface. docs/words.md says how a site changes some of them.
# $name is a person's, a host's or a headline; $count is a number.

skip = Skip to the text
where-this-is = Where this is
no-stories = No story has been published yet.
older-stories = Older stories
most-discussed = Most discussed
topics = Topics
topic-empty = No story stands under this topic.
more-on-topic = More on this topic
older-on-topic = Older stories on this topic
closed-mark = discussion closed
video-mark = with video
by-author = by the author of the story
by-line = By { $name }
date-glue = { ", " }
privacy = Privacy
imprint = Imprint
house-rules = House rules
play-video = Play the video
plays-from = Opens at { $name }
correction = Correction
corrections = Corrections
corrected = Corrected

comments = { $count ->
    [one] { $count } comment
   *[other] { $count } comments
}
replies = { $count ->
    [one] { $count } reply
   *[other] { $count } replies
}
more-replies = { $count ->
    [one] { $count } more reply
   *[other] { $count } more replies
}
more-replies-link = More replies
comments-of = in the conversation begun by { $name }
the-question = We ask
write-comment = Write a comment
own-comments = Your comments
order-of-comments = Order of the comments
newest = Newest
oldest = Oldest
best-liked = Best liked
no-comments = Nobody has written yet. You could be the first.
no-comments-closed = Nobody has written here.
guests-off = Here only people with an account may write.
closed-hand = The newsroom has closed this discussion.
closed-date = This discussion ended at the time announced for it.
closed-age = Discussions here close some time after a story is published; this one has.
back-to-beginning = Back to the beginning
more-comments = More comments
feed-of-comments = These comments as a feed

author-badge = Author
in-reply-to = in reply to { $name }
edited = edited
waits-mark = waits for the moderators
comment-not-shown = A comment that is not shown
reply = Reply
reply-to = Reply to { $name }
change-or-delete = Change or delete
read-on = Read on
tombstone-removed = This comment was removed by the moderators.
tombstone-held = This comment waits for the moderators.
tombstone-deleted = This comment was deleted by its writer.
tombstone-empty = This comment is empty.

a-comment = A comment
conversation = The conversation
comment-by = A comment by { $name }
comments-comment-by = { $name }’s comment
in-answer-to = In answer to
before-this = What was said before
what-was-said = What was said
no-replies = No replies
replies-heading = Replies
back-to-first-replies = Back to the first replies

your-name = Your name
leave-empty = Leave this empty
your-comment = Your comment
length-left = Up to { $count } characters.
help-markup = *emphasis*, **strong**, > quote, - list, `code` and links are understood.
preview = Preview
preview-heading = This is how it will look
post = Post
save = Save
cancel = Cancel
delete = Delete this comment
unreachable = The server could not be reached. Try again.
unreachable-kept = The server could not be reached. Your text is still here: try again.
thank-you = Thank you
kept-and-waits = Your comment was kept and waits
kept-and-removed = Your comment was kept and does not appear

own-heading = Your comments under this story
own-newest-first = What you wrote, newest first
own-none = This browser has written nothing under this story, or its cookie is gone.
own-published = It can be seen by everybody.
own-held = It waits for the moderators.
own-removed = It was removed by the moderators.
own-deleted = It was deleted.
where-it-stands = Where it stands

not-found-title = Nothing is here
server-error-title = Something is wrong on our side
refused-title = This did not work
to-front-page = To the front page

search = Search
search-label = Words to search for
search-help = Finds stories and comments that have all of these words. A word of four letters or more also finds those that begin with it.
search-no-words = There is no word in this to search for.
found-nothing = Nothing has all of these words. Check how they are spelled, or leave one out.
found-stories = { $count ->
    [one] { $count } story
   *[other] { $count } stories
}
found-many = Very much has all of these words; only what was added last is listed. One more word narrows it down.
all-stories-found = All stories found
older-found = Older ones

post-anyway = Post anyway
share = Share
link-copied = Link copied
next-sibling = Next
mark-new = Mark what is new when I come back
is-new = new
next-new = Next new one
undo = Undo
your-text = Your text, to copy
deleted-heading = Deleted
deleted-can-undo = Your comment is gone. For a minute you can take that back; then its words are erased.

# Refusals that hold numbers, as readers see them. All others stand in the program, where the other languages' names for
# them come from.
refusal-comment-too-long = A comment may have { $limit } characters; this one has { $length }. Shorten it, or post it in parts.
refusal-name-too-long = A name may have { $limit } characters; this one has { $length }.
refusal-query-too-long = What is searched for may have { $limit } characters. Leave some words out.

# Accounts

sign-in = Sign in
sign-out = Sign out
sign-up-heading = Choose your name
account-heading = Your account
writing-as = You write as { $name }.
email-label = E-mail address
email-help = You get a mail with a code and a link. If you are new here, this makes your account. The address is shown to nobody.
sign-up-closed = New accounts are made by the newsroom.
send-code = Mail me a code
no-mail-help = This server sends no mail. Ask the newsroom for a link to sign in by.
code-sent = A mail is on its way to { $name }.
code-help = Type the six digits that it holds, or follow its link. They are good for ten minutes.
code-label = The six digits
new-code = Mail a new code
confirm-as = You are about to sign in as { $name }.
choose-name = { $name } is confirmed. Under which name shall your comments appear?
name-help = Everybody sees it. It need not be the one in your passport.
make-account = Make my account
name-change-help = Everybody sees it. You can change it every two weeks.
roles-label = Roles
suspended-heading = Your account is suspended
suspended-until = Until { $name } you can read and look after your account, and write nothing.
claimable = { $count ->
    [one] This browser has written { $count } comment as a guest.
   *[other] This browser has written { $count } comments as a guest.
}
claim = Make them mine
own-all-heading = Your comments
own-all-none = You have not written anything yet.
own-older = Older comments of yours
devices-heading = Where you are signed in
device-this = this browser
device-since = Since
device-seen = Last used
device-end = Sign out there
devices-end-others = Sign out everywhere else
device-unknown = A browser that does not say its name

badge-staff = Newsroom
badge-staff-means = Speaks for the newsroom
badge-expert = Expert
badge-expert-means = Known to the newsroom as an expert
badge-subscriber = Subscriber
badge-subscriber-means = Subscribes to the paper
badge-new = New here
badge-new-means = Has an account since less than a week

mail-code-subject = Signing in at { $name }
mail-code-intro = Your code for signing in at { $name }:
mail-code-or-link = Or follow this link and confirm there:
mail-code-good-for = Code and link are good for ten minutes, once.
mail-not-you = If you did not ask for this, do nothing: nobody gets in without it.
mail-no-account = Somebody asked to sign in at { $name } with this address. There is no account with it, and new ones are made by the newsroom.

password-label = Password
password-old-label = Present password
password-new-label = New password
password-help = At least eight characters; fifteen or more are better, such as a few words. Everywhere else you are signed out.
password-sign-in = Sign in with a password
password-heading = Password
password-choose = Choose a password
password-change = Change my password
mail-password-not-you = If that was not you, sign in by a code and choose another password:
mail-password-subject = Your password at { $name }
mail-password-changed = Your account at { $name } has another password. Everywhere else you were signed out.

vote-up = Recommend
vote-down = Object
vote-counts = Your vote counts. The page shows it within seconds.
vote-gone = Your vote is taken back.
vote-back = Back to the comment
vote-take-back = Take it back
person-since = Here since
flag = Report
flag-heading = What is wrong with the comment by { $name }?
flag-violence = It threatens, or calls for violence
flag-hate = It is hatred of a group of people
flag-insult = It insults or harasses somebody
flag-private = It tells what is private of somebody
flag-spam = It advertises or deceives
flag-off-topic = It has nothing to do with the story
flag-other = Something else
flag-text-label = What else the desk should know
flag-help = Nobody but the moderators reads it, and nobody is told that you wrote it.
flag-send = Report it
flag-thanks = Thank you. The desk will look at it.
flag-thanks-help = A report says that somebody should look; it takes nothing away by itself.
former-names = Earlier names, until when; moderators alone see them
ignore = Ignore
ignore-means = Their comments are hidden from you on pages with scripts, and from nobody else. They are not told.
ignore-end = Read them again
ignored-heading = Whom you ignore

language = English
language-label = Language of your pages and your mail
bio-label = About you
bio-help = Everybody sees it on your page.
picture-label = Your picture
picture-help = JPEG, PNG or WebP, 8 MB at most. It is made anew, small and square, without the notes of a camera. Sent without a file, it is taken away.
picture-send = Send the picture

news-heading = What is new for you
news-none = Nothing yet. Answers to your comments, decisions about them and recommendations stand here.
news-seen = I have seen this
news-published = Your comment was published
news-held = Your comment waits for a moderator
news-removed = Your comment was removed
followed-heading = What you follow
followed-none = Nothing. Stories, answers, topics and people can be followed where they stand.
follow = Follow
unfollow = Follow no more
follow-branch = Follow the answers
news-reply = { $name } has answered you
news-votes = { $count ->
    [one] Your comment was recommended once
   *[other] Your comment was recommended { $count } times
}
news-new = { $count ->
   *[other] { $count } new
}

desk-heading = Desk
desk-views = Views of the queue
desk-worst = Worst first
desk-flagged = Reported
desk-flags = What readers reported
desk-let-stand = Let it stand
desk-flags-weigh = weight { $count }
desk-oldest = Oldest first
desk-recent = Recent decisions
desk-mine = Mine
desk-begin = Take the next one
desk-none = Nothing waits here.
desk-more = More
desk-only-look = You may look here, and not act.
desk-next-ones = The next ones
desk-did-approve = Published
desk-did-hold = Waits on
desk-did-remove = Removed
desk-did-restore = Restored
desk-did-undo = Taken back
desk-machine = The machine
desk-hard = Hard to read. Open the text
desk-why = Why it waits
desk-writer = Who wrote it
desk-guest = A guest, without an account
desk-earlier = Decisions so far
desk-acts = What to do
desk-approve = Publish
desk-hold = Let it wait
desk-remove = Remove
desk-restore = Restore
desk-rule = Remove: against which rule?
desk-other-reason = Another reason, in your words
desk-reason = Reason
desk-reason-help = The writer reads it. Name no colleague. Where a rule is chosen it may stay empty.
desk-in-my-hand = In your hand
desk-let-go = Let go, and on to the next
desk-take = Take in hand
desk-pass-to = Colleague
desk-undo-newest = Take the newest decision back
desk-very-sure = the machine is very sure
desk-sure = the machine is fairly sure
desk-unsure = the machine is not sure
desk-in-hand-of = { $name } has it in hand
desk-until = until { $name }
desk-pass = Pass on
told-machine = A machine decided this, no person.
told-pointed = A machine pointed to it, and a person decided.
told-person = A person decided this.
told-rule = Rule: { $name }
told-reason = Reason: { $name }
desk-published = { $count } published
desk-removed = { $count } removed
desk-held = { $count } waiting

desk-rule-of = Against which rule?
bulk-heading = Decide about many
bulk-choose = Choose
bulk-chosen = Decide about the chosen ones
bulk-none = Nothing was chosen that is there for you to decide about. Go back and choose comments.
bulk-which = Which ones
bulk-act = What to do with all of them
bulk-do = Do it
bulk-left = Left alone
bulk-left-hands = A colleague has it in hand
bulk-left-decided = Somebody decided meanwhile
bulk-left-nothing = There was nothing to change
bulk-left-role = Whoever began this may no longer decide there
bulk-left-gone = The comment is gone
bulk-left-appeal = An appeal waits for an answer
bulk-undo = Take all of it back
bulk-undone = This was taken back
writer-heading = About the writer
writer-note = Write a note
writer-note-label = Note
writer-note-help = For colleagues. The writer never sees it, unless the law gives them a copy.
writer-warn = Warn
writer-suspend = Suspend
writer-ban = Ban
writer-how-long = For how long
writer-remove-all = Remove what they wrote (the newest 1,000 comments)
writer-guest-help = A guest is known by their browser alone: in another one they are another guest.
writer-did-note = Note
writer-did-warn = Warned
writer-did-ban = Banned
news-warning = The newsroom warns you because of this comment
told-warning = The newsroom warns you: { $name }
writer-did-suspend = Suspended until { $name }
bulk-count = { $count ->
    [one] { $count } comment
   *[other] { $count } comments
}
bulk-done = { $count } decided
bulk-open = { $count } to go. This page loads again by itself.
writer-days = { $count ->
    [one] { $count } day
   *[other] { $count } days
}
desk-search = Search
search-text = Words of the text
search-name = Name of the writer
search-story = Story (its address, or the last part of it)
search-state = State
search-reason = Reason
search-from = From
search-to = To
search-any = Any
search-do = Search
search-all = Decide about all that is found
search-say = Say what you look for in one field or several. What waits and what was removed is found as well.
statement-heading = Statement of reasons
statement-link = Statement of reasons and appeal
statement-decision = What was decided
statement-removed = Your comment was removed. Nobody else can see it.
statement-held = Your comment has waited for a moderator for 24 hours. Until one decides, nobody else can see it.
statement-restored = The decision about your comment was lifted. Everybody can see it again.
statement-ground = On what this rests
statement-house-rules = The rules of this publication for comments.
statement-law = The law: { $name }
statement-facts = Why
statement-found = How it was noticed
statement-found-reported = Readers reported it.
statement-found-machine = A machine pointed to it.
statement-found-person = Somebody of the newsroom saw it.
statement-by = Who decided
statement-redress = What you can do
statement-appeal = You can appeal here until { $name }, free of charge. Another person than the one who decided first answers, never a machine.
statement-elsewhere = You can also turn to a certified body for out-of-court dispute settlement, or to a court.
statement-date = Date of this statement
appeal-heading = Appeal
appeal-label = Why the decision is wrong
appeal-help = You can appeal once. What you write is read by the newsroom alone, and you are answered here.
appeal-send = Send the appeal
appeal-waits = Your appeal waits for an answer.
appeal-upheld = Your appeal was answered: the decision stands.
appeal-overturned = Your appeal was right: your comment appears again.
appeal-void = The decision was lifted before your appeal was answered.
appeal-late = The six months in which this decision could be appealed are over.
appeal-moot = This decision is no longer in force: there is nothing to appeal against.
appeal-answer = The answer
appeal-words = What you wrote
news-appeal = Your appeal was answered: the decision stands
mail-statement-subject = About your comment at { $name }
mail-statement-intro = This is about a comment of yours at { $name }.
mail-statement-link = Here it stands as it was sent, and here you can appeal where there is something to appeal. Whoever has this link can read it:
mail-appeal-subject = About your appeal at { $name }
mail-appeal-intro = This is about your appeal at { $name }.
desk-appeals = Appeals
desk-appeal-heading = An appeal
desk-appeal-words = What the writer says
desk-appeal-answer = Answer to the writer
desk-appeal-help = The writer reads it. Name no colleague. It cannot be taken back.
desk-appeal-overturn = Overturn: the comment appears again
desk-appeal-uphold = Uphold: the decision stands
desk-appeal-upheld = Upheld
desk-appeal-overturned = Overturned
desk-appeal-void = Void: the decision was lifted before
audit-heading = Audit trail
audit-actor = By whom
audit-object = What was acted on
audit-object-all = All that was done there
audit-since = From
audit-until = Until
audit-show = Show
audit-none = Nothing of that kind is written down.
audit-more = Older
audit-waits = not linked yet
audit-erased = What was said of a person here was erased with their account.
audit-decide = Decision
audit-undo = Decision taken back
audit-rule-set = Rule put in force
audit-rule-withdraw = Rule withdrawn
audit-list-set = Rule list made or changed
audit-list-turn = Rule list turned on or off
audit-list-remove = Rule list removed
audit-account-make = Account made
audit-role-grant = Role given
audit-role-revoke = Role taken away
audit-badges-set = Badges changed
audit-suspend = Account suspended
audit-reinstate = Suspension ended
audit-rename = Account renamed
audit-sign-out = Signed out everywhere
audit-account-delete = Account deleted
audit-invite = Link to sign in made
audit-site-make = Site made
audit-site-change = Site changed
audit-triage-correct = Learning of triage changed
audit-key-make = Key made
audit-key-revoke = Key ended
audit-story-make = Story made
audit-story-change = Story changed
audit-story-close = Discussion closed
audit-story-reopen = Discussion opened again
audit-story-merge = Discussions merged
audit-appeal-answer = Appeal answered
audit-writer-act = Act on a writer
audit-writer-undo = Act on a writer taken back
audit-broken = The audit trail is broken: { $name }. Keep a copy of the database as it is, and ask who had access to it.
audit-length = Rows in the chain: { $name }.
audit-head = The last one hashes to { $name }; kept elsewhere, it shows that nothing before it was changed.
audit-escalate = Escalated: threat to life
audit-escalation-read = Report of an escalation read
audit-escalation-change = Escalation: something done
escalations-heading = Escalations
escalations-none = There is none that you may read.
escalations-open = Threats to life that are open: { $name }
escalation-heading = Threat to life
escalation-escalate = Threat to life: escalate
escalation-is = This comment was escalated as a threat to life.
escalation-confirm = Is somebody’s life at risk? The comment goes out of sight at once, what is known of it and of its writer is frozen as evidence, and the editors are told by mail. The writer is told only that it waits.
escalation-reason = What makes you think so
escalation-reason-help = It stands in the report. The writer is not told it.
escalation-do = Escalate now
escalation-open = Open
escalation-reported = Reported
escalation-closed = Closed
escalation-number = Escalation { $name }
escalation-by = Escalated by { $name }
escalation-comment = The comment
escalation-account = Account
escalation-browser = Mark of their browser
escalation-name = Name
escalation-address = Network address
escalation-no-address = not kept
escalation-told = Told by mail
escalation-told-none = Nobody: no editor has an address. Tell them yourself.
escalation-not-mailed = not sent yet
escalation-entries = What was done
escalation-note = Note
escalation-recipient = To whom it was reported
escalation-reference = Their reference number
escalation-enter-reported = It was reported
escalation-enter-note = Note it
escalation-enter-closed = Close
escalation-as-text = Report as text
escalation-as-json = Report as JSON
escalation-hash = SHA-256 of the evidence: { $name }
mail-escalation-subject = Threat to life: { $name }
mail-escalation-told = At { $name } a comment was escalated as a threat to life. It is out of sight, and evidence is kept.
mail-escalation-do = Read the report and tell the police, or whoever is to be told. What was said is not in this mail.
