//! Drives the program from outside: by HTTP, by its command line, and through its public library, on both engines.

mod cluster;
mod world;

mod house;
mod importing;
mod posting;
mod reading;
mod storing;
