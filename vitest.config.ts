import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

export default defineConfig({
  resolve: { alias: { "@": fileURLToPath(new URL(".", import.meta.url)) } },
  test: {
    include: ["{app,components,lib,worker,prisma,scripts,bench}/**/*.test.{ts,tsx,mjs}"],
    exclude: ["**/node_modules/**", "demo/**", ".next/**"],
    globalSetup: ["lib/testkit/global-setup.ts"],
    pool: "forks",
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
