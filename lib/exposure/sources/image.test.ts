import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import * as zlib from "node:zlib";
import { gzipSync } from "node:zlib";
import { create } from "tar";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { lookThrough, nothingLooked } from "../look-through";
import { made } from "../testkit/made-secrets";
import { zipOf } from "../testkit/zip-of";
import { openSource } from "./open-source";
import { readsZstd } from "./zstd";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "countersign-image-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A tar of these files, as the `tar` library writes it. */
async function tarOf(files: Record<string, string | Uint8Array>): Promise<Buffer> {
  const top = mkdtempSync(path.join(folder, "t-"));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(top, name)), { recursive: true });
    writeFileSync(path.join(top, name), content);
  }
  const parts: Buffer[] = [];
  for await (const part of create({ cwd: top, portable: true, noDirRecurse: true }, Object.keys(files))) parts.push(part as Buffer);
  return Buffer.concat(parts);
}
const hash = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");
const [low, deleted, replaced, opaque, env, command] = ["low", "deleted", "replaced", "opaque", "env", "command"].map((name) => made.github(name)) as [
  string,
  string,
  string,
  string,
  string,
  string,
];
const layers = () =>
  Promise.all([
    tarOf({
      "app/.env": `A=1\nTOKEN=${low}\n`,
      "root/.netrc": `password ${deleted}\n`,
      "etc/app.conf": `token = ${replaced}\n`,
      "build/cache/x.txt": `token = ${opaque}\n`,
    }),
    tarOf({ "root/.wh..netrc": "", "etc/app.conf": "token = none\n", "build/.wh..wh..opq": "" }),
  ]);
const config = {
  created: "2026-03-02T10:00:00Z",
  architecture: "amd64",
  os: "linux",
  config: { Env: ["PATH=/usr/bin", `API_TOKEN=${env}`], Cmd: ["node", "server.js"], Labels: null },
  rootfs: { type: "layers", diff_ids: [] },
  history: [
    { created: "2026-03-01T09:00:00Z", created_by: "COPY app /app" },
    { created: "2026-03-01T09:30:00Z", created_by: `|1 TOKEN=${command} /bin/sh -c npm ci`, empty_layer: true },
    { created: "2026-03-02T09:00:00Z", created_by: "RUN rm /root/.netrc" },
  ],
};

async function look(at: string) {
  const { form, channel, source } = await openSource(at);
  const found = new Map<string, { path: string; line: number | null; reference: string | null; at: string | null; context: string }>();
  const unreadable = [];
  for await (const one of lookThrough(source, (secret) => secret, nothingLooked())) {
    if ("unreadable" in one) unreadable.push(one.unreadable);
    else if ("sighting" in one && one.sighting.mark === null) {
      const { path: where, line, reference, at: when } = one.sighting.location;
      found.set(one.sighting.identity, { path: where, line, reference, at: when, context: one.sighting.context });
    }
  }
  return { form, channel, found, unreadable };
}

async function docker(pack: (bytes: Buffer) => Buffer = (bytes) => bytes) {
  const [first, second] = (await layers()).map(pack) as [Buffer, Buffer];
  const about = Buffer.from(JSON.stringify(config));
  const names = [`blobs/sha256/${hash(first)}`, `blobs/sha256/${hash(second)}`];
  const manifest = [{ Config: `blobs/sha256/${hash(about)}`, RepoTags: ["shop:1"], Layers: names }];
  return {
    names,
    digest: `sha256:${hash(about)}`,
    files: { [names[0] as string]: first, [names[1] as string]: second, [`blobs/sha256/${hash(about)}`]: about, "manifest.json": JSON.stringify(manifest) },
  };
}
const digestOf = (name: string | undefined) => name?.replace("blobs/sha256/", "sha256:");

/** What must be found of it, whichever way it was saved. */
function expectAll(found: Awaited<ReturnType<typeof look>>["found"], firstLayer: string | undefined, aboutDigest: string) {
  const at = "2026-03-01T09:00:00.000Z";
  expect(found.get(low)).toEqual({ path: "app/.env", line: 2, reference: firstLayer, at, context: "TOKEN=•••" });
  expect(found.get(deleted)).toMatchObject({
    path: "root/.netrc",
    reference: firstLayer,
    context: "password ••• (deleted in a later layer, still in the image)",
  });
  expect(found.get(replaced)).toMatchObject({ path: "etc/app.conf", context: "token = ••• (replaced in a later layer, still in the image)" });
  expect(found.get(opaque)).toMatchObject({ path: "build/cache/x.txt", context: "token = ••• (deleted in a later layer, still in the image)" });
  expect(found.get(env)).toEqual({ path: "config Env", line: null, reference: aboutDigest, at: "2026-03-02T10:00:00.000Z", context: "API_TOKEN=•••" });
  expect(found.get(command)).toMatchObject({
    path: "history 2",
    at: "2026-03-01T09:30:00.000Z",
    context: expect.stringContaining("TOKEN=••• /bin/sh -c npm ci"),
  });
}

describe("what docker save writes", () => {
  test.each([
    ["layers as they are", (bytes: Buffer) => bytes, (bytes: Buffer) => bytes],
    ["layers packed, and the archive too", (bytes: Buffer) => gzipSync(bytes), (bytes: Buffer) => gzipSync(bytes)],
  ])("%s: files of each layer, also those that a later one hides; what the config sets and the commands", async (_, pack, outer) => {
    const { names, digest, files } = await docker(pack);
    const at = path.join(folder, "image.tar");
    writeFileSync(at, outer(await tarOf(files)));
    const { form, channel, found, unreadable } = await look(at);
    expect([form, channel, unreadable]).toEqual(["image", "image", []]);
    expectAll(found, digestOf(names[0]), digest);
    expect(found.size).toBe(6);
  });

  test("the older form, a folder a layer", async () => {
    const [first, second] = (await layers()) as [Buffer, Buffer];
    const [a, b, c] = ["a", "b", "c"].map((letter) => letter.repeat(64)) as [string, string, string];
    const at = path.join(folder, "old.tar");
    const manifest = JSON.stringify([{ Config: `${c}.json`, RepoTags: null, Layers: [`${a}/layer.tar`, `${b}/layer.tar`] }]);
    writeFileSync(at, await tarOf({ [`${a}/layer.tar`]: first, [`${b}/layer.tar`]: second, [`${c}.json`]: JSON.stringify(config), "manifest.json": manifest }));
    const { form, found } = await look(at);
    expect(form).toBe("image");
    expectAll(found, a, c);
  });
});

describe("OCI's layout", () => {
  async function layout(pack: (bytes: Buffer) => Buffer = gzipSync) {
    const { names, digest, files } = await docker(pack);
    const { "manifest.json": _, ...blobs } = files;
    const described = (name: string) => ({ mediaType: "application/vnd.oci.image.layer.v1.tar+gzip", digest: digestOf(name), size: 1 });
    const manifest = Buffer.from(JSON.stringify({ schemaVersion: 2, config: { digest }, layers: names.map(described) }));
    const inner = Buffer.from(JSON.stringify({ schemaVersion: 2, manifests: [{ digest: `sha256:${hash(manifest)}`, platform: { os: "linux" } }] }));
    return {
      names,
      digest,
      files: {
        "oci-layout": '{"imageLayoutVersion":"1.0.0"}',
        "index.json": JSON.stringify({ schemaVersion: 2, manifests: [{ digest: `sha256:${hash(inner)}` }] }),
        ...blobs,
        [`blobs/sha256/${hash(manifest)}`]: manifest,
        [`blobs/sha256/${hash(inner)}`]: inner,
      } as Record<string, string | Uint8Array>,
    };
  }

  test("as a tar, its index leading to another; as a folder", async () => {
    const { names, digest, files } = await layout();
    const at = path.join(folder, "oci.tar");
    writeFileSync(at, await tarOf(files));
    const whole = await look(at);
    expect([whole.form, whole.unreadable]).toEqual(["image", []]);
    expectAll(whole.found, digestOf(names[0]), digest);
    for (const [name, content] of Object.entries(files)) {
      mkdirSync(path.dirname(path.join(folder, "layout", name)), { recursive: true });
      writeFileSync(path.join(folder, "layout", name), content);
    }
    expectAll((await look(path.join(folder, "layout"))).found, digestOf(names[0]), digest);
  });

  test("a layer that is damaged or cut off, by zstd too, is told, and the others are read", async () => {
    for (const [spoil, reason] of [
      [(bytes: Buffer) => gzipSync(bytes).subarray(0, 60), "truncated"],
      [() => Buffer.concat([Buffer.from([0x28, 0xb5, 0x2f, 0xfd]), Buffer.alloc(600, 7)]), readsZstd ? "malformed" : "method"],
      [() => gzipSync(Buffer.alloc(2000, 1)), "malformed"],
    ] as const) {
      const [good] = await layers();
      let n = 0;
      const { files } = await layout((bytes) => (n++ === 0 ? gzipSync(good) : spoil(bytes)));
      const at = path.join(folder, `${reason}.tar`);
      writeFileSync(at, await tarOf(files));
      const { found, unreadable } = await look(at);
      expect(found.get(low)).toMatchObject({ path: "app/.env" });
      expect(unreadable).toMatchObject([{ path: expect.stringMatching(/^sha256:/), reason }]);
    }
  });

  test("a layer that is packed by zstd is read where Node can; where it can't, that is told and the others are read", async () => {
    const compress = (zlib as { zstdCompressSync?: (bytes: Uint8Array) => Buffer }).zstdCompressSync;
    const packed = compress ?? (() => Buffer.concat([Buffer.from([0x28, 0xb5, 0x2f, 0xfd]), Buffer.alloc(600, 7)]));
    const [good] = await layers();
    const { files } = await layout((bytes) => (bytes.equals(good) ? gzipSync(good) : packed(bytes)));
    const at = path.join(folder, "zstd.tar");
    writeFileSync(at, await tarOf(files));
    const { found, unreadable } = await look(at);
    expect(found.get(low)).toMatchObject({ path: "app/.env" });
    expect(compress !== undefined).toBe(readsZstd);
    if (compress) expect(unreadable).toEqual([]);
    else expect(unreadable.map(({ reason, detail }) => [reason, detail])).toContainEqual(["method", "zstd, which Node reads from 22.15 on"]);
  });

  test("a bomb in a layer ends with a reason", async () => {
    const zeros = gzipSync(await tarOf({ zeros: Buffer.alloc(60_000_000) }), { level: 1 });
    const { files } = await layout(() => zeros);
    const at = path.join(folder, "bomb.tar");
    writeFileSync(at, await tarOf(files));
    expect((await look(at)).unreadable.some(({ reason }) => reason === "bomb")).toBe(true);
  });
});

test("a tar that only begins like one is a file", async () => {
  const at = path.join(folder, "site.tar");
  writeFileSync(at, await tarOf({ "index.json": '{"manifests": 7}', "a.txt": `token ${low}` }));
  const { form, found } = await look(at);
  expect(form).toBe("file");
  expect(found.get(low)).toMatchObject({ path: "site.tar!/a.txt" });
  writeFileSync(path.join(folder, "x.zip"), zipOf({ "index.json": "{}" }));
  expect((await look(path.join(folder, "x.zip"))).form).toBe("file");
});
