//! Discussion files to one stream of neutral records, and the trees of their comments.
//!
//! An import reads a file twice. In the first pass [`ForestBuilder`] learns which comment answers which, whatever the order
//! of the lines, and [`SourceName`] names the file; what is wrong with the file is in the [`Report`]. In the second pass the
//! records are stored, each with its place in the [`Forest`].
//!
//! The crate does no I/O but on the readers and writers it is handed. Every format has a module of its own that turns it
//! into [`Line`]s; [`neutral`] is ours.

mod forest;
mod line;
mod names;
pub mod neutral;
mod record;
mod report;
mod sniff;
mod source_name;
mod unpack;

pub use forest::{CommentLink, Forest, ForestBuilder, Place, StoryPlace};
pub use line::{Line, LineError, OpenError, ReadError, Reason};
pub use record::{Author, CommentRecord, Extra, Format, Record, State, StoryRecord, Votes};
pub use report::{Example, Finding, Report};
pub use source_name::SourceName;
pub use unpack::Limits;
