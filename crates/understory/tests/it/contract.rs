//! What the API says of itself against the routes there are. What it says against what it does is asked by
//! `script/contract`.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::world::on_both;

const ROUTES: &str = include_str!("../../src/http/routes.rs");

/// The routes as they are registered: pattern, and methods in capitals.
fn registered() -> BTreeMap<String, BTreeSet<String>> {
    let mut routes = BTreeMap::new();
    for part in ROUTES.split(".route(").skip(1) {
        let pattern = part.split('"').nth(1).expect("a pattern").to_owned();
        let handlers = part.split(".fallback(").next().expect("a handler");
        let methods: BTreeSet<String> = ["get", "post", "put", "patch", "delete"]
            .into_iter()
            .filter(|method| handlers.contains(&format!("{method}(")))
            .map(str::to_uppercase)
            .collect();
        assert!(!methods.is_empty(), "{pattern}");
        assert_eq!(routes.insert(pattern, methods), None);
    }
    assert!(routes.len() > 20, "the routes are written otherwise now: {routes:?}");
    routes
}

/// Requests are counted under these patterns; one that is missing would be counted as unknown.
#[test]
fn every_route_is_counted_under_its_pattern() {
    let list = ROUTES.split("PATTERNS: &[&str] = &[").nth(1).expect("the list").split("];").next().expect("its end");
    let patterns: BTreeSet<String> = list.split('"').skip(1).step_by(2).map(str::to_owned).collect();
    assert_eq!(patterns, registered().into_keys().collect());
}

fn methods(path: &Value) -> BTreeSet<String> {
    let keys = path.as_object().expect("an object").keys();
    keys.filter(|key| ["get", "put", "post", "patch", "delete"].contains(&key.as_str()))
        .map(|key| key.to_uppercase())
        .collect()
}

#[test]
fn every_route_of_the_api_is_described_and_nothing_else() {
    on_both(|w| {
        let document = w.get("/api/openapi.json").expect(200).json();
        let described: BTreeMap<String, BTreeSet<String>> = document["paths"]
            .as_object()
            .expect("paths")
            .iter()
            .map(|(path, item)| (path.clone(), methods(item)))
            .collect();
        let mut routes = registered();
        routes.retain(|pattern, _| pattern.starts_with("/api/v1/"));
        assert_eq!(described, routes);
        // And the server takes these methods and no others.
        let story = w.story("Described");
        let comment = w.comment(&story, "words").id();
        for (pattern, methods) in routes {
            let id = if pattern.starts_with("/api/v1/comments") { &comment } else { &story.id };
            let answer = w.send("PUT", &pattern.replace("{id}", id), &[], None);
            answer.problem(405, "method_not_allowed");
            let allowed: BTreeSet<String> =
                answer.header("allow").split(',').map(|method| method.trim().to_owned()).collect();
            let mut expected = methods;
            if expected.contains("GET") {
                expected.insert("HEAD".to_owned());
            }
            assert_eq!(allowed, expected, "{pattern}");
        }
    });
}

/// Every reference of the document leads somewhere in it.
fn references(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(fields) => {
            found.extend(fields.get("$ref").and_then(Value::as_str).map(str::to_owned));
            fields.values().for_each(|value| references(value, found));
        }
        Value::Array(values) => values.iter().for_each(|value| references(value, found)),
        _ => {}
    }
}

#[test]
fn the_document_is_whole() {
    on_both(|w| {
        let document = w.get("/api/openapi.json").expect(200).json();
        let mut found = BTreeSet::new();
        references(&document, &mut found);
        assert!(found.len() > 10, "{found:?}");
        for reference in found {
            assert!(document.pointer(reference.trim_start_matches('#')).is_some(), "{reference} leads nowhere");
        }
        let story = w.story("Whole");
        let comment = w.comment(&story, "words").id();
        for (path, item) in document["paths"].as_object().unwrap() {
            for method in methods(item) {
                let operation = &item[method.to_lowercase()];
                let what = format!("{method} {path}");
                assert!(
                    operation["summary"].as_str().is_some_and(|text| text.len() > 5),
                    "{what} says nothing of itself"
                );
                let responses = operation["responses"].as_object().unwrap();
                assert!(responses.contains_key("503") && responses.contains_key("4XX"), "{what}");
                let refusals = responses.iter().filter(|(status, _)| status.starts_with(['4', '5']));
                for (status, response) in refusals {
                    assert!(response["content"]["application/problem+json"].is_object(), "{what} {status}");
                }
                for parameter in operation["parameters"].as_array().into_iter().flatten() {
                    let (name, place) = (parameter["name"].as_str().unwrap(), &parameter["in"]);
                    assert_eq!(place == "path", path.contains(&format!("{{{name}}}")), "{what}: {name} in {place}");
                }
                // What needs a key says so, and what says so needs one.
                let id = if path.starts_with("/api/v1/comments") { &comment } else { &story.id };
                let path = path.replace("{id}", id);
                let headers = [("content-type", "application/json")];
                let answer = w.send(
                    &method,
                    &path,
                    &headers,
                    matches!(method.as_str(), "POST" | "PATCH").then_some(b"{}".as_slice()),
                );
                let refused = answer.status == 401 && answer.json()["code"] == "key_missing";
                assert_eq!(refused, operation["security"].is_array(), "{what}: {}", answer.text);
            }
        }
    });
}
