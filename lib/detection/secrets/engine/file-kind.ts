/** What a path says of its text: which values may stand without quotes, which hashes are no secrets. */
export type FileKind = "code" | "config" | "lock" | "document" | "unknown";

const locks =
  /(?:^|\/)(?:package-lock\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-lock\.yaml|bun\.lockb?|deno\.lock|cargo\.lock|poetry\.lock|uv\.lock|pdm\.lock|pipfile\.lock|composer\.lock|gemfile\.lock|go\.sum|go\.work\.sum|flake\.lock|packages\.lock\.json|gradle\.lockfile|verification-metadata\.xml|podfile\.lock|pubspec\.lock|mix\.lock|\.terraform\.lock\.hcl|chart\.lock|conan\.lock|paket\.lock|cartfile\.resolved|package\.resolved|[^/]*\.integrity|sha(?:1|224|256|384|512)sums?(?:\.txt)?)$/;
const code =
  /\.(?:[cm]?[jt]sx?|py|pyi|rb|java|kt|kts|scala|groovy|go|rs|c|cc|cpp|cxx|h|hh|hpp|cs|vb|fs|php|pl|pm|swift|m|mm|dart|ex|exs|erl|clj|lua|r|jl|hs|ml|sol|zig|nim|vue|svelte|astro|css|scss|less|sql|proto|graphql|gradle|map|asm|s|f90|pas|d|v|sv|vhd|lisp|el|scm|rkt|tcl|ipynb)$/;
const config =
  /(?:\.(?:env|ya?ml|toml|ini|conf|config|cfg|cnf|properties|props|tfvars|tf|hcl|json5?|jsonc|xml|plist|reg|netrc|npmrc|pypirc|service|desktop|list|sh|bash|zsh|fish|ps1|bat|cmd|envrc|settings)|(?:^|\/)\.(?:env|netrc|npmrc|pypirc|pgpass|git-credentials|htpasswd|bashrc|zshrc|profile|bash_history|zsh_history|s3cfg|boto|my\.cnf)[^/]*|(?:^|\/)(?:dockerfile|makefile|jenkinsfile|procfile|credentials|config|htpasswd|pgpass)[^/]*)$/;
const document = /\.(?:md|mdx|rst|adoc|asciidoc|txt|html?|xhtml|tex|pod|1|3|5|7|8|po|pot|mo|xlf|xliff|resx|strings|arb|ftl|eml|mbox)$/;

/** What a path says of its text; `unknown` without one. */
export function fileKind(path: string | undefined): FileKind {
  if (path === undefined) return "unknown";
  const at = path.replaceAll("\\", "/").toLowerCase();
  if (locks.test(at)) return "lock";
  if (config.test(at)) return "config";
  if (code.test(at)) return "code";
  return document.test(at) ? "document" : "unknown";
}
