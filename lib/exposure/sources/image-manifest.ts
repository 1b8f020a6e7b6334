import { z } from "zod";
import { held } from "./held";
import type { Tree } from "./tree";

/** A layer of an image, lowest first. */
export interface Layer {
  /** its file in the archive */
  path: string;
  /** what it is known by: the digest of the file where the archive says it, else the file's name */
  digest: string;
  /** the command that made it, and when; null where the history does not say */
  created: string | null;
}
export interface Image {
  config: ImageConfig;
  /** the config's own file, as it is known */
  digest: string;
  layers: Layer[];
}

const text = z.string().max(1_000_000);
/** What of an image's config is read (OCI image spec, config.md; Docker's is the same). */
export const ImageConfig = z.object({
  created: z.string().nullish(),
  author: z.string().nullish(),
  config: z
    .object({
      Env: z.array(text).nullish(),
      Cmd: z.array(text).nullish(),
      Entrypoint: z.array(text).nullish(),
      Labels: z.record(z.string(), text).nullish(),
      Healthcheck: z.object({ Test: z.array(text).nullish() }).nullish(),
    })
    .nullish(),
  history: z
    .array(
      z.object({
        created: z.string().nullish(),
        created_by: text.nullish(),
        comment: text.nullish(),
        author: z.string().nullish(),
        empty_layer: z.boolean().nullish(),
      }),
    )
    .nullish(),
});
export type ImageConfig = z.infer<typeof ImageConfig>;

/** `docker save`: manifest.json. */
const DockerManifest = z.array(z.object({ Config: z.string(), Layers: z.array(z.string()) }));
const Descriptor = z.object({ digest: z.string().regex(/^[a-z0-9+._-]+:[0-9a-f]{32,128}$/) });
const OciIndex = z.object({ manifests: z.array(Descriptor) });
const OciManifest = z.object({ config: Descriptor, layers: z.array(Descriptor) });

/** Larger than any manifest or config (registries take 4 MB). */
const largestJson = 8 * 1024 * 1024;
const mostJson = 1000;

/** The images in an archive or folder: OCI's layout, or what `docker save` writes, old or new. Each layer order and command as their manifests say. */
export async function imagesIn(tree: Tree): Promise<Image[]> {
  const files = await smallJson(tree);
  const docker = DockerManifest.safeParse(files.get("manifest.json"));
  const images = docker.success ? docker.data.map(({ Config, Layers }) => imageOf(files, Config, Layers)) : [...ociImages(files, files.get("index.json"), 0)];
  return images.filter((image) => image !== null);
}

function* ociImages(files: ReadonlyMap<string, unknown>, given: unknown, depth: number): Generator<Image | null> {
  const index = OciIndex.safeParse(given);
  if (!index.success || depth > 4) return;
  for (const { digest } of index.data.manifests) {
    const inner = files.get(blobOf(digest));
    const manifest = OciManifest.safeParse(inner);
    // attestations have layers too: of them the config says nothing
    if (manifest.success)
      yield imageOf(
        files,
        blobOf(manifest.data.config.digest),
        manifest.data.layers.map((layer) => blobOf(layer.digest)),
      );
    else yield* ociImages(files, inner, depth + 1);
  }
}

function imageOf(files: ReadonlyMap<string, unknown>, config: string, layers: readonly string[]): Image | null {
  const parsed = ImageConfig.safeParse(files.get(config) ?? {});
  if (!parsed.success) return null;
  // commands that only set something have no layer
  const commands = (parsed.data.history ?? []).filter(({ empty_layer }) => !empty_layer);
  return {
    config: parsed.data,
    digest: digestOf(config),
    layers: layers.map((path, n) => ({ path, digest: digestOf(path), created: (commands.length === layers.length ? commands[n]?.created : null) ?? null })),
  };
}

const blobOf = (digest: string): string => `blobs/${digest.replace(":", "/")}`;
/** A blob by its digest; of old archives the folder that holds it. */
function digestOf(path: string): string {
  const blob = /^blobs\/([^/]+)\/([0-9a-f]+)$/.exec(path);
  return blob ? `${blob[1]}:${blob[2]}` : path.replace(/\/layer\.tar$|\.json$|\.tar$/, "");
}

/** Every small file that is JSON, by its path. Layers are passed over. */
async function smallJson(tree: Tree): Promise<Map<string, unknown>> {
  const files = new Map<string, unknown>();
  for await (const { path, bytes, size } of tree()) {
    const likely = /(?:^|\/)(?:manifest|index)\.json$|^[0-9a-f]{64}\.json$|^blobs\/[^/]+\/[0-9a-f]+$/.test(path.replace(/^\.\//, ""));
    if (!likely || (size ?? 0) > largestJson || files.size >= mostJson) continue;
    const json = await jsonOf(bytes);
    if (json !== undefined) files.set(path.replace(/^\.\//, ""), json);
  }
  return files;
}

async function jsonOf(bytes: AsyncIterable<Uint8Array>): Promise<unknown> {
  try {
    return JSON.parse((await held(bytes, largestJson)).toString("utf8"));
  } catch {
    return undefined;
  }
}
