import { expect, test } from "vitest";
import { broadness, type PermissionNode, permissionTree } from "./permissions";

const shown = (nodes: PermissionNode[], depth = 0): string[] =>
  nodes.flatMap((node) => [`${" ".repeat(depth)}${node.label}${node.scope ? "" : "…"}`, ...shown(node.children, depth + 1)]);

test("scopes meet where they begin alike, and what does not fork is one step", () => {
  expect(shown(permissionTree(["okta.users.read", "okta.users.manage", "okta.groups.manage", "database/creds/readonly", "repo"], null))).toEqual([
    "database/creds/readonly",
    "okta.…",
    " groups.manage",
    " users.…",
    "  manage",
    "  read",
    "repo",
  ]);
});

test("a scope that another one continues stays a scope of its own; odd text is shown as it is", () => {
  expect(shown(permissionTree(["repo", "repo:status", "::", "", "https://www.googleapis.com/auth/drive"], null))).toEqual([
    "::",
    "https://www.googleapis.com/auth/drive",
    "repo",
    "repo:status",
  ]);
});

test("what is broad says why; what is not marked is not called narrow", () => {
  expect(broadness("s3:*")).toBe("everything under s3");
  expect(broadness("*")).toBe("everything");
  expect(broadness("roles/storage.admin")).toContain("admin");
  expect(broadness("admin:org")).toContain("admin");
  expect(broadness("roles/editor")).toContain("basic role");
  for (const scope of ["s3:GetObject", "chat:write", "okta.users.read", "workflow", "install:small"]) expect(broadness(scope), scope).toBeNull();
});

test("use is known only where a source says so", () => {
  const [node] = permissionTree(["chat:write"], null);
  expect(node?.used).toBeNull();
  expect(permissionTree(["chat:write", "files:read"], new Set(["chat:write"])).map(({ used }) => used)).toEqual([true, false]);
});

test("ten thousand scopes, one of them ten thousand parts deep, make a tree at once", () => {
  const many = Array.from({ length: 10_000 }, (_, n) => `service${n % 100}:action${n}`);
  const tree = permissionTree([...many, Array.from({ length: 2_000 }, () => "a").join(".")], null);
  expect(tree).toHaveLength(101);
});
