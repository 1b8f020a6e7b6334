import type { Location } from "../../domain/exposures";
import { type Budget, Unlookable } from "./budget";
import { contentOf } from "./content";
import { gunzipped } from "./gzip";
import { type Image, type ImageConfig, imagesIn, type Layer } from "./image-manifest";
import { type About, dateOf, placed, type Sourced } from "./piece";
import { Segments } from "./segments";
import { tarEntries } from "./tar";
import type { Tree, TreeEntry } from "./tree";
import { unzstd } from "./zstd";

/**
 * The images in an archive: what their configs set and which commands made them, and every file of every layer. Whoever has the image has all its
 * layers: a file that a later one deletes or replaces is found all the same, and that is said. Layers are read twice, since what deletes comes later.
 */
export async function* containerImage(tree: Tree, about: About): AsyncGenerator<Sourced> {
  const images = await imagesIn(tree);
  yield* configs(images, about);
  const layers = new Map(images.flatMap(({ layers: each }) => each.map((layer) => [layer.path, layer] as const)));
  const fates = new Fates(images);
  for await (const entry of tree()) {
    const layer = layers.get(nameOf(entry));
    if (!layer) continue;
    try {
      for await (const { path } of layerEntries(entry)) fates.add(layer, path);
    } catch (error) {
      // told when it is read
      if (!(error instanceof Unlookable)) throw error;
    }
  }
  for await (const entry of tree()) {
    const layer = layers.get(nameOf(entry));
    if (layer) yield* filesOf(entry, layer, fates, about);
  }
}

const nameOf = ({ path }: TreeEntry): string => path.replace(/^\.\//, "");

async function* filesOf(entry: TreeEntry, layer: Layer, fates: Fates, about: About): AsyncGenerator<Sourced> {
  try {
    for await (const inner of layerEntries(entry)) {
      entry.budget.entry();
      const note = fates.of(layer, inner.path);
      // an archive in a layer is the third already
      for await (const one of contentOf(inner, about, entry.budget, 2))
        yield placed(one, (found) => ({ ...found, reference: layer.digest, at: dateOf(layer.created) ?? found.at }), note ?? undefined);
    }
  } catch (error) {
    if (!(error instanceof Unlookable)) throw error;
    yield { unreadable: { path: layer.digest, reason: error.reason, detail: error.detail } };
  }
}

/** The files of a layer, packed or not. */
async function* layerEntries({ bytes, budget }: TreeEntry) {
  const source = peeked(bytes);
  const { value: head } = await source.next();
  if (!head) return;
  const all = async function* () {
    yield head;
    yield* source;
  };
  yield* tarEntries(unpacked(head, all(), budget), budget);
}

/** By its first bytes: gzip, zstd, or a tar as it is. */
function unpacked(head: Uint8Array, all: AsyncIterable<Uint8Array>, budget: Budget): AsyncIterable<Uint8Array> {
  if (head[0] === 0x1f && head[1] === 0x8b) return gunzipped(all, budget);
  return head[0] === 0x28 && head[1] === 0xb5 ? unzstd(all, budget) : all;
}

async function* peeked(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield* bytes;
}

/** What becomes of a file in the layers above its own. */
class Fates {
  /** for each image, its layers' places by path, and for each file the last layer that holds or deletes it */
  private readonly images: { order: Map<string, number>; last: Map<string, { at: number; deleted: boolean }>; emptied: Map<string, number> }[];

  constructor(images: readonly Image[]) {
    this.images = images.map(({ layers }) => ({ order: new Map(layers.map(({ path }, n) => [path, n])), last: new Map(), emptied: new Map() }));
  }

  /** Whiteouts as OCI's layer.md has them: `.wh.name` deletes what lies below, `.wh..wh..opq` all that its folder held. */
  add(layer: Layer, path: string): void {
    const [, folder = "", name = ""] = /^(.*\/)?([^/]*)$/.exec(path.replace(/^\.?\//, "")) ?? [];
    for (const image of this.images) {
      const at = image.order.get(layer.path);
      if (at === undefined) continue;
      if (name === ".wh..wh..opq") image.emptied.set(folder, Math.max(at, image.emptied.get(folder) ?? 0));
      else if (name.startsWith(".wh.")) this.see(image.last, `${folder}${name.slice(4)}`, at, true);
      else this.see(image.last, `${folder}${name}`, at, false);
    }
  }

  /** In words, where no image shows it any more; null where one does. */
  of(layer: Layer, path: string): string | null {
    const bare = path.replace(/^\.?\//, "");
    let said: string | null = null;
    for (const { order, last, emptied } of this.images) {
      const at = order.get(layer.path);
      if (at === undefined) continue;
      const fate = last.get(bare);
      if (fate && fate.at > at) said = fate.deleted ? "deleted in a later layer, still in the image" : "replaced in a later layer, still in the image";
      else if (foldersOf(bare).some((folder) => (emptied.get(folder) ?? -1) > at || this.deletedAbove(last, folder, at)))
        said = "deleted in a later layer, still in the image";
      else return null;
    }
    return said;
  }

  private deletedAbove(last: ReadonlyMap<string, { at: number; deleted: boolean }>, folder: string, at: number): boolean {
    const fate = last.get(folder.slice(0, -1));
    return fate?.deleted === true && fate.at > at;
  }

  private see(last: Map<string, { at: number; deleted: boolean }>, path: string, at: number, deleted: boolean): void {
    const known = last.get(path);
    if (!known || known.at < at) last.set(path, { at, deleted });
  }
}

/** Each folder above a file, with its slash at the end. */
function foldersOf(path: string): string[] {
  const parts = path.split("/").slice(0, -1);
  return parts.map((_, n) => `${parts.slice(0, n + 1).join("/")}/`);
}

/** What the configs of images set, and the commands they were made by. */
function* configs(images: readonly Image[], about: About): Generator<Sourced> {
  const segments = new Segments<Location>(
    { ...about, prose: false },
    ({ path }) => (path === "config Env" ? ".env" : null),
    (place) => place,
  );
  const seen = new Set<string>();
  for (const { config, digest } of images) {
    if (seen.has(digest)) continue;
    seen.add(digest);
    for (const [path, text, at] of textsOf(config)) {
      segments.begin({ path, line: null, reference: digest, author: null, at: dateOf(at), url: null });
      segments.append(Buffer.from(text));
      const piece = segments.full ? segments.take() : null;
      if (piece) yield { piece };
    }
  }
  const piece = segments.take();
  if (piece) yield { piece };
}

function* textsOf({ config, history, created }: ImageConfig): Generator<[path: string, text: string, at: string | null | undefined]> {
  yield ["config Env", (config?.Env ?? []).join("\n"), created];
  yield ["config Cmd", [config?.Entrypoint, config?.Cmd, config?.Healthcheck?.Test].map((words) => (words ?? []).join(" ")).join("\n"), created];
  yield [
    "config Labels",
    Object.entries(config?.Labels ?? {})
      .map(([name, value]) => `${name}=${value}`)
      .join("\n"),
    created,
  ];
  for (const [n, { created: at, created_by, comment }] of (history ?? []).entries())
    yield [`history ${n + 1}`, [created_by, comment].filter(Boolean).join("\n"), at];
}
