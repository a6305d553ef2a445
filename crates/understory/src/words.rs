//! The interface's words in five languages (Fluent), and its dates (ICU). Read once; what takes no argument is then a
//! string, and what takes a name is what stands before and behind it: a page in the making asks for hundreds.

mod dates;

use std::borrow::{Borrow, Cow};
use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use icu_decimal::DecimalFormatter;
use icu_decimal::input::Decimal;
use icu_decimal::options::DecimalFormatterOptions;
use icu_locale_core::Locale;
use intl_memoizer::Memoizable;
use intl_memoizer::concurrent::IntlLangMemoizer;
use unic_langid::LanguageIdentifier;

pub use dates::{Dates, dates};

use crate::models::{Reason, quoting};

/// A message around one name: what stands before it and what behind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Around {
    /// Before the name.
    pub before: String,
    /// Behind it.
    pub after: String,
}

impl Around {
    /// The whole, as plain text. The name is kept from turning the direction of what is around it (Unicode UAX 9: FSI, PDI).
    pub fn with(&self, name: &str) -> String {
        format!("{}\u{2068}{name}\u{2069}{}", self.before, self.after)
    }
}

/// Stands for the name while a message is split.
const NAME: &str = "\u{fdd0}";

/// Up to which number messages are kept ready.
const SMALL: i64 = 50;

macro_rules! words {
    (plain { $($plain:ident)* } named { $($named:ident)* } counted { $($counted:ident)* }) => {
        /// The words of one language.
        pub struct Words {
            /// The language.
            pub lang: &'static str,
            /// The direction of its writing.
            pub dir: &'static str,
            bundle: FluentBundle<FluentResource>,
            $(#[doc = concat!("The message `", stringify!($plain), "`.")] pub $plain: String,)*
            $(#[doc = concat!("The message `", stringify!($named), "`, around its name.")] pub $named: Around,)*
            counts: Counts,
        }

        /// Messages for small numbers, by far the most frequent.
        struct Counts {
            $($counted: Vec<String>,)*
        }

        impl Words {
            fn new(lang: &'static str, bundle: FluentBundle<FluentResource>) -> Result<Self, String> {
                Ok(Self {
                    lang,
                    dir: crate::http::direction(lang),
                    $($plain: format(&bundle, &id(stringify!($plain)), None)?,)*
                    $($named: around(&bundle, &id(stringify!($named)))?,)*
                    counts: Counts {
                        $($counted: (0..SMALL).map(|n| count(&bundle, &id(stringify!($counted)), n)).collect::<Result<_, _>>()?,)*
                    },
                    bundle,
                })
            }

            /// Why something was refused, or why a comment waits: the message `refusal-` or `reason-` and the code, if
            /// the language has it. English has few: for the others the text that programs get is said.
            fn why(&self, kind: &str, code: &str, numbers: &[(&'static str, u64)]) -> Option<String> {
                let mut args = FluentArgs::new();
                for (name, number) in numbers {
                    args.set(*name, FluentValue::from(*number));
                }
                format(&self.bundle, &id(&format!("{kind}-{code}")), Some(&args)).ok()
            }

            $(#[doc = concat!("The message `", stringify!($counted), "` for so many.")]
            pub fn $counted(&self, number: impl Borrow<i64>) -> Cow<'_, str> {
                let number = *number.borrow();
                match usize::try_from(number).ok().and_then(|number| self.counts.$counted.get(number)) {
                    Some(text) => Cow::Borrowed(text),
                    None => Cow::Owned(
                        count(&self.bundle, &id(stringify!($counted)), number).unwrap_or_else(|_| number.to_string()),
                    ),
                }
            })*

            /// The identifiers of all messages that the program asks for.
            #[cfg(test)]
            fn all() -> Vec<String> {
                [$(stringify!($plain),)* $(stringify!($named),)* $(stringify!($counted),)*].map(id).to_vec()
            }
        }
    };
}

words! {
    plain {
        skip where_this_is no_stories older_stories most_discussed topics closed_mark video_mark by_author author_badge
        edited waits_mark comment_not_shown write_comment own_comments own_heading own_newest_first own_none
        own_published own_held own_removed own_deleted where_it_stands order_of_comments newest oldest best_liked
        back_to_beginning more_comments no_comments no_comments_closed guests_off house_rules a_comment conversation
        in_answer_to before_this what_was_said no_replies replies_heading back_to_first_replies more_replies_link reply
        change_or_delete read_on your_name leave_empty your_comment help_markup preview preview_heading post save
        cancel delete thank_you kept_and_waits kept_and_removed tombstone_removed tombstone_held tombstone_deleted
        tombstone_empty closed_hand closed_date closed_age correction corrections corrected not_found_title
        server_error_title refused_title to_front_page the_question topic_empty date_glue privacy imprint unreachable
        unreachable_kept more_on_topic older_on_topic feed_of_comments play_video search search_label search_help
        search_no_words found_nothing found_many all_stories_found older_found share link_copied next_sibling mark_new
        is_new next_new undo deleted_heading deleted_can_undo your_text post_anyway sign_in sign_out sign_up_heading
        email_label email_help sign_up_closed send_code no_mail_help code_help code_label new_code name_help
        make_account account_heading roles_label name_change_help suspended_heading claim own_all_heading own_all_none
        own_older devices_heading device_this device_since device_seen device_end devices_end_others device_unknown
        password_label password_old_label password_new_label password_help password_sign_in password_heading
        password_choose password_change mail_password_not_you badge_staff badge_staff_means badge_expert
        badge_expert_means badge_subscriber badge_subscriber_means badge_new badge_new_means vote_up vote_down
        vote_counts vote_gone vote_back vote_take_back person_since former_names flag flag_violence
        flag_hate flag_insult flag_private flag_spam flag_off_topic flag_other flag_text_label flag_help flag_send
        flag_thanks flag_thanks_help ignore ignore_means ignore_end ignored_heading
        language language_label bio_label bio_help picture_label picture_help picture_send news_heading news_none
        news_seen news_published news_held news_removed followed_heading followed_none follow unfollow follow_branch
        mail_code_or_link mail_code_good_for mail_not_you desk_heading desk_views desk_worst desk_oldest desk_flagged desk_flags desk_let_stand desk_recent
        desk_mine desk_begin desk_none desk_more desk_only_look desk_next_ones desk_did_approve desk_did_hold
        desk_did_remove desk_did_restore desk_did_undo desk_machine desk_hard desk_why desk_writer desk_guest
        desk_earlier desk_acts desk_approve desk_hold desk_remove desk_restore desk_rule desk_other_reason desk_reason
        desk_reason_help desk_in_my_hand desk_let_go desk_take desk_pass_to desk_pass desk_undo_newest desk_very_sure
        desk_sure desk_unsure desk_rule_of desk_search search_text search_name search_story search_state search_reason search_from search_to
        search_any search_do search_all search_say bulk_heading bulk_choose bulk_chosen bulk_none bulk_which bulk_act bulk_do bulk_left
        bulk_left_hands bulk_left_decided bulk_left_nothing bulk_left_role bulk_left_gone bulk_left_appeal bulk_undo bulk_undone
        writer_heading writer_note writer_note_label writer_note_help writer_warn writer_suspend writer_ban writer_how_long
        writer_remove_all writer_guest_help writer_did_note writer_did_warn writer_did_ban news_warning told_machine told_pointed told_person
        statement_heading statement_link statement_decision statement_removed statement_held statement_restored
        statement_ground statement_house_rules statement_facts statement_found statement_found_reported
        statement_found_machine statement_found_person statement_by statement_redress statement_elsewhere statement_date
        appeal_heading appeal_label appeal_help appeal_send appeal_waits appeal_upheld appeal_overturned appeal_void
        appeal_late appeal_moot appeal_answer appeal_words news_appeal mail_statement_link desk_appeals
        desk_appeal_heading desk_appeal_words desk_appeal_answer desk_appeal_help desk_appeal_overturn desk_appeal_uphold
        desk_appeal_upheld desk_appeal_overturned desk_appeal_void
        audit_heading audit_actor audit_object audit_object_all audit_since audit_until audit_show audit_none
        audit_more audit_waits audit_erased audit_decide audit_undo audit_rule_set audit_rule_withdraw audit_list_set audit_list_turn audit_list_remove
        audit_account_make audit_role_grant audit_role_revoke audit_badges_set audit_suspend audit_reinstate
        audit_rename audit_sign_out audit_account_delete audit_invite audit_site_make audit_site_change
        audit_triage_correct audit_key_make audit_key_revoke audit_story_make audit_story_change audit_story_close
        audit_story_reopen audit_story_merge audit_appeal_answer audit_writer_act audit_writer_undo
        audit_escalate audit_escalation_read audit_escalation_change escalations_heading escalations_none
        escalation_heading escalation_escalate escalation_is escalation_confirm escalation_reason
        escalation_reason_help escalation_do escalation_open escalation_reported escalation_closed escalation_comment
        escalation_account escalation_browser escalation_name escalation_address escalation_no_address escalation_told
        escalation_told_none escalation_not_mailed escalation_entries escalation_note escalation_recipient
        escalation_reference escalation_enter_reported escalation_enter_note escalation_enter_closed
        escalation_as_text escalation_as_json mail_escalation_do
    }
    named {
        audit_broken audit_length audit_head escalations_open escalation_number escalation_by escalation_hash mail_escalation_subject mail_escalation_told
        reply_to comment_by comments_comment_by by_line in_reply_to plays_from comments_of writing_as code_sent confirm_as choose_name suspended_until mail_code_subject mail_code_intro
        mail_no_account mail_password_subject mail_password_changed
        news_reply flag_heading desk_in_hand_of desk_until told_rule told_reason told_warning writer_did_suspend
        statement_appeal statement_law
        mail_statement_subject mail_statement_intro mail_appeal_subject mail_appeal_intro
    }
    counted {
        comments more_replies replies length_left found_stories claimable news_votes news_new desk_flags_weigh desk_published desk_removed desk_held bulk_count bulk_done bulk_open writer_days
    }
}

fn id(field: &str) -> String {
    field.replace('_', "-")
}

fn format(bundle: &FluentBundle<FluentResource>, id: &str, args: Option<&FluentArgs<'_>>) -> Result<String, String> {
    let message = bundle.get_message(id).ok_or_else(|| format!("no message '{id}'"))?;
    let pattern = message.value().ok_or_else(|| format!("message '{id}' is empty"))?;
    let mut errors = Vec::new();
    let text = bundle.format_pattern(pattern, args, &mut errors).into_owned();
    if errors.is_empty() { Ok(text) } else { Err(format!("message '{id}': {errors:?}")) }
}

fn count(bundle: &FluentBundle<FluentResource>, id: &str, count: i64) -> Result<String, String> {
    let mut args = FluentArgs::new();
    args.set("count", FluentValue::from(count));
    format(bundle, id, Some(&args))
}

fn around(bundle: &FluentBundle<FluentResource>, id: &str) -> Result<Around, String> {
    let mut args = FluentArgs::new();
    args.set("name", NAME);
    let text = format(bundle, id, Some(&args))?;
    let (before, after) = text.split_once(NAME).ok_or_else(|| format!("message '{id}' has no $name"))?;
    Ok(Around { before: before.to_owned(), after: after.to_owned() })
}

impl Words {
    /// A refusal in this language.
    pub fn refused(&self, code: &str, numbers: &[(&'static str, u64)], text: &str) -> String {
        self.why("refusal", code, numbers).unwrap_or_else(|| text.to_owned())
    }

    /// Why a comment waits or was taken away, in this language.
    pub fn reason(&self, reason: &Reason) -> String {
        // What the program itself says in English ends in the words it is about already.
        let said = self.why("reason", &reason.code, &[]);
        said.map_or_else(|| reason.text.clone().into_owned(), |said| quoting(&said, &reason.words))
    }
}

/// The languages that are complete, the first being the last resort.
const FILES: [(&str, &str); 5] = [
    ("en", include_str!("../../../locales/en.ftl")),
    ("de", include_str!("../../../locales/de.ftl")),
    ("fr", include_str!("../../../locales/fr.ftl")),
    ("es", include_str!("../../../locales/es.ftl")),
    ("ar", include_str!("../../../locales/ar.ftl")),
];

/// All languages.
static WORDS: LazyLock<Vec<Words>> = LazyLock::new(|| {
    let own = |lang: &str| {
        let own = crate::look::worn()?.words.iter().find(|(own, _)| *own == lang)?;
        Some(own.1.as_str())
    };
    FILES.iter().filter_map(|(lang, text)| read(lang, text, own(lang)).ok()).collect()
});

/// A language's words, some of them overridden by a publication's own.
fn read(lang: &'static str, text: &str, own: Option<&str>) -> Result<Words, String> {
    let identifier: LanguageIdentifier = lang.parse().map_err(|error| format!("{lang}: {error}"))?;
    let parse = |text: &str| FluentResource::try_new(text.to_owned()).map_err(|(_, errors)| told(&errors));
    let mut bundle = FluentBundle::new_concurrent(vec![identifier]);
    // Names are isolated where they are put in; figures need none.
    bundle.set_use_isolating(false);
    bundle.set_formatter(Some(grouped));
    bundle.add_resource(parse(text)?).map_err(|errors| format!("{lang}: {errors:?}"))?;
    if let Some(own) = own {
        bundle.add_resource_overriding(parse(own)?);
    }
    Words::new(lang, bundle)
}

/// How a language writes whole numbers: in groups of three, or otherwise.
struct Grouping(DecimalFormatter);

impl Memoizable for Grouping {
    type Args = ();
    type Error = ();

    fn construct(lang: LanguageIdentifier, (): ()) -> Result<Self, ()> {
        let locale: Locale = lang.to_string().parse().map_err(drop)?;
        DecimalFormatter::try_new((&locale).into(), DecimalFormatterOptions::default()).map(Self).map_err(drop)
    }
}

/// A number as the language writes it.
fn grouped(value: &FluentValue<'_>, memoizer: &IntlLangMemoizer) -> Option<String> {
    let FluentValue::Number(number) = value else { return None };
    let whole = number.value as i64;
    // Numbers are counts: all below 2^53 are exact.
    let is_whole = (whole as f64).to_bits() == number.value.to_bits();
    let write = |grouping: &Grouping| grouping.0.format(&Decimal::from(whole)).to_string();
    is_whole.then(|| memoizer.with_try_get::<Grouping, _, _>((), write).ok()).flatten()
}

fn told(errors: &[impl std::fmt::Display]) -> String {
    errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
}

/// Reads a publication's own messages for a language, which go over ours; gives the language.
///
/// # Errors
/// A sentence that says what is wrong: a language that we have no words in, a message that we know nothing of or that
/// lacks the name or the number it is about.
pub fn overridden(lang: &str, own: &str) -> Result<&'static str, String> {
    let Some((lang, ours)) = FILES.iter().find(|(known, _)| *known == lang) else {
        let known: Vec<&str> = FILES.iter().map(|(lang, _)| *lang).collect();
        return Err(format!("there are no words in '{lang}' to change; there are in {}", known.join(", ")));
    };
    let resource = FluentResource::try_new(own.to_owned()).map_err(|(_, errors)| told(&errors))?;
    // Most English refusals are the program's own sentences: their names are those of the other languages.
    let known: Vec<&str> = [*ours, FILES[1].1].iter().flat_map(|text| ids(text)).collect();
    for entry in resource.entries() {
        if let fluent_syntax::ast::Entry::Message(message) = entry
            && !known.contains(&message.id.name)
        {
            return Err(format!("there is no message '{}'", message.id.name));
        }
    }
    read(lang, ours, Some(own)).map(|_| *lang)
}

/// The names of the messages in a file of ours.
fn ids(text: &str) -> impl Iterator<Item = &str> {
    let names = text.lines().filter_map(|line| line.split_once(" =")).map(|(id, _)| id);
    names.filter(|id| id.chars().all(|c| c.is_ascii_lowercase() || c == '-'))
}

/// The words of a language, if there are any, whichever of its varieties the tag names.
pub fn known(lang: &str) -> Option<&'static Words> {
    let base = lang.split('-').next().unwrap_or_default();
    WORDS.iter().find(|words| words.lang.eq_ignore_ascii_case(base))
}

/// The words of all languages that there are words in.
pub fn all() -> impl Iterator<Item = &'static Words> {
    WORDS.iter()
}

/// The words of the first of these languages that there are words in; English if of none.
pub fn of(langs: &[&str]) -> &'static Words {
    langs.iter().find_map(|lang| known(lang)).unwrap_or(&WORDS[0])
}

#[cfg(test)]
mod tests;
