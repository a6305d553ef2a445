use std::io::IsTerminal;

use clap::Args;
use understory_triage::{Basis, Category};

use crate::cli::{Common, Done, output};

/// Read one text and show which words did it.
#[derive(Debug, Args)]
pub struct Explain {
    /// The text
    text: String,
    /// The language of the page it stands on, such as en
    #[arg(long, value_name = "LANG")]
    lang: Option<String>,
    #[command(flatten)]
    models: super::Models,
}

impl Explain {
    pub fn run(self, common: &Common) -> anyhow::Result<Done> {
        let triage = self.models.open(common)?;
        let reading = triage.read(&self.text, self.lang.as_deref());
        let colours = std::io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none();
        let over: Vec<Category> = Category::ALL.into_iter().filter(|c| reading.score(*c) >= 0.5).collect();
        let spans = triage.spans(&self.text, &reading, &over);
        if common.json {
            let spans: Vec<_> = spans
                .iter()
                .map(|span| serde_json::json!({"start": span.place.start, "end": span.place.end, "category": span.category, "words": &self.text[span.place.clone()]}))
                .collect();
            let scores: serde_json::Map<String, serde_json::Value> = Category::ALL
                .into_iter()
                .map(|c| {
                    let index = c.index();
                    let basis = match reading.basis[index] {
                        Basis::Measured => "measured",
                        Basis::Uncalibrated => "uncalibrated",
                        Basis::Unread => "unread",
                    };
                    let about = serde_json::json!({"score": reading.scores[index], "probability": reading.probabilities[index], "basis": basis});
                    (c.to_string(), about)
                })
                .collect();
            output::say_json(&serde_json::json!({
                "lang": reading.language, "scores": scores, "spans": spans, "disguised": reading.disguised, "model": triage.version(),
            }))?;
            return Ok(Done::Whole);
        }
        output::say(marked(&self.text, &spans.iter().map(|span| span.place.clone()).collect::<Vec<_>>(), colours));
        output::say("");
        for category in Category::ALL {
            let index = category.index();
            let score = reading.scores[index];
            let filled = (score * 20.0).round() as usize;
            let bar = format!("{}{}", "█".repeat(filled), "·".repeat(20 - filled));
            let bar = if colours && score >= 0.5 { format!("\x1b[31m{bar}\x1b[0m") } else { bar };
            let about = match reading.basis[index] {
                Basis::Measured => format!("probability {:.3}", reading.probabilities[index]),
                Basis::Uncalibrated => "uncalibrated: word lists, links and numbers alone".to_owned(),
                Basis::Unread => "nothing reads this in this language".to_owned(),
            };
            output::say(format!("{:10} {bar} {score:.3}  {about}", category.as_str()));
        }
        output::say(format!(
            "\nread as {} by {}; from 0.5 on something is a case{}",
            reading.language,
            triage.version(),
            if reading.disguised { "; undoing a disguise raised a score" } else { "" }
        ));
        Ok(Done::Whole)
    }
}

/// The text with the words that did it in red, or between brackets where there are no colours.
fn marked(text: &str, places: &[std::ops::Range<usize>], colours: bool) -> String {
    let (before, after) = if colours { ("\x1b[1;31m", "\x1b[0m") } else { ("[", "]") };
    let mut out = String::new();
    let mut at = 0;
    for place in places {
        if place.start < at {
            continue;
        }
        out.push_str(&output::plain(&text[at..place.start]));
        out.push_str(before);
        out.push_str(&output::plain(&text[place.clone()]));
        out.push_str(after);
        at = place.end;
    }
    out.push_str(&output::plain(&text[at..]));
    out
}
