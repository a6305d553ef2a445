//! Sites, their settings and origins.

use std::sync::Arc;

use serde_json::{Value, json};

use super::{Error, Note, Result, Row, Tx, Write, audit};
use crate::clock::Timestamp;
use crate::models::{AuditAct, COMMAND_LINE, Id, LearntCorrection, Origin, Settings, Site, host_of};

fn site_of(row: &Row<'_>) -> Result<Site> {
    let settings: String = row.get(5)?;
    Ok(Site {
        id: row.get(0)?,
        name: row.get(1)?,
        title: row.get(2)?,
        lang: row.get(3)?,
        zone: row.get(4)?,
        settings: serde_json::from_str(&settings).map_err(|e| Error::corrupt(format!("settings of a site: {e}")))?,
        secret: row.get(6)?,
        version: row.get(7)?,
        origins: Vec::new(),
        staff: Vec::new(),
        correction: correction_of(row)?,
    })
}

/// The correction in use. One that cannot be read is told and left out: texts are read without it.
fn correction_of(row: &Row<'_>) -> Result<Option<Arc<LearntCorrection>>> {
    let (Some(number), Some(body)) = (row.get::<Option<i64>>(8)?, row.get::<Option<String>>(9)?) else {
        return Ok(None);
    };
    match serde_json::from_str(&body) {
        Ok(correction) => Ok(Some(Arc::new(LearntCorrection { number, correction }))),
        Err(error) => {
            tracing::error!(%error, number, "what a site's decisions taught cannot be read; triage goes on without it");
            Ok(None)
        }
    }
}

/// All sites with their origins, oldest first.
pub fn all(tx: &mut Tx<'_>) -> Result<Vec<Site>> {
    let mut sites = tx.query(
        "SELECT s.id, s.name, s.title, s.lang, s.zone, s.settings, s.secret, s.version, c.number, c.body
         FROM site s LEFT JOIN correction c ON c.site_id = s.id AND c.number = s.correction
         ORDER BY s.created_at, s.id",
        &[],
        site_of,
    )?;
    let origins = tx.query("SELECT site_id, origin, host, serves FROM site_origin ORDER BY origin", &[], |row| {
        Ok((row.get::<Id>(0)?, Origin { origin: row.get(1)?, host: row.get(2)?, serves: row.get(3)? }))
    })?;
    for (id, origin) in origins {
        if let Some(site) = sites.iter_mut().find(|site| site.id == id) {
            site.origins.push(origin);
        }
    }
    for (id, staff) in super::accounts::staff(tx)? {
        if let Some(site) = sites.iter_mut().find(|site| site.id == id) {
            site.staff.push(staff);
        }
    }
    Ok(sites)
}

/// A number that changes whenever any site does.
pub fn version(tx: &mut Tx<'_>) -> Result<i64> {
    Ok(tx.first("SELECT CAST(coalesce(sum(version), 0) AS BIGINT) FROM site", &[], |row| row.get(0))?.unwrap_or(0))
}

/// Makes a site. Its name must be free.
#[derive(Clone, Debug)]
pub struct NewSite {
    /// Its identifier.
    pub id: Id,
    /// Its short name.
    pub name: String,
    /// Its title.
    pub title: String,
    /// The language of its pages.
    pub lang: String,
    /// The key from which edit tokens are derived.
    pub secret: Vec<u8>,
    /// When.
    pub now: Timestamp,
    /// Do nothing, rather than fail, when there is a site already.
    pub only_first: bool,
}

impl Write for NewSite {
    type Out = bool;

    fn run(&self, tx: &mut Tx<'_>) -> Result<bool> {
        if self.only_first && tx.first("SELECT 1 FROM site LIMIT 1", &[], |_| Ok(()))?.is_some() {
            return Ok(false);
        }
        let settings = serde_json::to_string(&Settings::default()).map_err(Error::corrupt)?;
        tx.execute(
            "INSERT INTO site (id, name, title, lang, zone, settings, secret, version, created_at)
             VALUES ($1, $2, $3, $4, 'UTC', $5, $6, 1, $7)",
            &[&self.id, &self.name, &self.title, &self.lang, &settings, &self.secret, &self.now],
        )?;
        if !self.only_first {
            let acted = audit::Acted {
                act: AuditAct::MakeSite,
                object: format!("site {}", self.name),
                about: None,
                before: Value::Null,
                after: json!({ "title": self.title, "lang": self.lang }),
            };
            audit::record(tx, self.id, COMMAND_LINE, self.now, &acted)?;
        }
        tx.note(Note::Site);
        Ok(true)
    }
}

/// Changes what is given.
#[derive(Clone, Debug)]
pub struct ChangeSite {
    /// Which.
    pub id: Id,
    /// New title.
    pub title: Option<String>,
    /// New language.
    pub lang: Option<String>,
    /// New zone.
    pub zone: Option<String>,
    /// New settings.
    pub settings: Option<Settings>,
    /// Origins to add.
    pub add_origins: Vec<(String, bool)>,
    /// Origins to take away.
    pub remove_origins: Vec<String>,
    /// Who says so.
    pub by: String,
    /// When.
    pub now: Timestamp,
}

impl ChangeSite {
    /// No change yet.
    pub fn nothing(id: Id, by: &str, now: Timestamp) -> Self {
        Self {
            id,
            title: None,
            lang: None,
            zone: None,
            settings: None,
            add_origins: Vec::new(),
            remove_origins: Vec::new(),
            by: by.to_owned(),
            now,
        }
    }
}

impl Write for ChangeSite {
    type Out = ();

    fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let before = state_of(tx, self.id)?;
        let settings = self.settings.as_ref().map(serde_json::to_string).transpose().map_err(Error::corrupt)?;
        tx.execute(
            "UPDATE site SET version = version + 1, title = coalesce($1, title), lang = coalesce($2, lang),
             zone = coalesce($3, zone), settings = coalesce($4, settings) WHERE id = $5",
            &[&self.title, &self.lang, &self.zone, &settings, &self.id],
        )?;
        for (origin, serves) in &self.add_origins {
            let host = host_of(origin).ok_or_else(|| Error::corrupt(format!("'{origin}' is no origin")))?;
            tx.execute("DELETE FROM site_origin WHERE site_id = $1 AND origin = $2", &[&self.id, origin])?;
            tx.execute(
                "INSERT INTO site_origin (site_id, origin, host, serves) VALUES ($1, $2, $3, $4)",
                &[&self.id, origin, &host, serves],
            )?;
        }
        for origin in &self.remove_origins {
            tx.execute("DELETE FROM site_origin WHERE site_id = $1 AND origin = $2", &[&self.id, origin])?;
        }
        let Some((name, before)) = before else { return Ok(()) };
        let after = state_of(tx, self.id)?.map_or(Value::Null, |(_, after)| after);
        let (before, after) = audit::difference(before, after);
        if before != after {
            let object = format!("site {name}");
            let acted = audit::Acted { act: AuditAct::ChangeSite, object, about: None, before, after };
            audit::record(tx, self.id, &self.by, self.now, &acted)?;
        }
        tx.note(Note::Site);
        Ok(())
    }
}

/// A site's name, and all that its people can change of it, without its secret.
fn state_of(tx: &mut Tx<'_>, id: Id) -> Result<Option<(String, Value)>> {
    let found = tx.first("SELECT name, title, lang, zone, settings FROM site WHERE id = $1", &[&id], |row| {
        let settings: Value = serde_json::from_str(&row.get::<String>(4)?).map_err(Error::corrupt)?;
        let (title, lang, zone): (String, String, String) = (row.get(1)?, row.get(2)?, row.get(3)?);
        let mut state = settings.as_object().cloned().unwrap_or_default();
        state.extend([
            ("title".to_owned(), title.into()),
            ("lang".to_owned(), lang.into()),
            ("zone".to_owned(), zone.into()),
        ]);
        Ok((row.get::<String>(0)?, state))
    })?;
    let Some((name, mut state)) = found else { return Ok(None) };
    let origins =
        tx.query("SELECT origin, serves FROM site_origin WHERE site_id = $1 ORDER BY origin", &[&id], |row| {
            Ok(json!({ "origin": row.get::<String>(0)?, "serves": row.get::<bool>(1)? }))
        })?;
    state.insert("origins".to_owned(), origins.into());
    Ok(Some((name, Value::Object(state))))
}
