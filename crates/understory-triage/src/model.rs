//! The model file: what training wrote, packed, and refused unless every bit of it is as it was.

use std::io::{Read, Write};

use flate2::Compression;
use flate2::read::DeflateDecoder;
use flate2::write::DeflateEncoder;
use serde::{Deserialize, Serialize};

use crate::checksum::{self, ChecksumError};
use crate::features::Runs;
use crate::linear::{Head, Linear, Row};
use crate::vocabulary::Vocabulary;

/// The first bytes of a model file.
const MAGIC: &[u8; 8] = b"USTRIAGE";

/// The version of the file's form and of what the features are: a file of another is of no use.
pub const FORMAT: u32 = 1;

/// The largest model that is unpacked, in bytes: four times what the shipped one takes.
const LARGEST: u64 = 64 << 20;

/// Why a model cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ModelError {
    /// It is not the file that its hash belongs to.
    #[error(transparent)]
    Checksum(#[from] ChecksumError),
    /// The file does not begin as a model does.
    #[error("this is no model of Understory's triage")]
    NoModel,
    /// A file for another version of this program.
    #[error("the model has form {found}, this program reads form {expected}: take the models/ that came with it", expected = FORMAT)]
    Format {
        /// The form of the file.
        found: u32,
    },
    /// The parts do not fit together.
    #[error("the model is damaged inside: {0}")]
    Damaged(String),
}

/// All languages' models, and what they are called.
#[derive(Clone, Debug)]
pub struct Model {
    /// What scores name it.
    pub version: String,
    /// One a language.
    pub languages: Vec<Linear>,
}

#[derive(Debug, Serialize, Deserialize)]
struct Header {
    version: String,
    languages: Vec<Part>,
}

#[derive(Debug, Serialize, Deserialize)]
struct Part {
    language: String,
    bits: u32,
    runs: Option<Runs>,
    heads: Vec<Head>,
    words: usize,
}

impl Model {
    /// Reads a model file, given the text of the hash file beside it, as `sha256sum` writes it.
    ///
    /// # Errors
    /// When hash and file do not belong together, or the file is not of this program's form.
    pub fn read(bytes: &[u8], hash: &str) -> Result<Self, ModelError> {
        checksum::check(bytes, hash)?;
        let rest = bytes.strip_prefix(MAGIC).ok_or(ModelError::NoModel)?;
        let (format, packed) = rest.split_first_chunk::<4>().ok_or(ModelError::NoModel)?;
        let format = u32::from_le_bytes(*format);
        if format != FORMAT {
            return Err(ModelError::Format { found: format });
        }
        let mut plain = DeflateDecoder::new(packed).take(LARGEST);
        let header: Header = serde_json::from_slice(&chunk(&mut plain)?).map_err(|e| damaged(&e))?;
        let mut languages = Vec::with_capacity(header.languages.len());
        for part in header.languages {
            if part.bits == 0 || part.bits > 22 {
                return Err(ModelError::Damaged(format!("a table of 2^{} rows", part.bits)));
            }
            let mut rows = vec![Row::default(); 1 << part.bits];
            for head in &part.heads {
                let weights = chunk(&mut plain)?;
                if weights.len() != rows.len() {
                    return Err(ModelError::Damaged(format!("{} weights for {} rows", weights.len(), rows.len())));
                }
                for (row, weight) in rows.iter_mut().zip(weights) {
                    row[head.category.index()] = weight.cast_signed();
                }
            }
            let (hashes, ranks) = (chunk(&mut plain)?, chunk(&mut plain)?);
            if hashes.len() != part.words * 4 || ranks.len() != part.words {
                return Err(ModelError::Damaged(format!("{} words announced, {} there", part.words, ranks.len())));
            }
            let hashes =
                hashes.chunks_exact(4).map(|four| u32::from_le_bytes([four[0], four[1], four[2], four[3]])).collect();
            languages.push(Linear {
                language: part.language,
                bits: part.bits,
                runs: part.runs,
                rows,
                heads: part.heads,
                vocabulary: Vocabulary::from_parts(hashes, ranks),
            });
        }
        Ok(Self { version: header.version, languages })
    }

    /// The model as a file, and the line for the hash file beside it.
    ///
    /// # Errors
    /// When it cannot be packed.
    pub fn write(&self) -> std::io::Result<(Vec<u8>, String)> {
        let header = Header {
            version: self.version.clone(),
            languages: self
                .languages
                .iter()
                .map(|model| Part {
                    language: model.language.clone(),
                    bits: model.bits,
                    runs: model.runs,
                    heads: model.heads.clone(),
                    words: model.vocabulary.len(),
                })
                .collect(),
        };
        let mut packed = DeflateEncoder::new(Vec::new(), Compression::best());
        let mut put = |bytes: &[u8]| {
            packed.write_all(&(bytes.len() as u32).to_le_bytes())?;
            packed.write_all(bytes)
        };
        put(&serde_json::to_vec(&header)?)?;
        for model in &self.languages {
            for head in &model.heads {
                put(&model.rows.iter().map(|row| row[head.category.index()].cast_unsigned()).collect::<Vec<u8>>())?;
            }
            let (hashes, ranks) = model.vocabulary.parts();
            put(&hashes.iter().flat_map(|hash| hash.to_le_bytes()).collect::<Vec<u8>>())?;
            put(ranks)?;
        }
        let mut bytes = MAGIC.to_vec();
        bytes.extend(FORMAT.to_le_bytes());
        bytes.extend(packed.finish()?);
        let hash = checksum::line(&bytes, "fast.model");
        Ok((bytes, hash))
    }
}

/// The next part: its length, then its bytes.
fn chunk(plain: &mut impl Read) -> Result<Vec<u8>, ModelError> {
    let mut length = [0; 4];
    plain.read_exact(&mut length).map_err(|e| damaged(&e))?;
    let length = u64::from(u32::from_le_bytes(length));
    let mut bytes = Vec::new();
    plain.take(length).read_to_end(&mut bytes).map_err(|e| damaged(&e))?;
    if bytes.len() as u64 == length { Ok(bytes) } else { Err(ModelError::Damaged("it ends too early".to_owned())) }
}

fn damaged(error: &impl ToString) -> ModelError {
    ModelError::Damaged(error.to_string())
}
