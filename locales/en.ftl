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
