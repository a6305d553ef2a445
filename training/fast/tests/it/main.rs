//! The trainer from outside, on our own comments: the same data gives the same bytes, what comes out is a model that reads, and data
//! that is not what the manifest names is refused.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Output};

use understory_triage::{Category, Triage};

/// Writes our own comments of a language in the form of the public sources.
fn write_source(folder: &Path) {
    let ours = Path::new(env!("CARGO_MANIFEST_DIR")).join("../ours");
    let mut files: Vec<_> = std::fs::read_dir(ours).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let mut out = "split\ttext\ttoxic\thate\tthreat\tinsult\tsexual\tprofanity\tspam\torig\n".to_owned();
    let mut count = 0;
    for file in files {
        let name = file.file_name().unwrap().to_string_lossy().into_owned();
        if !name.starts_with("en_") || name.contains("test") {
            continue;
        }
        for line in std::fs::read_to_string(&file).unwrap().lines().skip(1) {
            let cells: Vec<&str> = line.split('\t').collect();
            let labels: Vec<&str> = cells[2].split(',').collect();
            let is = |label: &str| if labels.contains(&label) { "1" } else { "0" };
            let toxic = if labels == ["-"] { "0" } else { "1" };
            let text = cells[3].replace("{group}", "people").replace("{member}", "somebody");
            let split = ["train", "train", "train", "dev", "test"][count % 5];
            count += 1;
            out += &format!("{split}\t{text}\t{toxic}");
            for label in ["hate", "threat", "insult", "sexual", "profanity", "spam"] {
                out += &format!("\t{}", is(label));
            }
            out += &format!("\t{}\n", cells[1]);
        }
    }
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packed.write_all(out.as_bytes()).unwrap();
    std::fs::write(folder.join("en_ours.tsv.gz"), packed.finish().unwrap()).unwrap();
}

fn train(data: &Path, out: &Path, more: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_understory-training"));
    command.arg("fast").arg("--data").arg(data).arg("--out").arg(out).args(more).output().unwrap()
}

#[test]
fn the_same_data_gives_the_same_bytes() {
    let folder = tempfile::tempdir().unwrap();
    let (data, first, second) = (folder.path().join("data"), folder.path().join("first"), folder.path().join("second"));
    std::fs::create_dir(&data).unwrap();
    write_source(&data);
    for out in [&first, &second] {
        let told = train(&data, out, &[]);
        let said = String::from_utf8_lossy(&told.stderr).into_owned();
        assert!(told.status.success(), "{said}");
        println!("{said}");
    }
    for name in ["fast.model", "fast.model.sha256", "fast.json", "README.md"] {
        let read = |folder: &Path| std::fs::read(folder.join(name)).unwrap();
        assert!(read(&first) == read(&second), "{name} differs");
    }
    let bytes = std::fs::read(first.join("fast.model")).unwrap();
    let hash = std::fs::read_to_string(first.join("fast.model.sha256")).unwrap();
    let triage = Triage::from_file(&bytes, &hash).unwrap();
    assert!(triage.languages().eq(["en"]));
    let spam = |text: &str| triage.read_as(text, "en").score(Category::Spam);
    assert!(
        spam("Earn 5,000 a month from home, write to coach-now.example") > spam("Thank you for the careful report.")
    );
    // The card says what it was made from.
    let card = std::fs::read_to_string(first.join("README.md")).unwrap();
    assert!(card.contains("en_ours"), "{card}");
}

#[test]
fn an_encoder_is_calibrated_beside_the_fast_tier_and_packed() {
    let folder = tempfile::tempdir().unwrap();
    let (data, out, net) = (folder.path().join("data"), folder.path().join("out"), folder.path().join("net"));
    for folder in [&data, &net] {
        std::fs::create_dir(folder).unwrap();
    }
    write_source(&data);
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../crates/understory-encoder/tests/fixtures");
    for name in ["tiny.onnx", "tiny.pieces"] {
        std::fs::copy(fixtures.join(name), net.join(name)).unwrap();
    }
    let pack = || {
        let mut command = Command::new(env!("CARGO_BIN_EXE_understory-training"));
        command.arg("encoder").arg(net.join("tiny.onnx"));
        command.arg("--data").arg(&data).arg("--out").arg(&out).output().unwrap()
    };
    let without = pack();
    let said = String::from_utf8_lossy(&without.stderr).into_owned();
    assert!(!without.status.success() && said.contains("fast.model is needed"), "{said}");
    assert!(train(&data, &out, &[]).status.success());
    let packed = pack();
    assert!(packed.status.success(), "{}", String::from_utf8_lossy(&packed.stderr));
    let bytes = std::fs::read(out.join("tiny.encoder")).unwrap();
    let hash = std::fs::read_to_string(out.join("tiny.encoder.sha256")).unwrap();
    let header = understory_encoder::File::read(&bytes, &hash).unwrap().header;
    // The net knows nothing: what there is to know comes from the fast tier.
    let english = &header.languages[0];
    assert!(!english.beside.is_empty() && english.beside.len() <= english.calibrations.len(), "{english:?}");
    let report = std::fs::read_to_string(net.join("tiny.packed.json")).unwrap();
    let report: serde_json::Value = serde_json::from_str(&report).unwrap();
    let gates = report[0]["gates"].as_array().unwrap();
    let numbers = |name: &str| gates.iter().map(|gate| gate[name].as_f64().unwrap()).collect::<Vec<_>>();
    assert!(numbers("not_asked").is_sorted() && numbers("lost").is_sorted() && numbers("lost")[0] == 0.0, "{gates:?}");
}

#[test]
fn other_data_than_the_manifest_names_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let manifest = folder.path().join("manifest");
    let data = folder.path().join("data");
    std::fs::create_dir(&data).unwrap();
    write_source(&data);
    for (line, why) in
        [(format!("{}  en_ours.tsv.gz\n", "0".repeat(64)), "is not the file that"), (String::new(), "is not in")]
    {
        std::fs::write(&manifest, line).unwrap();
        let told = train(&data, &folder.path().join("out"), &["--manifest", &manifest.display().to_string()]);
        let said = String::from_utf8_lossy(&told.stderr).into_owned();
        assert!(!told.status.success() && said.contains(why) && said.contains("en_ours.tsv.gz"), "{said}");
    }
}
