//! Perspective's endpoint as programs see it. Real clients of it are in tests/perspective.

use serde_json::{Value, json};
use understory::config::Config;

use crate::world::{Answer, World, on_both, on_both_with, until};

const ANALYZE: &str = "/api/perspective/v1alpha1/comments:analyze";
const SUGGEST: &str = "/api/perspective/v1alpha1/comments:suggestscore";

fn with_model(config: &mut Config) {
    config.triage.models = Some(std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../models"));
    config.triage.encoder = false;
    config.triage.milliseconds = 30_000;
    config.triage.rate = 1_000_000;
}

/// A key of the scope `triage`, as it goes into an address.
fn key(w: &World) -> String {
    w.key(&["triage"]).trim_start_matches("Bearer ").to_owned()
}

fn ask(w: &World, key: &str, body: &Value) -> Answer {
    w.post_json(&format!("{ANALYZE}?key={key}"), body)
}

/// The error of an answer, in the shape of Google's.
#[track_caller]
fn fault(answer: &Answer, status: u16, word: &str) -> Value {
    let error = answer.json()["error"].clone();
    assert_eq!(
        (answer.status, error["code"].as_u64(), error["status"].as_str()),
        (status, Some(status.into()), Some(word)),
        "{error}"
    );
    assert!(error["message"].as_str().is_some_and(|text| text.len() > 10), "{error}");
    error
}

#[test]
fn a_text_is_scored_as_it_was_there() {
    on_both_with(with_model, |w| {
        let key = key(w);
        let all = [
            "TOXICITY",
            "SEVERE_TOXICITY",
            "IDENTITY_ATTACK",
            "INSULT",
            "PROFANITY",
            "THREAT",
            "SEXUALLY_EXPLICIT",
            "SPAM",
        ];
        let mut asked: serde_json::Map<String, Value> =
            all.iter().map(|name| ((*name).to_owned(), json!({}))).collect();
        asked.insert("INSULT_EXPERIMENTAL".to_owned(), json!({ "scoreType": "PROBABILITY" }));
        let text = "😀 You are a stupid idiot. Thank you for the report!";
        let body = json!({
            "comment": { "text": text, "type": "PLAIN_TEXT" }, "requestedAttributes": asked, "languages": ["en"],
            "doNotStore": true, "clientToken": "t-1", "sessionId": "s", "communityId": "c",
            "context": { "entries": [{ "text": "before" }] },
        });
        let answer = ask(w, &key, &body).expect(200).json();
        assert_eq!((&answer["languages"], &answer["clientToken"]), (&json!(["en"]), &json!("t-1")));
        assert_eq!(answer["detectedLanguages"], json!(["en"]));
        assert_eq!(answer["attributeScores"].as_object().unwrap().len(), 9);
        for (name, scores) in answer["attributeScores"].as_object().unwrap() {
            let summary = &scores["summaryScore"];
            assert!(summary["value"].as_f64().is_some_and(|value| (0.0..=1.0).contains(&value)), "{name}: {scores}");
            assert_eq!(summary["type"], "PROBABILITY");
            // Without annotations there is one span, the whole, in UTF-16 as it was.
            let whole = json!([{ "begin": 0, "end": text.encode_utf16().count(), "score": summary }]);
            assert_eq!(scores["spanScores"], whole, "{name}");
        }
        let value = |name: &str| answer["attributeScores"][name]["summaryScore"]["value"].as_f64().unwrap();
        assert!(value("INSULT") >= 0.5 && (value("INSULT") - value("INSULT_EXPERIMENTAL")).abs() < 1e-9);
        assert!(value("SEVERE_TOXICITY") <= value("TOXICITY"));
        // With them, a span a sentence.
        let spans = ask(
            w,
            &key,
            &json!({
                "comment": { "text": text }, "requestedAttributes": { "INSULT": {} }, "languages": ["en"], "spanAnnotations": true,
            }),
        );
        let spans = spans.expect(200).json()["attributeScores"]["INSULT"]["spanScores"].clone();
        let units: Vec<u16> = text.encode_utf16().collect();
        let words: Vec<String> = spans
            .as_array()
            .unwrap()
            .iter()
            .map(|span| {
                let place = |name: &str| usize::try_from(span[name].as_u64().unwrap()).unwrap();
                String::from_utf16(&units[place("begin")..place("end")]).unwrap()
            })
            .collect();
        assert_eq!(words, ["😀 You are a stupid idiot.", "Thank you for the report!"]);
        assert!(spans[0]["score"]["value"].as_f64() > spans[1]["score"]["value"].as_f64());
        // Scores below a threshold are not told; words of HTML are read without its tags.
        let body = json!({
            "comment": { "text": "<p title=\"stupid idiot\">Thank <b>you</b></p>", "type": "HTML" },
            "requestedAttributes": { "INSULT": { "scoreThreshold": 0.9 }, "TOXICITY": {} },
        });
        let answer = ask(w, &key, &body).expect(200).json();
        assert!(
            answer["attributeScores"].get("INSULT").is_none() && answer["attributeScores"].get("TOXICITY").is_some()
        );
        assert!(answer.get("clientToken").is_none());
    });
}

#[test]
fn what_is_missing_or_not_served_is_said_as_it_was_there() {
    on_both_with(with_model, |w| {
        let key = key(w);
        let text = json!({ "text": "Thank you." });
        let toxicity = json!({ "TOXICITY": {} });
        let details = |error: &Value| error["details"][0].clone();
        for comment in [
            json!(null),
            json!({}),
            json!({ "text": "" }),
            json!({ "text": " \n" }),
            json!({ "text": "<p></p>", "type": "HTML" }),
        ] {
            let answer = ask(w, &key, &json!({ "comment": comment, "requestedAttributes": toxicity }));
            let error = fault(&answer, 400, "INVALID_ARGUMENT");
            assert_eq!(details(&error)["errorType"], "COMMENT_EMPTY");
        }
        let long = json!({ "comment": { "text": "x".repeat(20_481) }, "requestedAttributes": toxicity });
        assert_eq!(details(&fault(&ask(w, &key, &long), 400, "INVALID_ARGUMENT"))["errorType"], "COMMENT_TOO_LONG");
        ask(w, &key, &json!({ "comment": { "text": "x".repeat(20_480) }, "requestedAttributes": toxicity }))
            .expect(200);
        let error = fault(&ask(w, &key, &json!({ "comment": text })), 400, "INVALID_ARGUMENT");
        assert!(error["message"].as_str().unwrap().contains("requestedAttributes"));
        let error = fault(
            &ask(w, &key, &json!({ "comment": text, "requestedAttributes": { "FLIRTATION": {} } })),
            400,
            "INVALID_ARGUMENT",
        );
        assert!(
            error["message"].as_str().unwrap().contains("FLIRTATION")
                && error["message"].as_str().unwrap().contains("TOXICITY")
        );
        // A language in which nobody reads the attribute; left out if that was wanted.
        let mut body =
            json!({ "comment": text, "requestedAttributes": { "THREAT": {}, "TOXICITY": {} }, "languages": ["pl"] });
        let error = fault(&ask(w, &key, &body), 400, "INVALID_ARGUMENT");
        assert_eq!(details(&error)["errorType"], "LANGUAGE_NOT_SUPPORTED_BY_ATTRIBUTE");
        assert_eq!(
            details(&error)["languageNotSupportedByAttributeError"],
            json!({ "detectedLanguages": ["pl"], "attribute": "THREAT" })
        );
        body["dropUnsupportedAttributes"] = json!(true);
        let answer = ask(w, &key, &body).expect(200).json();
        assert_eq!(answer["attributeScores"].as_object().unwrap().keys().collect::<Vec<_>>(), ["TOXICITY"]);
        for (field, value) in [
            ("languages", json!(["no language at all"])),
            ("requestedAttributes", json!({ "TOXICITY": { "scoreType": "PERCENTILE" } })),
            ("requestedAttributes", json!({ "TOXICITY": { "scoreThreshold": 2 } })),
            ("requestedAttributes", json!({ "TOXICITY": { "threshold": 0.5 } })),
            ("comment", json!("words")),
            ("colour", json!("red")),
        ] {
            let mut body = json!({ "comment": text, "requestedAttributes": toxicity });
            body[field] = value;
            fault(&ask(w, &key, &body), 400, "INVALID_ARGUMENT");
        }
        // What is no JSON, half a character, and more than is taken.
        let raw = |body: &[u8]| w.send("POST", &format!("{ANALYZE}?key={key}"), &[], Some(body));
        for body in [
            &b"not json"[..],
            b"[]",
            b"{",
            b"\xff",
            b"{\"comment\":{\"text\":\"\\ud800\"},\"requestedAttributes\":{\"TOXICITY\":{}}}",
        ] {
            fault(&raw(body), 400, "INVALID_ARGUMENT");
        }
        fault(&raw("x".repeat(70_000).as_bytes()), 413, "INVALID_ARGUMENT");
        assert_eq!(w.get(ANALYZE).status, 405);
    });
}

#[test]
fn keys_open_it_and_each_has_its_quota() {
    let slow = |config: &mut Config| {
        with_model(config);
        config.triage.rate = 3;
    };
    on_both_with(slow, |w| {
        let body = json!({ "comment": { "text": "Thank you." }, "requestedAttributes": { "TOXICITY": {} } });
        let reason = |answer: &Answer, status, word| {
            fault(answer, status, word)["details"][0]["reason"].as_str().unwrap_or_default().to_owned()
        };
        assert_eq!(reason(&w.post_json(ANALYZE, &body), 403, "PERMISSION_DENIED"), "API_KEY_MISSING");
        assert_eq!(reason(&ask(w, "nobodys", &body), 400, "INVALID_ARGUMENT"), "API_KEY_INVALID");
        let other = w.key(&["comments"]);
        assert_eq!(
            reason(&w.send_json("POST", ANALYZE, &[("authorization", &other)], &body), 403, "PERMISSION_DENIED"),
            "API_KEY_SERVICE_BLOCKED"
        );
        let mine = key(w);
        ask(w, &mine, &body).expect(200);
        w.send_json("POST", ANALYZE, &[("x-goog-api-key", &mine)], &body).expect(200);
        w.send_json("POST", ANALYZE, &[("authorization", &format!("Bearer {mine}"))], &body).expect(200);
        let answer = ask(w, &mine, &body);
        assert_eq!(reason(&answer, 429, "RESOURCE_EXHAUSTED"), "RATE_LIMIT_EXCEEDED");
        assert_eq!(answer.header("retry-after"), "1");
        // Another key has its own; a second later this one may ask again.
        ask(w, &key(w), &body).expect(200);
        w.clock.advance(std::time::Duration::from_secs(1));
        ask(w, &mine, &body).expect(200);
        // Revoked, it ends within two seconds.
        let listed = w.cli_ok(&["--json", "site", "key", "list"]);
        let ids: Vec<Value> = listed.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        for id in ids {
            w.cli_ok(&["site", "key", "revoke", id["id"].as_str().unwrap()]);
        }
        until("the key is unknown", || {
            w.clock.advance(std::time::Duration::from_secs(1));
            ask(w, &mine, &body).status == 400
        });
    });
}

#[test]
fn a_suggested_score_is_kept() {
    on_both(|w| {
        let key = key(w);
        let suggest = |body: &Value| w.post_json(&format!("{SUGGEST}?key={key}"), body);
        let body = json!({
            "comment": { "text": "A text that was judged wrongly." },
            "attributeScores": { "TOXICITY": { "summaryScore": { "value": 0.25 } }, "DELETED": { "summaryScore": { "value": 1 } } },
            "languages": ["en"], "communityId": "paper.example", "clientToken": "c",
        });
        let answer = suggest(&body).expect(200).json();
        assert_eq!(answer, json!({ "clientToken": "c", "detectedLanguages": ["en"], "requestedLanguages": ["en"] }));
        let site = w.app.sites().all[0].id;
        let kept =
            w.block_on(w.app.store.read(move |tx| understory::store::suggestions::newest(tx, site, 10))).unwrap();
        assert_eq!(kept.len(), 1);
        assert_eq!(kept[0].0, "A text that was judged wrongly.");
        assert!(kept[0].1.contains("0.25") && kept[0].1.contains("DELETED"));
        for (field, value) in [
            ("comment", json!({ "text": "" })),
            ("attributeScores", json!({})),
            ("attributeScores", json!({ "TOXICITY": {} })),
            ("attributeScores", json!({ "TOXICITY": { "summaryScore": { "value": 7 } } })),
        ] {
            let mut bad = body.clone();
            bad[field] = value;
            fault(&suggest(&bad), 400, "INVALID_ARGUMENT");
        }
        // What is analysed is kept nowhere.
        ask(w, &key, &json!({ "comment": { "text": "An analysed text." }, "requestedAttributes": { "PROFANITY": {} }, "languages": ["en"] })).expect(200);
        let kept =
            w.block_on(w.app.store.read(move |tx| understory::store::suggestions::newest(tx, site, 10))).unwrap();
        assert_eq!(kept.len(), 1);
    });
}

#[test]
fn of_suggestions_the_last_ten_thousand_are_kept() {
    on_both(|w| {
        let site = w.app.sites().all[0].id;
        // One write in sixty-four sees to it: some hundreds more stand at times.
        for round in 0..28 {
            let writes = (0..400).map(|n| {
                w.app.store.write(understory::store::suggestions::NewSuggestion {
                    site,
                    id: w.clock.new_id(),
                    text: format!("{round} {n}"),
                    scores: "{}".to_owned(),
                    languages: String::new(),
                    community: String::new(),
                    now: w.clock.now(),
                })
            });
            w.block_on(async { futures_util::future::join_all(writes).await })
                .into_iter()
                .for_each(|written| written.unwrap());
            w.clock.advance(std::time::Duration::from_millis(10));
        }
        let count = "SELECT COUNT(*) FROM score_suggestion WHERE site_id = $1";
        let stored =
            w.block_on(w.app.store.read(move |tx| tx.first(count, &[&site], |row| row.get::<i64>(0)))).unwrap();
        assert!(stored.is_some_and(|stored| (10_000..11_000).contains(&stored)), "11,200 were sent, {stored:?} stand");
        let last = w.block_on(w.app.store.read(move |tx| understory::store::suggestions::newest(tx, site, 1))).unwrap();
        assert!(last[0].0.starts_with("27 "), "the oldest go, not {}", last[0].0);
    });
}

#[test]
fn fields_are_taken_as_google_takes_them() {
    on_both_with(with_model, |w| {
        let key = key(w);
        let text = json!({ "text": "You are a stupid idiot." });
        let scored = |body: &Value| ask(w, &key, body).expect(200).json();
        // Null is a field that was not sent.
        let answer = scored(&json!({
            "comment": { "text": "You are a stupid idiot.", "type": null },
            "requestedAttributes": { "INSULT": { "scoreType": null, "scoreThreshold": null }, "TOXICITY": null },
            "languages": null, "doNotStore": null, "spanAnnotations": null, "clientToken": null, "sessionId": null,
            "communityId": null, "context": null, "dropUnsupportedAttributes": null,
        }));
        assert_eq!(answer["attributeScores"].as_object().unwrap().len(), 2);
        // Names are taken as they stand in Google's own description of messages, too.
        let answer = scored(&json!({
            "comment": text, "requested_attributes": { "INSULT": { "score_type": "PROBABILITY", "score_threshold": 0 } },
            "do_not_store": true, "span_annotations": true, "client_token": "t", "session_id": "s", "community_id": "c",
            "drop_unsupported_attributes": false, "languages": ["en"],
        }));
        assert_eq!(answer["clientToken"], "t");
        // One name after the other for the same field is a mistake.
        let twice = json!({ "comment": text, "requestedAttributes": { "INSULT": {} }, "requested_attributes": {} });
        fault(&ask(w, &key, &twice), 400, "INVALID_ARGUMENT");
        // Tags of languages know no case, and come back as they were sent.
        for tag in ["EN", "en-US", "En-Latn-gb"] {
            let answer =
                scored(&json!({ "comment": text, "requestedAttributes": { "THREAT": {} }, "languages": [tag] }));
            assert_eq!(answer["languages"], json!([tag]));
        }
        // Of several, the one that the text is in is read; none has Polish threats.
        let polish = |languages: Value| {
            let text = json!({ "text": "To jest bardzo dobry artykuł, dziękuję za rzetelną pracę redakcji." });
            ask(w, &key, &json!({ "comment": text, "requestedAttributes": { "THREAT": {} }, "languages": languages }))
        };
        fault(&polish(json!(["pl", "en"])), 400, "INVALID_ARGUMENT");
        let german = json!({ "text": "Das ist doch wirklich nicht zu glauben, was die da wieder geschrieben haben." });
        let read = |languages: Value| {
            let body = json!({ "comment": german, "requestedAttributes": { "TOXICITY": {} }, "languages": languages });
            scored(&body)["attributeScores"]["TOXICITY"]["summaryScore"]["value"].as_f64().unwrap()
        };
        assert!((read(json!(["en", "de"])) - read(json!(["de"]))).abs() < 1e-9, "it is read in German");
        assert!((read(json!(["en"])) - read(json!(["de"]))).abs() > 1e-9, "which is another reading");
        // An empty key hides none in a header.
        let body = json!({ "comment": text, "requestedAttributes": { "INSULT": {} } });
        w.send_json("POST", &format!("{ANALYZE}?key="), &[("x-goog-api-key", &key)], &body).expect(200);
        let suggested = json!({ "comment": text, "attribute_scores": { "INSULT": { "summary_score": { "value": 1, "type": null }, "span_scores": null } } });
        w.post_json(&format!("{SUGGEST}?key={key}"), &suggested).expect(200);
    });
}

const DISCOVERY: &str = "/api/perspective/$discovery/rest?version=v1alpha1";

#[test]
fn discovery_names_the_address_that_clients_are_to_use() {
    on_both(|w| {
        let root = |headers: &[(&str, &str)]| {
            let answer = w.send("GET", DISCOVERY, headers, None).expect(200);
            assert_eq!(
                (answer.header("cache-control"), answer.header("access-control-allow-origin")),
                ("no-store", "*")
            );
            let document = answer.json();
            assert_eq!(document["rootUrl"], document["baseUrl"]);
            document["rootUrl"].as_str().unwrap().to_owned()
        };
        // Nothing says what we are called: the request does. Behind a proxy that speaks https, keys must not go by http.
        assert_eq!(root(&[]), format!("http://{}/api/perspective/", w.address));
        assert_eq!(root(&[("x-forwarded-proto", "https")]), format!("https://{}/api/perspective/", w.address));
        assert_eq!(root(&[("x-forwarded-proto", "HTTPS, http")]), format!("https://{}/api/perspective/", w.address));
        assert_eq!(root(&[("x-forwarded-proto", "javascript")]), format!("http://{}/api/perspective/", w.address));
    });
    let named = |config: &mut Config| config.server.public_url = Some("https://paper.example/".to_owned());
    on_both_with(named, |w| {
        let root = |host: &str| {
            let answer = w.send("GET", DISCOVERY, &[("host", host)], None).expect(200).json();
            answer["rootUrl"].as_str().unwrap().to_owned()
        };
        assert_eq!(root("paper.example"), "https://paper.example/api/perspective/");
        w.cli_ok(&["site", "add", "other", "--title", "The Other Paper"]);
        w.cli_ok(&["site", "add-origin", "https://paper.example"]);
        w.cli_ok(&["site", "add-origin", "https://other.example", "--site", "other"]);
        until("the sites are known", || w.app.sites().all.iter().filter(|site| !site.origins.is_empty()).count() == 2);
        assert_eq!(root("paper.example"), "https://paper.example/api/perspective/");
        // A key of another site is known there only.
        assert_eq!(root("other.example"), "https://other.example/api/perspective/");
    });
}

#[test]
fn pages_of_any_origin_may_ask_here_and_only_here() {
    on_both_with(with_model, |w| {
        let key = key(w);
        let foreign = [("origin", "https://blog.example"), ("sec-fetch-site", "cross-site")];
        let asked = "content-type,x-javascript-user-agent,x-requested-with";
        for path in [ANALYZE, SUGGEST] {
            let mut headers = foreign.to_vec();
            headers.extend([("access-control-request-method", "POST"), ("access-control-request-headers", asked)]);
            let answer = w.send("OPTIONS", path, &headers, None).expect(204);
            assert_eq!(answer.header("access-control-allow-origin"), "*");
            let allowed: Vec<&str> = answer.header("access-control-allow-headers").split(", ").collect();
            // The star stands for every header but this one.
            assert!(allowed.contains(&"*") && allowed.contains(&"authorization"), "{allowed:?}");
            assert!(answer.header("access-control-allow-credentials").is_empty());
        }
        let body = json!({ "comment": { "text": "Thank you." }, "requestedAttributes": { "TOXICITY": {} } });
        let path = format!("{ANALYZE}?key={key}");
        let answer = w.send_json("POST", &path, &foreign, &body).expect(200);
        assert_eq!(answer.header("access-control-allow-origin"), "*");
        assert_eq!(answer.header("access-control-expose-headers"), "retry-after");
        assert!(answer.header("set-cookie").is_empty());
        // A refusal can be read there, too.
        let refused = w.send_json("POST", ANALYZE, &foreign, &body).expect(403);
        assert_eq!(refused.header("access-control-allow-origin"), "*");
        let story = w.story("A story");
        let elsewhere = w.send("OPTIONS", &format!("/api/v1/stories/{}/comments", story.id), &foreign, None);
        assert!(elsewhere.header("access-control-allow-origin").is_empty());
    });
}
