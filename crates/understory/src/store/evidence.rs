//! What is known of a comment at one time, frozen: its texts, its place, its writer, in JSON of one fixed form.

use serde_json::{Map, Value, json};

use super::{Error, Result, Tx, accounts, decisions, flags, sessions, stories, threads};
use crate::clock::Timestamp;
use crate::models::{Id, Standing, hex};

/// JSON of one fixed form: names in order, no white space; so that equal things have equal hashes (after RFC 8785).
pub(super) fn canonical(value: &Value) -> String {
    fn write(value: &Value, out: &mut String) {
        match value {
            Value::Object(fields) => {
                let mut names: Vec<&String> = fields.keys().collect();
                names.sort_unstable();
                out.push('{');
                for (n, name) in names.into_iter().enumerate() {
                    if n > 0 {
                        out.push(',');
                    }
                    out.push_str(&Value::String(name.clone()).to_string());
                    out.push(':');
                    write(&fields[name], out);
                }
                out.push('}');
            }
            Value::Array(items) => {
                out.push('[');
                for (n, item) in items.iter().enumerate() {
                    if n > 0 {
                        out.push(',');
                    }
                    write(item, out);
                }
                out.push(']');
            }
            plain => out.push_str(&plain.to_string()),
        }
    }
    let mut out = String::new();
    write(value, &mut out);
    out
}

fn encoded(slug: &str) -> String {
    url::form_urlencoded::byte_serialize(slug.as_bytes()).collect()
}

/// All that is known of a comment, at a site that is found at this origin.
pub(super) fn freeze(tx: &mut Tx<'_>, site: Id, story: Id, comment: Id, origin: &str, now: Timestamp) -> Result<Value> {
    let publication = tx
        .first("SELECT name, title FROM site WHERE id = $1", &[&site], |row| {
            Ok(json!({ "id": site, "name": row.get::<String>(0)?, "title": row.get::<String>(1)? }))
        })?
        .unwrap_or_default();
    let found = stories::by_id(tx, site, story)?.ok_or_else(|| Error::corrupt("a comment without its story"))?;
    let mut evidence = Map::new();
    evidence.insert("version".to_owned(), 1.into());
    evidence.insert("kind".to_owned(), "life_threat".into());
    evidence.insert("frozen_at".to_owned(), json!(now));
    evidence.insert("site".to_owned(), publication);
    evidence.insert(
        "story".to_owned(),
        json!({
            "id": story, "title": found.title, "slug": found.slug, "url": found.url,
            "comment_url": format!("{origin}/stories/{}/comments/{comment}", encoded(&found.slug)),
        }),
    );
    let (said, parent) = comment_of(tx, site, story, comment)?;
    evidence.insert("comment".to_owned(), said);
    evidence.insert("parent".to_owned(), if parent == story { Value::Null } else { above(tx, site, story, parent)? });
    evidence.insert("writer".to_owned(), writer(tx, site, story, comment, now)?);
    // No address is ever stored with a comment: what limits count is forgotten within the hour.
    evidence.insert("network_address".to_owned(), Value::Null);
    let decisions = decisions::of_comment(tx, site, story, comment)?;
    evidence.insert("decisions".to_owned(), serde_json::to_value(decisions).map_err(Error::corrupt)?);
    let flags: Vec<Value> = flags::of_comment(tx, site, story, comment)?
        .into_iter()
        .map(|flag| json!({ "reason": flag.reason, "text": flag.text, "created_at": flag.created_at }))
        .collect();
    evidence.insert("flags".to_owned(), flags.into());
    Ok(Value::Object(evidence))
}

/// The comment with every text it had, the oldest first; and what it answers.
fn comment_of(tx: &mut Tx<'_>, site: Id, story: Id, comment: Id) -> Result<(Value, Id)> {
    let text = |revision: i64, body: String, format: String, written: Timestamp| json!({ "revision": revision, "body": body, "format": format, "written_at": written });
    let mut texts = tx.query(
        "SELECT revision, body, format, created_at FROM comment_revision
         WHERE site_id = $1 AND story_id = $2 AND comment_id = $3 ORDER BY revision",
        &[&site, &story, &comment],
        |row| Ok(text(row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)),
    )?;
    let found = tx.first(
        "SELECT name, state, created_at, edited_at, lang, revision, body, format, reasons, parent, source, source_id
         FROM comment WHERE site_id = $1 AND story_id = $2 AND id = $3",
        &[&site, &story, &comment],
        |row| {
            let (created, edited): (Timestamp, Option<Timestamp>) = (row.get(2)?, row.get(3)?);
            let reasons: Option<String> = row.get(8)?;
            let newest = text(row.get(5)?, row.get(6)?, row.get(7)?, edited.unwrap_or(created));
            let said = json!({
                "id": comment, "name": row.get::<String>(0)?, "state": row.get::<String>(1)?, "created_at": created,
                "edited_at": edited, "lang": row.get::<Option<String>>(4)?,
                "found": reasons.and_then(|text| serde_json::from_str::<Value>(&text).ok()),
                "source": row.get::<Option<String>>(10)?, "source_id": row.get::<Option<String>>(11)?,
            });
            Ok((said, newest, row.get::<Id>(9)?))
        },
    )?;
    let (mut said, newest, parent) = found.ok_or_else(|| Error::corrupt("a comment that is not there"))?;
    texts.push(newest);
    said["texts"] = texts.into();
    Ok((said, parent))
}

fn above(tx: &mut Tx<'_>, site: Id, story: Id, parent: Id) -> Result<Value> {
    let Some(row) = threads::in_story(tx, site, story, parent)? else { return Ok(Value::Null) };
    let body = super::comments::source_text(tx, site, story, parent)?;
    Ok(json!({
        "id": parent, "name": row.name, "state": row.state.as_str(), "created_at": row.created_at, "body": body,
    }))
}

/// Who wrote it, as far as is known.
fn writer(tx: &mut Tx<'_>, site: Id, story: Id, comment: Id, now: Timestamp) -> Result<Value> {
    let (account, guest) = tx
        .first(
            "SELECT account_id, guest FROM comment WHERE site_id = $1 AND story_id = $2 AND id = $3",
            &[&site, &story, &comment],
            |row| Ok((row.get::<Option<Id>>(0)?, row.get::<Option<Vec<u8>>>(1)?)),
        )?
        .unwrap_or_default();
    let Some(id) = account else {
        return Ok(json!({ "kind": "guest", "guest": guest.as_deref().map(hex) }));
    };
    let Some(account) = accounts::by_id(tx, site, id, now)? else {
        return Ok(json!({ "kind": "account", "id": id, "deleted": true }));
    };
    let names: Vec<Value> = accounts::former_names(tx, site, id)?
        .into_iter()
        .map(|(name, until)| json!({ "name": name, "until": until }))
        .collect();
    let devices: Vec<Value> = sessions::of_account(tx, site, id)?
        .into_iter()
        .map(|one| json!({ "device": one.device, "since": one.created_at, "seen_at": one.seen_at }))
        .collect();
    Ok(json!({
        "kind": "account", "id": id, "name": account.name, "email": account.email, "lang": account.lang,
        "created_at": account.created_at, "suspended": account.standing != Standing::Good,
        "former_names": names, "devices": devices,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_things_have_one_form() {
        let one = json!({ "b": [1, { "z": null, "a": "ü\"\n" }], "a": true });
        assert_eq!(canonical(&one), r#"{"a":true,"b":[1,{"a":"ü\"\n","z":null}]}"#);
    }
}
