//! The rules from outside: what they find, where, and what they do with what nobody should send.

mod copies;
mod hostile;
mod lists;
mod personal;
