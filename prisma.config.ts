import { defineConfig } from "prisma/config";

export default defineConfig({
  schema: "prisma/schema.prisma",
  migrations: { path: "prisma/migrations" },
  datasource: {
    url: process.env.DATABASE_URL ?? "postgresql://127.0.0.1:1/none",
    shadowDatabaseUrl: process.env.SHADOW_DATABASE_URL,
  },
});
