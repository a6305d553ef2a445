use understory_triage::checksum::ChecksumError;
use understory_triage::{FORMAT, Model, ModelError};

use crate::{files, model};

/// SHA-256 in hex, as the hash file has it.
fn hash_of(bytes: &[u8]) -> String {
    use sha2::{Digest, Sha256};
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[test]
fn a_model_that_is_not_whole_is_refused_in_words() {
    let (bytes, hash) = files();
    let refused = |bytes: &[u8], hash: &str| Model::read(bytes, hash).unwrap_err();
    // Cut, and altered by one bit, anywhere.
    for length in [0, 1, 7, 8, 12, 100, bytes.len() / 2, bytes.len() - 1] {
        let error = refused(&bytes[..length], &hash);
        assert!(matches!(error, ModelError::Checksum(ChecksumError::Other { .. })), "{length}: {error}");
        assert!(error.to_string().contains("cut or altered"), "{error}");
    }
    for at in [0, 8, 20, bytes.len() / 3, bytes.len() - 1] {
        let mut altered = bytes.clone();
        altered[at] ^= 1;
        assert!(matches!(refused(&altered, &hash), ModelError::Checksum(ChecksumError::Other { .. })), "{at}");
    }
    // No hash, and another's.
    for none in ["", "x", &hash[..63], &format!("{}g", &hash[..63])] {
        assert_eq!(refused(&bytes, none), ModelError::Checksum(ChecksumError::None));
    }
    assert!(matches!(refused(&bytes, &"0".repeat(64)), ModelError::Checksum(ChecksumError::Other { .. })));
    // Of another form, or something else, with the right hash.
    let mut later = bytes.clone();
    later[8..12].copy_from_slice(&(FORMAT + 1).to_le_bytes());
    assert_eq!(refused(&later, &hash_of(&later)), ModelError::Format { found: FORMAT + 1 });
    assert!(refused(&later, &hash_of(&later)).to_string().contains("take the models/"));
    assert_eq!(refused(b"PK\x03\x04", &hash_of(b"PK\x03\x04")), ModelError::NoModel);
    // Damaged before it was hashed: still words, and no panic.
    for at in (12..bytes.len()).step_by(bytes.len() / 40) {
        let mut altered = bytes.clone();
        altered[at] ^= 0x55;
        let _ = Model::read(&altered, &hash_of(&altered));
        assert!(Model::read(&bytes[..at], &hash_of(&bytes[..at])).is_err());
    }
}

#[test]
fn a_model_is_written_as_it_was_read() {
    let (bytes, hash) = files();
    let (written, line) = model().write().unwrap();
    assert_eq!(hash_of(&written), hash_of(&bytes));
    assert_eq!(line, hash);
}

#[cfg(feature = "embedded-model")]
#[test]
fn a_program_that_carries_its_model_reads_as_with_the_file() {
    let carried = understory_triage::Triage::embedded().unwrap();
    let text = "I will find you and kill you.";
    assert_eq!(carried.version(), crate::triage().version());
    assert_eq!(carried.read_as(text, "en"), crate::triage().read_as(text, "en"));
}
