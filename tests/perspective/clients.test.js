// Clients of Google's Perspective API from npm, unchanged but for the address, against our own. script/perspective starts
// the server and says where it is.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import test from "node:test";

import { google } from "googleapis";

const require = createRequire(import.meta.url);
const root = process.env.UNDERSTORY_PERSPECTIVE ?? assert.fail("run script/perspective");
const key = process.env.UNDERSTORY_PERSPECTIVE_KEY ?? assert.fail("run script/perspective");

const CRUDE = "You are a stupid idiot.";
const KIND = "Thank you for this careful report about the bridge.";

/** @param {any} answer @param {string} attribute @returns {number} */
const score = (answer, attribute) => answer.attributeScores[attribute].summaryScore.value;

test("googleapis builds its client from our discovery document", async () => {
  const client = await google.discoverAPI(`${root}/$discovery/rest?version=v1alpha1`);
  const ask = async (/** @type {string} */ text) => {
    const { data } = await client.comments.analyze({
      key,
      requestBody: { comment: { text }, requestedAttributes: { TOXICITY: {}, INSULT: {} }, languages: ["en"], clientToken: "t 1" },
    });
    assert.equal(data.clientToken, "t 1");
    assert.deepEqual(data.languages, ["en"]);
    assert.equal(data.attributeScores.TOXICITY.summaryScore.type, "PROBABILITY");
    return data;
  };
  assert.ok(score(await ask(CRUDE), "INSULT") > score(await ask(KIND), "INSULT"));
  await assert.rejects(client.comments.analyze({ key, requestBody: { comment: { text: "" }, requestedAttributes: { TOXICITY: {} } } }), (error) => {
    assert.equal(error.status ?? error.code, 400);
    assert.match(error.message, /non-empty/);
    return true;
  });
  await assert.rejects(client.comments.analyze({ key: "nobody's", requestBody: { comment: { text: KIND }, requestedAttributes: { TOXICITY: {} } } }), /API key not valid/);
  const { data } = await client.comments.suggestscore({
    key,
    requestBody: { comment: { text: CRUDE }, attributeScores: { TOXICITY: { summaryScore: { value: 1 } } }, clientToken: "t 2" },
  });
  assert.equal(data.clientToken, "t 2");
});

test("perspective-api-client", async () => {
  // Its address is a constant: it is turned to ours on the way out, in the HTTP library that it uses.
  const from = createRequire(require.resolve("perspective-api-client"));
  const axios = from("axios");
  axios.interceptors.request.use((/** @type {any} */ config) => ({
    ...config,
    url: config.url.replace("https://commentanalyzer.googleapis.com", root),
  }));
  const Perspective = require("perspective-api-client");
  const client = new Perspective({ apiKey: key });
  const answer = await client.analyze(CRUDE, { attributes: ["toxicity", "insult", "severe_toxicity"] });
  assert.ok(score(answer, "INSULT") > score(await client.analyze(KIND, { attributes: ["insult"] }), "INSULT"));
  assert.ok(score(await client.analyze("<p>A <b>kind</b> word</p>"), "TOXICITY") < 0.5);
  await assert.rejects(client.analyze("", { validate: false }), /non-empty/);
  await assert.rejects(client.analyze(KIND, { attributes: ["flirtation"] }), /Unknown requested attribute: FLIRTATION/);
});

test("what Coral sends", async () => {
  // Address, headers and body as its server makes them: the endpoint that is configured, with the operation appended.
  const send = async (/** @type {string} */ operation, /** @type {object} */ body) => {
    const url = new URL(`${root}/v1alpha1`);
    url.pathname = `${url.pathname}/${operation}`;
    url.searchParams.set("key", key);
    return fetch(url, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });
  };
  // TOXICITY is the model of one who has chosen none.
  for (const model of ["TOXICITY", "SEVERE_TOXICITY"]) {
    const answer = await send("comments:analyze", {
      comment: { text: CRUDE }, doNotStore: true, requestedAttributes: { [model]: {} }, languages: ["en"],
    });
    assert.equal(answer.status, 200);
    const value = score(await answer.json(), model);
    assert.ok(value > 0 && value <= 1);
  }
  const entry = JSON.stringify({ url: "https://paper.example/bridge", reply_to_id_Coral_comment_id: "1", Coral_comment_id: "2" });
  // It names the model now; versions before named what became of the comment.
  for (const name of ["TOXICITY", "DELETED"]) {
    const learnt = await send("comments:suggestscore", {
      comment: { text: CRUDE }, context: { entries: [{ text: entry }] },
      attributeScores: { [name]: { summaryScore: { value: 1 } } },
      languages: ["en"], communityId: "Coral:https://coral.example", clientToken: "comment:2",
    });
    assert.equal(learnt.status, 200);
    assert.equal((await learnt.json()).clientToken, "comment:2");
  }
  assert.equal((await send("comments:analyze", { comment: { text: "" }, requestedAttributes: { TOXICITY: {} }, languages: ["en"] })).status, 400);
});

test("a page of another origin may ask, with a key", async () => {
  const address = `${root}/v1alpha1/comments:analyze`;
  const before = await fetch(address, { method: "OPTIONS", headers: { Origin: "https://blog.example", "Access-Control-Request-Method": "POST" } });
  assert.equal(before.status, 204);
  assert.equal(before.headers.get("access-control-allow-origin"), "*");
  const answer = await fetch(`${address}?key=${key}`, {
    method: "POST", headers: { Origin: "https://blog.example" },
    body: JSON.stringify({ comment: { text: KIND }, requestedAttributes: { TOXICITY: {} } }),
  });
  assert.equal(answer.status, 200);
  assert.equal(answer.headers.get("access-control-allow-origin"), "*");
  assert.equal(answer.headers.get("set-cookie"), null);
});
