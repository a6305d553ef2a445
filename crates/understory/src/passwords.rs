//! Passwords: judged, hashed and compared. Argon2id with 19 MiB, two passes and one lane, the floor of OWASP's Password
//! Storage Cheat Sheet; as many at once as there are cores, so that signing in cannot use up memory.

use std::collections::HashSet;
use std::sync::{Arc, LazyLock};
use std::time::Duration;

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use tokio::sync::Semaphore;
use unicode_normalization::UnicodeNormalization;

use crate::models::{Refusal, fold};

/// The least length, in characters, and the greatest. Fifteen are advised on the page.
pub const LENGTH: (usize, usize) = (8, 1_000);

/// How long somebody waits for their turn.
const PATIENCE: Duration = Duration::from_secs(10);

/// See the module's words. One for the process.
pub struct Passwords {
    turns: Arc<Semaphore>,
    /// What is compared where there is nothing to compare with: it takes as long.
    nobodys: LazyLock<String>,
}

impl Default for Passwords {
    fn default() -> Self {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        Self { turns: Arc::new(Semaphore::new(cores)), nobodys: LazyLock::new(|| hashed("nobody's")) }
    }
}

/// The same password, whichever keyboard wrote it.
fn normal(password: &str) -> String {
    password.nfkc().collect()
}

fn hashed(password: &str) -> String {
    let made = Argon2::default().hash_password(normal(password).as_bytes());
    made.map(|hash| hash.to_string()).unwrap_or_default()
}

fn is_same(password: &str, hash: &str) -> bool {
    let Ok(hash) = PasswordHash::new(hash) else { return false };
    Argon2::default().verify_password(normal(password).as_bytes(), &hash).is_ok()
}

impl Passwords {
    /// Hashes a password that was judged.
    ///
    /// # Errors
    /// 503 when too many wait already.
    pub async fn hash(&self, password: String) -> Result<String, Refusal> {
        let turn = self.turn().await?;
        let made = tokio::task::spawn_blocking(move || during(turn, || hashed(&password))).await.unwrap_or_default();
        if made.is_empty() { Err(busy()) } else { Ok(made) }
    }

    /// Whether a password is the one with this hash. Without a hash it is not, and takes as long.
    ///
    /// # Errors
    /// 503 when too many wait already.
    pub async fn verify(&self, password: String, hash: Option<String>) -> Result<bool, Refusal> {
        let turn = self.turn().await?;
        let (known, hash) = (hash.is_some(), hash.unwrap_or_else(|| self.nobodys.clone()));
        let compare = move || during(turn, || is_same(&password, &hash));
        let same = tokio::task::spawn_blocking(compare).await.unwrap_or(false);
        Ok(same && known)
    }

    async fn turn(&self) -> Result<tokio::sync::OwnedSemaphorePermit, Refusal> {
        let turn = tokio::time::timeout(PATIENCE, self.turns.clone().acquire_owned()).await;
        turn.ok().and_then(Result::ok).ok_or_else(busy)
    }
}

/// Works while it is one's turn. Whoever asked may go away meanwhile; the work goes on, and so does its turn.
fn during<T>(turn: tokio::sync::OwnedSemaphorePermit, work: impl FnOnce() -> T) -> T {
    let done = work();
    drop(turn);
    done
}

fn busy() -> Refusal {
    Refusal::new(503, "busy", "Many are signing in at this moment. Try again in a few seconds.").retry_after(5)
}

/// Passwords that many use, of eight characters and more.
static COMMON: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    include_str!("../data/common_passwords.txt").lines().filter(|line| !line.starts_with('#')).collect()
});

/// Judges a password that somebody chooses: long enough, and none that is tried first. What it is made of is nobody's
/// business.
///
/// # Errors
/// A refusal that says what is wrong.
pub fn judge(password: &str, name: &str, email: Option<&str>) -> Result<(), Refusal> {
    let length = password.chars().count();
    if length < LENGTH.0 {
        let words =
            format!("A password has at least {} characters; this one has {length}. A few words are better.", LENGTH.0);
        return Err(
            Refusal::field("password_short", "password", words).numbers([("limit", LENGTH.0), ("length", length)])
        );
    }
    if length > LENGTH.1 {
        let words = format!("A password has {} characters at most; this one has {length}.", LENGTH.1);
        return Err(
            Refusal::field("password_long", "password", words).numbers([("limit", LENGTH.1), ("length", length)])
        );
    }
    let folded = fold(password);
    // Digits and marks at its end make a common password no less common.
    let stem = folded.trim_end_matches(|c: char| !c.is_alphabetic());
    let own = [Some(name), email, email.and_then(|email| email.split('@').next())];
    let is_own = own.into_iter().flatten().map(fold).any(|own| !own.is_empty() && (folded == own || stem == own));
    let is_one_letter = folded.chars().all(|c| folded.starts_with(c));
    if COMMON.contains(folded.as_str()) || COMMON.contains(stem) || is_own || is_one_letter {
        let words = "Many use this password, so it is tried first. Choose another, such as a few words that nobody else puts together.";
        return Err(Refusal::field("password_common", "password", words));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn common_passwords_are_refused_and_no_composition_is_asked_for() {
        let code = |password: &str| judge(password, "Ana Lima", Some("ana.lima@paper.example")).err().map(|r| r.code);
        for common in
            ["password", "Password123!", "12345678", "ana lima", "Ana.Lima@paper.example", "aaaaaaaaaa", "iloveyou1"]
        {
            assert_eq!(code(common), Some("password_common"), "{common}");
        }
        assert_eq!(code("kurz"), Some("password_short"));
        assert_eq!(code(&"x".repeat(1_001)), Some("password_long"));
        for good in ["the ferry stops at noon", "مفتاح البحر الأزرق", "zqxwvutsrq", "        ferry"] {
            assert_eq!(code(good), None, "{good}");
        }
    }

    #[tokio::test]
    async fn a_turn_lasts_as_long_as_its_work_and_not_as_its_request() {
        let passwords = Passwords { turns: Arc::new(Semaphore::new(1)), ..Passwords::default() };
        // A client that goes away drops the request at its first wait, with its hash begun.
        let gone = tokio::time::timeout(Duration::ZERO, passwords.hash("the ferry stops at noon".to_owned())).await;
        assert!(gone.is_err());
        assert_eq!(passwords.turns.available_permits(), 0, "it is being hashed still");
        assert!(passwords.hash("the ferry stops at noon".to_owned()).await.is_ok());
    }

    #[test]
    fn a_password_is_known_again_however_it_was_typed() {
        let hash = hashed("Zwölf Boxkämpfer");
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
        assert!(is_same("Zwo\u{308}lf Boxka\u{308}mpfer", &hash));
        assert!(!is_same("Zwölf Boxkampfer", &hash) && !is_same("", &hash));
    }
}
