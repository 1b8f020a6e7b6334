/** What a path says of its text: which values may stand without quotes, which hashes are no secrets. */
export type FileKind = "code" | "config" | "lock" | "document" | "unknown";

const words = (text: string): string[] => text.trim().split(/\s+/);

const lockNames = new Set(
  words(`
    package-lock.json npm-shrinkwrap.json yarn.lock pnpm-lock.yaml bun.lock bun.lockb deno.lock cargo.lock poetry.lock uv.lock pdm.lock pipfile.lock composer.lock gemfile.lock go.sum
    go.work.sum flake.lock packages.lock.json gradle.lockfile verification-metadata.xml podfile.lock pubspec.lock mix.lock .terraform.lock.hcl chart.lock conan.lock paket.lock
    cartfile.resolved package.resolved`),
);
const lockName = /\.integrity$|^sha(?:1|224|256|384|512)sums?(?:\.txt)?$/;
/** what a configuration's name begins with, whatever its ending */
const configName =
  /^(?:\.(?:env|netrc|npmrc|pypirc|pgpass|git-credentials|htpasswd|bashrc|zshrc|profile|bash_history|zsh_history|s3cfg|boto|my\.cnf)|dockerfile|makefile|jenkinsfile|procfile|credentials|config|htpasswd|pgpass)/;

const endings: readonly [FileKind, string][] = [
  ["document", "md mdx rst adoc asciidoc txt htm html xhtml tex pod 1 3 5 7 8 po pot mo xlf xliff resx strings arb ftl eml mbox"],
  [
    "code",
    `js jsx ts tsx cjs cjsx cts ctsx mjs mjsx mts mtsx py pyi rb java kt kts scala groovy go rs c cc cpp cxx h hh hpp cs vb fs php pl pm swift m mm dart ex exs erl clj lua r jl hs ml sol zig nim vue
    svelte astro css scss less sql proto graphql gradle map asm s f90 pas d v sv vhd lisp el scm rkt tcl ipynb`,
  ],
  [
    "config",
    `env yaml yml toml ini conf config cfg cnf properties props tfvars tf hcl json json5 jsonc xml plist reg netrc npmrc pypirc service desktop list sh bash zsh fish ps1 bat cmd envrc settings`,
  ],
];
const kindByEnding = new Map(endings.flatMap(([kind, all]) => words(all).map((ending) => [ending, kind] as const)));

let latest: { path: string; kind: FileKind } = { path: "", kind: "unknown" };

/** What a path says of its text; `unknown` without one. Who asks for a text's asks for it again: the latest answer is kept. */
export function fileKind(path: string | undefined): FileKind {
  if (path === undefined) return "unknown";
  if (latest.path !== path) latest = { path, kind: kindOf(path) };
  return latest.kind;
}

function kindOf(path: string): FileKind {
  const name = path.slice(Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\")) + 1).toLowerCase();
  if (lockNames.has(name) || lockName.test(name)) return "lock";
  if (configName.test(name)) return "config";
  const dot = name.lastIndexOf(".");
  return (dot < 0 ? undefined : kindByEnding.get(name.slice(dot + 1))) ?? "unknown";
}
