import { Transform } from "node:stream";
import * as zlib from "node:zlib";
import { expect, test } from "vitest";
import { archiveLimits, Budget } from "./budget";
import { type MakeZstdDecoder, readsZstd, unzstd } from "./zstd";

// By what this Node has, and by a decoder that stands in for it: gzip's, which is driven the same way.

const compress = (zlib as { zstdCompressSync?: (bytes: Uint8Array) => Buffer }).zstdCompressSync;
const gunzip: MakeZstdDecoder = (options) => zlib.createGunzip(options);
async function* parts(bytes: Uint8Array, size = 1_000): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}
async function out(bytes: Uint8Array, make?: MakeZstdDecoder, budget = new Budget(bytes.length)): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of make ? unzstd(parts(bytes), budget, make) : unzstd(parts(bytes), budget)) chunks.push(chunk);
  return Buffer.concat(chunks);
}
const text = Buffer.from(Array.from({ length: 5_000 }, (_, n) => `line ${n * 7919}\n`).join(""));

test("this Node reads it, whole or not at all; one that can't says which Node could", async () => {
  if (!compress) {
    expect(readsZstd).toBe(false);
    await expect(out(text)).rejects.toMatchObject({ name: "Unlookable", reason: "method", detail: "zstd, which Node reads from 22.15 on" });
    return;
  }
  expect(readsZstd).toBe(true);
  const packed = compress(text);
  expect(await out(packed)).toEqual(text);
  // several frames: all of it, or it is said that it was not all
  const two = await out(Buffer.concat([packed, packed])).catch((error) => error);
  if (two instanceof Error) expect(two).toMatchObject({ reason: "method" });
  else expect(two).toEqual(Buffer.concat([text, text]));
  const spoilt = Buffer.from(packed).fill(0xff, 12, 40);
  await expect(out(spoilt)).rejects.toMatchObject({ name: "Unlookable" });
});

test("a decoder's output comes through, counted; its faults are reasons", async () => {
  const packed = zlib.gzipSync(text);
  expect(await out(packed, gunzip)).toEqual(text);
  await expect(out(packed.subarray(0, 200), gunzip)).rejects.toMatchObject({ name: "Unlookable", reason: "truncated" });
  const zeros = zlib.gzipSync(Buffer.alloc(3_000_000));
  await expect(out(zeros, gunzip, new Budget(zeros.length, { ...archiveLimits, free: 1_000_000 }))).rejects.toMatchObject({ reason: "bomb" });
  for (const [code, reason] of [
    ["ZSTD_error_prefix_unknown", "malformed"],
    ["ZSTD_error_frameParameter_windowTooLarge", "too_large"],
  ]) {
    const broken: MakeZstdDecoder = () =>
      Object.assign(new Transform({ transform: (_chunk, _encoding, done) => done(Object.assign(new Error("no"), { code })) }), { bytesWritten: 0 });
    await expect(out(packed, broken)).rejects.toMatchObject({ name: "Unlookable", reason });
  }
});

test("a decoder that leaves what comes after the first frame is noticed", async () => {
  const first: MakeZstdDecoder = () => {
    const decoder = Object.assign(
      new Transform({
        transform(chunk, _encoding, done) {
          if (decoder.bytesWritten === 0) {
            decoder.bytesWritten += 10;
            this.push(chunk.subarray(0, 10));
          }
          done();
        },
      }),
      { bytesWritten: 0 },
    );
    return decoder;
  };
  await expect(out(text, first)).rejects.toMatchObject({ reason: "method", detail: expect.stringContaining("several frames") });
});
