/** Import zones: one way, no cycles. `app, worker → lib/<feature> → lib/{authorization,audit,connectors,detection} → lib/{core,domain}`. */
const pages = "^((app|components)/|(instrumentation|proxy)\\.ts$)";
const web = `${pages}|^lib/next/`;
module.exports = {
  forbidden: [
    {
      name: "no-cycles",
      severity: "error",
      from: { pathNot: "^lib/core/generated/" },
      to: { circular: true, viaOnly: { pathNot: "^lib/core/generated/", dependencyTypesNot: ["type-only"] } },
    },
    {
      name: "web-reaches-no-revoker",
      comment: "web must not even carry code that can revoke",
      severity: "error",
      from: { path: web },
      to: { path: "^lib/connectors/.+/revoke|^lib/connectors/revokers|^worker/", reachable: true },
    },
    {
      name: "web-reaches-no-signature",
      comment: "web knows no signature",
      severity: "error",
      from: { path: web },
      to: { path: "^@simplewebauthn/server|node_modules/@simplewebauthn/server", reachable: true },
    },
    {
      name: "revokers-are-the-executors",
      severity: "error",
      from: { pathNot: "^(worker/executor|lib/connectors|bench|e2e)/" },
      to: { path: "^lib/connectors/[^/]+/revoke|^lib/connectors/revokers" },
    },
    {
      name: "collector-reaches-no-revoker",
      severity: "error",
      from: { path: "^worker/(collector|scanner|signer)/" },
      to: { path: "^lib/connectors/[^/]+/revoke|^lib/connectors/revokers", reachable: true },
    },
    {
      name: "checkers-are-the-checkers",
      comment: "found secrets are tried by a process that has nothing else",
      severity: "error",
      from: { pathNot: "^(worker/checker|lib/connectors)/|\\.test\\.ts$" },
      to: { path: "^lib/connectors/[^/]+/check\\.ts|^lib/connectors/checkers" },
    },
    {
      name: "checker-reaches-no-database",
      severity: "error",
      from: { path: "^worker/checker/" },
      to: {
        path: "^lib/core/(db|generated)|^lib/connectors/[^/]+/revoke|^lib/connectors/revokers|^lib/fingerprints/|node_modules/(pg|@prisma)/",
        reachable: true,
      },
    },
    {
      name: "next-only-in-lib-next",
      severity: "error",
      from: { path: "^(lib|worker|bench)/", pathNot: "^lib/next/" },
      to: { path: "node_modules/(next|next-auth|server-only)/|^server-only$" },
    },
    {
      name: "worker-without-next",
      comment: "what the worker shares never imports next or server-only",
      severity: "error",
      from: { path: "^worker/" },
      to: { path: "^lib/next/", reachable: true },
    },
    {
      name: "domain-imports-zod-only",
      severity: "error",
      from: { path: "^lib/domain/", pathNot: "\\.test\\.ts$" },
      to: { pathNot: "^lib/domain/|node_modules/zod/" },
    },
    {
      name: "core-is-the-bottom",
      severity: "error",
      from: { path: "^lib/core/", pathNot: "\\.test\\.ts$" },
      to: { path: "^(app|components|worker|lib/(?!core/|domain/))" },
    },
    {
      name: "lower-does-not-know-higher",
      severity: "error",
      from: { path: "^lib/(authorization|audit|connectors|detection)/", pathNot: "\\.test\\.ts$|/testkit/" },
      to: { path: "^(app|components|worker)/|^lib/(?!core/|domain/|authorization/|audit/|connectors/|detection/|testkit/)" },
    },
    { name: "lib-does-not-know-app-or-worker", severity: "error", from: { path: "^lib/" }, to: { path: "^(app|components|worker)/" } },
    {
      name: "components-take-props",
      comment: "components never fetch",
      severity: "error",
      from: { path: "^components/" },
      to: { path: "^(app|worker)/|^lib/(?!domain/|core/(format|result))" },
    },
    {
      name: "one-database-client",
      severity: "error",
      from: { pathNot: "^lib/core/db\\.ts$|^lib/core/generated/" },
      to: { path: "^lib/core/generated/(client|internal)" },
    },
    { name: "app-has-no-prisma", severity: "error", from: { path: pages }, to: { path: "^lib/core/(db|generated)|node_modules/@prisma/" } },
    { name: "no-undeclared", severity: "error", from: { pathNot: "\\.d\\.ts$" }, to: { couldNotResolve: true, pathNot: "^bun:|^/assets/" } },
    {
      name: "tests-stay-out",
      severity: "error",
      from: { pathNot: "\\.(test|spec)\\.tsx?$|/testkit/|^e2e/|^bench/|vitest\\.config|playwright\\.config" },
      to: { path: "\\.(test|spec)\\.tsx?$|/testkit/|node_modules/(vitest|@playwright)/" },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^\\.next/|^demo/" },
    tsConfig: { fileName: "tsconfig.json" },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "require", "node", "default", "types"],
      extensions: [".ts", ".tsx", ".mjs", ".js", ".json"],
    },
  },
};
