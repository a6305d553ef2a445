//! The document that Google's client libraries build their clients from, with our address in it.

use serde_json::{Value, json};

/// The document. `root` is the address before `v1alpha1/…`, with a slash at the end.
pub fn document(root: &str) -> Value {
    let mut document = json!({
        "kind": "discovery#restDescription",
        "discoveryVersion": "v1",
        "id": "commentanalyzer:v1alpha1",
        "name": "commentanalyzer",
        "canonicalName": "Comment Analyzer",
        "version": "v1alpha1",
        "revision": "20261126",
        "title": "Comment Analyzer, as served by Understory",
        "description": "Scores of comments: toxicity, identity attacks, insults, threats, crude and sexual words, spam.",
        "protocol": "rest",
        "rootUrl": root,
        "baseUrl": root,
        "basePath": "",
        "servicePath": "",
        "batchPath": "batch",
        "fullyEncodeReservedExpansion": true,
        "icons": { "x16": "", "x32": "" },
        "auth": { "oauth2": { "scopes": { SCOPE: { "description": "Not used here." } } } },
    });
    document["parameters"] = parameters();
    document["resources"] = json!({ "comments": { "methods": {
        "analyze": method("analyze", "Scores a text.", "AnalyzeComment"),
        "suggestscore": method("suggestscore", "Says what a text should have been scored.", "SuggestCommentScore"),
    } } });
    document["schemas"] = schemas();
    document
}

/// What clients ask a token for when they have no key; nobody here looks at it.
const SCOPE: &str = "https://www.googleapis.com/auth/userinfo.email";

fn parameters() -> Value {
    let mut all = json!({
        "alt": { "type": "string", "location": "query", "default": "json", "enum": ["json"] },
        "prettyPrint": { "type": "boolean", "location": "query", "default": "true" },
        "$.xgafv": { "type": "string", "location": "query", "enum": ["1", "2"] },
    });
    for name in
        ["key", "fields", "quotaUser", "access_token", "callback", "oauth_token", "uploadType", "upload_protocol"]
    {
        all[name] = json!({ "type": "string", "location": "query" });
    }
    all
}

fn method(name: &str, description: &str, message: &str) -> Value {
    json!({
        "id": format!("commentanalyzer.comments.{name}"),
        "path": format!("v1alpha1/comments:{name}"),
        "flatPath": format!("v1alpha1/comments:{name}"),
        "httpMethod": "POST",
        "description": description,
        "parameters": {},
        "parameterOrder": [],
        "request": { "$ref": format!("{message}Request") },
        "response": { "$ref": format!("{message}Response") },
        "scopes": [SCOPE],
    })
}

/// The messages: name, then fields by what they are. `[X]` is a list, `{X}` a map by name.
const MESSAGES: [(&str, &[(&str, &str)]); 11] = [
    ("TextEntry", &[("text", "string"), ("type", "TextType")]),
    ("ArticleAndParentComment", &[("article", "TextEntry"), ("parentComment", "TextEntry")]),
    ("Context", &[("entries", "[TextEntry]"), ("articleAndParentComment", "ArticleAndParentComment")]),
    ("AttributeParameters", &[("scoreType", "ScoreType"), ("scoreThreshold", "float")]),
    ("Score", &[("value", "float"), ("type", "ScoreType")]),
    ("SpanScore", &[("begin", "integer"), ("end", "integer"), ("score", "Score")]),
    ("AttributeScores", &[("spanScores", "[SpanScore]"), ("summaryScore", "Score")]),
    (
        "AnalyzeCommentRequest",
        &[
            ("comment", "TextEntry"),
            ("context", "Context"),
            ("requestedAttributes", "{AttributeParameters}"),
            ("languages", "[string]"),
            ("spanAnnotations", "boolean"),
            ("doNotStore", "boolean"),
            ("dropUnsupportedAttributes", "boolean"),
            ("clientToken", "string"),
            ("sessionId", "string"),
            ("communityId", "string"),
        ],
    ),
    (
        "SuggestCommentScoreRequest",
        &[
            ("comment", "TextEntry"),
            ("context", "Context"),
            ("attributeScores", "{AttributeScores}"),
            ("languages", "[string]"),
            ("clientToken", "string"),
            ("sessionId", "string"),
            ("communityId", "string"),
        ],
    ),
    (
        "AnalyzeCommentResponse",
        &[
            ("attributeScores", "{AttributeScores}"),
            ("languages", "[string]"),
            ("detectedLanguages", "[string]"),
            ("clientToken", "string"),
        ],
    ),
    (
        "SuggestCommentScoreResponse",
        &[("clientToken", "string"), ("detectedLanguages", "[string]"), ("requestedLanguages", "[string]")],
    ),
];

fn schemas() -> Value {
    let mut all = serde_json::Map::new();
    for (id, fields) in MESSAGES {
        let properties: serde_json::Map<String, Value> =
            fields.iter().map(|(field, kind)| ((*field).to_owned(), kind_of(kind))).collect();
        all.insert(id.to_owned(), json!({ "id": id, "type": "object", "properties": properties }));
    }
    Value::Object(all)
}

fn kind_of(kind: &str) -> Value {
    if let Some(item) = kind.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
        return json!({ "type": "array", "items": kind_of(item) });
    }
    if let Some(item) = kind.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')) {
        return json!({ "type": "object", "additionalProperties": kind_of(item) });
    }
    match kind {
        "string" | "boolean" => json!({ "type": kind }),
        "integer" => json!({ "type": kind, "format": "int32" }),
        "float" => json!({ "type": "number", "format": "float" }),
        "TextType" => json!({ "type": "string", "enum": ["TEXT_TYPE_UNSPECIFIED", "PLAIN_TEXT", "HTML"] }),
        "ScoreType" => {
            json!({ "type": "string", "enum": ["SCORE_TYPE_UNSPECIFIED", "PROBABILITY", "STD_DEV_SCORE", "PERCENTILE", "RAW"] })
        }
        message => json!({ "$ref": message }),
    }
}
