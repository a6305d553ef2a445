//! What every request needs, built in one place.

use std::sync::{Arc, RwLock};
use std::time::{Duration, Instant};

use tokio::sync::Semaphore;

use crate::clock::{Clock, random_bytes};
use crate::config::Config;
use crate::http::{Network, Rendered};
use crate::known::Known;
use crate::look;
use crate::mail::Mailer;
use crate::models::{ApiKey, Id, Signed, Site, topic_of};
use crate::moderation::{Copies, Gate, Quota, REMEMBERED, Readers, RuleBook, load_triage};
use crate::passwords::Passwords;
use crate::store::personal::{self, Personal};
use crate::store::{self, Error, Note, Store, Target, Tx, keys, sessions, signatures, sites, stories, threads};
use crate::telemetry::Metrics;

/// The running program. Shared by reference.
pub struct App {
    /// How it runs.
    pub config: Config,
    /// The database.
    pub store: Store,
    /// Time and identifiers.
    pub clock: Clock,
    /// Numbers for the operator.
    pub metrics: Arc<Metrics>,
    /// Rendered pages.
    pub pages: Arc<Rendered>,
    /// Limits by writer, address and story.
    pub gate: Gate,
    /// What many posted of late.
    pub copies: Copies,
    /// The sites' rule lists, made ready.
    pub rule_book: RuleBook,
    /// Those who read texts.
    pub readers: Readers,
    /// How often a key may have texts read.
    pub quota: Quota,
    /// Proxies that are believed.
    pub proxies: Vec<Network>,
    /// Pictures that may be taken apart, one at a time: each may take half a gigabyte of memory.
    pub pictures: Arc<Semaphore>,
    /// Searches that may run: one asks more of a reading connection than a hundred pages.
    searches: Semaphore,
    /// Languages and topics of stories, until anything of a story changes elsewhere than in its thread.
    settings_of: quick_cache::sync::Cache<(Id, Id), (Instant, Arc<Setting>)>,
    /// Which story a comment is under, until anything changes elsewhere than in threads: a comment moves with its story alone.
    stories_of: quick_cache::sync::Cache<(Id, Id), (Instant, Id)>,
    /// Keys by their hash, until any site changes, as it does when a key is revoked.
    keys: quick_cache::sync::Cache<Vec<u8>, Arc<ApiKey>>,
    /// Who is signed in, and what is theirs.
    pub known: Arc<Known>,
    /// Hashes passwords.
    pub passwords: Passwords,
    /// Sends letters.
    pub mail: Mailer,
    sites: RwLock<Arc<Sites>>,
}

/// How many searches run at once, and how long another waits for its turn.
const SEARCHES: usize = 2;
const SEARCH_WAITS: Duration = Duration::from_secs(3);

/// Where a comment is written: what of its story decides how it is read.
#[derive(Debug, Default)]
pub struct Setting {
    /// The story's language.
    pub lang: String,
    /// Its topics, as their addresses have them.
    pub topics: Vec<String>,
    /// Whether readers see it.
    pub is_shown: bool,
}

/// How many stories' settings are kept: those that are written under now.
const SETTINGS: usize = 4_096;

/// How long this, and what [`App::story_of`] gives, is kept: another node that changes it is heard of no sooner.
const SETTING_KEPT: Duration = Duration::from_secs(5);

/// For how many comments it is kept which story they are under: those that are voted on now.
const STORIES_OF: usize = 10_000;

/// How many keys are kept.
const KEYS: usize = 1_000;

/// The sites as last read.
#[derive(Debug, Default)]
pub struct Sites {
    /// Oldest first.
    pub all: Vec<Arc<Site>>,
    /// Sum of their versions.
    pub version: i64,
}

impl Sites {
    /// The site that answers under a host; `None` if the host is not ours.
    pub fn by_host(&self, host: &str) -> Option<&Arc<Site>> {
        let mut listed = false;
        for site in &self.all {
            for origin in site.origins.iter().filter(|origin| origin.serves) {
                if origin.host.eq_ignore_ascii_case(host) {
                    return Some(site);
                }
                listed = true;
            }
        }
        match self.all.as_slice() {
            [only] if !listed => Some(only),
            _ => None,
        }
    }

    /// The site with this name.
    pub fn by_name(&self, name: &str) -> Option<&Arc<Site>> {
        self.all.iter().find(|site| site.name == name)
    }
}

impl App {
    /// Opens the database (bringing its schema up to date) and reads the sites; a new database gets the site `main`.
    ///
    /// # Errors
    /// When the database cannot be opened, in words for the operator.
    pub async fn open(config: Config, clock: Clock, serving: bool) -> anyhow::Result<Arc<Self>> {
        let target: Target = config.database.url.parse().map_err(|e: String| anyhow::anyhow!(e))?;
        if let Some(folder) = &config.look.folder {
            look::wear(look::Look::read(folder)?);
        }
        let metrics = Arc::new(Metrics::default());
        let options = config.store_options(serving);
        let store_metrics = metrics.store.clone();
        let store = tokio::task::spawn_blocking(move || {
            Store::migrate(&target)?;
            Store::open(target, options, store_metrics)
        })
        .await??;
        store
            .write(sites::NewSite {
                id: clock.new_id(),
                name: "main".to_owned(),
                title: "Understory".to_owned(),
                lang: "en".to_owned(),
                secret: random_bytes::<32>().to_vec(),
                now: clock.now(),
                only_first: true,
            })
            .await?;
        let pages = Arc::new(Rendered::new(config.cache.megabytes * 1_000_000, metrics.clone()));
        let proxies = config.server.trusted_proxies.iter().filter_map(|text| Network::parse(text)).collect();
        let app = Arc::new(Self {
            gate: Gate::new(clock.clone()),
            // Commands beside a server post nothing.
            readers: match serving {
                true => Readers::start(load_triage(&config.triage)?, &config.triage, metrics.triage.clone())?,
                false => Readers::idle(metrics.triage.clone()),
            },
            copies: Copies::default(),
            rule_book: RuleBook::default(),
            known: Arc::new(Known::new(clock.clone(), store.hears_everything())),
            passwords: Passwords::default(),
            mail: Mailer::new(&config.mail)?,
            quota: Quota::new(config.triage.rate, clock.clone()),
            config,
            store,
            clock,
            metrics,
            pages,
            proxies,
            pictures: Arc::new(Semaphore::new(1)),
            searches: Semaphore::new(SEARCHES),
            settings_of: quick_cache::sync::Cache::new(SETTINGS),
            stories_of: quick_cache::sync::Cache::new(STORIES_OF),
            keys: quick_cache::sync::Cache::new(KEYS),
            sites: RwLock::default(),
        });
        app.reload_sites().await?;
        if serving {
            let told = app.store.read(|tx| signatures::newest(tx, REMEMBERED as i64)).await?;
            app.copies.hear(told, false, app.clock.now());
        }
        app.listen();
        Ok(app)
    }

    /// Lets what is kept in memory follow what is committed.
    fn listen(self: &Arc<Self>) {
        let (pages, known) = (self.pages.clone(), self.known.clone());
        let (app, handle) = (Arc::downgrade(self), tokio::runtime::Handle::current());
        self.store.listen(Arc::new(move |notes| {
            pages.follow(notes);
            known.follow(notes);
            if notes.contains(&Note::Everything)
                && let Some(app) = app.upgrade()
            {
                app.settings_of.clear();
                app.stories_of.clear();
            }
            if notes.iter().any(|note| matches!(note, Note::Site | Note::Everything))
                && let Some(app) = app.upgrade()
            {
                handle.spawn(async move {
                    if let Err(error) = app.reload_sites().await {
                        tracing::error!(%error, "the sites could not be read again");
                    }
                });
            }
        }));
    }

    /// The sites as last read.
    pub fn sites(&self) -> Arc<Sites> {
        self.sites.read().map(|sites| sites.clone()).unwrap_or_default()
    }

    /// The key with this hash, unless it was revoked.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn key(&self, hash: Vec<u8>) -> store::Result<Option<Arc<ApiKey>>> {
        if let Some(found) = self.keys.get(&hash) {
            return Ok(Some(found));
        }
        let asked = hash.clone();
        let found = self.store.read(move |tx| keys::by_hash(tx, &asked)).await?.map(Arc::new);
        if let Some(key) = &found {
            self.keys.insert(hash, key.clone());
        }
        Ok(found)
    }

    /// Who holds what hashes to this, if they are signed in.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn signed(&self, site: &Site, hash: Vec<u8>) -> store::Result<Option<Arc<Signed>>> {
        if let Some(known) = self.known.session(site.id, &hash) {
            return Ok(known);
        }
        Ok(self.signed_and(site, hash, |_, _| Ok(())).await?.map(|(signed, ())| signed))
    }

    /// The same, with what is read for them: in one go with the look for the session.
    async fn signed_and<T, F>(&self, site: &Site, hash: Vec<u8>, read: F) -> store::Result<Option<(Arc<Signed>, T)>>
    where
        T: Send + 'static,
        F: Fn(&mut Tx<'_>, &Signed) -> store::Result<T> + Send + 'static,
    {
        let (site, now, asked) = (site.id, self.clock.now(), hash.clone());
        let before = self.known.before_session();
        let looked = move |tx: &mut Tx<'_>| {
            let Some(found) = sessions::by_hash(tx, site, &asked, now)? else { return Ok(None) };
            let read = read(tx, &found.signed)?;
            Ok(Some((found, read)))
        };
        let Some((found, read)) = self.store.read(looked).await? else {
            self.known.keep_session(before, site, hash, None);
            return Ok(None);
        };
        if now.seconds_since(found.seen_at) > sessions::SEEN {
            // Nobody waits for it, and one that is lost is written down the next time.
            drop(self.store.write(sessions::Seen { site, hash: hash.clone(), now }));
        }
        let signed = Arc::new(found.signed);
        self.known.keep_session(before, site, hash, Some(signed.clone()));
        Ok(Some((signed, read)))
    }

    /// Who holds what hashes to this, if they are signed in, and what is theirs on every page.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn person(&self, site: &Site, hash: Vec<u8>) -> store::Result<Option<(Arc<Signed>, Arc<Personal>)>> {
        let session = self.known.session(site.id, &hash);
        if let Some(Some(signed)) = &session
            && let Some(known) = self.known.person(site.id, signed.account.id)
        {
            return Ok(Some((signed.clone(), known)));
        }
        let before = self.known.before_people();
        let found = match session {
            Some(None) => return Ok(None),
            Some(Some(signed)) => {
                let (site, account) = (site.id, signed.account.id);
                let read = self.store.read(move |tx| personal::of_account(tx, site, account)).await?;
                Some((signed, read))
            }
            None => {
                let id = site.id;
                let read = move |tx: &mut Tx<'_>, signed: &Signed| personal::of_account(tx, id, signed.account.id);
                self.signed_and(site, hash, read).await?
            }
        };
        Ok(found.map(|(signed, read)| {
            let personal = Arc::new(read);
            self.known.keep_person(&before, site.id, signed.account.id, personal.clone());
            (signed, personal)
        }))
    }

    /// The story that a comment is under.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn story_of(&self, site: Id, comment: Id) -> store::Result<Option<Id>> {
        let now = self.clock.instant();
        if let Some((read_at, story)) = self.stories_of.get(&(site, comment))
            && now.duration_since(read_at) < SETTING_KEPT
        {
            return Ok(Some(story));
        }
        let found = self.store.read(move |tx| threads::story_of(tx, site, comment)).await?;
        if let Some(story) = found {
            self.stories_of.insert((site, comment), (now, story));
        }
        Ok(found)
    }

    /// Where a comment below a story is written; the site's language and no topic if there is no such story, which the
    /// write will say.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn setting(&self, site: &Site, story: Id) -> store::Result<Arc<Setting>> {
        let key = (site.id, story);
        let now = self.clock.instant();
        if let Some((read_at, found)) = self.settings_of.get(&key)
            && now.duration_since(read_at) < SETTING_KEPT
        {
            return Ok(found);
        }
        let found = self.store.read(move |tx| stories::by_id(tx, key.0, story)).await?;
        let setting = Arc::new(match found {
            None => return Ok(Arc::new(Setting { lang: site.lang.clone(), topics: Vec::new(), is_shown: false })),
            Some(story) => Setting {
                is_shown: story.is_shown(),
                lang: if story.lang.is_empty() { site.lang.clone() } else { story.lang.clone() },
                topics: story.topics.iter().map(|topic| topic_of(topic)).collect(),
            },
        });
        self.settings_of.insert(key, (now, setting.clone()));
        Ok(setting)
    }

    /// Reads the sites again.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn reload_sites(&self) -> store::Result<()> {
        let (all, version) = self.store.read(|tx| Ok((sites::all(tx)?, sites::version(tx)?))).await?;
        let sites = Arc::new(Sites { all: all.into_iter().map(Arc::new).collect(), version });
        if let Ok(mut slot) = self.sites.write() {
            *slot = sites;
        }
        self.keys.clear();
        Ok(())
    }

    /// The site with this name, as the command line names it.
    ///
    /// # Errors
    /// A sentence that lists the sites there are.
    pub fn site_named(&self, name: &str) -> anyhow::Result<Arc<Site>> {
        let sites = self.sites();
        sites.by_name(name).cloned().ok_or_else(|| {
            let names: Vec<&str> = sites.all.iter().map(|site| site.name.as_str()).collect();
            anyhow::anyhow!("there is no site '{name}'; there are: {}", names.join(", "))
        })
    }

    /// Reads as [`Store::read`] does, but leaves connections to those who only open a page: more than a few searches at
    /// once wait, and then come back later.
    ///
    /// # Errors
    /// [`Error::Busy`] when too many search; else those of the read.
    pub async fn searched<T, F>(&self, read: F) -> store::Result<T>
    where
        T: Send + 'static,
        F: Fn(&mut Tx<'_>) -> store::Result<T> + Send + 'static,
    {
        match tokio::time::timeout(SEARCH_WAITS, self.searches.acquire()).await {
            Ok(Ok(_turn)) => self.store.read(read).await,
            _ => Err(Error::Busy),
        }
    }

    /// Keeps in mind what a write says about the disk; the log is told when that changes, not at every write.
    pub fn watch<T>(&self, result: store::Result<T>) -> store::Result<T> {
        match &result {
            Ok(_) if self.metrics.read_only.set(0) == 1 => tracing::info!("the database can be written again"),
            Err(Error::ReadOnly(why)) if self.metrics.read_only.set(1) == 0 => {
                tracing::error!(%why, "the database cannot be written; reading goes on");
            }
            _ => {}
        }
        result
    }
}
