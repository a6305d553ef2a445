//! The published vulnerabilities of others that concern accounts: which test keeps each from us, or why it waits.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// By number: the module of the tests from outside that has a test of this number.
const TESTED: &[(&str, &str)] = &[
    ("CVE-2019-1020018", "signing_in"),
    ("CVE-2022-21684", "signing_in"),
    ("CVE-2022-31184", "signing_in"),
    ("CVE-2023-32682", "past"),
    ("CVE-2023-41335", "guarding_accounts"),
    ("CVE-2024-25619", "past_power"),
    ("CVE-2025-54879", "signing_in"),
    ("CVE-2025-58160", "guarding_accounts"),
    ("CVE-2025-62174", "sessions"),
    ("CVE-2025-62175", "sessions"),
    ("CVE-2026-21865", "past_power"),
    ("CVE-2026-22246", "past"),
    ("CVE-2026-23961", "past"),
    ("CVE-2026-23963", "past"),
    ("CVE-2026-25540", "proxied"),
    ("CVE-2026-26973", "rights"),
    ("CVE-2026-27491", "past_power"),
    ("CVE-2026-28219", "past"),
    ("CVE-2026-28227", "past_power"),
    ("CVE-2026-32615", "rights"),
    ("CVE-2026-32620", "rights"),
    ("Disqus 2013", "past"),
    ("GHSA-56x6-q882-mf27", "past_power"),
    ("GHSA-74pc-3r2m-ppx3", "signing_in"),
    ("Isso 40", "guarding_accounts"),
    ("Isso 1083", "guarding"),
    ("Isso 1083", "past_power"),
    ("Remark42 2049", "past"),
    ("Remark42 2067", "guarding_accounts"),
];

/// By number: why there is nothing yet that it could happen to.
const WAITING: &[(&str, &str)] = &[
    ("CVE-2023-36462", "Names and texts about oneself hold no links; comments are the markup's."),
    ("CVE-2024-23832", "No signed assertion of another server is taken until there is single sign-on."),
    ("CVE-2024-25618", "Nobody signs in through another provider until there is OpenID Connect."),
    ("CVE-2025-53102", "There are no passkeys yet."),
    ("CVE-2026-26077", "No mail provider reports anything to an address of ours."),
    ("CVE-2026-30968", "There are no live streams yet; those of CVE-2024-25619 and CVE-2025-62175 wait with them."),
];

/// The numbers in a test's name: `cve_2019_1020018_and_cve_2022_21684_…`.
fn numbers(name: &str) -> Vec<String> {
    let words: Vec<&str> = name.split('_').collect();
    let is_number = |word: &&&str| word.bytes().all(|byte| byte.is_ascii_digit());
    let found = words.iter().enumerate().filter_map(|(at, word)| match (*word, &words[at + 1..]) {
        ("cve", [year, number, ..]) => Some(format!("CVE-{year}-{number}")),
        ("ghsa", [one, two, three, ..]) => Some(format!("GHSA-{one}-{two}-{three}")),
        ("isso", [number, ..]) => Some(*number).filter(|n| is_number(&n)).map(|number| format!("Isso {number}")),
        ("remark42", [number, ..]) => Some(format!("Remark42 {number}")),
        ("disqus", [number, ..]) => Some(format!("Disqus {number}")),
        _ => None,
    });
    found.collect()
}

/// Test functions of a file, by their attribute.
fn tests(text: &str) -> impl Iterator<Item = &str> {
    text.split("#[test]").skip(1).filter_map(|after| {
        let line = after.lines().find(|line| line.trim_start().starts_with("fn "))?;
        line.trim_start().strip_prefix("fn ")?.split('(').next()
    })
}

#[test]
fn every_known_vulnerability_has_its_test_and_every_such_test_is_listed() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it");
    let mut there: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|ending| ending != "rs") {
            continue;
        }
        let module = path.file_stem().unwrap().to_string_lossy().into_owned();
        for name in tests(&std::fs::read_to_string(&path).unwrap()) {
            for number in numbers(name) {
                there.entry(number).or_default().insert(module.clone());
            }
        }
    }
    let mut listed: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (number, module) in TESTED {
        listed.entry((*number).to_owned()).or_default().insert((*module).to_owned());
    }
    assert_eq!(there, listed, "the tests that are there, and those that are listed");
    for (number, why) in WAITING {
        assert!(!listed.contains_key(*number), "{number} has a test and need not wait");
        assert!(why.len() > 20 && why.ends_with('.'), "{number}: say why");
    }
}

#[test]
fn numbers_are_found_in_names() {
    assert_eq!(numbers("cve_2025_62174_and_cve_2025_62175_power"), ["CVE-2025-62174", "CVE-2025-62175"]);
    assert_eq!(numbers("ghsa_74pc_3r2m_ppx3_letters"), ["GHSA-74pc-3r2m-ppx3"]);
    assert_eq!(numbers("isso_40_other"), ["Isso 40"]);
    assert_eq!(numbers("names_have_a_length"), [""; 0]);
    let text = "#[test]\n#[ignore = \"why\"]\nfn one() {}\nfn none() {}\n#[test]\nfn two(){}";
    assert_eq!(tests(text).collect::<Vec<_>>(), ["one", "two"]);
}
