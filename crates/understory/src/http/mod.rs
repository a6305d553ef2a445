//! Everything that speaks HTTP: routes, pages, the API, and the connections themselves.

pub mod api;
mod assets;
mod caller;
mod desk;
mod error;
mod extract;
mod frame;
mod network;
pub mod pages;
mod perspective;
mod rendered;
mod routes;
mod serve;
mod statement_key;

pub use caller::SignInKey;
pub use error::{Error, Problem};
pub use extract::{digest, key_hash};
pub use network::{Network, client_address, subscriber};
pub use pages::direction;
pub use perspective::{Alone, alone_router};
pub use rendered::{PageKey, Ready, Rendered, View};
pub use routes::{PATTERNS, router};
pub use serve::{Running, start};
pub use statement_key::{opens, statement_key, statement_path};
