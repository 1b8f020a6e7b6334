/** One permission, or what several have in common. */
export interface PermissionNode {
  /** the part of the scope that stands at this place */
  label: string;
  /** the scope as its system writes it, where one ends here */
  scope: string | null;
  /** why it is broader than one task needs; null where nothing says so */
  broad: string | null;
  /** whether a source saw it in use; null where no source says */
  used: boolean | null;
  children: PermissionNode[];
}

/** Branches are not followed further: a page draws each as a step inwards. */
const deepest = 8;
/** What systems put between the parts of a scope. */
const separator = /([:/.])/;

/** Scopes as a tree, by the parts they begin with: "okta.users.read" and "okta.users.manage" meet at "okta.users". In the order of the alphabet. */
export function permissionTree(scopes: readonly string[], used: ReadonlySet<string> | null): PermissionNode[] {
  const roots: PermissionNode[] = [];
  for (const scope of [...new Set(scopes)].sort()) {
    let level = roots;
    const parts = partsOf(scope);
    parts.forEach((label, place) => {
      const last = place === parts.length - 1;
      let node = level.find((each) => each.label === label);
      if (!node) {
        node = { label, scope: null, broad: null, used: null, children: [] };
        level.push(node);
      }
      if (last) Object.assign(node, { scope, broad: broadness(scope), used: used ? used.has(scope) : null });
      level = node.children;
    });
  }
  return roots.map(folded);
}

/** "roles/storage.admin" → "roles/", "storage.", "admin"; what has nothing before or behind its separator stays whole. */
function partsOf(scope: string): string[] {
  const pieces = scope.split(separator);
  const parts: string[] = [];
  for (let place = 0; place < pieces.length; place += 2) {
    const text = pieces[place] + (pieces[place + 1] ?? "");
    if (text) parts.push(text);
  }
  return parts.length > deepest ? [...parts.slice(0, deepest - 1), parts.slice(deepest - 1).join("")] : parts;
}

/** A branch that does not fork is one step: "database/creds/readonly". */
function folded(node: PermissionNode): PermissionNode {
  const [only] = node.children;
  if (node.children.length === 1 && only && node.scope === null) return folded({ ...only, label: node.label + only.label });
  return { ...node, children: node.children.map(folded) };
}

/** GitHub's "repo" and Google's basic roles: their own documentation says that they cover everything of their kind and names narrower ones. */
const knownBroad: Record<string, string> = {
  repo: "full control of every repository its holder can reach",
  "roles/owner": "a basic role: everything in the project",
  "roles/editor": "a basic role: changes anything in the project",
  "roles/viewer": "a basic role: reads anything in the project",
};
/** What stands for everything of its kind, as a part of its own: "files:all". Inside a longer part it may mean less: "read_all". */
const wholePart = "(^|[:/. ])(all|full|fullaccess)($|[:/. ])";
/** What means ruling, as a part or a word of one: "admin:org", "write_admin". */
const rulingWord = "(^|[:/. _-])(admin|administrator|owner|root|superuser|sysadmin|sudo|full[_-]?access|full[_-]?control)($|[:/. _-])";
const wildcard = "(^|[:/. ])\\*($|[:/. ])";

/** Matches a scope that `broadness` gives a reason for, whatever its case, as a regular expression of JavaScript and of PostgreSQL: the rule `over-broad-scope` reads scopes by it. */
export const broadPattern = [`^(${Object.keys(knownBroad).join("|")})$`, wildcard, wholePart, rulingWord].join("|");

/** Why a scope covers more than one task: a wildcard, or a word that means ruling. Null where nothing in its text says so, which is no proof of narrowness. */
export function broadness(scope: string): string | null {
  const known = knownBroad[scope.toLowerCase()];
  if (known) return known;
  if (scope === "*") return "everything";
  if (found(wildcard, scope)) return /[:/. ]\*$/.test(scope) ? `everything under ${scope.slice(0, -2)}` : "a wildcard stands in its middle";
  const word = found(wholePart, scope) ?? found(rulingWord, scope);
  return word ? `“${word}” rules over what it names` : null;
}

const found = (pattern: string, scope: string): string | undefined =>
  new RegExp(pattern, "im")
    .exec(scope)?.[0]
    .replace(/^[:/. _-]|[:/. _-]$/g, "")
    .toLowerCase();
