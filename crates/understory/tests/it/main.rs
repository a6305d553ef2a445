//! Drives the program from outside: by HTTP, by its command line, and through its public library, on both engines.

mod cluster;
mod http2;
mod mailing;
mod process;
mod wire;
mod world;

mod contract;
mod downgraded;
mod enduring;
mod following;
mod guarding;
mod guarding_accounts;
mod house;
mod importing;
mod learning;
mod looking;
mod machines;
mod merging;
mod past;
mod perspective;
mod perspective_alone;
mod posting;
mod proving;
mod proxied;
mod publishing;
mod reading;
mod reading_texts;
mod rights;
mod searching;
mod signing_in;
mod storing;
mod triaging;
mod voting;
