//! The program: see the library.

use std::process::ExitCode;

/// The system's allocator keeps what each thread has freed in a pool of its own: after a crowd a server held twice the
/// memory that it used. This one gives it back within a second (`.cargo/config.toml` says how it is built), and is quicker.
#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

fn main() -> ExitCode {
    understory::cli::main()
}
