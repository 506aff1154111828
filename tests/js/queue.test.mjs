import assert from "node:assert/strict";
import test from "node:test";
import { SaveQueue, isPassing } from "../../annotations/static/annotations/annotator/queue.js";

const refusal = (status, message = "no") => Object.assign(new Error(message), { status, code: `c${status}` });

/** A queue whose server answers by `answers`: an error is thrown, anything else is fine. */
function queueOf(answers, settle = () => "keep") {
  const sent = [];
  const states = [];
  const waits = [];
  let keys = 0;
  const queue = new SaveQueue({
    send: async (op) => {
      sent.push(`${op.id}:${op.key}`);
      const answer = answers.shift();
      if (answer instanceof Error) throw answer;
    },
    settle: async (op, error) => settle(op, error),
    wait: async (ms) => waits.push(ms),
    onState: ({ name, waiting }) => states.push(`${name} ${waiting}`),
    newKey: () => `k${(keys += 1)}`,
  });
  return { queue, sent, states, waits };
}

test("things go out in order, one after the other", async () => {
  const { queue, sent, states } = queueOf([]);
  queue.push({ id: "a" });
  queue.push({ id: "b" });
  await queue.whenSent();
  assert.deepEqual(sent, ["a:k1", "b:k2"]);
  assert.equal(states.at(-1), "saved 0");
  assert.equal(queue.isEmpty, true);
});

test("a network that fails is tried again with the same key, after longer and longer waits", async () => {
  const { queue, sent, states, waits } = queueOf([refusal(0), refusal(503), refusal(429)]);
  queue.push({ id: "a" });
  await queue.whenSent();
  assert.deepEqual(sent, ["a:k1", "a:k1", "a:k1", "a:k1"]);
  assert.deepEqual(waits, [1000, 2000, 4000]);
  assert.ok(states.includes("offline 1"));
  assert.equal(states.at(-1), "saved 0");
});

test("a fault of ours does not stop later saves", async () => {
  const { queue, sent } = queueOf([new TypeError("a mistake")]);
  await assert.rejects(queue.push({ id: "a" }), TypeError);
  await queue.push({ id: "b" });
  assert.deepEqual(sent, ["a:k1", "a:k1", "b:k2"]);
  assert.equal(queue.state.name, "saved");
});

test("what the server refuses stays visible and can be tried again with a new key", async () => {
  const { queue, sent } = queueOf([refusal(409, "You already have this.")]);
  queue.push({ id: "a" });
  await queue.whenSent();
  assert.deepEqual(queue.state, { name: "refused", waiting: 1, reason: "You already have this.", code: "c409" });
  await queue.retry();
  assert.deepEqual(sent, ["a:k1", "a:k2"]);
  assert.equal(queue.state.name, "saved");
});

test("what rests on something refused waits with it and goes out after it, while other spans go on", async () => {
  const { queue, sent } = queueOf([refusal(409)]);
  queue.push({ id: "a", step: 1 });
  queue.push({ id: "a", step: 2 });
  queue.push({ id: "b" });
  await queue.whenSent();
  queue.push({ id: "a", step: 3 });
  assert.deepEqual(sent.map((line) => line[0]), ["a", "b"]);
  assert.equal(queue.state.waiting, 3);
  await queue.retry();
  assert.deepEqual(sent.map((line) => line[0]), ["a", "b", "a", "a", "a"]);
});

test("what was given up is handed out", async () => {
  const { queue } = queueOf([refusal(403)]);
  queue.push({ id: "a" });
  await queue.whenSent();
  assert.deepEqual(queue.discard().map(({ id }) => id), ["a"]);
  assert.equal(queue.isEmpty, true);
});

test("a stale revision is settled by the person: theirs drops the change, mine sends it anew", async () => {
  const theirs = queueOf([refusal(412)], () => "drop");
  theirs.queue.push({ id: "a" });
  await theirs.queue.whenSent();
  assert.deepEqual([theirs.sent.length, theirs.queue.isEmpty], [1, true]);
  const mine = queueOf([refusal(412)], () => "retry");
  mine.queue.push({ id: "a" });
  await mine.queue.whenSent();
  assert.deepEqual(mine.sent, ["a:k1", "a:k2"]);
});

test("what may pass is told from what will not", () => {
  assert.deepEqual([0, 429, 500, 503].map(isPassing), [true, true, true, true]);
  assert.deepEqual([400, 403, 404, 409, 412].map(isPassing), [false, false, false, false, false]);
});
