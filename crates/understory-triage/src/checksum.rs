//! Whether a model's file is the one that its hash belongs to.

use sha2::{Digest, Sha256};

/// Why a file is not the one that its hash belongs to.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ChecksumError {
    /// The file is not what its hash says.
    #[error(
        "the file is not the one its hash belongs to (expected {expected}, found {found}): it was cut or altered; fetch models/ again"
    )]
    Other {
        /// SHA-256 as written beside it.
        expected: String,
        /// SHA-256 of what is there.
        found: String,
    },
    /// The hash beside the file is none.
    #[error("the hash beside the file is no SHA-256: fetch models/ again")]
    None,
}

/// Compares a file with the text of the hash file beside it, as `sha256sum` writes it.
///
/// # Errors
/// When the two do not belong together.
pub fn check(bytes: &[u8], hash: &str) -> Result<(), ChecksumError> {
    let expected = hash.split_whitespace().next().unwrap_or_default().to_ascii_lowercase();
    if expected.len() != 64 || !expected.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return Err(ChecksumError::None);
    }
    let found = sha256(bytes);
    if found == expected { Ok(()) } else { Err(ChecksumError::Other { expected, found }) }
}

/// The line of a hash file, for a file of this name.
pub fn line(bytes: &[u8], name: &str) -> String {
    format!("{}  {name}\n", sha256(bytes))
}

fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}
