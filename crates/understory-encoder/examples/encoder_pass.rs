//! What an encoder costs: `encoder_pass ENCODER [NET.onnx] < TEXTS`, one core, one thread.
//!
//! Prints as JSON the milliseconds of a pass of 40 tokens (the median of 200), and of whole texts as the server reads them, beside the fast
//! tier that lies in the same folder, a text a line: median and 99th of a hundred. Writes the net by itself to NET.onnx, for
//! others to run.

use std::io::Read;
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use understory_encoder::{Encoder, File};
use understory_triage::Triage;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let name = arguments.next().ok_or("encoder_pass ENCODER [NET.onnx] < TEXTS")?;
    let file = File::read(&std::fs::read(&name)?, &std::fs::read_to_string(format!("{name}.sha256"))?)?;
    if let Some(net) = arguments.next() {
        std::fs::write(net, &file.net)?;
    }
    let encoder = Arc::new(Encoder::new(file)?);
    let fast = Path::new(&name).with_file_name("fast.model");
    let fast =
        Triage::from_file(&std::fs::read(&fast)?, &std::fs::read_to_string(fast.with_extension("model.sha256"))?)?;
    let triage =
        encoder.readers().into_iter().fold(fast, |triage, reader| triage.with_reader(reader, encoder.version()));
    let tokens: Vec<u32> = (0..40).map(|n| 1_000 + n * 7).collect();
    let mut passes = Vec::new();
    for _ in 0..200 {
        let begun = Instant::now();
        encoder.run(&tokens)?;
        passes.push(begun.elapsed().as_secs_f64() * 1e3);
    }
    let mut texts = String::new();
    std::io::stdin().read_to_string(&mut texts)?;
    let mut whole = Vec::new();
    for text in texts.lines() {
        let begun = Instant::now();
        triage.read_as(text, "en");
        whole.push(begun.elapsed().as_secs_f64() * 1e3);
    }
    for times in [&mut passes, &mut whole] {
        times.sort_by(f64::total_cmp);
    }
    let at = |times: &[f64], percent: usize| times.get(times.len() * percent / 100).copied().unwrap_or(f64::NAN);
    println!(
        "{{\"pass_ms\":{:.3},\"texts\":{},\"p50_ms\":{:.3},\"p99_ms\":{:.3}}}",
        at(&passes, 50),
        whole.len(),
        at(&whole, 50),
        at(&whole, 99)
    );
    Ok(())
}
