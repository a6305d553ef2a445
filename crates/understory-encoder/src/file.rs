//! The file of an encoder: what it is called and reads, how its numbers become scores, its vocabulary, and the net.

use serde::{Deserialize, Serialize};
use understory_triage::{Calibration, Category, checksum};

use crate::EncoderError;

/// The first bytes of a file.
const MAGIC: &[u8; 8] = b"USENCODE";

/// The version of the file's form.
pub const FORMAT: u32 = 1;

/// How a text is cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Cutting {
    /// As BERT does.
    WordPiece,
    /// As SentencePiece does.
    Unigram,
}

/// What stands before vocabulary and net.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Header {
    /// What scores name it.
    pub version: String,
    /// How texts are cut.
    pub cutting: Cutting,
    /// The category of each number that the net gives, in order.
    pub outputs: Vec<Category>,
    /// The languages it is asked in, with what was learnt of its numbers on dev data.
    pub languages: Vec<Language>,
}

/// A language that is served.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Language {
    /// A code of two letters.
    pub code: String,
    /// By category; what is missing is left to other readers.
    pub calibrations: Vec<(Category, Calibration)>,
    /// By category: how much the fast tier's logit counts beside this one's, where it does.
    #[serde(default)]
    pub beside: Vec<(Category, f32)>,
    /// It is not asked of texts that the fast tier finds calmer than this score.
    #[serde(default)]
    pub gate: f32,
}

/// The parts of a file.
#[derive(Clone, Debug, PartialEq)]
pub struct File {
    /// What it is.
    pub header: Header,
    /// Its pieces, in order.
    pub pieces: Vec<String>,
    /// How likely each is, for [`Cutting::Unigram`].
    pub scores: Vec<f32>,
    /// The net, as ONNX.
    pub net: Vec<u8>,
}

impl File {
    /// Reads a file, given the text of the hash file beside it, as `sha256sum` writes it.
    ///
    /// # Errors
    /// When hash and file do not belong together, or the file is not of this program's form.
    pub fn read(bytes: &[u8], hash: &str) -> Result<Self, EncoderError> {
        checksum::check(bytes, hash)?;
        let rest = bytes.strip_prefix(MAGIC).ok_or(EncoderError::NoEncoder)?;
        let (format, mut rest) = rest.split_first_chunk::<4>().ok_or(EncoderError::NoEncoder)?;
        let format = u32::from_le_bytes(*format);
        if format != FORMAT {
            return Err(EncoderError::Format { found: format });
        }
        let mut chunk = || {
            let (length, more) = rest.split_first_chunk::<4>().ok_or_else(|| damaged(&"it ends too early"))?;
            let (part, more) = more
                .split_at_checked(u32::from_le_bytes(*length) as usize)
                .ok_or_else(|| damaged(&"it ends too early"))?;
            rest = more;
            Ok::<&[u8], EncoderError>(part)
        };
        let header: Header = serde_json::from_slice(chunk()?).map_err(|e| damaged(&e))?;
        let pieces = std::str::from_utf8(chunk()?).map_err(|e| damaged(&e))?;
        let pieces = pieces.split('\n').map(str::to_owned).collect();
        let scores =
            chunk()?.chunks_exact(4).map(|four| f32::from_le_bytes([four[0], four[1], four[2], four[3]])).collect();
        let net = chunk()?.to_vec();
        Ok(Self { header, pieces, scores, net })
    }

    /// The file's bytes and the line for the hash file beside it, for a file of this name.
    ///
    /// # Errors
    /// When the header cannot be written.
    pub fn write(&self, name: &str) -> serde_json::Result<(Vec<u8>, String)> {
        let mut bytes = MAGIC.to_vec();
        bytes.extend(FORMAT.to_le_bytes());
        let scores: Vec<u8> = self.scores.iter().flat_map(|score| score.to_le_bytes()).collect();
        for part in [serde_json::to_vec(&self.header)?, self.pieces.join("\n").into_bytes(), scores, self.net.clone()] {
            bytes.extend((part.len() as u32).to_le_bytes());
            bytes.extend(part);
        }
        let hash = checksum::line(&bytes, name);
        Ok((bytes, hash))
    }
}

pub(crate) fn damaged(error: &impl ToString) -> EncoderError {
    EncoderError::Damaged(error.to_string())
}
