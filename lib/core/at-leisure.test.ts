import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { atLeisure } from "./at-leisure";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["performance", "setTimeout", "clearTimeout"] });
});
afterEach(() => {
  vi.useRealTimers();
});

/** Asks for the next number, which takes so many milliseconds; with the key of nothing else. */
function counter(milliseconds: number) {
  const of = {};
  let asked = 0;
  const ask = async () => {
    asked += 1;
    const n = asked;
    await new Promise((resolve) => setTimeout(resolve, milliseconds));
    return n;
  };
  const get = (key = "a") => atLeisure(of, key, ask);
  async function after(wait: number, key?: string) {
    await vi.advanceTimersByTimeAsync(wait);
    const answer = get(key);
    await vi.advanceTimersByTimeAsync(milliseconds);
    return answer;
  }
  return { get, after };
}

test("what is quick is asked for each time", async () => {
  const quick = counter(100);
  expect([await quick.after(0), await quick.after(0), await quick.after(0)]).toEqual([1, 2, 3]);
});

test("what took a second serves for twenty, what took longer for a minute, and each key for itself", async () => {
  const slow = counter(1_000);
  expect(await slow.after(0)).toBe(1);
  expect(await slow.after(18_000)).toBe(1);
  expect(await slow.after(0, "b")).toBe(2);
  expect(await slow.after(2_000)).toBe(3);
  const slower = counter(10_000);
  expect(await slower.after(0)).toBe(1);
  expect(await slower.after(45_000)).toBe(1);
  expect(await slower.after(10_000)).toBe(2);
});

test("whoever asks while it is read anew waits for the same; a failure is told to them and asked for anew", async () => {
  const slow = counter(1_000);
  await slow.after(0);
  await vi.advanceTimersByTimeAsync(21_000);
  const both = Promise.all([slow.get(), slow.get()]);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(await both).toEqual([2, 2]);
  const of = {};
  const failing = () => atLeisure(of, "a", () => Promise.reject(new Error("gone")));
  await expect(failing()).rejects.toThrow("gone");
  expect(await atLeisure(of, "a", async () => 7)).toBe(7);
});
