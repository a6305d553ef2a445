//! The figures as a picture: a row a source, a dot for the AUC, a line for its interval.

use std::fmt::Write;

use understory_markup::escape;
use understory_triage::Category;
use understory_triage::evaluation::Line;

const ROW: usize = 18;
const LEFT: f64 = 190.0;
const WIDTH: f64 = 420.0;

/// Draws all lines that have an AUC, by category.
pub fn draw(lines: &[Line]) -> String {
    let place = |auc: f64| LEFT + (auc.clamp(0.4, 1.0) - 0.4) / 0.6 * WIDTH;
    let mut body = String::new();
    let mut y = 40;
    for category in Category::ALL {
        let of: Vec<&Line> = lines.iter().filter(|line| line.category == category && line.auc.is_some()).collect();
        if of.is_empty() {
            continue;
        }
        let _ = writeln!(body, r#"<text class="head" x="8" y="{}">{category}</text>"#, y + 5);
        y += ROW;
        for line in of {
            let auc = line.auc.unwrap_or_default();
            let _ = writeln!(
                body,
                r#"<text x="{}" y="{}" text-anchor="end">{}</text>"#,
                LEFT - 10.0,
                y + 4,
                escape(&line.source)
            );
            if let Some((low, high)) = line.interval {
                let _ = writeln!(
                    body,
                    r#"<line class="range" x1="{:.1}" x2="{:.1}" y1="{y}" y2="{y}"/>"#,
                    place(low),
                    place(high)
                );
            }
            let _ = writeln!(
                body,
                r#"<circle cx="{:.1}" cy="{y}" r="4"/><text x="{}" y="{}">{auc:.3}</text>"#,
                place(auc),
                LEFT + WIDTH + 10.0,
                y + 4
            );
            y += ROW;
        }
        y += 8;
    }
    let mut scale = String::new();
    for tenth in 4..=10 {
        let at = place(f64::from(tenth) / 10.0);
        let _ = writeln!(
            scale,
            r#"<line class="scale" x1="{at:.1}" x2="{at:.1}" y1="28" y2="{y}"/><text x="{at:.1}" y="20" text-anchor="middle">{:.1}</text>"#,
            f64::from(tenth) / 10.0
        );
    }
    format!(
        r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 680 {height}" width="680" height="{height}" role="img" aria-label="Area under the curve by category and source, with the middle 95 % of 1,000 samples">
<style>text {{ font: 12px sans-serif; fill: #222 }} .head {{ font-weight: bold }} circle {{ fill: #155e75 }} .range {{ stroke: #155e75; stroke-width: 2 }} .scale {{ stroke: #ddd }}</style>
<rect width="680" height="{height}" fill="#fff"/>
{scale}{body}</svg>
"##,
        height = y + 12
    )
}
